// What the package exports, for any way of getting at the wasm.

import { checkedInto, checkedOptions, checkedPayload, checkedStreamOptions } from "./arguments.js";
import { takeColumns } from "./columns.js";
import { StreamDecoder } from "./decoder.js";
import { copied, reading } from "./memory.js";
import { RecordReader } from "./records.js";
import { quote, readToEnd } from "./steps.js";
import * as wasm from "./wasm/heroku_drain.js";

/** @import { DecodeStreamOptions, HerokuRuntime, NDJSONOptions, ParseOptions, ParseResult, Payload, Segment } from "./index.js" */
/** @typedef {() => WebAssembly.Module} Compile */

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function parse(compile, payload, options) {
  const { framing, parseTime } = checkedOptions(options);
  return reading(compile, checkedPayload(payload), framing, (source, rows) => {
    const text = textOf(source);
    const reader = new RecordReader(text, source.length, rows, parseTime);
    const problems = readToEnd(text, wasm.read_rows, (count) => reader.read(count));
    return { records: reader.records, problems };
  });
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {NDJSONOptions} [options]
 */
export function toNDJSON(compile, payload, options) {
  const { framing, parseTime } = checkedOptions(options);
  const into = checkedInto(options?.into);
  const milliseconds = parseTime.getTime();
  return reading(compile, checkedPayload(payload), framing, (source) => {
    let count = 0;
    const lines = new Lines(into);
    const problems = readToEnd(
      textOf(source),
      () => wasm.read_lines(milliseconds),
      (more) => {
        count += more;
        lines.add(wasm.lines(), wasm.lines_length());
      },
    );
    return { ndjson: lines.whole(), count, problems };
  });
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function columns(compile, payload, options) {
  const { framing } = checkedOptions(options);
  return reading(compile, checkedPayload(payload), framing, (source) => {
    let length = 0;
    const problems = readToEnd(textOf(source), wasm.read_columns, (count) => {
      length += count;
    });
    return takeColumns(length, problems);
  });
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function explain(compile, payload, options) {
  const { framing } = checkedOptions(options);
  return reading(compile, checkedPayload(payload), framing, (source) => {
    const text = textOf(source);
    const segments = /** @type {Segment[]} */ (wasm.segments());
    for (const segment of segments) {
      if (segment.kind === "error") quote(segment.problem, text);
    }
    return { segments };
  });
}

/**
 * @param {Compile} compile
 * @param {DecodeStreamOptions} [options]
 * @returns {TransformStream<Uint8Array | ArrayBuffer, HerokuRuntime>}
 */
export function decodeStream(compile, options) {
  const settings = checkedStreamOptions(options);
  const { onProblem = () => {} } = settings;
  const decoder = new StreamDecoder(compile, settings);
  /**
   * @param {ParseResult} result
   * @param {TransformStreamDefaultController<HerokuRuntime>} controller
   */
  const pass = ({ records, problems }, controller) => {
    for (const record of records) controller.enqueue(record);
    for (const problem of problems) onProblem(problem);
  };
  return new TransformStream({
    transform: (chunk, controller) => pass(decoder.push(chunk), controller),
    flush: (controller) => pass(decoder.finish(), controller),
  });
}

/** @param {string | Uint8Array} source */
function textOf(source) {
  return typeof source === "string" ? source : undefined;
}

/** Lines, batch by batch: in the caller's memory while they fit there, else in memory of their own. */
class Lines {
  #into;
  #length = 0;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #batches = [];

  /** @param {Uint8Array<ArrayBuffer> | undefined} into */
  constructor(into) {
    this.#into = into;
  }

  /**
   * @param {number} address
   * @param {number} length
   */
  add(address, length) {
    const place = this.#into?.subarray(this.#length, this.#length + length);
    this.#batches.push(copied(address, length, place));
    this.#length += length;
  }

  whole() {
    if (this.#into && this.#length <= this.#into.length)
      return this.#into.subarray(0, this.#length);
    return joined(this.#batches, this.#length);
  }
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
