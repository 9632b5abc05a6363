// The forms in which a payload, or a part of a stream, is returned.

import { copied } from "./memory.js";
import { RecordReader } from "./records.js";
import { quote, readToEnd } from "./steps.js";
import { lines, lines_length, read_lines, read_rows, segments } from "./wasm/heroku_drain.js";
import { facilities, severities } from "./wasm/schema.js";

/** @import { Settings } from "./arguments.js" */
/** @import { Explanation, NDJSONResult, ParseResult, Segment } from "./index.js" */

/**
 * A payload that wasm has begun to read: a string, or the length of its bytes.
 *
 * @typedef {string | { length: number }} Source
 */

/**
 * The result of one call, collected window by window.
 *
 * @template T
 * @typedef {object} Output
 * @property {(source: Source, rows: number, offset: number) => number} read reads a window to its end
 *   and returns the number of its records; `rows` is the address of the rows, `offset` where the window
 *   starts in its stream
 * @property {() => T} finish
 * @property {() => number} problemCount the number of problems so far
 */

/** @implements {Output<ParseResult>} */
export class RecordOutput {
  /** @type {ParseResult} */
  #result = { records: [], problems: [], errorCount: 0, warningCount: 0 };
  #parseTime;

  /** @param {Pick<Settings, "parseTime">} settings */
  constructor({ parseTime }) {
    this.#parseTime = parseTime ?? new Date();
  }

  /**
   * @param {Source} source
   * @param {number} rows
   * @param {number} offset
   */
  read(source, rows, offset) {
    const { records } = this.#result;
    const before = records.length;
    const text = textOf(source);
    const reader = new RecordReader(text, source.length, rows, this.#parseTime, records);
    readToEnd(this.#result, read_rows, (count) => reader.read(count), text, offset);
    return records.length - before;
  }

  finish() {
    return this.#result;
  }

  problemCount() {
    return this.#result.problems.length;
  }
}

/** @implements {Output<NDJSONResult>} */
export class NDJSONOutput {
  /** @type {NDJSONResult} */
  #result = { ndjson: NO_BYTES, count: 0, problems: [], errorCount: 0, warningCount: 0 };
  #milliseconds;
  #into;
  #length = 0;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #batches = [];

  /** @param {Pick<Settings, "parseTime" | "into">} settings */
  constructor({ parseTime, into }) {
    this.#milliseconds = parseTime?.getTime() ?? Date.now();
    this.#into = into;
  }

  /**
   * @param {Source} source
   * @param {number} _rows
   * @param {number} offset
   */
  read(source, _rows, offset) {
    const result = this.#result;
    const before = result.count;
    const step = () => read_lines(this.#milliseconds);
    const add = (/** @type {number} */ count) => {
      result.count += count;
      this.#add(lines(), lines_length());
    };
    readToEnd(result, step, add, textOf(source), offset);
    return result.count - before;
  }

  /**
   * Adds a batch of lines: to the caller's buffer while they fit, otherwise to a new buffer.
   *
   * @param {number} address
   * @param {number} length
   */
  #add(address, length) {
    const place = this.#into?.subarray(this.#length, this.#length + length);
    this.#batches.push(copied(address, length, place));
    this.#length += length;
  }

  finish() {
    const into = this.#into;
    const isFit = into && this.#length <= into.length;
    this.#result.ndjson = isFit
      ? into.subarray(0, this.#length)
      : joined(this.#batches, this.#length);
    return this.#result;
  }

  problemCount() {
    return this.#result.problems.length;
  }
}

/** @implements {Output<Explanation>} */
export class SegmentOutput {
  /** @type {Segment[]} */
  #segments = [];

  /**
   * @param {Source} source
   * @param {number} _rows
   * @param {number} offset
   */
  read(source, _rows, offset) {
    const text = textOf(source);
    let records = 0;
    for (const segment of /** @type {Segment[]} */ (segments())) {
      if (segment.kind === "error") quote(segment.problem, text, offset);
      if (segment.kind === "record") {
        segment.facility = facilities[Number(segment.facility)];
        segment.severity = severities[Number(segment.severity)];
        records++;
      }
      this.#segments.push(segment);
    }
    return records;
  }

  finish() {
    return { segments: this.#segments };
  }

  problemCount() {
    return 0;
  }
}

const NO_BYTES = new Uint8Array(0);

/** @param {Source} source */
export function textOf(source) {
  return typeof source === "string" ? source : undefined;
}

/**
 * @param {Uint8Array<ArrayBuffer>[]} batches
 * @param {number} length of all of them
 */
function joined(batches, length) {
  if (batches.length === 1) return batches[0];
  const whole = new Uint8Array(length);
  let end = 0;
  for (const batch of batches) {
    whole.set(batch, end);
    end += batch.length;
  }
  return whole;
}
