// Records over time, in buckets of a round length, stacked by a value.

import { MOST_BUCKETS, MOST_SERIES } from "../messages.js";
import { PART } from "./filters.js";

/**
 * @import { Query, StackBy, Timeline } from "../messages.js"
 * @import { Store } from "./store.js"
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Bucket lengths; the longest covers the years 0 to 9999 plus an hour of zone offset. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 30, 90].map((days) => days * DAY),
  ...[1, 2, 5, 10, 20, 50, 100].map((years) => years * YEAR),
];

/** Severity of a record without one. */
const NO_SEVERITY = 8;

/**
 * @param {Store} store
 * @param {Query} query
 * @param {Int32Array} failures failed conditions of each row
 * @returns {Timeline}
 */
export function timelineOf(store, { stackBy }, failures) {
  const { records, untimed } = timedRecords(store, failures);
  const { start, step, buckets } = scaleOf(store.columns.event_time, records);
  const stack = stackOf(store, stackBy, records);
  const series = stack.series.map((each) => ({ ...each, counts: new Uint32Array(buckets) }));
  for (const record of records) {
    const place = stepsTo(store.columns.event_time[record], step);
    series[stack.seriesOf(record)].counts[place - start / step]++;
  }
  return { start, step, buckets, stackBy, series, untimed };
}

/**
 * @param {Store} store
 * @param {Int32Array} failures
 */
function timedRecords({ columns, places }, failures) {
  const records = new Uint32Array(columns.length);
  let timed = 0;
  let untimed = 0;
  for (let record = 0; record < columns.length; record++) {
    if (failures[places.rowOfRecord[record]] & ~PART.time) continue;
    if (Number.isNaN(columns.event_time[record])) untimed++;
    else records[timed++] = record;
  }
  return { records: records.subarray(0, timed), untimed };
}

/**
 * @param {Float64Array} times
 * @param {Uint32Array} records
 */
function scaleOf(times, records) {
  if (records.length === 0) return { start: 0, step: 1, buckets: 0 };
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    first = Math.min(first, times[record]);
    last = Math.max(last, times[record]);
  }
  const bucketsOf = (/** @type {number} */ step) => stepsTo(last, step) - stepsTo(first, step) + 1;
  const longest = /** @type {number} */ (STEPS.at(-1));
  const step = STEPS.find((each) => bucketsOf(each) <= MOST_BUCKETS) ?? longest;
  return { start: stepsTo(first, step) * step, step, buckets: bucketsOf(step) };
}

/**
 * Returns the number of whole steps from 1970 to a time. Integer milliseconds divide exactly enough;
 * with microseconds, a time just before a step could round up to it.
 *
 * @param {number} time
 * @param {number} step
 */
function stepsTo(time, step) {
  return Math.floor(Math.floor(time) / step);
}

/**
 * Lists the values with a series of their own, in order.
 *
 * @param {Store} store
 * @param {StackBy} stackBy
 * @param {Uint32Array} records
 */
function stackOf(store, stackBy, records) {
  const { values, numberOf } = numbersOf(store, stackBy);
  const counts = new Uint32Array(values.length);
  for (const record of records) counts[numberOf(record)]++;
  const present = [...counts.keys()].filter((number) => counts[number] > 0);
  if (stackBy !== "severity") present.sort((one, other) => counts[other] - counts[one]);
  const own = present.length > MOST_SERIES ? present.slice(0, MOST_SERIES - 1) : present;
  const ofNumber = new Uint32Array(values.length).fill(own.length);
  own.forEach((number, series) => {
    ofNumber[number] = series;
  });
  return {
    series: seriesOf(
      own.map((number) => values[number]),
      own.length < present.length,
    ),
    seriesOf: (/** @type {number} */ record) => ofNumber[numberOf(record)],
  };
}

/**
 * @param {(string | number | undefined)[]} values
 * @param {boolean} hasOthers
 */
function seriesOf(values, hasOthers) {
  const series = values.map((value) => ({ value, isOthers: false }));
  return hasOthers ? [...series, { value: undefined, isOthers: true }] : series;
}

/**
 * @param {Store} store
 * @param {StackBy} stackBy
 * @returns {{ values: (string | number | undefined)[], numberOf: (record: number) => number }}
 */
function numbersOf(store, stackBy) {
  if (stackBy === "severity") {
    const values = [0, 1, 2, 3, 4, 5, 6, 7, undefined];
    return { values, numberOf: (record) => store.severity(record) ?? NO_SEVERITY };
  }
  const { values, ofRecords } = store.names[stackBy];
  return { values, numberOf: (record) => ofRecords[record] };
}
