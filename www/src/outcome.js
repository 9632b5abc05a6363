// State of the result: queries the worker, keeps its latest answers, and updates the page.

import { everything } from "./messages.js";
import { Reader } from "./reader.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { ReactiveControllerHost } from "lit"
 * @import { Details, Difference, FacetName, Format, Progress, Query, Scope, SortBy, Source, Summary, Told, View } from "./messages.js"
 */

/** Milliseconds of work that need no notice. */
const LATE = 150;

/**
 * Reason for a missing result: the payload, the parser, or cancellation.
 *
 * @typedef {{ kind: "failed" | "stopped" | "cancelled", reason: string, told?: Told | undefined }} Failure
 */

export class Outcome {
  /** @type {Summary | undefined} */
  summary;
  /** @type {Difference[]} */
  differences = [];
  /** @type {View | undefined} */
  view;
  /** @type {Failure | undefined} */
  failure;
  query = everything();
  isBusy = false;
  /** Whether a payload is being read, rather than only queried. */
  isReading = false;
  /** Whether that takes too long to keep showing the older result as current. */
  isLate = false;
  /** @type {Progress | undefined} */
  progress;
  /** @type {Details | undefined} */
  details;
  /** Index of the details' row in the view, if included. @type {number | undefined} */
  place;

  /** @type {ReactiveControllerHost} */
  #page;
  #reader = new Reader({
    onCrash: ({ message }) => this.#fail({ kind: "stopped", reason: message }),
    // Comparisons and exports are not shown as progress here.
    onProgress: (progress) => this.isBusy && this.#change({ progress }),
  });
  /** Counts detail requests, to discard late answers. */
  #asked = 0;
  /** Counts payloads and parses, for the same reason. */
  #parses = 0;
  /** Counts queries, for the same reason. */
  #looks = 0;
  /** The parsed payload, not yet shown. @type {{ summary: Summary, row: number | undefined } | undefined} */
  #next;
  /** The query of the current view; a newer one may still be running. */
  shownQuery = everything();
  /** The running work, until it finishes or is superseded. @type {{ works: number } | undefined} */
  #spell;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #lateness;

  /** @param {ReactiveControllerHost} page */
  constructor(page) {
    this.#page = page;
  }

  get generation() {
    return this.summary?.generation ?? 0;
  }

  /**
   * Reads a payload. Meanwhile the previous result stays visible only if `isSame`, after a small edit.
   * Changes to the query during the read apply too.
   *
   * @param {Source} source
   * @param {Framing} framing
   * @param {{ isSame?: boolean, query?: Query, row?: number | undefined }} [options] row: whose details to show
   */
  async read(source, framing, { isSame = false, query = everything(), row } = {}) {
    const parse = this.#begin(isSame, query);
    await this.#during(async () => {
      const summary = await this.#answer(this.#reader.parse(framing, source));
      if (!summary || parse !== this.#parses) return;
      this.#next = { summary, row };
      await this.#look();
    });
  }

  /**
   * Updates the result to the current query; earlier requests are superseded.
   */
  async #look() {
    const look = ++this.#looks;
    const next = this.#next;
    const { generation } = next?.summary ?? this;
    const { query } = this;
    const view = await this.#answer(this.#reader.query(generation, query));
    if (!view || look !== this.#looks) return;
    const opened = next ? await this.#opened(generation, view.view, next.row) : {};
    if (look !== this.#looks) return;
    this.shownQuery = query;
    this.#change({ view, ...opened, ...(next && { summary: next.summary, differences: [] }) });
    this.#next = undefined;
    this.isReading = false;
    if (next) this.#compare();
    else await this.#follow();
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {number | undefined} row
   */
  async #opened(generation, view, row) {
    if (row === undefined) return {};
    const details = await this.#answer(this.#reader.details(generation, row));
    return { details, place: await this.#placeOf(generation, view, row) };
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {number} row
   * @returns {Promise<number | undefined>} undefined if the row is not in the view
   */
  async #placeOf(generation, view, row) {
    const place = await this.#answer(this.#reader.place(generation, view, row));
    return place === -1 ? undefined : place;
  }

  /** Drops the payload. */
  forget() {
    this.#parses++;
    this.#asked++;
    this.#looks++;
    this.#next = undefined;
    this.isReading = false;
    this.#reader.forget();
    this.#settle();
    this.#change({ summary: undefined, view: undefined, differences: [], query: everything() });
    this.#change({ failure: undefined, details: undefined, place: undefined });
  }

  /**
   * Cancels long work. The worker drops the payload, which can be read again.
   *
   * @returns {boolean} whether the payload was already read, so that only the query is reverted
   */
  cancel() {
    const wasRead = this.summary !== undefined && !this.isReading;
    this.#parses++;
    this.#looks++;
    this.#next = undefined;
    this.#reader.stop();
    if (wasRead) this.#change({ query: this.shownQuery });
    else this.#fail({ kind: "cancelled", reason: "" });
    return wasRead;
  }

  /**
   * Changes the filters or the order.
   *
   * @param {Partial<Query>} changes
   */
  async ask(changes) {
    this.#change({ query: { ...this.query, ...changes } });
    // A payload that is still being read uses the new query when it is ready.
    if (this.isReading ? !this.#next : !this.summary) return;
    await this.#during(() => this.#look());
  }

  /**
   * Toggles a filter for a value.
   *
   * @param {FacetName} name
   * @param {string | number | undefined} value
   */
  toggle(name, value) {
    const chosen = /** @type {(string | number | undefined)[]} */ (this.query[name]);
    const others = chosen.filter((other) => other !== value);
    const isChosen = others.length < chosen.length;
    return this.ask({ [name]: isChosen ? others : [...chosen, value] });
  }

  /** @param {SortBy} by cycles through ascending, descending and the payload's order */
  sortBy(by) {
    const { sort } = this.query;
    if (sort.by !== by) return this.ask({ sort: { by, isDescending: false } });
    if (!sort.isDescending) return this.ask({ sort: { by, isDescending: true } });
    return this.ask({ sort: everything().sort });
  }

  clearFilters() {
    const { sort, stackBy } = this.query;
    return this.ask({ ...everything(), sort, stackBy });
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  rows = (start, end) => this.#reader.rows(this.generation, this.view?.view ?? 0, start, end);

  /**
   * Shows the details of the row at an index of the view.
   *
   * @param {number} place
   * @param {number} [row] the row's id, if known
   */
  async open(place, row) {
    const asked = ++this.#asked;
    const { view } = this;
    // A parser that hangs on a row can be cancelled, too.
    await this.#during(async () => {
      const number = row ?? (await this.#rowAt(place));
      const details = number === undefined ? undefined : await this.#details(number);
      if (!details || asked !== this.#asked) return;
      const isSameView = view === this.view;
      this.#change({ details, place: isSameView ? place : undefined });
      if (!isSameView) await this.#follow();
    });
    await this.#page.updateComplete;
  }

  /** @param {number} place */
  async #rowAt(place) {
    const rows = await this.#answer(this.rows(place, place + 1));
    return rows?.[0]?.row;
  }

  /** @param {number} row */
  #details(row) {
    return this.#answer(this.#reader.details(this.generation, row));
  }

  closeDetails() {
    this.#asked++;
    this.#change({ details: undefined, place: undefined });
  }

  /**
   * @param {Format} format
   * @param {Scope} scope
   * @throws {Error} without affecting the result
   */
  export = (format, scope) => {
    const { row } = this.details ?? {};
    return this.#reader.export(this.generation, this.view?.view ?? 0, format, scope, row);
  };

  /** @throws {Error} like {@link Outcome.export}, without affecting the result */
  link = () => this.#reader.link(this.generation);

  /**
   * @param {boolean} isSame
   * @param {Query} query
   */
  #begin(isSame, query) {
    this.#asked++;
    this.#looks++;
    this.#next = undefined;
    this.isReading = true;
    this.#change({ query });
    if (!isSame) this.#change({ summary: undefined, view: undefined, differences: [] });
    this.#change({ details: undefined, place: undefined, failure: undefined });
    return ++this.#parses;
  }

  /**
   * Reports work as busy, and as late if it is slow.
   *
   * @param {() => Promise<void>} work
   */
  async #during(work) {
    this.#spell ??= this.#start();
    const spell = this.#spell;
    spell.works++;
    try {
      await work();
    } finally {
      if (--spell.works === 0 && spell === this.#spell) this.#settle();
    }
  }

  #start() {
    this.#change({ isBusy: true, progress: undefined });
    this.#lateness = setTimeout(() => this.#change({ isLate: this.isBusy }), LATE);
    return { works: 0 };
  }

  #settle() {
    clearTimeout(this.#lateness);
    this.#spell = undefined;
    this.#change({ isBusy: false, isLate: false, progress: undefined });
  }

  /** Compares framings after the first rows are shown, because it takes as long as parsing. */
  async #compare() {
    const { generation } = this;
    await this.#page.updateComplete;
    try {
      await this.rows(0, 1);
      const differences = await this.#reader.differences(generation);
      if (differences && generation === this.generation) this.#change({ differences });
    } catch {
      // The comparison is optional, and the result is valid without it.
    }
  }

  /** Finds the details' row again after the view has changed. */
  async #follow() {
    const { details, view } = this;
    if (!details || !view) return;
    const place = await this.#placeOf(this.generation, view.view, details.row);
    if (details === this.details && view === this.view) this.#change({ place });
  }

  /**
   * Returns the worker's answer, or undefined after an error, which the page then shows.
   *
   * @template T
   * @param {Promise<T>} promise
   */
  async #answer(promise) {
    const parses = this.#parses;
    try {
      return await promise;
    } catch (error) {
      const { message: reason, told } = /** @type {Error & { told?: Told }} */ (error);
      // Errors of an older payload are irrelevant.
      if (parses === this.#parses) this.#fail({ kind: "failed", reason, told });
      return undefined;
    }
  }

  /** @param {Failure} failure */
  #fail(failure) {
    this.#looks++;
    this.#next = undefined;
    this.isReading = false;
    this.#settle();
    this.#change({ failure, summary: undefined, view: undefined, differences: [] });
    this.#change({ details: undefined, place: undefined });
  }

  /** @param {Partial<Outcome>} changes */
  #change(changes) {
    Object.assign(this, changes);
    this.#page.requestUpdate();
  }
}
