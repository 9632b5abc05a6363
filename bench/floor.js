// V8's minimum cost for the unavoidable parts of a parse: `npm run bench -- --floor`.

import { parse } from "heroku-drain";
import { circumstances } from "./machine.js";
import { measure } from "./measure.js";
import { makePayload } from "./payload.js";
import { writeSection } from "./results.js";
import { shippedScan } from "./shipped.js";
import { table } from "./tables.js";

/** @import { Settings } from "./measure.js" */

const COUNT = 400;

/**
 * @param {string} command
 * @param {Settings} settings
 */
export async function measureFloor(command, settings) {
  const parts = partsOf(makePayload(COUNT));
  const times = await measure(
    Object.entries(parts).map(([name, work]) => ({ name, records: COUNT, work })),
    settings,
  );
  const rows = Object.keys(parts).map((name, at) => {
    const { median, low, high } = times[at];
    return [name, median.toFixed(0), `${low.toFixed(0)} to ${high.toFixed(0)}`];
  });
  const head = ["", "ns a record", "10th to 90th percentile"];
  const where = circumstances(command, `Node ${process.versions.node}`);
  writeSection("The parts of a parse", `${where}\n\n${table(head, rows)}`);
}

/**
 * Each creates an array with one element per record.
 *
 * @param {ReturnType<typeof makePayload>} payload
 * @returns {Record<string, () => unknown>}
 */
function partsOf({ bytes, text }) {
  const room = new Uint8Array(3 * text.length);
  const encoder = new TextEncoder();
  const date = new Date();
  const array = ["host"];
  return {
    "parse of a string": () => parse(text),
    "its string written as UTF-8": () => encoder.encodeInto(text, room),
    "its scan in wasm": shippedScan(bytes),
    "one `new Date`": () => each((at) => new Date(1.7e12 + at)),
    "two slices": () => each((at) => [text.slice(at, at + 32), text.slice(at + 60, at + 190)]),
    "one object of the record's shape": () => each((at) => record(at, date, array)),
  };
}

/** @param {(at: number) => unknown} make */
function each(make) {
  const made = [];
  for (let at = 0; at < COUNT; at++) made.push(make(at));
  return made;
}

/**
 * @param {number} number
 * @param {Date} date
 * @param {string[]} array
 */
function record(number, date, array) {
  return {
    message_len: number,
    priority: number,
    version: "1",
    timestamp: "",
    host_name: "host",
    app_name: "app",
    process_id: "web.1",
    message_id: undefined,
    message: "",
    p_log_type: "Heroku.Runtime",
    p_event_time: date,
    p_parse_time: date,
    p_any_ip_addresses: undefined,
    p_any_domain_names: array,
  };
}
