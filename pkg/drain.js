// The package's functions, for any way of loading the wasm.

import {
  checkedOptions,
  checkedPayload,
  DECODE_STREAM_OPTIONS,
  EXPLAIN_OPTIONS,
  NDJSON_OPTIONS,
  PARSE_OPTIONS,
} from "./arguments.js";
import { takeColumns } from "./columns.js";
import { StreamDecoder } from "./decoder.js";
import { reading } from "./memory.js";
import { NDJSONOutput, RecordOutput, SegmentOutput, textOf } from "./outputs.js";
import { readToEnd } from "./steps.js";
import { read_columns } from "./wasm/heroku_drain.js";

/** @import { Settings } from "./arguments.js" */
/** @import { DecodeStreamOptions, ExplainOptions, HerokuRuntime, NDJSONOptions, ParseOptions, ParseResult, Payload, ProblemReport } from "./index.js" */
/** @import { Output } from "./outputs.js" */
/** @typedef {() => WebAssembly.Module} Compile */

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function parse(compile, payload, options) {
  const settings = checkedOptions(options, PARSE_OPTIONS);
  return readWhole(compile, payload, settings, new RecordOutput(settings));
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {NDJSONOptions} [options]
 */
export function toNDJSON(compile, payload, options) {
  const settings = checkedOptions(options, NDJSON_OPTIONS);
  return readWhole(compile, payload, settings, new NDJSONOutput(settings));
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ExplainOptions} [options]
 */
export function explain(compile, payload, options) {
  const settings = checkedOptions(options, EXPLAIN_OPTIONS);
  return readWhole(compile, payload, settings, new SegmentOutput());
}

/**
 * @template T
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {Settings} settings
 * @param {Output<T>} output
 */
function readWhole(compile, payload, settings, output) {
  reading(compile, checkedPayload(payload), settings, (source, rows) => {
    output.read(source, rows, 0);
  });
  return output.finish();
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function columns(compile, payload, options) {
  const settings = checkedOptions(options, PARSE_OPTIONS);
  return reading(compile, checkedPayload(payload), settings, (source) => {
    /** @type {ProblemReport} */
    const report = { problems: [], errorCount: 0, warningCount: 0 };
    let length = 0;
    const count = (/** @type {number} */ more) => {
      length += more;
    };
    readToEnd(report, read_columns, count, textOf(source));
    return takeColumns(length, report);
  });
}

/**
 * @param {Compile} compile
 * @param {DecodeStreamOptions} [options]
 * @returns {TransformStream<Uint8Array | ArrayBuffer, HerokuRuntime>}
 */
export function decodeStream(compile, options) {
  const settings = checkedOptions(options, DECODE_STREAM_OPTIONS);
  const { onProblem } = settings;
  const decoder = new StreamDecoder(
    compile,
    onProblem ? settings : { ...settings, maxProblems: 0 },
  );
  /**
   * @param {ParseResult} result
   * @param {TransformStreamDefaultController<HerokuRuntime>} controller
   */
  const pass = ({ records, problems }, controller) => {
    for (const record of records) controller.enqueue(record);
    for (const problem of problems) onProblem?.(problem);
  };
  return new TransformStream({
    transform: (chunk, controller) => pass(decoder.push(chunk), controller),
    flush: (controller) => pass(decoder.finish(), controller),
  });
}
