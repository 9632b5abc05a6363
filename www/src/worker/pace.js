// Long work: done in slices, between which the worker can take other calls, and told of now and then.

/** @import { Progress } from "../messages.js" */

/** @typedef {(progress: Progress) => void} Tell */

/** Milliseconds between two messages about progress; work that is shorter is not told of. */
const TOLD_EVERY = 50;
/** Milliseconds of work between two looks at what else there is. */
const TURN = 40;
/** Items between two looks at the clock. */
const SLICE = 4096;

/**
 * Passes on as much as a person can see: some, and the first of each stage.
 *
 * @param {Tell} tell
 * @returns {Tell}
 */
export function nowAndThen(tell) {
  const start = performance.now();
  let last = start;
  let stage = "";
  return (progress) => {
    const now = performance.now();
    const isNews = progress.stage !== stage && now - start >= TOLD_EVERY;
    if (!isNews && now - last < TOLD_EVERY) return;
    last = now;
    stage = progress.stage;
    tell(progress);
  };
}

/**
 * @param {Progress["stage"]} stage
 * @param {number} total
 * @param {Tell} tell
 * @param {(start: number, end: number) => void} work is done for all of `total`, slice by slice
 * @param {number} [slice] how many of them at a time
 */
export async function inSlices(stage, total, tell, work, slice = SLICE) {
  let since = performance.now();
  for (let start = 0; start < total; start += slice) {
    const end = Math.min(total, start + slice);
    work(start, end);
    if (performance.now() - since < TURN) continue;
    tell({ stage, done: end, total });
    await turn();
    since = performance.now();
  }
}

/** Lets what waits for the worker have its turn. */
export function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}
