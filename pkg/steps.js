// The steps in which wasm reads a payload, and the problems that each step leaves.

import { decoded } from "./memory.js";
import { error_count, take_problems, warning_count } from "./wasm/heroku_drain.js";

/** @import { Problem, ProblemReport } from "./index.js" */

// The bits that a step returns in addition to its number of records, as in src/wasm/mod.rs.
const COUNT = 0x3fff_ffff;
const HAS_PROBLEMS = 1 << 30;
const IS_LAST = 1 << 31;

/**
 * Takes steps until nothing is left, and adds the problems to a report.
 *
 * @param {ProblemReport} report
 * @param {() => number} step
 * @param {(count: number) => void} use what the step left in memory
 * @param {string | undefined} text the payload, if it is a string
 * @param {number} [offset] where the payload starts in its stream
 */
export function readToEnd(report, step, use, text, offset = 0) {
  let answer = 0;
  do {
    answer = step();
    use(answer & COUNT);
    if (answer & HAS_PROBLEMS) takeProblems(report.problems, text, offset);
  } while (!(answer & IS_LAST));
  report.errorCount += error_count();
  report.warningCount += warning_count();
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
 * Adds to an error the text that it is about, which need not cross the boundary.
 *
 * @param {Problem} problem
 * @param {string | undefined} text the payload, if it is a string
 * @param {number} offset where the payload starts in its stream
 */
export function quote(problem, text, offset) {
  if (problem.severity !== "error") return;
  const start = problem.offset - offset;
  const end = start + problem.length;
  problem.text = text === undefined ? decoded(start, end) : text.slice(start, end);
}
