// Time selection, and its changes by pointer and keyboard.

import { bucketAt, edgeAt, edgeOfTime, pixelOf, timeOf, within } from "./buckets.js";

/**
 * @import { Plot } from "./buckets.js"
 *
 * Two edges of a plot. The full range means no selection.
 *
 * @typedef {{ first: number, end: number }} Selection
 *
 * Target of a pointer: one end, the whole selection, or nothing, which starts a new one.
 *
 * @typedef {"from" | "to" | "body" | "new"} Grip
 *
 * @typedef {object} Drag
 * @property {Grip} grip
 * @property {number} x start of the drag, in pixels from the plot's left end
 * @property {Selection} selection at the start of the drag
 */

/** Buckets per large keyboard step. */
const LARGE_STEP = 10;
/** Extent of a handle outside and inside the selection, in pixels: 24 in all, enough for a finger. */
export const HANDLE = { outside: 18, inside: 6 };
/** Movement in pixels below which a drag is a click. */
const CLICK = 3;

/**
 * @param {{ buckets: number }} plot
 * @returns {Selection}
 */
export function wholeOf({ buckets }) {
  return { first: 0, end: buckets };
}

/**
 * @param {{ buckets: number }} plot
 * @param {Selection} selection
 */
export function isWhole({ buckets }, { first, end }) {
  return first <= 0 && end >= buckets;
}

/**
 * @param {{ start: number, step: number, buckets: number }} plot
 * @param {number | undefined} from milliseconds UTC
 * @param {number | undefined} to milliseconds UTC
 * @returns {Selection}
 */
export function selectionOf(plot, from, to) {
  // A range outside the drawn buckets selects none of them.
  const isBehind = from !== undefined && from >= timeOf(plot, plot.buckets);
  const isBefore = to !== undefined && to <= plot.start;
  if (isBehind || isBefore) return wholeOf(plot);
  return {
    first: from === undefined ? 0 : edgeOfTime(plot, from),
    end: to === undefined ? plot.buckets : edgeOfTime(plot, to),
  };
}

/**
 * @param {{ start: number, step: number, buckets: number }} plot
 * @param {Selection} selection
 * @returns {{ from: number, to: number } | undefined} milliseconds UTC
 */
export function timesOf(plot, selection) {
  if (isWhole(plot, selection)) return undefined;
  return { from: timeOf(plot, selection.first), to: timeOf(plot, selection.end) };
}

/**
 * Extends a selection to the buckets it touches, at least one.
 *
 * @param {{ buckets: number }} plot
 * @param {Selection} selection
 * @returns {Selection}
 */
export function snapped({ buckets }, selection) {
  const first = within(Math.floor(selection.first), 0, buckets - 1);
  return { first, end: within(Math.ceil(selection.end), first + 1, buckets) };
}

/**
 * Returns the target of a pointer.
 *
 * @param {Plot} plot
 * @param {Selection} selection
 * @param {number} x pixels from the plot's left end
 * @returns {Grip}
 */
export function gripAt(plot, selection, x) {
  const { left, right, inside } = handlesOf(plot, selection);
  if (x >= left - HANDLE.outside && x < left + inside) return "from";
  if (x > right - inside && x <= right + HANDLE.outside) return "to";
  return x >= left && x <= right && !isWhole(plot, selection) ? "body" : "new";
}

/**
 * Positions the handles. They avoid each other, and leave space for a new selection from an end
 * of the plot.
 *
 * @param {Plot} plot
 * @param {Selection} selection
 * @returns {{ left: number, right: number, inside: number }} pixels
 */
export function handlesOf(plot, selection) {
  const left = pixelOf(plot, selection.first);
  const right = pixelOf(plot, selection.end);
  const inside = isWhole(plot, selection) ? 0 : Math.min(HANDLE.inside, (right - left) / 2);
  return { left, right, inside };
}

/**
 * @param {Drag} drag
 * @param {number} x pixels from the plot's left end
 */
export function isClick(drag, x) {
  return Math.abs(x - drag.x) < CLICK;
}

/**
 * Returns the selection after moving the pointer to x.
 *
 * @param {Plot} plot
 * @param {Drag} drag
 * @param {number} x pixels from the plot's left end
 * @returns {Selection}
 */
export function dragged(plot, { grip, x: start, selection }, x) {
  if (grip === "new") return between(bucketAt(plot, start), bucketAt(plot, x));
  const { first, end } = snapped(plot, selection);
  if (grip === "from") return { first: Math.min(edgeAt(plot, x), end - 1), end };
  if (grip === "to") return { first, end: Math.max(edgeAt(plot, x), first + 1) };
  const buckets = Math.round(((x - start) / plot.width) * plot.buckets);
  return shifted(plot, { first, end }, buckets);
}

/**
 * @param {number} one a bucket
 * @param {number} other a bucket
 * @returns {Selection}
 */
function between(one, other) {
  return { first: Math.min(one, other), end: Math.max(one, other) + 1 };
}

/**
 * @param {Plot} plot
 * @param {Selection} selection
 * @param {number} buckets distance to the right
 * @returns {Selection}
 */
function shifted(plot, { first, end }, buckets) {
  const by = within(buckets, -first, plot.buckets - end);
  return { first: first + by, end: end + by };
}

/**
 * Returns the selection after a click: outside the selection, a click clears it.
 *
 * @param {Plot} plot
 * @param {Drag} drag
 * @returns {Selection}
 */
export function clicked(plot, { grip, selection }) {
  return grip === "new" ? wholeOf(plot) : selection;
}

/**
 * Returns the selection after a key press.
 *
 * @param {{ buckets: number }} plot
 * @param {Selection} selection
 * @param {"from" | "to"} handle the focused handle
 * @param {{ key: string, shiftKey: boolean }} pressed
 * @returns {Selection | undefined} undefined if the key has no effect
 */
export function keyed(plot, selection, handle, { key, shiftKey }) {
  if (key === "Escape") return isWhole(plot, selection) ? undefined : wholeOf(plot);
  const steps = stepsOf(key, shiftKey);
  if (steps === undefined) return undefined;
  const { first, end } = snapped(plot, selection);
  if (handle === "from") return { first: within(first + steps, 0, end - 1), end };
  return { first, end: within(end + steps, first + 1, plot.buckets) };
}

/**
 * @param {string} key
 * @param {boolean} isLarge
 * @returns {number | undefined} buckets to the right
 */
function stepsOf(key, isLarge) {
  const step = isLarge ? LARGE_STEP : 1;
  if (key === "ArrowLeft" || key === "ArrowDown") return -step;
  if (key === "ArrowRight" || key === "ArrowUp") return step;
  if (key === "PageDown") return -LARGE_STEP;
  if (key === "PageUp") return LARGE_STEP;
  if (key === "Home") return -Infinity;
  return key === "End" ? Infinity : undefined;
}
