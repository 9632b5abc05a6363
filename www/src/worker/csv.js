// Comma-separated values (RFC 4180).

import { FIELDS } from "./store.js";

/** @import { HerokuRuntime } from "heroku-drain" */

const LINE_END = "\r\n";
const MUST_BE_QUOTED = /[",\r\n]/;

export const CSV_HEAD = lineOf([
  ...FIELDS,
  "p_event_time",
  "p_any_ip_addresses",
  "p_any_domain_names",
]);

/**
 * @param {HerokuRuntime} event parsed from JSON, so that times are text
 */
export function csvOf(event) {
  return lineOf([
    ...FIELDS.map((field) => event[field]),
    String(event.p_event_time),
    listOf(event.p_any_ip_addresses),
    listOf(event.p_any_domain_names),
  ]);
}

/** @param {(string | number | undefined)[]} values */
function lineOf(values) {
  return `${values.map(cellOf).join(",")}${LINE_END}`;
}

/**
 * Quotes empty text, so that it differs from an absent value.
 *
 * @param {string | number | undefined} value
 */
function cellOf(value) {
  if (value === undefined) return "";
  const text = String(value);
  if (text !== "" && !MUST_BE_QUOTED.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

/** @param {readonly string[] | undefined} values */
function listOf(values) {
  return values?.join(" ");
}
