// Tick positions and labels of the timeline's axes.

import { tickStep } from "d3-array";
import { timeTicks, utcTicks } from "d3-time";
import { pixelOf, timeOf, within } from "./buckets.js";
import { formatClock, formatYear, partsOfTime } from "./times.js";

/**
 * @import { Plot } from "./buckets.js"
 * @import { Zone } from "./times.js"
 *
 * @typedef {{ x: number, label: string, anchor: "start" | "middle" | "end" }} TimeTick x in pixels
 */

/** Minimum width per time label, in pixels. */
const ROOM = 48;
/** Approximate width in pixels of a digit in a label, and of a Hangul syllable. */
const [DIGIT, SYLLABLE] = [6.4, 11];
/** Minimum gap between labels, in pixels. */
const APART = 12;
const ZONES = { utc: { timeZone: "UTC" }, local: {} };
/** Cached: creating one takes longer than using it. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** Approximate number of steps on the count axis. */
const COUNT_STEPS = 2;

/**
 * @param {number} most the highest count
 * @returns {{ top: number, ticks: number[] }} count at the upper end, and labelled counts
 */
export function countTicks(most) {
  const step = Math.max(1, tickStep(0, Math.max(1, most), COUNT_STEPS));
  const steps = Math.max(1, Math.ceil(most / step));
  return {
    top: steps * step,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  };
}

/**
 * Labels round times of the zone: as many as fit without overlapping.
 *
 * @param {Plot} plot
 * @param {Zone} zone
 * @param {string} language
 * @returns {TimeTick[]}
 */
export function timeTicksOf(plot, zone, language) {
  /** @type {TimeTick[]} */
  let sparsest = [];
  for (let count = Math.max(2, Math.floor(plot.width / ROOM)); count > 0; count--) {
    const ticks = labelled(plot, roundTimes(plot, count, zone), zone, language);
    if (ticks.length < 2 && sparsest.length > 0) break;
    if (ticks.length > 1 && apart(ticks).length === ticks.length) return ticks;
    sparsest = ticks;
  }
  return apart(sparsest);
}

/**
 * @param {Plot} plot
 * @param {number} count approximate number
 * @param {Zone} zone
 */
function roundTimes(plot, count, zone) {
  const ticks = zone === "utc" ? utcTicks : timeTicks;
  const [start, end] = [plot.start, timeOf(plot, plot.buckets)];
  const times = ticks(new Date(start), new Date(end), count).map(Number);
  return times.length > 0 ? times : [start];
}

/**
 * @param {Plot} plot
 * @param {readonly number[]} times
 * @param {Zone} zone
 * @param {string} language
 * @returns {TimeTick[]}
 */
function labelled(plot, times, zone, language) {
  const exact = exactness(times, zone);
  return times.map((time) => {
    const label = labelOf(time, exact, zone, language);
    return { ...placed(plot, time, label), label };
  });
}

/**
 * Returns the coarsest step that distinguishes the times of day, in milliseconds.
 *
 * @param {readonly number[]} times
 * @param {Zone} zone
 */
function exactness(times, zone) {
  const parts = times.map((time) => partsOfTime(time, zone));
  if (parts.some(({ millisecond }) => millisecond > 0)) return 1;
  return parts.some(({ second }) => second > 0) ? 1000 : 60_000;
}

/**
 * Formats a time of day, or at midnight the day, month or year that begins.
 *
 * @param {number} time
 * @param {number} exact
 * @param {Zone} zone
 * @param {string} language
 */
function labelOf(time, exact, zone, language) {
  const { year, month, day, hour, minute, second, millisecond } = partsOfTime(time, zone);
  if (hour + minute + second + millisecond > 0) return formatClock(time, exact, zone);
  if (day > 1) return formatDate(time, zone, language, { month: "short", day: "numeric" });
  return month > 1 ? formatDate(time, zone, language, { month: "short" }) : formatYear(year);
}

/**
 * @param {number} time
 * @param {Zone} zone
 * @param {string} language
 * @param {{ month: "short", day?: "numeric" }} parts
 */
function formatDate(time, zone, language, parts) {
  const key = [zone, language, parts.day].join();
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(language, { ...parts, ...ZONES[zone] });
  formats.set(key, format);
  return format.format(time);
}

/**
 * Positions a label at its time, but within the plot.
 *
 * @param {Plot} plot
 * @param {number} time
 * @param {string} label
 * @returns {{ x: number, anchor: TimeTick["anchor"] }}
 */
function placed(plot, time, label) {
  const x = within(pixelOf(plot, (time - plot.start) / plot.step), 0, plot.width);
  const half = widthOf(label) / 2;
  if (x < half) return { x, anchor: "start" };
  return { x, anchor: x > plot.width - half ? "end" : "middle" };
}

/**
 * @param {readonly TimeTick[]} ticks
 * @returns {TimeTick[]} without labels that would overlap the previous one
 */
function apart(ticks) {
  let free = -Infinity;
  return ticks.filter((tick) => {
    const { from, to } = extentOf(tick);
    if (from < free) return false;
    free = to + APART;
    return true;
  });
}

/**
 * Returns the width of a label in pixels.
 *
 * @param {TimeTick} tick
 */
export function extentOf({ x, label, anchor }) {
  const width = widthOf(label);
  const from = x - { start: 0, middle: width / 2, end: width }[anchor];
  return { from, to: from + width };
}

/** @param {string} label */
function widthOf(label) {
  const syllables = label.match(/[\uac00-\ud7a3]/g)?.length ?? 0;
  return syllables * SYLLABLE + (label.length - syllables) * DIGIT;
}
