// Measurement of short work.

/** Milliseconds to repeat short work, because a browser's clock has a resolution of 0.1 ms. */
const MEASURED_FOR = 10;
/** Maximum duration in milliseconds of work to repeat for a better figure. */
const SHORT = 40;

/**
 * Runs the work and measures it; short work is measured warm.
 *
 * @template T
 * @param {() => T} work
 */
export function measured(work) {
  const cold = repeated(work);
  return cold.milliseconds > SHORT ? cold : repeated(work);
}

/**
 * @template T
 * @param {() => T} work
 */
function repeated(work) {
  const since = performance.now();
  let result = work();
  let times = 1;
  while (performance.now() - since < MEASURED_FOR) {
    result = work();
    times += 1;
  }
  return { result, milliseconds: (performance.now() - since) / times };
}
