// Row order: rows without a sort value come last, and equal rows keep the payload's order.

import { ABSENT } from "./names.js";

/**
 * @import { Sort, SortBy } from "../messages.js"
 * @import { Store } from "./store.js"
 */

/**
 * @param {Store} store
 * @param {Sort} sort
 * @returns {Uint32Array} all rows
 */
export function orderOf(store, { by, isDescending }) {
  const rows = Uint32Array.from({ length: store.rows }, (_, row) => row);
  if (by === "order") return isDescending ? rows.reverse() : rows;
  const keys = keysOf(store, by);
  const present = rows.filter((row) => !Number.isNaN(keys[row]));
  const absent = rows.filter((row) => Number.isNaN(keys[row]));
  sortBy(present, keys, isDescending ? -1 : 1);
  rows.set(present);
  rows.set(absent, present.length);
  return rows;
}

/**
 * @param {Uint32Array} rows
 * @param {Float64Array} keys
 * @param {1 | -1} direction
 */
function sortBy(rows, keys, direction) {
  // Logs are mostly sorted already.
  if (isSorted(rows, keys, direction)) return;
  rows.sort((a, b) => direction * (keys[a] - keys[b]) || a - b);
}

/**
 * @param {Uint32Array} rows
 * @param {Float64Array} keys
 * @param {1 | -1} direction
 */
function isSorted(rows, keys, direction) {
  for (let place = 1; place < rows.length; place++) {
    if (direction * (keys[rows[place]] - keys[rows[place - 1]]) < 0) return false;
  }
  return true;
}

/**
 * @param {Store} store
 * @param {SortBy} by
 * @returns {Float64Array} one per row; NaN if it has none
 */
function keysOf(store, by) {
  const keyOf = keyOfRecord(store, by);
  const keys = new Float64Array(store.rows).fill(Number.NaN);
  store.places.rowOfRecord.forEach((row, record) => {
    keys[row] = keyOf(record);
  });
  return keys;
}

/**
 * @param {Store} store
 * @param {SortBy} by
 * @returns {(record: number) => number}
 */
function keyOfRecord(store, by) {
  switch (by) {
    case "order":
      return (record) => record;
    case "event_time":
      return (record) => store.columns.event_time[record];
    case "priority":
    case "message_len":
      return (record) => store.integer(record, by) ?? Number.NaN;
    default: {
      const { ofRecords } = store.names[by];
      const ranks = store.names[by].ranks();
      return (record) => (ofRecords[record] === ABSENT ? Number.NaN : ranks[ofRecords[record]]);
    }
  }
}
