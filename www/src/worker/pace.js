// Time slicing for long work: yields to other calls and reports progress.

/** @import { Progress } from "../messages.js" */

/** @typedef {(progress: Progress) => void} OnProgress */

/** Milliseconds between progress messages; shorter work sends none. */
const TOLD_EVERY = 50;
/** Milliseconds of work before yielding. */
const TURN = 40;
/** Items between clock checks. */
const SLICE = 4096;

/**
 * Throttles progress to a visible rate, and includes the first message of each stage.
 *
 * @param {OnProgress} onProgress
 * @returns {OnProgress}
 */
export function nowAndThen(onProgress) {
  const start = performance.now();
  let last = start;
  let stage = "";
  return (progress) => {
    const now = performance.now();
    const isNews = progress.stage !== stage && now - start >= TOLD_EVERY;
    if (!isNews && now - last < TOLD_EVERY) return;
    last = now;
    stage = progress.stage;
    onProgress(progress);
  };
}

/**
 * @param {Progress["stage"]} stage
 * @param {number} total
 * @param {OnProgress} onProgress
 * @param {(start: number, end: number) => void} work called for all of `total`, slice by slice
 * @param {number} [slice] items per slice
 */
export async function inSlices(stage, total, onProgress, work, slice = SLICE) {
  let since = performance.now();
  for (let start = 0; start < total; start += slice) {
    const end = Math.min(total, start + slice);
    work(start, end);
    if (performance.now() - since < TURN) continue;
    onProgress({ stage, done: end, total });
    await turn();
    since = performance.now();
  }
}

/** Yields to pending messages. */
export function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}
