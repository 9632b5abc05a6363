// What the package exports, for any way of getting at the wasm.

import { checkedOptions, checkedPayload, checkedStreamOptions } from "./arguments.js";
import { takeColumns } from "./columns.js";
import { StreamDecoder } from "./decoder.js";
import { copied, reading } from "./memory.js";
import { RecordReader } from "./records.js";
import { quote, readToEnd } from "./steps.js";
import * as wasm from "./wasm/heroku_drain.js";

/** @import { DecodeStreamOptions, HerokuRuntime, ParseOptions, ParseResult, Payload, Segment } from "./index.js" */
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
 * @param {ParseOptions} [options]
 */
export function toNDJSON(compile, payload, options) {
  const { framing, parseTime } = checkedOptions(options);
  const milliseconds = parseTime.getTime();
  return reading(compile, checkedPayload(payload), framing, (source) => {
    let count = 0;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const batches = [];
    const problems = readToEnd(
      textOf(source),
      () => wasm.read_lines(milliseconds),
      (lines) => {
        count += lines;
        batches.push(copied(wasm.lines(), wasm.lines_length()));
      },
    );
    return { ndjson: joined(batches), count, problems };
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

/** @param {Uint8Array<ArrayBuffer>[]} batches */
function joined(batches) {
  if (batches.length === 1) return batches[0];
  const whole = new Uint8Array(batches.reduce((length, batch) => length + batch.length, 0));
  let end = 0;
  for (const batch of batches) {
    whole.set(batch, end);
    end += batch.length;
  }
  return whole;
}
