// What became of the payload: asks the worker, keeps its newest answers, and has the page drawn anew.

import { everything } from "./messages.js";
import { Reader } from "./reader.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { ReactiveControllerHost } from "lit"
 * @import { Details, Difference, FacetName, Format, Progress, Query, Scope, SortBy, Source, Summary, Told, View } from "./messages.js"
 */

/** Milliseconds of work that nobody has to be told about. */
const LATE = 150;

/**
 * Why there is no result: the payload, the parser, or somebody who had enough of it.
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
  /** Whether that is a payload, and not only what is asked of it. */
  isReading = false;
  /** Whether that takes so long that the older result must not stand as the current one. */
  isLate = false;
  /** @type {Progress | undefined} */
  progress;
  /** @type {Details | undefined} */
  details;
  /** Where the row of the details is in the view; undefined if it is not. @type {number | undefined} */
  place;

  /** @type {ReactiveControllerHost} */
  #page;
  #reader = new Reader({
    onCrash: ({ message }) => this.#fail({ kind: "stopped", reason: message }),
    // What is compared or exported meanwhile is nothing that anybody waits for here.
    onProgress: (progress) => this.isBusy && this.#change({ progress }),
  });
  /** Counts what was asked to be shown, so that a late answer does not replace a newer one. */
  #asked = 0;
  /** Counts payloads and readings of them, for the same reason. */
  #parses = 0;
  /** Counts what was asked of them, for the same reason. */
  #looks = 0;
  /** What was read and is not shown yet. @type {{ summary: Summary, row: number | undefined } | undefined} */
  #next;
  /** What the view answers; the newest query may still be under way. */
  shownQuery = everything();
  /** What is under way, until nothing of it is, or nobody waits for it any more. @type {{ works: number } | undefined} */
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
   * Reads a payload. What was found in the one before is shown until then only where it `isSame`, a little changed.
   * What is asked for meanwhile holds, too.
   *
   * @param {Source} source
   * @param {Framing} framing
   * @param {{ isSame?: boolean, query?: Query, row?: number | undefined }} [options] row: whose details are shown at once
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
   * Brings what is shown to what is asked for now; what was asked for before is not waited for any more.
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
   * Ends what takes too long. The worker forgets the payload; it can be read again.
   *
   * @returns {boolean} whether the payload was there already, so that only what was asked of it has to be taken back
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
   * Shows other rows, or others first.
   *
   * @param {Partial<Query>} changes
   */
  async ask(changes) {
    this.#change({ query: { ...this.query, ...changes } });
    // While a payload is being read, it is looked at with the rest.
    if (this.isReading ? !this.#next : !this.summary) return;
    await this.#during(() => this.#look());
  }

  /**
   * Filters by a value, or not any more.
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

  /** @param {SortBy} by upwards, then downwards, then in the payload's order again */
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
   * Shows everything about the row at this place of the view.
   *
   * @param {number} place
   * @param {number} [row] which one it is, where that is known
   */
  async open(place, row) {
    const asked = ++this.#asked;
    const { view } = this;
    // A parser that hangs over a row can be stopped, too.
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
   * @throws {Error} to who asked: the result is still there
   */
  export = (format, scope) => {
    const { row } = this.details ?? {};
    return this.#reader.export(this.generation, this.view?.view ?? 0, format, scope, row);
  };

  /** @throws {Error} to who asked, as {@link Outcome.export} does: the result is still there */
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
   * Says so, where it takes its time.
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

  /** What other framings make of it takes as long as parsing: the first rows go first. */
  async #compare() {
    const { generation } = this;
    await this.#page.updateComplete;
    try {
      await this.rows(0, 1);
      const differences = await this.#reader.differences(generation);
      if (differences && generation === this.generation) this.#change({ differences });
    } catch {
      // Nobody asked for it, and the result stands without it.
    }
  }

  /** Finds the row of the details again, after the view has changed. */
  async #follow() {
    const { details, view } = this;
    if (!details || !view) return;
    const place = await this.#placeOf(this.generation, view.view, details.row);
    if (details === this.details && view === this.view) this.#change({ place });
  }

  /**
   * What the worker answers; undefined if nothing, and then the page says why.
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
      // What an older payload failed at does not matter any more.
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
