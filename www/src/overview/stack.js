// How high the columns of the timeline are, and how they are drawn.

import { columnOf } from "./buckets.js";

/**
 * @import { Timeline } from "../messages.js"
 * @import { Plot } from "./buckets.js"
 */

/** What is there is seen: one error among a million records is so many pixels high. */
const LOWEST = 2;
/** Parts of a column that are so high stand a pixel apart, since colours alone part them badly. */
const HIGH = 4;

/**
 * How many records are in each bucket.
 *
 * @param {Timeline} timeline
 */
export function totalsOf({ buckets, series }) {
  return Array.from({ length: buckets }, (_, bucket) => sum(series, bucket));
}

/**
 * @param {Timeline["series"]} series
 * @param {number} bucket
 */
function sum(series, bucket) {
  return series.reduce((total, { counts }) => total + Number(counts[bucket]), 0);
}

/**
 * How high each part of a column is, in pixels. What the lowest ones are too high is taken from the
 * highest.
 *
 * @param {readonly number[]} counts from the bottom up
 * @param {number} scale pixels a record
 */
export function heightsOf(counts, scale) {
  const heights = counts.map((count) => (count > 0 ? Math.max(LOWEST, count * scale) : 0));
  const exact = counts.reduce((total, count) => total + count, 0) * scale;
  const excess = heights.reduce((total, height) => total + height, 0) - exact;
  const highest = heights.indexOf(Math.max(...heights));
  const height = heights[highest];
  if (height) heights[highest] = Math.max(LOWEST, height - excess);
  return heights;
}

/**
 * One SVG path for each series.
 *
 * @param {Timeline} timeline
 * @param {Plot} plot
 * @param {number} height of the plot, in pixels
 * @param {number} top the count that is as high as the plot
 */
export function pathsOf({ series, buckets }, plot, height, top) {
  const paths = series.map(() => "");
  for (let bucket = 0; bucket < buckets; bucket++) {
    const counts = series.map((one) => Number(one.counts[bucket]));
    const parts = partsOf(heightsOf(counts, height / top), height);
    parts.forEach((part, index) => {
      if (part) paths[index] += rectangle(columnOf(plot, bucket), part);
    });
  }
  return paths;
}

/**
 * Whole pixels from the bottom up.
 *
 * @param {readonly number[]} heights
 * @param {number} bottom
 * @returns {({ top: number, height: number } | undefined)[]}
 */
export function partsOf(heights, bottom) {
  let reached = 0;
  return heights.map((height) => {
    if (height === 0) return undefined;
    const from = Math.round(reached);
    reached += height;
    const to = Math.round(reached);
    const gap = from > 0 && to - from >= HIGH ? 1 : 0;
    return { top: bottom - to, height: to - from - gap };
  });
}

/**
 * @param {{ left: number, width: number }} column
 * @param {{ top: number, height: number }} part
 */
function rectangle({ left, width }, { top, height }) {
  return `M${left} ${top}h${width}v${height}h${-width}z`;
}
