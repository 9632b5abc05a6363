// Formatted JSON of the event.

import { html } from "lit";
import { guard } from "lit/directives/guard.js";
import { formatSize } from "../format.js";
import { words } from "../strings/index.js";
import { shownCut } from "./values.js";

/** Maximum code units of JSON to format: more takes too long. */
const MOST_SHOWN = 1_000_000;

/**
 * Formats the event with one value per line. All its numbers are 32-bit integers, so none changes.
 *
 * @param {string} json
 */
export function prettyJson(json) {
  if (json.length > MOST_SHOWN) return json;
  return JSON.stringify(JSON.parse(json), undefined, 2);
}

/**
 * @param {string} json
 * @param {readonly string[]} names of the fields
 */
export function jsonLines(json, names) {
  if (json.length > MOST_SHOWN) return words().details.jsonTooLong(formatSize(json.length));
  return guard([json, words()], () =>
    prettyJson(json)
      .split("\n")
      .map((line) => shownLine(line, names)),
  );
}

/**
 * @param {string} line
 * @param {readonly string[]} names
 */
function shownLine(line, names) {
  const [, name = ""] = /^ {2}"(\w+)":/.exec(line) ?? [];
  const shown = shownCut(line);
  if (!names.includes(name)) return html`<span class="json-line">${shown}\n</span>`;
  return html`<span class="json-line linked ${name}" data-field=${name}>${shown}\n</span>`;
}
