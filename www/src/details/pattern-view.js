// The schema's pattern, with each field linked to its bytes.

import { schema } from "heroku-drain";
import { html } from "lit";
import { words } from "../strings/index.js";
import { patternParts } from "./pattern.js";

/** @import { FieldName } from "heroku-drain" */

const PARTS = patternParts(schema);

/**
 * @param {FieldName | undefined} wrong field at which the match failed, if it did
 */
export function patternView(wrong) {
  const { details } = words();
  const stop = PARTS.findIndex(({ name }) => name === wrong);
  return html`
    <section class="pattern-section" aria-labelledby="pattern-title">
      <h4 id="pattern-title">${details.pattern} <span class="muted">fastmatch</span></h4>
      <pre class="pattern">${PARTS.map((part, index) => shownPart(part, stateOf(index, stop)))}</pre>
    </section>
  `;
}

/**
 * @param {number} index
 * @param {number} stop
 */
function stateOf(index, stop) {
  if (stop < 0 || index < stop) return "";
  return index === stop ? "wrong" : "unreached";
}

/**
 * @param {{ name: FieldName, literal: string }} part
 * @param {string} state
 */
function shownPart({ name, literal }, state) {
  return html`<span class="field ${name} ${state}" data-field=${name}>%{${name}}</span><span class="literal">${literal}</span>`;
}
