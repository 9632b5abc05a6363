// Results as Markdown, for the file and the terminal.

import { LARGE_COUNTS } from "./comparison.js";
import { ratio } from "./measure.js";
import { isMet, targets } from "./targets.js";

/** @import { Case, Flat, Input, Pair, Results, Row, Scan } from "./comparison.js" */
/** @import { Times } from "./measure.js" */
/** @import { Measured, Target } from "./targets.js" */

const SPREAD = "10th to 90th percentile";

/** @param {Results} results */
export function resultTables(results) {
  return [
    targetTable(targets(results)),
    ...results.cases.map(caseTable),
    pairTable(results.pairs),
    ...results.scans.map(scanTable),
    flatTable(results.flats),
  ].join("\n\n");
}

/** @param {Target[]} all */
function targetTable(all) {
  const rows = all.map((target) => {
    const { name, bound, limit, measured } = target;
    const at = (/** @type {number} */ count) => cell(measured.filter((one) => one.count === count));
    const elsewhere = measured.filter(({ count }) => !LARGE_COUNTS.includes(count));
    const numbers = [...LARGE_COUNTS.map(at), elsewhere.map(placed).join(", ")];
    return [name, `${bound} ${limit}`, ...numbers, isMet(target) ? "met" : "not met"];
  });
  const head = ["ratio", "target", "100 KB", "1.2 MB", "elsewhere", ""];
  return `### Targets\n\n${table(head, rows)}`;
}

/** @param {Measured[]} measured */
function cell(measured) {
  return measured
    .map(({ input, ratio }) => `${ratio.toFixed(2)}${input ? ` from ${words(input)}` : ""}`)
    .join(", ");
}

/** @param {Measured} measured */
function placed(measured) {
  const { count } = measured;
  return `${cell([measured])} (${count === 1 ? "one record" : `${number(count)} records`})`;
}

/** @param {Case} one */
function caseTable({ count, size, input, unicode, groups }) {
  const rows = groups.flatMap(({ ours, others }) => [
    [`**${ours.name}**`, ...numbers(ours.times), "", rightOf(ours, count)],
    ...others.map((other) => [
      other.name,
      ...numbers(other.times),
      `${ratio(other.times, ours.times).toFixed(2)} times ${ours.name}`,
      rightOf(other, count),
    ]),
  ]);
  const head = ["", "ns a record", SPREAD, "takes", "records right"];
  const kind = unicode ? ", every tenth message not ASCII" : "";
  return `### ${counted(count, size)}${kind}, from ${words(input)}\n\n${table(head, rows)}`;
}

/** @param {Pair[]} pairs */
function pairTable(pairs) {
  const rows = pairs.map(({ count, input, name, ascii, unicode }) => [
    `${name}, ${number(count)} records, from ${words(input)}`,
    ...numbers(ascii),
    ...numbers(unicode),
    ratio(unicode, ascii).toFixed(2),
  ]);
  const head = ["", "ASCII, ns a record", SPREAD, "every tenth message not", SPREAD, "ratio"];
  return `### Text that is not ASCII\n\n${table(head, rows)}`;
}

/** @param {Scan} scan */
function scanTable({ count, rows }) {
  const base = rows.find(({ name }) => name === "the same core natively");
  const lines = rows.map(({ name, times }) => [
    name,
    ...numbers(times),
    base ? ratio(times, base.times).toFixed(2) : "",
  ]);
  const head = ["", "ns a record", SPREAD, "against the core natively"];
  return `### The core alone, ${number(count)} records\n\n${table(head, lines)}`;
}

/** @param {Flat[]} flats */
function flatTable(flats) {
  const lines = flats.flatMap(({ name, input, rows }) =>
    rows.map(({ count, size, times }) => [
      `${name}, ${number(count)} records, ${bytes(size)}, from ${words(input)}`,
      ...numbers(times),
      (times.median / rows[0].times.median).toFixed(2),
    ]),
  );
  const head = ["", "ns a record", SPREAD, "against the fewest records"];
  return `### What a record costs, however many there are\n\n${table(head, lines)}`;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((text, at) => text.padEnd(widths[at])).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** @param {Times} times */
function numbers({ median, low, high }) {
  return [median.toFixed(0), `${low.toFixed(0)} to ${high.toFixed(0)}`];
}

/**
 * @param {Row} row
 * @param {number} count
 */
function rightOf({ right }, count) {
  return right === undefined ? "" : `${number(right)} of ${number(count)}`;
}

/**
 * @param {number} count
 * @param {number} size
 */
function counted(count, size) {
  return `${count === 1 ? "One record" : `${number(count)} records`}, ${bytes(size)}`;
}

/** @param {number} size */
function bytes(size) {
  return size < 1e6 ? `${(size / 1000).toFixed(1)} KB` : `${(size / 1e6).toFixed(1)} MB`;
}

/** @param {number} value */
function number(value) {
  return value.toLocaleString("en");
}

/** @param {Input} input */
function words(input) {
  return input === "string" ? "a string" : "bytes";
}
