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
 * @property {number} warm milliseconds that each is run before anything counts, for compilers to take notice
 * @property {number} warmUp rounds that do not count
 * @property {number} sample the least milliseconds of a sample, so that the clock's grain does not count
 * @property {number} slowEvery a slow one takes part in one of so many rounds, so that it does not take all the time
 *
 * @typedef {object} Times nanoseconds a record
 * @property {number} median
 * @property {number} low the 10th percentile
 * @property {number} high the 90th percentile
 * @property {number[]} rounds all of them, NaN for a round without
 *
 * @typedef {object} Run
 * @property {Item} item
 * @property {number} batch how many calls fill a sample
 * @property {number} every
 * @property {number[]} rounds
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
 * Milliseconds for so many calls.
 *
 * @param {Item} item
 * @param {number} batch
 */
function timed({ work }, batch) {
  // What another one made is not to be moved about in this one's time.
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
 * How many times as long the one took as the other: the median of the rounds' ratios, since what else the
 * machine does for a while hits a round as a whole.
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
