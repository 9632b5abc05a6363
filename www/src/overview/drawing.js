// Geometry of a timeline: everything derived from its size, counts, zone and language.

import { language } from "../strings/index.js";
import { countTicks, timeTicksOf } from "./axis.js";
import { pathsOf, totalsOf } from "./stack.js";
import { seriesColour } from "./values.js";

/**
 * @import { Timeline } from "../messages.js"
 * @import { TimeTick } from "./axis.js"
 * @import { Plot } from "./buckets.js"
 * @import { Zone } from "./times.js"
 * @import { Value } from "./values.js"
 *
 * @typedef {object} Drawing
 * @property {Plot} plot
 * @property {number[]} totals
 * @property {string[]} paths one per series
 * @property {string[]} colours class of each series
 * @property {TimeTick[]} times
 * @property {{ top: number, ticks: number[] }} counts
 */

/** Margins of the plot in pixels: counts at the left, a handle at the right, times below. */
export const MARGIN = { top: 7, right: 20, bottom: 19, left: 46 };
/** Height of the plot in pixels. */
export const HEIGHT = 84;
/**
 * @param {Timeline} timeline
 * @param {number} outerWidth pixels, including margins
 * @param {Zone} zone
 * @param {ReadonlyMap<Value, number>} nameColours
 * @returns {Drawing | undefined} undefined without data or space
 */
export function drawingOf(timeline, outerWidth, zone, nameColours) {
  const { start, step, buckets, stackBy, series } = timeline;
  const width = outerWidth - MARGIN.left - MARGIN.right;
  if (buckets === 0 || width <= 0) return undefined;
  const plot = { start, step, buckets, width };
  const totals = totalsOf(timeline);
  const counts = countTicks(Math.max(...totals));
  return {
    plot,
    totals,
    counts,
    paths: pathsOf(timeline, plot, HEIGHT, counts.top),
    colours: series.map((one) => seriesColour(stackBy, one, nameColours)),
    times: timeTicksOf(plot, zone, language()),
  };
}
