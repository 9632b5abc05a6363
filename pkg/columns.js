// Columns out of wasm memory: a typed array for each.

import { views } from "./memory.js";
import { columns } from "./wasm/heroku_drain.js";

/** @import { Columns, ProblemReport } from "./index.js" */

// Where the addresses of the columns are, as `Addresses` in src/wasm/columns.rs lays them out.
const MESSAGE_LEN = 0;
const PRIORITY = 1;
const EVENT_TIME = 2;
const FRAME = 3;
const VERSION = 4;
const TIMESTAMP = 5;
const HOST_NAME = 6;
const APP_NAME = 7;
const PROCESS_ID = 8;
const MESSAGE_ID = 9;
const MESSAGE = 10;
const ABSENT = 11;

const BYTES_PER_RECORD = 8 + 8 * 8 + 2 * 4 + 2;

/**
 * Copies what wasm has read into one buffer, which is much faster to allocate than twelve.
 *
 * @param {number} length the number of records
 * @param {ProblemReport} report
 * @returns {Columns}
 */
export function takeColumns(length, report) {
  const table = columns() >>> 2;
  const { bytes, words } = views();
  const target = new Uint8Array(length * BYTES_PER_RECORD);
  const { buffer } = target;
  let end = 0;
  /**
   * @param {number} column
   * @param {number} size in bytes
   * @returns {number} the offset of its copy
   */
  const copy = (column, size) => {
    const address = words[table + column] >>> 0;
    target.set(bytes.subarray(address, address + size), end);
    end += size;
    return end - size;
  };
  // Columns of larger items come first, since each must start at a multiple of its item's size.
  const eventTime = new Float64Array(buffer, copy(EVENT_TIME, 8 * length), length);
  return {
    length,
    message_len: new Int32Array(buffer, copy(MESSAGE_LEN, 4 * length), length),
    priority: new Int32Array(buffer, copy(PRIORITY, 4 * length), length),
    frame: new Uint32Array(buffer, copy(FRAME, 8 * length), 2 * length),
    version: new Uint32Array(buffer, copy(VERSION, 8 * length), 2 * length),
    timestamp: new Uint32Array(buffer, copy(TIMESTAMP, 8 * length), 2 * length),
    host_name: new Uint32Array(buffer, copy(HOST_NAME, 8 * length), 2 * length),
    app_name: new Uint32Array(buffer, copy(APP_NAME, 8 * length), 2 * length),
    process_id: new Uint32Array(buffer, copy(PROCESS_ID, 8 * length), 2 * length),
    message_id: new Uint32Array(buffer, copy(MESSAGE_ID, 8 * length), 2 * length),
    message: new Uint32Array(buffer, copy(MESSAGE, 8 * length), 2 * length),
    event_time: eventTime,
    absent: new Uint16Array(buffer, copy(ABSENT, 2 * length), length),
    ...report,
  };
}
