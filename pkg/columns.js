// Columns out of wasm memory: a typed array for each.

import { views } from "./memory.js";
import { columns } from "./wasm/heroku_drain.js";

/** @import { Columns, Problem } from "./index.js" */

// Where the addresses of the columns are, as `Addresses` in src/wasm/columns.rs lays them out.
const MESSAGE_LEN = 0;
const PRIORITY = 1;
const EVENT_TIME = 2;
const VERSION = 3;
const TIMESTAMP = 4;
const HOST_NAME = 5;
const APP_NAME = 6;
const PROCESS_ID = 7;
const MESSAGE_ID = 8;
const MESSAGE = 9;
const ABSENT = 10;

/**
 * Copies what wasm has read.
 *
 * @param {number} length the number of records
 * @param {Problem[]} problems
 * @returns {Columns}
 */
export function takeColumns(length, problems) {
  const table = columns() >> 2;
  const { words } = views();
  const { buffer } = words;
  const address = (/** @type {number} */ column) => words[table + column] >>> 0;
  const integers = (/** @type {number} */ column) =>
    new Int32Array(buffer, address(column), length).slice();
  const places = (/** @type {number} */ column) =>
    new Uint32Array(buffer, address(column), 2 * length).slice();
  return {
    length,
    message_len: integers(MESSAGE_LEN),
    priority: integers(PRIORITY),
    version: places(VERSION),
    timestamp: places(TIMESTAMP),
    host_name: places(HOST_NAME),
    app_name: places(APP_NAME),
    process_id: places(PROCESS_ID),
    message_id: places(MESSAGE_ID),
    message: places(MESSAGE),
    event_time: new Float64Array(buffer, address(EVENT_TIME), length).slice(),
    absent: new Uint16Array(buffer, address(ABSENT), length).slice(),
    problems,
  };
}
