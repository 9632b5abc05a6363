// Times pieces of work against each other, in Node and in a browser alike.

/**
 * @typedef {object} Item
 * @property {string} name
 * @property {number} records how many one call reads
 * @property {() => unknown} [work]
 * @property {() => Promise<number>} [sample] in place of `work`: nanoseconds a record, timed elsewhere
 *
 * @typedef {object} Settings
 * @property {number} rounds
 * @property {number} warmUp rounds that do not count
 * @property {number} sample the least milliseconds of a sample, so that the clock's grain does not count
 * @property {number} slowEvery a slow one takes part in one of so many rounds, so that it does not take all the time
 *
 * @typedef {object} Times nanoseconds a record
 * @property {number} median
 * @property {number} low the 10th percentile
 * @property {number} high the 90th percentile
 *
 * @typedef {object} Run
 * @property {Item} item
 * @property {number} batch how many calls fill a sample
 * @property {number} every
 * @property {number[]} times
 */

/** What the last call gave, kept so that no engine may skip the work. */
const sink = { last: /** @type {unknown} */ (undefined) };

/**
 * Each in turn, again and again, so that a slow moment of the machine hits all alike.
 *
 * @param {Item[]} items
 * @param {Settings} settings
 * @returns {Promise<Times[]>} in the order of the items
 */
export async function measure(items, settings) {
  const runs = items.map((item) => prepared(item, settings));
  for (let round = -settings.warmUp; round < settings.rounds; round++) {
    for (const run of runs) {
      if (round % run.every !== 0) continue;
      const time = await sampled(run);
      if (round >= 0) run.times.push(time);
    }
  }
  sink.last = undefined;
  return runs.map(({ times }) => summary(times));
}

/**
 * @param {Item} item
 * @param {Settings} settings
 * @returns {Run}
 */
function prepared(item, { sample, slowEvery }) {
  if (item.sample) return { item, batch: 1, every: slowEvery, times: [] };
  warm(item, sample);
  let batch = 1;
  let spent = timed(item, batch);
  while (spent < sample) {
    batch *= 2;
    spent = timed(item, batch);
  }
  const isSlow = spent / batch > 2 * sample;
  return { item, batch, every: isSlow ? slowEvery : 1, times: [] };
}

/**
 * A cold engine would fill a sample with fewer calls.
 *
 * @param {Item} item
 * @param {number} sample
 */
function warm(item, sample) {
  for (let spent = 0; spent < 4 * sample; ) spent += timed(item, 1);
}

/** @param {Run} run */
async function sampled({ item, batch }) {
  if (item.sample) return item.sample();
  return (timed(item, batch) * 1e6) / batch / item.records;
}

/**
 * Milliseconds for so many calls.
 *
 * @param {Item} item
 * @param {number} batch
 */
function timed({ work }, batch) {
  const since = performance.now();
  for (let call = 0; call < batch; call++) sink.last = work?.();
  return performance.now() - since;
}

/**
 * @param {number[]} times
 * @returns {Times}
 */
function summary(times) {
  return { median: quantile(times, 0.5), low: quantile(times, 0.1), high: quantile(times, 0.9) };
}

/**
 * @param {number[]} numbers
 * @param {number} share
 */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
