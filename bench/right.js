// Counts the correct records of a parser, to expose one that is fast but wrong.

/** @import { Told } from "./payload.js" */

/**
 * Counts the records that came out in order, with app, process, message and time as sent.
 *
 * @param {Told[]} made
 * @param {Told[]} sent
 */
export function countRight(made, sent) {
  const keys = made.map(key);
  const known = new Set(keys);
  let next = 0;
  let right = 0;
  for (const wanted of sent.map(key)) {
    const at = known.has(wanted) ? keys.indexOf(wanted, next) : -1;
    if (at < 0) continue;
    next = at + 1;
    right++;
  }
  return right;
}

/** @param {Told} told */
function key({ app, process, message, time }) {
  return JSON.stringify([app, process, message, time]);
}
