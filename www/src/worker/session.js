// Worker state, and its handlers for the page's calls.

import { columns } from "heroku-drain";
import { LONGEST_LINK, MOST_PROBLEMS } from "../messages.js";
import { Differences } from "./differences.js";
import { exportOfAll, exportOfRows } from "./export.js";
import { Filters } from "./filters.js";
import { measured } from "./measured.js";
import { nowAndThen } from "./pace.js";
import { linkOf } from "./packed.js";
import { detailsOf, rowOf } from "./rows.js";
import { payloadOf } from "./source.js";
import { storeOf } from "./store.js";
import { Views } from "./view.js";

/**
 * @import { Calls, Format, Progress, Query, Scope } from "../messages.js"
 * @import { OnProgress } from "./pace.js"
 * @import { Payload } from "./source.js"
 * @import { Store } from "./store.js"
 * @import { RowsInView } from "./view.js"
 */

/**
 * Result of parsing the payload.
 *
 * @typedef {object} Reading
 * @property {number} generation
 * @property {Store} store
 * @property {Differences} differences
 * @property {Views} views
 * @property {RowsInView | undefined} view the latest
 */

export class Session {
  /** @type {Payload} */
  #payload = { bytes: new Uint8Array(0), compressed: undefined };
  /** @type {Reading | undefined} */
  #reading;
  #lastView = 0;

  /**
   * @param {(progress: Progress) => void} onProgress reports progress of long work
   * @returns {Calls}
   */
  calls(onProgress) {
    const paced = nowAndThen(onProgress);
    return {
      parse: (generation, framing, source) => this.#parse(generation, framing, source, paced),
      differences: async (generation) => this.#of(generation)?.differences.all(paced),
      query: (generation, query) => this.#query(generation, query, paced),
      rows: async (generation, view, start, end) => this.#rows(generation, view, start, end),
      place: async (generation, view, row) => this.#viewOf(generation, view)?.place(row),
      details: async (generation, row) => this.#details(generation, row),
      export: (generation, view, format, scope, row) =>
        this.#export(generation, view, format, scope, row, paced),
      link: (generation) => this.#link(generation),
      forget: async () => this.#forget(),
    };
  }

  /**
   * @param {number} generation
   * @param {import("heroku-drain").Framing} framing
   * @param {import("../messages.js").Source | undefined} source
   * @param {OnProgress} onProgress
   */
  async #parse(generation, framing, source, onProgress) {
    this.#reading = undefined;
    if (source) {
      this.#forget();
      this.#payload = await payloadOf(source, onProgress);
    }
    const payload = this.#payload;
    const options = { framing, parseTime: new Date(), maxProblems: MOST_PROBLEMS };
    onProgress({ stage: "parsing", done: 0, total: payload.bytes.length });
    const { result, milliseconds } = measured(() => columns(payload.bytes, options));
    const store = await storeOf(payload, options, result, onProgress);
    const differences = new Differences(store);
    const filters = new Filters(store, (other, told) => differences.missingIn(other, told));
    const views = new Views(store, filters);
    this.#reading = { generation, store, differences, views, view: undefined };
    return store.summary(generation, milliseconds);
  }

  /**
   * @param {number} generation
   * @param {Query} query
   * @param {OnProgress} onProgress
   */
  async #query(generation, query, onProgress) {
    const reading = this.#of(generation);
    if (!reading) return undefined;
    reading.view = await reading.views.viewOf(++this.#lastView, query, onProgress);
    return reading.view.summary();
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {number} start
   * @param {number} end
   */
  #rows(generation, view, start, end) {
    const current = this.#viewOf(generation, view);
    if (!current) return undefined;
    return Array.from(current.rows.subarray(start, end), (row) => rowOf(current.store, row));
  }

  /**
   * @param {number} generation
   * @param {number} row
   */
  #details(generation, row) {
    const reading = this.#of(generation);
    return reading && detailsOf(reading.store, row);
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {Format} format
   * @param {Scope} scope
   * @param {number | undefined} row
   * @param {OnProgress} onProgress
   */
  async #export(generation, view, format, scope, row, onProgress) {
    const store = this.#of(generation)?.store;
    if (!store) return undefined;
    if (scope === "all") return exportOfAll(store, format, onProgress);
    const rows = scope === "row" ? oneRow(store, row) : this.#viewOf(generation, view)?.rows;
    return rows && exportOfRows(store, format, rows, onProgress);
  }

  /** @param {number} generation */
  async #link(generation) {
    if (!this.#of(generation)) return undefined;
    const data = await linkOf(this.#payload.bytes);
    return data.length > LONGEST_LINK ? { tooLong: data.length } : { data };
  }

  #forget() {
    this.#payload = { bytes: new Uint8Array(0), compressed: undefined };
    this.#reading = undefined;
  }

  /** @param {number} generation */
  #of(generation) {
    return this.#reading?.generation === generation ? this.#reading : undefined;
  }

  /**
   * @param {number} generation
   * @param {number} view
   */
  #viewOf(generation, view) {
    const current = this.#of(generation)?.view;
    return current?.number === view ? current : undefined;
  }
}

/**
 * @param {Store} store
 * @param {number | undefined} row
 */
function oneRow(store, row = -1) {
  return row >= 0 && row < store.rows ? Uint32Array.of(row) : undefined;
}
