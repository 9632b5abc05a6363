// Records as lines of JSON, each as JSON.stringify writes it, in UTF-8.

import { toNDJSON } from "heroku-drain";

/** @import { Store } from "./store.js" */

/** The package writes so many lines in the time that one takes here. */
const FASTER = 8;
const LINE_FEED = 0x0a;

const encoder = new TextEncoder();

/**
 * @param {Store} store
 * @param {number} count how many of the records will be asked for
 * @returns {(record: number) => Uint8Array} without a line end
 */
export function linesOf(store, count) {
  if (count * FASTER < store.columns.length) {
    return (record) => encoder.encode(JSON.stringify(store.event(record)));
  }
  const { ndjson } = toNDJSON(store.bytes, { ...store.options, maxProblems: 0 });
  const ends = lineEndsOf(ndjson, store.columns.length);
  return (record) => ndjson.subarray(record === 0 ? 0 : ends[record - 1] + 1, ends[record]);
}

/**
 * @param {Uint8Array} ndjson
 * @param {number} count
 */
function lineEndsOf(ndjson, count) {
  const ends = new Float64Array(count);
  let end = -1;
  for (let line = 0; line < count; line++) {
    end = ndjson.indexOf(LINE_FEED, end + 1);
    ends[line] = end;
  }
  return ends;
}
