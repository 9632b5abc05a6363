// Where a bucket of the timeline is, in time and on the screen.

/**
 * Buckets side by side. An edge is a place between them, counted in buckets: 0 is the start of the first
 * one; a fraction is inside one.
 *
 * @typedef {object} Plot
 * @property {number} start milliseconds UTC
 * @property {number} step milliseconds
 * @property {number} buckets at least 1
 * @property {number} width pixels
 */

/** The widest column, in pixels: a single bucket is no wall. */
const WIDEST = 32;
/** From this width on, columns stand a pixel apart. */
const WIDE = 4;

/**
 * The bucket under a pixel, the nearest one for pixels beside the plot.
 *
 * @param {Plot} plot
 * @param {number} x pixels from the plot's left end
 */
export function bucketAt({ buckets, width }, x) {
  return within(Math.floor((x / width) * buckets), 0, buckets - 1);
}

/**
 * The whole edge nearest to a pixel.
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
 * The edge at a time, the nearest one for times beside the plot. It has a fraction where the time is
 * inside a bucket.
 *
 * @param {{ start: number, step: number, buckets: number }} plot
 * @param {number} time milliseconds UTC
 */
export function edgeOfTime({ start, step, buckets }, time) {
  return within((time - start) / step, 0, buckets);
}

/**
 * Where the column of a bucket is drawn: on whole pixels, so that it is sharp.
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
 * The sum of the buckets from an edge to another.
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
