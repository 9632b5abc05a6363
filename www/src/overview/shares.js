// Lengths of the bars, relative to the largest, and their shares of the total.

import { language } from "../strings/index.js";

/** @import { Facet } from "../messages.js" */

/** Minimum share to print as a number, since less would round to 0. */
const LEAST = 0.001;

/**
 * The share of a value is known only if no value was left out and each row has exactly one.
 *
 * @param {Facet} facet
 * @returns {{ length: number, share: number | undefined }[]} 0 to 1; length: of the bar
 */
export function sharesOf({ name, values, others }) {
  const counts = values.map(({ count }) => count);
  const most = Math.max(1, ...counts);
  const all = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const isKnown = others === 0 && name !== "problem";
  return counts.map((count) => ({
    length: count / most,
    share: isKnown ? count / all : undefined,
  }));
}

/** @param {number} share 0 to 1 */
export function formatShare(share) {
  const format = new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 1 });
  return share > 0 && share < LEAST ? `<${format.format(LEAST)}` : format.format(share);
}
