// Explanation of a problem: its position, the found bytes, Panther's result and the fix.

import { html } from "lit";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { shownText } from "../text.js";
import { shownExcerpt } from "./excerpt.js";

/**
 * @import { ShownProblem } from "../messages.js"
 * @import { Diagnosis } from "./diagnosis.js"
 */

/**
 * @param {ShownProblem} shown
 * @param {Diagnosis} diagnosis
 * @param {number} room characters per line of bytes
 * @param {() => void} filter shows only rows with this problem
 */
export function lesson({ problem, excerpt }, diagnosis, room, filter) {
  const { problems, details } = words();
  const { cause, outcome, facts, place } = diagnosis;
  const { code, severity, message } = problem;
  return html`
    <section class="lesson ${severity}">
      <header class="lesson-head">
        <h4>${problems.titles[code]}</h4>
        <button type="button" class="chip" title=${details.filterProblem(code)} @click=${filter}>
          <code>${code}</code>
        </button>
        <span class="muted">${details.atByte(formatCount(place.offset))}</span>
      </header>
      ${shownExcerpt(excerpt, place, severity, room)}
      <p class="sentence">
        <span class="visually-hidden">${problems.parserSays}:</span>
        <span lang="en">${shownText(message)}</span>
      </p>
      <dl class="lesson-points">
        ${point(problems.expected, problems.expectations[code](facts))}
        ${point(problems.found, problems.causes[cause].found(facts))}
        ${point(problems.inPanther, problems.outcomes[outcome])}
        ${point(problems.fix, problems.causes[cause].fix(facts))}
      </dl>
    </section>
  `;
}

/**
 * @param {string} name
 * @param {string} text
 */
function point(name, text) {
  return html`<div class="point"><dt>${name}</dt><dd>${shownText(text)}</dd></div>`;
}
