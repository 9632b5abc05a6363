// The formats in which records are written.

import { visible, visibleJson } from "./text.js";

/** @import { HerokuRuntime } from "../index.js" */
/** @import { Paint, Style } from "./text.js" */

/**
 * @typedef {object} Format text for standard output
 * @property {() => string} head
 * @property {(records: HerokuRuntime[]) => string} rows
 * @property {() => string} tail
 */

/** Names of severities, by their number (RFC 5424, section 6.2.1). */
const SEVERITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];
/** @type {Record<string, Style>} */
const STYLES = {
  emerg: "red",
  alert: "red",
  crit: "red",
  err: "red",
  warning: "yellow",
  debug: "gray",
};
const TIME_WIDTH = 24;
const SEVERITY_WIDTH = 7;
const SOURCE_WIDTH = 20;

/**
 * One record a line, as JSON.
 *
 * @param {boolean} isShown whether a terminal shows it
 * @returns {Format}
 */
export function ndjson(isShown) {
  const line = jsonOf(isShown);
  return {
    head: () => "",
    rows: (records) => records.map((record) => `${line(record)}\n`).join(""),
    tail: () => "",
  };
}

/**
 * One array of all records.
 *
 * @param {boolean} isShown
 * @returns {Format}
 */
export function json(isShown) {
  const line = jsonOf(isShown);
  let separator = "\n";
  return {
    head: () => "[",
    rows: (records) =>
      records
        .map((record) => {
          const text = `${separator}${line(record)}`;
          separator = ",\n";
          return text;
        })
        .join(""),
    tail: () => (separator === "\n" ? "]\n" : "\n]\n"),
  };
}

/**
 * @param {boolean} isShown
 * @returns {(record: HerokuRuntime) => string}
 */
function jsonOf(isShown) {
  return isShown
    ? (record) => visibleJson(JSON.stringify(record))
    : (record) => JSON.stringify(record);
}

/**
 * One record a line, for people.
 *
 * @param {Paint} paint
 * @returns {Format}
 */
export function table(paint) {
  const head = row("time", "level", "source", "message", (_, text) => text);
  return {
    head: () => `${paint("bold", head)}\n`,
    rows: (records) => records.map((record) => `${rowOf(record, paint)}\n`).join(""),
    tail: () => "",
  };
}

/**
 * @param {HerokuRuntime} record
 * @param {Paint} paint
 */
function rowOf({ timestamp, p_event_time, priority, app_name, process_id, message }, paint) {
  const time = timestamp ? p_event_time.toISOString() : "-";
  const isKnown = priority !== undefined && priority >= 0 && priority <= 191;
  const severity = isKnown ? SEVERITIES[priority & 7] : "-";
  const source = visible(`${app_name ?? "-"} ${process_id ?? "-"}`);
  return row(time, severity, source, visible(message ?? "-"), paint);
}

/**
 * @param {string} time
 * @param {string} severity
 * @param {string} source
 * @param {string} message
 * @param {Paint} paint
 */
function row(time, severity, source, message, paint) {
  const level = severity.padEnd(SEVERITY_WIDTH);
  const style = STYLES[severity];
  const cells = [
    time.padEnd(TIME_WIDTH),
    style ? paint(style, level) : level,
    source.padEnd(SOURCE_WIDTH),
    message,
  ];
  return cells.join("  ").trimEnd();
}
