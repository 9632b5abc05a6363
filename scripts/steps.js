// Runner for named steps: continues after failures and prints a summary.

import { Failure, seconds } from "./tools.js";

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string} [skipped] reason, if it could not run
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<Result>} work
 */

/**
 * Runs the steps in order and prints each result; the last line is `N passed, N failed`.
 *
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether all steps passed
 */
export async function runSteps(steps) {
  const rows = [];
  for (const { name, work } of steps) {
    console.log(`\n=== ${name}`);
    const since = performance.now();
    const result = await attempt(work);
    rows.push({ name, ...result, time: seconds(since) });
    console.log(`=== ${name}: ${verdict(result)} in ${seconds(since)}`);
  }
  return summarise(rows);
}

/**
 * Filters steps by `--only NAME`, a substring of the step's name; returns all without it.
 *
 * @param {Step[]} steps
 * @param {string[]} args
 * @returns {Step[]}
 */
export function chosen(steps, args) {
  const at = args.indexOf("--only");
  if (at < 0) return steps;
  const wanted = args[at + 1] ?? "";
  const found = steps.filter(({ name }) => wanted && name.includes(wanted));
  if (found.length > 0) return found;
  const names = steps.map(({ name }) => name).join(", ");
  throw new Failure(`No step is named "${wanted}". There are: ${names}.`);
}

/**
 * Returns the result of a program that passes or fails as a whole.
 *
 * @param {{ code: number }} ended
 * @returns {Result}
 */
export function passOrFail({ code }) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {Step["work"]} work */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

/** @param {Result} result */
function verdict({ failed, skipped }) {
  if (skipped !== undefined) return "skipped";
  return failed === 0 ? "ok" : "FAILED";
}

/** @param {(Result & { name: string, time: string })[]} rows */
function summarise(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log("\n=== summary");
  for (const row of rows) {
    const counts = row.skipped ?? `${row.passed} passed, ${row.failed} failed`;
    console.log(
      `${verdict(row).padEnd(7)}  ${row.name.padEnd(width)}  ${row.time.padStart(8)}  ${counts}`,
    );
  }
  const total = (/** @type {"passed" | "failed"} */ key) =>
    rows.reduce((sum, row) => sum + row[key], 0);
  console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
  return total("failed") === 0;
}
