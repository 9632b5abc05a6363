// What onBatch is given: one body, read when it is asked for, and once.

/**
 * @import { AppHints, Batch, BatchWarning } from "../receiver.js"
 * @import { Pieces } from "./pieces.js"
 * @import { Framing, HerokuRuntime, NDJSONResult, ParseResult, Problem } from "../index.js"
 *
 * @typedef {Pick<typeof import("../index.js"), "parse" | "toNDJSON" | "columns">} Parser
 *
 * @typedef {object} Arrival what came with a body
 * @property {Pieces} body
 * @property {string | undefined} frameId
 * @property {string | undefined} drainToken
 * @property {number | undefined} declaredCount
 * @property {BatchWarning[]} warnings about the headers
 * @property {AppHints} appHints
 * @property {Date} receivedAt
 * @property {AbortSignal} signal
 */

/** @implements {Batch} */
export class ReceivedBatch {
  #parser;
  #options;
  #headerWarnings;
  #body;
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  #bytes;
  /** @type {ParseResult | undefined} */
  #parsed;
  /** @type {NDJSONResult | undefined} */
  #lines;
  /** Whichever way it was first read. @type {{ count: number, problems: Problem[] } | undefined} */
  #reading;

  /**
   * @param {Parser} parser
   * @param {Framing} framing
   * @param {Arrival} arrival
   */
  constructor(parser, framing, arrival) {
    this.#parser = parser;
    this.#options = { framing, parseTime: arrival.receivedAt };
    this.#headerWarnings = arrival.warnings;
    this.#body = arrival.body;
    this.frameId = arrival.frameId;
    this.drainToken = arrival.drainToken;
    this.declaredCount = arrival.declaredCount;
    this.appHints = arrival.appHints;
    this.receivedAt = arrival.receivedAt;
    this.signal = arrival.signal;
  }

  get bytes() {
    this.#bytes ??= this.#body.whole();
    return this.#bytes;
  }

  /** @returns {HerokuRuntime[]} */
  get records() {
    if (!this.#parsed) {
      const parsed = this.#parser.parse(this.#body.borrowed(), this.#options);
      this.#parsed = parsed;
      this.#reading ??= { count: parsed.records.length, problems: parsed.problems };
    }
    return this.#parsed.records;
  }

  /** @param {Uint8Array<ArrayBuffer>} [into] */
  ndjson(into) {
    if (this.#lines) return this.#lines.ndjson;
    const lines = this.#parser.toNDJSON(this.#body.borrowed(), { ...this.#options, into });
    this.#reading ??= { count: lines.count, problems: lines.problems };
    // What is in the caller's memory stays as long as the caller likes.
    if (into === undefined) this.#lines = lines;
    return lines.ndjson;
  }

  get count() {
    return this.#read().count;
  }

  get problems() {
    return this.#read().problems;
  }

  /** @returns {BatchWarning[]} */
  get warnings() {
    const { declaredCount } = this;
    const found = this.count + this.problems.filter(isError).length;
    if (declaredCount === undefined || declaredCount === found) return this.#headerWarnings;
    const message = `logplex-msg-count must be the number of frames, ${found}, not ${declaredCount}`;
    return [...this.#headerWarnings, { code: "count-mismatch", message }];
  }

  /** The cheapest way, where nobody has read it yet: neither strings nor dates are made. */
  #read() {
    if (!this.#reading) {
      const { length, problems } = this.#parser.columns(this.#body.borrowed(), this.#options);
      this.#reading = { count: length, problems };
    }
    return this.#reading;
  }
}

/** @param {Problem} problem */
function isError({ severity }) {
  return severity === "error";
}
