// Speed targets, and whether they are met.

import { INPUTS, LARGE_COUNTS } from "./comparison.js";
import { ratio } from "./measure.js";

/** @import { Input, Results, Row } from "./comparison.js" */

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {"at least" | "at most"} bound
 * @property {number} limit
 * @property {Measured[]} measured
 *
 * @typedef {object} Measured
 * @property {number} count number of records in the payload
 * @property {Input} [input] both if absent
 * @property {number} ratio
 */

/**
 * @param {Results} results
 * @returns {Target[]}
 */
export function targets(results) {
  return [
    faster(results, "parse", "split + regex", 5),
    faster(results, "parse", "careful", 3),
    faster(results, "parse", "logfmt", 25),
    faster(results, "parse", "glossy", 15),
    faster(results, "parse", "nsyslog-parser", 20),
    faster(results, "toNDJSON", "split + regex + stringify", 10),
    faster(results, "columns", "split + regex", 18),
    faster(results, "parse", "split + regex", 2, [1]),
    notAscii(results),
    wasm(results),
    flat(results),
  ];
}

/**
 * @param {Target} target
 * @returns {boolean} whether all measurements meet it
 */
export function isMet({ bound, limit, measured }) {
  return measured.every(({ ratio }) => (bound === "at least" ? ratio >= limit : ratio <= limit));
}

/**
 * @param {Results} results
 * @param {string} ours
 * @param {string} other
 * @param {number} limit
 * @param {number[]} counts
 * @returns {Target}
 */
function faster({ cases }, ours, other, limit, counts = LARGE_COUNTS) {
  const measured = cases
    .filter(({ count, unicode }) => counts.includes(count) && !unicode)
    .flatMap(({ count, input, groups }) =>
      groups
        .filter((group) => group.ours.name === ours)
        .map((group) => ({
          count,
          input,
          ratio: ratio(named(group.others, other), group.ours.times),
        })),
    );
  const size = counts.includes(1) ? ", one record" : "";
  return { name: `${ours} against ${other}${size}`, bound: "at least", limit, measured };
}

/**
 * @param {Results} results
 * @returns {Target}
 */
function notAscii({ pairs }) {
  const measured = pairs
    .filter(({ name }) => name === "parse")
    .map(({ count, input, ascii, unicode }) => ({
      count,
      input,
      ratio: ratio(unicode, ascii),
    }));
  return {
    name: "parse, every tenth message not ASCII, against all ASCII",
    bound: "at most",
    limit: 1.4,
    measured,
  };
}

/**
 * @param {Results} results
 * @returns {Target}
 */
function wasm({ scans }) {
  const measured = scans.map(({ count, rows }) => ({
    count,
    ratio: ratio(named(rows, "the core in wasm"), named(rows, "the same core natively")),
  }));
  return { name: "the core in wasm against natively", bound: "at most", limit: 1.5, measured };
}

/**
 * @param {Results} results
 * @returns {Target}
 */
function flat({ flats }) {
  const measured = flats
    .filter(({ name }) => name === "parse")
    .flatMap(({ input, rows }) =>
      rows.slice(1).map(({ count, times }) => ({
        count,
        input,
        ratio: times.median / rows[0].times.median,
      })),
    );
  const most = measured.at(-1)?.count.toLocaleString("en");
  return {
    name: `parse, a record of up to ${most} against one of ${LARGE_COUNTS[0]}`,
    bound: "at most",
    limit: 1.5,
    measured: INPUTS.map((input) => worst(measured.filter((one) => one.input === input))),
  };
}

/** @param {Measured[]} measured */
function worst(measured) {
  return measured.reduce((worst, one) => (one.ratio > worst.ratio ? one : worst));
}

/**
 * @param {Row[]} rows
 * @param {string} name
 */
function named(rows, name) {
  const found = rows.find((row) => row.name === name);
  if (!found) throw new Error(`nothing is named ${name}`);
  return found.times;
}
