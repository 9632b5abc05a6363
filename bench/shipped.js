// The scan of the shipped package alone: its wasm reads all rows and creates no objects.

import { parse } from "../pkg/index.js";
import { begin, initSync, read_rows, reserve } from "../pkg/wasm/heroku_drain.js";

/**
 * Copies bytes into wasm memory once and returns a function that scans them.
 *
 * @param {Uint8Array} payload
 * @returns {() => number} the number of records
 */
export function shippedScan(payload) {
  // Starts the wasm, which the package does at its first call.
  parse("");
  const address = reserve(payload.length);
  const { memory } = initSync(/** @type {any} */ (undefined));
  new Uint8Array(memory.buffer).set(payload, address);
  return () => scan(payload.length);
}

// Layout of a step's answer: the number of records, and flag bits above it.
const COUNT = 0x3fff_ffff;
const IS_LAST = 1 << 31;

/** @param {number} length */
function scan(length) {
  begin(length, 0, 0, 0);
  let records = 0;
  for (;;) {
    const answer = read_rows();
    records += answer & COUNT;
    if (answer & IS_LAST) return records;
  }
}
