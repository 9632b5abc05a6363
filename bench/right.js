// How many records of a payload a parser got right: a fast one that is wrong shall be seen to be wrong.

/** @import { Told } from "./payload.js" */

/**
 * Those that came out in order, with app, process, message and time as they were sent.
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
