// Positions of the timeline's buckets, in time and on the screen.

/**
 * Adjacent buckets. An edge is a position in units of buckets: 0 is the start of the first bucket, and
 * fractions are inside a bucket.
 *
 * @typedef {object} Plot
 * @property {number} start milliseconds UTC
 * @property {number} step milliseconds
 * @property {number} buckets at least 1
 * @property {number} width pixels
 */

/** Maximum column width in pixels, for timelines with few buckets. */
const WIDEST = 32;
/** Column width from which columns have a gap of one pixel. */
const WIDE = 4;

/**
 * Returns the bucket at a pixel, or the nearest one outside the plot.
 *
 * @param {Plot} plot
 * @param {number} x pixels from the plot's left end
 */
export function bucketAt({ buckets, width }, x) {
  return within(Math.floor((x / width) * buckets), 0, buckets - 1);
}

/**
 * Returns the whole edge nearest to a pixel.
 *
 * @param {Plot} plot
 * @param {number} x pixels from the plot's left end
 */
export function edgeAt({ buckets, width }, x) {
  return within(Math.round((x / width) * buckets), 0, buckets);
}

/**
 * @param {Plot} plot
 * @param {number} edge
 */
export function pixelOf({ buckets, width }, edge) {
  return (edge / buckets) * width;
}

/**
 * @param {{ start: number, step: number }} plot
 * @param {number} edge
 */
export function timeOf({ start, step }, edge) {
  return start + edge * step;
}

/**
 * Returns the edge at a time, or the nearest one outside the plot. It has a fraction if the time is
 * inside a bucket.
 *
 * @param {{ start: number, step: number, buckets: number }} plot
 * @param {number} time milliseconds UTC
 */
export function edgeOfTime({ start, step, buckets }, time) {
  return within((time - start) / step, 0, buckets);
}

/**
 * Aligns the column of a bucket to whole pixels, so that it is sharp.
 *
 * @param {Plot} plot
 * @param {number} bucket
 * @returns {{ left: number, width: number }} pixels
 */
export function columnOf(plot, bucket) {
  const [from, to] = [Math.round(pixelOf(plot, bucket)), Math.round(pixelOf(plot, bucket + 1))];
  const gap = plot.width / plot.buckets >= WIDE ? 1 : 0;
  const width = within(to - from - gap, 1, WIDEST);
  return { left: from + Math.floor((to - from - width) / 2), width };
}

/**
 * Whether two timelines have the same buckets.
 *
 * @param {{ start: number, step: number, buckets: number } | undefined} one
 * @param {{ start: number, step: number, buckets: number } | undefined} other
 */
export function isSamePlot(one, other) {
  return (
    one?.start === other?.start && one?.step === other?.step && one?.buckets === other?.buckets
  );
}

/**
 * Sums the buckets between two edges.
 *
 * @param {ArrayLike<number>} counts
 * @param {{ first: number, end: number }} range
 */
export function countIn(counts, { first, end }) {
  let sum = 0;
  for (let bucket = first; bucket < end; bucket++) sum += Number(counts[bucket]);
  return sum;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
export function within(value, least, most) {
  return Math.max(least, Math.min(most, value));
}
