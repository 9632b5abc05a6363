// Views: ordered rows that match a query, with facets and timeline.

import { facetsOf } from "./facets.js";
import { orderOf } from "./order.js";
import { timelineOf } from "./timeline.js";

/**
 * @import { Query, Sort, View } from "../messages.js"
 * @import { Filters } from "./filters.js"
 * @import { OnProgress } from "./pace.js"
 * @import { Store } from "./store.js"
 */

/** Creates views, and caches the order of all rows for the next one. */
export class Views {
  /** @type {{ sort: Sort, rows: Uint32Array } | undefined} */
  #order;

  /**
   * @param {Store} store
   * @param {Filters} filters
   */
  constructor(store, filters) {
    this.store = store;
    this.filters = filters;
  }

  /**
   * @param {number} number
   * @param {Query} query
   * @param {OnProgress} onProgress
   */
  async viewOf(number, query, onProgress) {
    const failures = await this.filters.failuresOf(query, onProgress);
    const rows = this.#ordered(query.sort).filter((row) => failures[row] === 0);
    return new RowsInView(this.store, number, rows, {
      facets: facetsOf(this.store, query, failures),
      timeline: timelineOf(this.store, query, failures),
    });
  }

  /** @param {Sort} sort */
  #ordered(sort) {
    const { by, isDescending } = this.#order?.sort ?? {};
    if (by !== sort.by || isDescending !== sort.isDescending) {
      this.#order = { sort, rows: orderOf(this.store, sort) };
    }
    return /** @type {{ rows: Uint32Array }} */ (this.#order).rows;
  }
}

export class RowsInView {
  /** Index of each row in the view. @type {Int32Array | undefined} */
  #places;

  /**
   * @param {Store} store
   * @param {number} number
   * @param {Uint32Array} rows in view order
   * @param {Pick<View, "facets" | "timeline">} sums
   */
  constructor(store, number, rows, sums) {
    this.store = store;
    this.number = number;
    this.rows = rows;
    this.sums = sums;
  }

  /** @returns {View} */
  summary() {
    const { number, rows, sums, store } = this;
    let errors = 0;
    for (const row of rows) if (!store.isRecord(row)) errors++;
    return { view: number, rows: rows.length, records: rows.length - errors, errors, ...sums };
  }

  /** @param {number} row */
  place(row) {
    this.#places ??= placesOf(this.store.rows, this.rows);
    return this.#places[row] ?? -1;
  }
}

/**
 * @param {number} length
 * @param {Uint32Array} rows
 */
function placesOf(length, rows) {
  const places = new Int32Array(length).fill(-1);
  rows.forEach((row, place) => {
    places[row] = place;
  });
  return places;
}
