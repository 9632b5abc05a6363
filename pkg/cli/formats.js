// The formats of records on standard output.

import { Decoder } from "heroku-drain";
import { visible, visibleJson } from "./text.js";

/** @import { DecoderOptions, HerokuRuntime, Problem } from "../index.js" */
/** @import { Paint, Style } from "./text.js" */

/**
 * @typedef {object} Rendered what a chunk of a payload results in
 * @property {string | Uint8Array} rows
 * @property {number} count of records
 * @property {Problem[]} problems the first ones
 * @property {number} errorCount all of them
 * @property {number} warningCount
 *
 * @typedef {object} Format
 * @property {string} head
 * @property {(options: DecoderOptions) => { push: (chunk: Uint8Array) => Rendered, finish: () => Rendered }} decoder
 * @property {() => string} tail
 */

/** Names of severities, by number (RFC 5424, section 6.2.1). */
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
 * One JSON object per record and line.
 *
 * @param {boolean} isTerminal
 * @returns {Format}
 */
export function ndjson(isTerminal) {
  return {
    head: "",
    decoder: (options) => lineDecoder(options, isTerminal ? escaped : (lines) => lines),
    tail: () => "",
  };
}

/**
 * One array of all records.
 *
 * @param {boolean} isTerminal
 * @returns {Format}
 */
export function json(isTerminal) {
  let isEmpty = true;
  /** @param {Uint8Array} lines */
  const elements = (lines) => {
    if (lines.length === 0) return lines;
    const separator = isEmpty ? "\n" : ",\n";
    isEmpty = false;
    return joined(separator, isTerminal ? escaped(lines) : lines);
  };
  return {
    head: "[",
    decoder: (options) => lineDecoder(options, elements),
    tail: () => (isEmpty ? "]\n" : "\n]\n"),
  };
}

/**
 * @param {DecoderOptions} options
 * @param {(lines: Uint8Array) => Uint8Array} render
 */
function lineDecoder(options, render) {
  const decoder = new Decoder({ ...options, output: "ndjson" });
  /** @param {ReturnType<typeof decoder.push>} result */
  const rendered = ({ ndjson, ...rest }) => ({ rows: render(ndjson), ...rest });
  return {
    push: (/** @type {Uint8Array} */ chunk) => rendered(decoder.push(chunk)),
    finish: () => rendered(decoder.finish()),
  };
}

/**
 * Lines as elements of an array: a comma before each LF but the last, which is left out.
 *
 * @param {string} before
 * @param {Uint8Array} lines
 */
function joined(before, lines) {
  // One character per byte, which V8 searches and copies fastest.
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.length - 1).toString("latin1");
  return Buffer.from(before + text.replaceAll("\n", ",\n"), "latin1");
}

/** @param {Uint8Array} lines */
function escaped(lines) {
  return Buffer.from(visibleJson(new TextDecoder().decode(lines)));
}

/**
 * One record per line, for people.
 *
 * @param {Paint} paint
 * @returns {Format}
 */
export function table(paint) {
  const head = row("time", "level", "source", "message", (_, text) => text);
  return {
    head: `${paint("bold", head)}\n`,
    decoder: (options) => recordDecoder(options, (record) => rowOf(record, paint)),
    tail: () => "",
  };
}

/**
 * @param {DecoderOptions} options
 * @param {(record: HerokuRuntime) => string} render
 */
function recordDecoder(options, render) {
  const decoder = new Decoder(options);
  /** @param {ReturnType<typeof decoder.push>} result */
  const rendered = ({ records, ...rest }) => ({
    rows: records.map((record) => `${render(record)}\n`).join(""),
    count: records.length,
    ...rest,
  });
  return {
    push: (/** @type {Uint8Array} */ chunk) => rendered(decoder.push(chunk)),
    finish: () => rendered(decoder.finish()),
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
  const start = `${time.padEnd(TIME_WIDTH)}  ${style ? paint(style, level) : level}  `;
  return `${start}${source.padEnd(SOURCE_WIDTH)}  ${message}`.trimEnd();
}
