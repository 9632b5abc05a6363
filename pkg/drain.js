// What the package exports, for any way of getting at the wasm.

import { checkedOptions, checkedPayload } from "./arguments.js";
import { takeColumns } from "./columns.js";
import { copied, decoded, reading } from "./memory.js";
import { RecordReader } from "./records.js";
import * as wasm from "./wasm/heroku_drain.js";

/** @import { ParseOptions, Payload, Problem, Segment } from "./index.js" */
/** @typedef {() => WebAssembly.Module} Compile */

/**
 * @param {Compile} compile
 * @param {Payload} payload
 * @param {ParseOptions} [options]
 */
export function parse(compile, payload, options) {
  const { framing, parseTime } = checkedOptions(options);
  return reading(compile, checkedPayload(payload), framing, (source, rows) => {
    const reader = new RecordReader(source, rows, parseTime);
    const problems = readToEnd(source, wasm.read_rows, (count) => reader.read(count));
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
      source,
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
    const problems = readToEnd(source, wasm.read_columns, (count) => {
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
    const segments = /** @type {Segment[]} */ (wasm.segments());
    for (const segment of segments) {
      if (segment.kind === "error") quote(segment.problem, source);
    }
    return { segments };
  });
}

// What a step answers with, beside the number of records that it read, as in src/wasm/mod.rs.
const COUNT = 0x3fff_ffff;
const HAS_PROBLEMS = 1 << 30;
const IS_LAST = 1 << 31;

/**
 * Takes steps until nothing is left, and the problems of each.
 *
 * @param {string | Uint8Array} source
 * @param {() => number} step
 * @param {(count: number) => void} use what the step left in memory
 */
function readToEnd(source, step, use) {
  /** @type {Problem[]} */
  const problems = [];
  for (;;) {
    const answer = step();
    use(answer & COUNT);
    if (answer & HAS_PROBLEMS) takeProblems(source, problems);
    if (answer & IS_LAST) return problems;
  }
}

/**
 * @param {string | Uint8Array} source
 * @param {Problem[]} problems
 */
function takeProblems(source, problems) {
  for (const problem of /** @type {Problem[]} */ (wasm.take_problems())) {
    quote(problem, source);
    problems.push(problem);
  }
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

/**
 * Gives an error the bytes that it is about; they need not cross the boundary.
 *
 * @param {Problem} problem
 * @param {string | Uint8Array} source
 */
function quote(problem, source) {
  if (problem.severity !== "error") return;
  const { offset, length } = problem;
  const end = offset + length;
  problem.text = typeof source === "string" ? source.slice(offset, end) : decoded(offset, end);
}
