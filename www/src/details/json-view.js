// The event as JSON, for people.

import { html } from "lit";
import { guard } from "lit/directives/guard.js";
import { words } from "../strings/index.js";
import { shownCut } from "./values.js";

/**
 * The event with each value on its own line. All its numbers are integers of 32 bits, so none changes.
 *
 * @param {string} json
 */
export function prettyJson(json) {
  return JSON.stringify(JSON.parse(json), undefined, 2);
}

/**
 * @param {string} json
 * @param {readonly string[]} names of the fields
 */
export function jsonLines(json, names) {
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
