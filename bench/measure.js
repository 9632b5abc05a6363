// Times items of work against each other, in Node and in a browser.

/**
 * @typedef {object} Item
 * @property {string} name
 * @property {number} records number of records that one call reads
 * @property {() => unknown} [work]
 * @property {() => Promise<number>} [sample] instead of `work`: nanoseconds per record, timed elsewhere
 *
 * @typedef {object} Settings
 * @property {number} rounds
 * @property {number} warm milliseconds that each item runs before measuring, to trigger compilation
 * @property {number} warmUp rounds that are not counted
 * @property {number} sample minimum milliseconds per sample, so that the clock's resolution does not matter
 * @property {number} slowEvery a slow item runs once in this many rounds, to save time
 *
 * @typedef {object} Times nanoseconds per record
 * @property {number} median
 * @property {number} low the 10th percentile
 * @property {number} high the 90th percentile
 * @property {number[]} rounds all rounds, NaN for a skipped one
 *
 * @typedef {object} Run
 * @property {Item} item
 * @property {number} batch number of calls per sample
 * @property {number} every
 * @property {number[]} rounds
 */

/** The last result, kept so that no engine can skip the work. */
const sink = { last: /** @type {unknown} */ (undefined) };

/**
 * Runs the items in turn, repeatedly, so that a slow moment of the machine affects all of them.
 *
 * @param {Item[]} items
 * @param {Settings} settings
 * @returns {Promise<Times[]>} in the order of the items
 */
export async function measure(items, settings) {
  const runs = items.map((item) => prepared(item, settings));
  for (let round = -settings.warmUp; round < settings.rounds; round++) {
    for (const run of runs) {
      const time = round % run.every === 0 ? await sampled(run) : Number.NaN;
      if (round >= 0) run.rounds.push(time);
    }
  }
  return runs.map(({ rounds }) => summary(rounds));
}

/**
 * @param {Item} item
 * @param {Settings} settings
 * @returns {Run}
 */
function prepared(item, { warm, sample, slowEvery }) {
  if (item.sample) return { item, batch: 1, every: slowEvery, rounds: [] };
  for (let spent = 0; spent < warm; ) spent += timed(item, 1);
  let batch = 1;
  let spent = timed(item, batch);
  while (spent < sample) {
    batch *= 2;
    spent = timed(item, batch);
  }
  const isSlow = spent / batch > 2 * sample;
  return { item, batch, every: isSlow ? slowEvery : 1, rounds: [] };
}

/** @param {Run} run */
async function sampled({ item, batch }) {
  if (item.sample) return item.sample();
  return (timed(item, batch) * 1e6) / batch / item.records;
}

/**
 * Milliseconds for `batch` calls.
 *
 * @param {Item} item
 * @param {number} batch
 */
function timed({ work }, batch) {
  // The previous item's result must not be collected during this one's time.
  sink.last = undefined;
  const since = performance.now();
  for (let call = 0; call < batch; call++) sink.last = work?.();
  return performance.now() - since;
}

/**
 * @param {number[]} rounds
 * @returns {Times}
 */
function summary(rounds) {
  const times = rounds.filter((time) => !Number.isNaN(time));
  const [median, low, high] = [0.5, 0.1, 0.9].map((share) => quantile(times, share));
  return { median, low, high, rounds };
}

/**
 * The median of the rounds' ratios of two times. A ratio per round cancels other load on the machine, which
 * affects a round as a whole.
 *
 * @param {Times} one
 * @param {Times} other measured with it
 */
export function ratio(one, other) {
  const ratios = one.rounds.map((time, round) => time / other.rounds[round]);
  return quantile(
    ratios.filter((ratio) => !Number.isNaN(ratio)),
    0.5,
  );
}

/**
 * @param {number[]} numbers
 * @param {number} share
 */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
