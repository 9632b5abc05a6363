// Steps of wasm through a payload, and the problems that each leaves.

import { decoded } from "./memory.js";
import { take_problems } from "./wasm/heroku_drain.js";

/** @import { Problem } from "./index.js" */

// What a step answers with, beside the number of records that it read, as in src/wasm/mod.rs.
const COUNT = 0x3fff_ffff;
const HAS_PROBLEMS = 1 << 30;
const IS_LAST = 1 << 31;

/**
 * Takes steps until nothing is left, and the problems of each.
 *
 * @param {string | undefined} text the payload, if it is a string
 * @param {() => number} step
 * @param {(count: number) => void} use what the step left in memory
 * @param {number} [offset] where the payload starts in its stream
 */
export function readToEnd(text, step, use, offset = 0) {
  /** @type {Problem[]} */
  const problems = [];
  for (;;) {
    const answer = step();
    use(answer & COUNT);
    if (answer & HAS_PROBLEMS) takeProblems(problems, text, offset);
    if (answer & IS_LAST) return problems;
  }
}

/**
 * @param {Problem[]} problems
 * @param {string | undefined} text
 * @param {number} offset
 */
function takeProblems(problems, text, offset) {
  for (const problem of /** @type {Problem[]} */ (take_problems())) {
    quote(problem, text, offset);
    problems.push(problem);
  }
}

/**
 * Gives an error the bytes that it is about; they need not cross the boundary.
 *
 * @param {Problem} problem
 * @param {string | undefined} text the payload, if it is a string
 * @param {number} [offset] where the payload starts in its stream
 */
export function quote(problem, text, offset = 0) {
  if (problem.severity !== "error") return;
  const start = problem.offset - offset;
  const end = start + problem.length;
  problem.text = text === undefined ? decoded(start, end) : text.slice(start, end);
}
