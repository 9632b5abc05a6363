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

const BYTES_PER_RECORD = 8 + 7 * 8 + 2 * 4 + 2;

/**
 * Copies what wasm has read, all of it into one buffer, which is much quicker to make than eleven.
 *
 * @param {number} length the number of records
 * @param {Problem[]} problems
 * @returns {Columns}
 */
export function takeColumns(length, problems) {
  const table = columns() >>> 2;
  const { bytes, words } = views();
  const target = new Uint8Array(length * BYTES_PER_RECORD);
  const { buffer } = target;
  let end = 0;
  /**
   * @param {number} column
   * @param {number} size in bytes
   * @returns {number} where its copy starts
   */
  const copy = (column, size) => {
    const address = words[table + column] >>> 0;
    target.set(bytes.subarray(address, address + size), end);
    end += size;
    return end - size;
  };
  // Those of larger items first, since each begins at a multiple of its item's size.
  const eventTime = new Float64Array(buffer, copy(EVENT_TIME, 8 * length), length);
  return {
    length,
    message_len: new Int32Array(buffer, copy(MESSAGE_LEN, 4 * length), length),
    priority: new Int32Array(buffer, copy(PRIORITY, 4 * length), length),
    version: new Uint32Array(buffer, copy(VERSION, 8 * length), 2 * length),
    timestamp: new Uint32Array(buffer, copy(TIMESTAMP, 8 * length), 2 * length),
    host_name: new Uint32Array(buffer, copy(HOST_NAME, 8 * length), 2 * length),
    app_name: new Uint32Array(buffer, copy(APP_NAME, 8 * length), 2 * length),
    process_id: new Uint32Array(buffer, copy(PROCESS_ID, 8 * length), 2 * length),
    message_id: new Uint32Array(buffer, copy(MESSAGE_ID, 8 * length), 2 * length),
    message: new Uint32Array(buffer, copy(MESSAGE, 8 * length), 2 * length),
    event_time: eventTime,
    absent: new Uint16Array(buffer, copy(ABSENT, 2 * length), length),
    problems,
  };
}
