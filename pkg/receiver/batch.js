// The argument of `onBatch`: one body, parsed on first access, and once.

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
 *
 * @typedef {{ count: number, problems: Problem[], errorCount: number, warningCount: number }} Reading
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
  /** The result of the first call to the parser. @type {Reading | undefined} */
  #reading;

  /**
   * @param {Parser} parser
   * @param {{ framing: Framing, maxProblems: number }} settings
   * @param {Arrival} arrival
   */
  constructor(parser, { framing, maxProblems }, arrival) {
    this.#parser = parser;
    this.#options = { framing, maxProblems, parseTime: arrival.receivedAt };
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
      this.#reading ??= readingOf(parsed.records.length, parsed);
    }
    return this.#parsed.records;
  }

  /** @param {Uint8Array<ArrayBuffer>} [into] */
  ndjson(into) {
    if (this.#lines) return this.#lines.ndjson;
    const lines = this.#parser.toNDJSON(this.#body.borrowed(), { ...this.#options, into });
    this.#reading ??= readingOf(lines.count, lines);
    // The caller may reuse its buffer, so the result is not cached.
    if (into === undefined) this.#lines = lines;
    return lines.ndjson;
  }

  get count() {
    return this.#read().count;
  }

  get problems() {
    return this.#read().problems;
  }

  get errorCount() {
    return this.#read().errorCount;
  }

  get warningCount() {
    return this.#read().warningCount;
  }

  /** @returns {BatchWarning[]} */
  get warnings() {
    const { declaredCount } = this;
    const found = this.count + this.errorCount;
    if (declaredCount === undefined || declaredCount === found) return this.#headerWarnings;
    const message = `logplex-msg-count must be the number of frames, ${found}, not ${declaredCount}`;
    return [...this.#headerWarnings, { code: "count-mismatch", message }];
  }

  /** Reads the body with the cheapest call, which creates neither strings nor dates. */
  #read() {
    if (!this.#reading) {
      const columns = this.#parser.columns(this.#body.borrowed(), this.#options);
      this.#reading = readingOf(columns.length, columns);
    }
    return this.#reading;
  }
}

/**
 * @param {number} count
 * @param {Omit<Reading, "count">} found
 * @returns {Reading}
 */
function readingOf(count, { problems, errorCount, warningCount }) {
  return { count, problems, errorCount, warningCount };
}
