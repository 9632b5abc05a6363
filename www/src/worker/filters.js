// Conditions of a query that each row fails. Visible rows fail none; a facet ignores its own.

import { FACETS } from "../messages.js";
import { bitsOf, emptySets } from "./bits.js";
import { inSlices } from "./pace.js";
import { finderOf } from "./search.js";
import { CODE_BITS } from "./store.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { Query } from "../messages.js"
 * @import { OnProgress } from "./pace.js"
 * @import { NameField, Store } from "./store.js"
 */

/** @typedef {(row: number, record: number) => boolean} Test record: negative for errors */

/** Conditions of a query, as bits. */
export const PART = bitsOf(["text", "time", "differs", ...FACETS]);

/** Rows searched between clock checks. */
const SEARCHED = 1024;

/** Caches slow conditions for the next query, which often shares them. */
export class Filters {
  /** @type {{ text: string, isIn: Uint8Array } | undefined} */
  #search;

  /**
   * @param {Store} store
   * @param {(framing: Framing, onProgress: OnProgress) => Promise<Uint8Array>} missingIn marks the rows
   *   that another framing does not produce
   */
  constructor(store, missingIn) {
    this.store = store;
    this.missingIn = missingIn;
  }

  /**
   * Returns the failed conditions of each row, as bits.
   *
   * @param {Query} query
   * @param {OnProgress} onProgress
   */
  async failuresOf(query, onProgress) {
    const failures = emptySets(this.store.rows);
    const { records } = this.store.places;
    for (const [part, test] of await this.#testsOf(query, onProgress)) {
      for (let row = 0; row < failures.length; row++) {
        if (!test(row, records[row])) failures[row] |= part;
      }
    }
    return failures;
  }

  /**
   * @param {Query} query
   * @param {OnProgress} onProgress
   * @returns {Promise<[number, Test][]>}
   */
  async #testsOf(query, onProgress) {
    const { store } = this;
    /** @type {[number, Test | undefined][]} */
    const tests = [
      [PART.text, await this.#textTest(query.text, onProgress)],
      [PART.time, timeTest(store, query)],
      [PART.differs, await this.#differsTest(query.differs, onProgress)],
      [PART.severity, priorityTest(query.severity, (record) => store.severity(record))],
      [PART.facility, priorityTest(query.facility, (record) => store.facility(record))],
      [PART.host_name, nameTest(store, "host_name", query.host_name)],
      [PART.app_name, nameTest(store, "app_name", query.app_name)],
      [PART.process_id, nameTest(store, "process_id", query.process_id)],
      [PART.problem, problemTest(store, query.problem)],
    ];
    return /** @type {[number, Test][]} */ (tests.filter(([, test]) => test));
  }

  /**
   * @param {string} text
   * @param {OnProgress} onProgress
   * @returns {Promise<Test | undefined>}
   */
  async #textTest(text, onProgress) {
    if (text === "") return undefined;
    if (this.#search?.text !== text)
      this.#search = { text, isIn: await this.#found(text, onProgress) };
    const { isIn } = this.#search;
    return (row) => isIn[row] === 1;
  }

  /**
   * @param {string} text
   * @param {OnProgress} onProgress
   */
  async #found(text, onProgress) {
    const { bytes, places } = this.store;
    const { starts, ends } = places;
    const isIn = new Uint8Array(places.rows);
    const find = finderOf(text);
    const search = (/** @type {number} */ from, /** @type {number} */ to) => {
      for (let row = from; row < to; row++) {
        isIn[row] = find(bytes, starts[row], ends[row]) ? 1 : 0;
      }
    };
    await inSlices("filtering", places.rows, onProgress, search, SEARCHED);
    return isIn;
  }

  /**
   * @param {Framing | undefined} framing
   * @param {OnProgress} onProgress
   * @returns {Promise<Test | undefined>}
   */
  async #differsTest(framing, onProgress) {
    if (framing === undefined) return undefined;
    const isMissing = await this.missingIn(framing, onProgress);
    return (row) => isMissing[row] === 1;
  }
}

/**
 * @param {Store} store
 * @param {Query} query
 * @returns {Test | undefined}
 */
function timeTest({ columns }, { from, to }) {
  if (from === undefined && to === undefined) return undefined;
  const { event_time } = columns;
  const [first, end] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
  return (_, record) => record >= 0 && event_time[record] >= first && event_time[record] < end;
}

/**
 * @param {number[]} values
 * @param {(record: number) => number | undefined} read
 * @returns {Test | undefined}
 */
function priorityTest(values, read) {
  if (values.length === 0) return undefined;
  return (_, record) => record >= 0 && values.includes(/** @type {number} */ (read(record)));
}

/**
 * @param {Store} store
 * @param {NameField} field
 * @param {(string | undefined)[]} values
 * @returns {Test | undefined}
 */
function nameTest(store, field, values) {
  if (values.length === 0) return undefined;
  const names = store.names[field];
  const isAsked = new Uint8Array(names.values.length);
  for (const value of values) {
    const number = names.numberOfValue(value);
    if (number !== undefined) isAsked[number] = 1;
  }
  return (_, record) => record >= 0 && isAsked[names.ofRecords[record]] === 1;
}

/**
 * @param {Store} store
 * @param {Query["problem"]} codes
 * @returns {Test | undefined}
 */
function problemTest(store, codes) {
  if (codes.length === 0) return undefined;
  const bits = codes.reduce((all, code) => all | CODE_BITS[code], 0);
  return (row) => (store.codesOfRow(row) & bits) !== 0;
}
