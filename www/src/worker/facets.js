// Counts of each value among the rows that match the rest of a query.

import { facilities, problemCodes, severities } from "heroku-drain";
import { FACETS, MOST_VALUES } from "../messages.js";
import { PART } from "./filters.js";

/**
 * @import { Facet, FacetName, FacetValue, Query } from "../messages.js"
 * @import { NameField, Store } from "./store.js"
 */

/**
 * @typedef {{ value: FacetValue["value"], count: number }} Counted
 */

/**
 * @param {Store} store
 * @param {Query} query
 * @param {Int32Array} failures failed conditions of each row
 * @returns {Facet[]}
 */
export function facetsOf(store, query, failures) {
  return FACETS.map((name) => {
    const counts = countsOf(store, name, rowsFor(store, failures, PART[name]));
    return facetOf(name, counts, /** @type {FacetValue["value"][]} */ (query[name]));
  });
}

/**
 * Calls a function with each row that fails at most that condition.
 *
 * @param {Store} store
 * @param {Int32Array} failures
 * @param {number} part
 */
function rowsFor({ places }, failures, part) {
  return (/** @type {(row: number, record: number) => void} */ use) => {
    for (let row = 0; row < failures.length; row++) {
      if ((failures[row] & ~part) === 0) use(row, places.records[row]);
    }
  };
}

/**
 * @param {Store} store
 * @param {FacetName} name
 * @param {ReturnType<typeof rowsFor>} eachRow
 * @returns {Counted[]}
 */
function countsOf(store, name, eachRow) {
  switch (name) {
    case "severity":
      return countsOfNumbers(severities.length, eachRow, (record) => store.severity(record));
    case "facility":
      return countsOfNumbers(facilities.length, eachRow, (record) => store.facility(record));
    case "problem":
      return countsOfCodes(store, eachRow);
    default:
      return countsOfNames(store, name, eachRow);
  }
}

/**
 * @param {number} length
 * @param {ReturnType<typeof rowsFor>} eachRow
 * @param {(record: number) => number | undefined} read
 */
function countsOfNumbers(length, eachRow, read) {
  const counts = new Uint32Array(length);
  eachRow((_, record) => {
    const value = record < 0 ? undefined : read(record);
    if (value !== undefined) counts[value]++;
  });
  return Array.from(counts, (count, value) => ({ value, count }));
}

/**
 * @param {Store} store
 * @param {ReturnType<typeof rowsFor>} eachRow
 */
function countsOfCodes(store, eachRow) {
  const counts = new Uint32Array(problemCodes.length);
  eachRow((row) => {
    // A row has few codes, if any: iterate from the highest bit down.
    for (let codes = store.codesOfRow(row); codes !== 0; ) {
      const code = 31 - Math.clz32(codes);
      counts[code]++;
      codes ^= 1 << code;
    }
  });
  return Array.from(counts, (count, code) => ({ value: problemCodes[code], count }));
}

/**
 * @param {Store} store
 * @param {NameField} field
 * @param {ReturnType<typeof rowsFor>} eachRow
 */
function countsOfNames(store, field, eachRow) {
  const { values, ofRecords } = store.names[field];
  const counts = new Uint32Array(values.length);
  eachRow((_, record) => {
    if (record >= 0) counts[ofRecords[record]]++;
  });
  return Array.from(counts, (count, number) => ({ value: values[number], count }));
}

/**
 * @param {FacetName} name
 * @param {Counted[]} counted
 * @param {FacetValue["value"][]} chosen
 * @returns {Facet}
 */
function facetOf(name, counted, chosen) {
  const isChosen = new Set(chosen);
  const there = counted.filter(({ value, count }) => count > 0 && !isChosen.has(value));
  const room = Math.max(0, MOST_VALUES - isChosen.size);
  const shown = there.sort(byCount).slice(0, room);
  const asked = [...isChosen].map(
    (value) => counted.find((each) => each.value === value) ?? { value, count: 0 },
  );
  const values = [
    ...asked.map((each) => ({ ...each, isChosen: true })),
    ...shown.map((each) => ({ ...each, isChosen: false })),
  ];
  // Among equal counts, a selected value keeps its position, as it may be clicked again.
  const places = new Map(counted.map(({ value }, place) => [value, place]));
  const place = (/** @type {Counted} */ { value }) => places.get(value) ?? counted.length;
  values.sort((a, b) => byCount(a, b) || place(a) - place(b));
  return { name, values, others: there.length - shown.length };
}

/**
 * @param {Counted} one
 * @param {Counted} other
 */
function byCount(one, other) {
  return other.count - one.count;
}
