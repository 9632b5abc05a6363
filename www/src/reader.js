// Client of the worker: promises for answers, stale answers dropped, recovery from crashes.

import { Watch } from "./watch.js";

/** @import { Framing } from "heroku-drain" */
/** @import { Answer, Calls, Format, Progress, Query, Scope, Source, Summary, View } from "./messages.js" */

/** Milliseconds that a new payload waits for the previous one, which is obsolete. */
const PATIENCE = 2000;

/**
 * The worker is gone; the next call starts a new one, without a payload. Pending calls get
 * no answer.
 */
export class WorkerCrash extends Error {}

/**
 * @typedef {object} Waiting a pending call
 * @property {(value: any) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {number | undefined} generation
 */

export class Reader {
  /** @type {Worker | undefined} */
  #worker = this.#start();
  /** The source that the worker has. @type {Source | undefined} */
  #known;
  #lastId = 0;
  #generation = 0;
  /** @type {Promise<unknown>} */
  #parsing = Promise.resolve();
  /** @type {Promise<unknown>} */
  #querying = Promise.resolve();
  #lastQuery = 0;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #watch = new Watch({
    ask: () => this.#worker?.postMessage({ id: 0, call: "ping", args: [] }),
    silence: (seconds) => this.#crashed(`it said nothing for ${seconds} seconds`),
  });

  /**
   * @param {object} on
   * @param {(crash: WorkerCrash) => void} on.onCrash
   * @param {(progress: Progress) => void} [on.onProgress] receives progress of current work
   */
  constructor({ onCrash, onProgress = () => {} }) {
    this.onCrash = onCrash;
    this.onProgress = onProgress;
  }

  /**
   * Parses a payload, or the last one if none is given. Of several waiting calls
   * only the newest runs.
   *
   * @param {Framing} framing
   * @param {Source} source
   * @returns {Promise<Summary | undefined>} undefined if a newer call has superseded it
   */
  async parse(framing, source) {
    const generation = ++this.#generation;
    const isOver = await endsWithin(PATIENCE, this.#parsing);
    if (generation !== this.#generation) return undefined;
    if (!isOver) this.#giveUp();
    const summary = this.#call("parse", generation, framing, this.#unknown(source));
    this.#parsing = summary.catch(() => {
      this.#known = undefined;
    });
    return this.#unlessStale(generation, summary);
  }

  /**
   * Filters and sorts. Of several waiting calls only the newest runs.
   *
   * @param {number} generation
   * @param {Query} query
   * @returns {Promise<View | undefined>} undefined if a newer call has superseded it
   */
  async query(generation, query) {
    // Queries of an older reading must not delay queries of this one.
    if (generation !== this.#generation) return undefined;
    const number = ++this.#lastQuery;
    await this.#querying;
    if (number !== this.#lastQuery || generation !== this.#generation) return undefined;
    const view = this.#call("query", generation, query);
    this.#querying = view.catch(() => {});
    return this.#unlessStale(generation, view);
  }

  /** Stops the worker; its pending calls get no answer. */
  stop() {
    this.#generation++;
    this.#giveUp();
  }

  /** Makes pending answers stale, and drops the worker's payload. */
  forget() {
    this.#generation++;
    this.#known = undefined;
    // A worker that crashes meanwhile has dropped it too.
    if (this.#worker) this.#call("forget").catch(() => {});
  }

  /** @param {number} generation */
  differences(generation) {
    return this.#unlessStale(generation, this.#call("differences", generation));
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {number} start
   * @param {number} end
   */
  rows(generation, view, start, end) {
    return this.#unlessStale(generation, this.#call("rows", generation, view, start, end));
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {number} row
   */
  place(generation, view, row) {
    return this.#unlessStale(generation, this.#call("place", generation, view, row));
  }

  /**
   * @param {number} generation
   * @param {number} row
   */
  details(generation, row) {
    return this.#unlessStale(generation, this.#call("details", generation, row));
  }

  /**
   * @param {number} generation
   * @param {number} view
   * @param {Format} format
   * @param {Scope} scope
   * @param {number} [row]
   */
  export(generation, view, format, scope, row) {
    return this.#unlessStale(
      generation,
      this.#call("export", generation, view, format, scope, row),
    );
  }

  /** @param {number} generation */
  link(generation) {
    return this.#unlessStale(generation, this.#call("link", generation));
  }

  /**
   * Returns the answer, or undefined if there is a newer generation by then.
   *
   * @template T
   * @param {number} generation
   * @param {Promise<T>} answer
   */
  async #unlessStale(generation, answer) {
    try {
      const value = await answer;
      return generation === this.#generation ? value : undefined;
    } catch (error) {
      if (generation === this.#generation) throw error;
      return undefined;
    }
  }

  /**
   * Returns the source if the worker does not have it yet.
   *
   * @param {Source} source
   */
  #unknown(source) {
    if (source === this.#known) return undefined;
    this.#known = source;
    this.#watch.allow(sizeOf(source));
    return source;
  }

  /**
   * @template {keyof Calls} Name
   * @param {Name} call
   * @param {Parameters<Calls[Name]>} args
   * @returns {ReturnType<Calls[Name]>}
   */
  #call(call, ...args) {
    const id = ++this.#lastId;
    const [generation] = args;
    const answered = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, generation });
    });
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, call, args });
    this.#watch.begin();
    return /** @type {ReturnType<Calls[Name]>} */ (answered);
  }

  #start() {
    const worker = new Worker(new URL("./worker/worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      if (worker === this.#worker) this.#answered(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      // A cancelled one may still fail.
      if (worker !== this.#worker) return;
      this.#crashed(event.message || "its script could not be loaded");
    });
    return worker;
  }

  /** @param {Answer} answer */
  #answered({ id, value, error, told, progress }) {
    const waiting = this.#waiting.get(id);
    this.#watch.heard();
    if (progress) {
      // Decompressed data is larger than its source.
      if (progress.stage === "parsing") this.#watch.allow(progress.total);
      if (waiting?.generation === this.#generation) this.onProgress(progress);
      return;
    }
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#watch.rest();
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(Object.assign(new Error(error), { told }));
  }

  /** @param {string} reason */
  #crashed(reason) {
    this.#generation++;
    this.#giveUp();
    this.onCrash(new WorkerCrash(reason));
  }

  /** Terminates the worker. Its pending calls are stale and get no answer. */
  #giveUp() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#known = undefined;
    this.#watch.end();
    for (const { resolve } of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

/**
 * Estimates the payload's size in bytes from the source.
 *
 * @param {Source} source
 */
function sizeOf(source) {
  if (source.kind === "file") return source.file.size;
  return source.kind === "text" ? source.text.length : 0;
}

/**
 * @param {number} milliseconds
 * @param {Promise<unknown>} promise
 * @returns {Promise<boolean>}
 */
async function endsWithin(milliseconds, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const isOver = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return isOver === true;
}
