// How long a piece of work takes.

/** Milliseconds for which short work is repeated: a browser's clock ticks in tenths of one. */
const MEASURED_FOR = 10;
/** Milliseconds of work that may well be done again for a better figure. */
const SHORT = 40;

/**
 * Does the work and says how long it took; of short work, how long it takes once it is warm.
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
