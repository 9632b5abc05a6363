// What the package exports, for any way of getting at the wasm.

import { checkedOptions, checkedPayload } from "./arguments.js";
import { copied, reading } from "./memory.js";
import { readRecords } from "./records.js";
import { textOf } from "./text.js";
import * as wasm from "./wasm/heroku_drain.js";

/** @import { Columns, ParseOptions, Payload, Problem, Segment } from "./index.js" */
/** @typedef {() => WebAssembly.Module} Compile */

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function parse(compile, payload, options) {
  const { source, framing, parseTime } = checked(payload, options);
  return reading(compile, source, framing, () => ({
    records: readRecords(source, parseTime),
    problems: problems(source),
  }));
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function toNDJSON(compile, payload, options) {
  const { source, framing, parseTime } = checked(payload, options);
  return reading(compile, source, framing, () => {
    const count = wasm.write_lines(parseTime);
    const ndjson = copied(wasm.lines(), wasm.lines_length());
    return { ndjson, count, problems: problems(source) };
  });
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function columns(compile, payload, options) {
  const { source, framing } = checked(payload, options);
  return reading(compile, source, framing, () => {
    const columns = /** @type {Columns} */ (wasm.columns());
    return { ...columns, problems: problems(source) };
  });
}

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function explain(compile, payload, options) {
  const { source, framing } = checked(payload, options);
  return reading(compile, source, framing, () => {
    const segments = /** @type {Segment[]} */ (wasm.segments());
    for (const segment of segments) {
      if (segment.kind === "error") quote(segment.problem, source);
    }
    return { segments };
  });
}

/**
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
function checked(payload, options) {
  return { source: checkedPayload(payload), ...checkedOptions(options) };
}

/**
 * @param {string | Uint8Array} source
 * @returns {Problem[]}
 */
function problems(source) {
  if (wasm.problem_count() === 0) return [];
  const problems = /** @type {Problem[]} */ (wasm.problems());
  for (const problem of problems) quote(problem, source);
  return problems;
}

/**
 * Gives an error the bytes that it is about; they need not cross the boundary.
 *
 * @param {Problem} problem
 * @param {string | Uint8Array} source
 */
function quote(problem, source) {
  if (problem.severity !== "error") return;
  problem.text = textOf(source, problem.offset, problem.offset + problem.length);
}
