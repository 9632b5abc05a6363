// The page's side of the worker: promises for answers, stale ones dropped, a crash survived.

/** @import { Framing } from "heroku-drain" */
/** @import { Answer, Calls, Source, Summary, ListName } from "./messages.js" */

/** Milliseconds that a payload waits for the one before it, which nobody wants any more. */
const PATIENCE = 2000;

/** The worker is gone; the next call starts a new one, which knows of no payload. */
export class WorkerCrash extends Error {}

export class Parser {
  /** @type {Worker | undefined} */
  #worker = this.#start();
  /** What the worker was last given. @type {Source | undefined} */
  #known;
  #lastId = 0;
  #generation = 0;
  /** @type {Promise<unknown>} */
  #parsing = Promise.resolve();
  /** @type {Map<number, PromiseWithResolvers<any>>} */
  #waiting = new Map();

  /** @param {(crash: WorkerCrash) => void} onCrash */
  constructor(onCrash) {
    this.onCrash = onCrash;
  }

  /**
   * Parses a payload, or without one the last again. Of several calls that wait for one another only
   * the newest is done.
   *
   * @param {Framing} framing
   * @param {Source} source
   * @returns {Promise<Summary | undefined>} undefined if a newer call has made it pointless
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
    try {
      const answer = await summary;
      return generation === this.#generation ? answer : undefined;
    } catch (error) {
      if (generation === this.#generation) throw error;
      return undefined;
    }
  }

  /** Ends whatever the worker does; its answers will be missing. */
  stop() {
    this.#generation++;
    this.#giveUp();
  }

  /** Makes the answers still under way stale, and the worker drop its payload. */
  forget() {
    this.#generation++;
    this.#known = undefined;
    // A worker that crashes meanwhile has forgotten it too.
    if (this.#worker) this.#call("forget").catch(() => {});
  }

  /**
   * @param {number} generation
   * @param {number} start
   * @param {number} end
   */
  records(generation, start, end) {
    return this.#call("records", generation, start, end);
  }

  /**
   * @param {number} generation
   * @param {number} start
   * @param {number} end
   */
  problems(generation, start, end) {
    return this.#call("problems", generation, start, end);
  }

  /**
   * @param {number} generation
   * @param {ListName} list
   * @param {number} index
   */
  details(generation, list, index) {
    return this.#call("details", generation, list, index);
  }

  /** @param {number} generation */
  ndjson(generation) {
    return this.#call("ndjson", generation);
  }

  /**
   * The source if the worker has not got it yet.
   *
   * @param {Source} source
   */
  #unknown(source) {
    if (source === this.#known) return undefined;
    this.#known = source;
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
    const waiting = Promise.withResolvers();
    this.#waiting.set(id, waiting);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, call, args });
    return /** @type {ReturnType<Calls[Name]>} */ (waiting.promise);
  }

  #start() {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => this.#answered(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#crashed(event.message || "its script could not be loaded");
    });
    return worker;
  }

  /** @param {Answer} answer */
  #answered({ id, value, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  }

  /** @param {string} reason */
  #crashed(reason) {
    const crash = new WorkerCrash(reason);
    this.#generation++;
    this.#end(({ reject }) => reject(crash));
    this.onCrash(crash);
  }

  /** What is asked of a worker that is given up is stale, and so has no answer. */
  #giveUp() {
    this.#end(({ resolve }) => resolve(undefined));
  }

  /**
   * Lets go of the worker and settles what waits for it.
   *
   * @param {(waiting: PromiseWithResolvers<any>) => void} settle
   */
  #end(settle) {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#known = undefined;
    this.#waiting.forEach(settle);
    this.#waiting.clear();
  }
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
