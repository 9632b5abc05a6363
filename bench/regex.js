// A parser written in ten minutes: split at line feeds, one regular expression.

/** @import { HerokuRuntime } from "../pkg/index.js" */

const LINE = /^(\d+) <(\d+)>(\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (.*)$/;
const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

/**
 * Creates the same objects as heroku-drain: keys in the same order, dates, lists, absent values.
 *
 * @param {string | Uint8Array} payload
 * @returns {HerokuRuntime[]}
 */
export function splitAndMatch(payload) {
  const text = typeof payload === "string" ? payload : new TextDecoder().decode(payload);
  const parsed = new Date();
  /** @type {HerokuRuntime[]} */
  const records = [];
  for (const line of text.split("\n")) {
    const record = recordOf(line, parsed);
    if (record) records.push(record);
  }
  return records;
}

/**
 * The record of one line, if it is a frame.
 *
 * @param {string} line
 * @param {Date} parsed
 */
export function recordOf(line, parsed) {
  const found = LINE.exec(line);
  return found ? record(found, parsed) : undefined;
}

/**
 * The records as one JSON text per line, in bytes.
 *
 * @param {string | Uint8Array} payload
 */
export function splitMatchStringify(payload) {
  const lines = splitAndMatch(payload).map((record) => JSON.stringify(record));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/**
 * @param {string[]} found
 * @param {Date} parsed
 * @returns {HerokuRuntime}
 */
function record([, count, priority, version, timestamp, host, app, process, id, message], parsed) {
  const isIp = IP.test(host);
  return {
    message_len: Number(count),
    priority: Number(priority),
    version: present(version),
    timestamp: present(timestamp),
    host_name: present(host),
    app_name: present(app),
    process_id: present(process),
    message_id: present(id),
    message: present(message),
    p_log_type: "Heroku.Runtime",
    p_event_time: timestamp === "-" ? parsed : new Date(timestamp),
    p_parse_time: parsed,
    p_any_ip_addresses: isIp ? [host] : undefined,
    p_any_domain_names: isIp || host === "-" ? undefined : [host],
  };
}

/** @param {string} value */
function present(value) {
  return value === "-" ? undefined : value;
}
