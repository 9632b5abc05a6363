// The parser that one writes in ten minutes, and as fast as it gets: split at line feeds, one regular expression.

const LINE = /^(\d+) <(\d+)>(\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (.*)$/;
const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;
const NONE = Object.freeze(/** @type {string[]} */ ([]));

/**
 * Makes the very objects that heroku-drain makes: the same keys in the same order, dates, lists, absent values.
 *
 * @param {string | Uint8Array} payload
 */
export function splitAndMatch(payload) {
  const text = typeof payload === "string" ? payload : new TextDecoder().decode(payload);
  const parsed = new Date();
  const records = [];
  let host = "";
  /** @type {readonly string[]} */
  let hosts = NONE;
  let isIp = false;
  for (const line of text.split("\n")) {
    const found = LINE.exec(line);
    if (!found) continue;
    const [, count, priority, version, timestamp, name, app, process, id, message] =
      /** @type {string[]} */ (found);
    // The host repeats, so its list is made once, as heroku-drain does.
    if (name !== host) {
      host = String(name);
      hosts = Object.freeze([host]);
      isIp = IP.test(host);
    }
    records.push({
      message_len: Number(count),
      priority: Number(priority),
      version: present(version),
      timestamp: present(timestamp),
      host_name: present(name),
      app_name: present(app),
      process_id: present(process),
      message_id: present(id),
      message: present(message),
      p_log_type: "Heroku.Runtime",
      p_event_time: timestamp === "-" ? parsed : new Date(String(timestamp)),
      p_parse_time: parsed,
      p_any_ip_addresses: isIp ? hosts : NONE,
      p_any_domain_names: isIp || host === "-" ? NONE : hosts,
    });
  }
  return records;
}

/**
 * The same as one JSON text a line, in bytes.
 *
 * @param {string | Uint8Array} payload
 */
export function splitMatchStringify(payload) {
  const lines = splitAndMatch(payload).map((record) => JSON.stringify(record));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/** @param {string | undefined} value */
function present(value) {
  return value === "-" ? undefined : value;
}
