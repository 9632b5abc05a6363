// Heights and SVG paths of the timeline's columns.

import { columnOf } from "./buckets.js";

/**
 * @import { Timeline } from "../messages.js"
 * @import { Plot } from "./buckets.js"
 */

/** Minimum height in pixels: one error among a million records stays visible. */
const LOWEST = 2;
/** Minimum height in pixels of parts with a gap, since colours alone separate them poorly. */
const HIGH = 4;

/**
 * Counts the records in each bucket.
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
 * Returns the height of each part of a column in pixels. The highest part gives up the excess
 * of parts that are raised to the minimum.
 *
 * @param {readonly number[]} counts from the bottom up
 * @param {number} scale pixels per record
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
 * Returns one SVG path for each series.
 *
 * @param {Timeline} timeline
 * @param {Plot} plot
 * @param {number} height of the plot, in pixels
 * @param {number} top the count at full height
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
 * Rounds to whole pixels from the bottom up.
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
