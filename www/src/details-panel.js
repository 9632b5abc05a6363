// The panel with everything about one record or one problem.

import { html, nothing } from "lit";
import { formatCount, formatCounted, formatLocal, formatUtc } from "./format.js";
import { severityBadge } from "./result-panel.js";
import { shownList, shownText, shownValue } from "./text.js";

/**
 * @import { Field, Problem } from "heroku-drain"
 * @import { DrainPage } from "./drain-page.js"
 * @import { Details, Piece, ProblemDetails, RecordDetails } from "./messages.js"
 */

/** @param {DrainPage} page */
export function detailsPanel(page) {
  const { details } = page;
  return html`
    <dialog
      class="details"
      aria-labelledby="details-title"
      @close=${page.detailsClosed}
      @keydown=${page.keyPressed}
    >
      ${details ? [head(page, details), body(page, details)] : nothing}
    </dialog>
  `;
}

/**
 * @param {DrainPage} page
 * @param {Details} details
 */
function head(page, details) {
  const { list, index } = details;
  const name = list === "records" ? "Record" : "Problem";
  const isLast = index + 1 === page.countOf(list);
  return html`
    <header class="details-head">
      <h3 id="details-title" tabindex="-1">${name} ${formatCount(index + 1)}</h3>
      <div class="details-facts">${list === "records" ? recordFacts(page, details) : problemFacts(page, details)}</div>
      <div class="actions">
        <button type="button" aria-disabled=${index === 0} @click=${() => page.step(-1)}>Previous</button>
        <button type="button" aria-disabled=${isLast} @click=${() => page.step(1)}>Next</button>
        <button type="button" @click=${page.closeDetails}>Close</button>
      </div>
    </header>
  `;
}

/**
 * @param {DrainPage} page
 * @param {RecordDetails} details
 */
function recordFacts(page, { offset, length, warnings }) {
  return html`
    ${warnings.length ? html`<span class="badge warning">${formatCounted(warnings.length, "warning")}</span>` : nothing}
    ${place(page, offset, length)}
  `;
}

/**
 * @param {DrainPage} page
 * @param {ProblemDetails} details
 */
function problemFacts(page, { problem }) {
  return html`${severityBadge(problem.severity)} <code>${problem.code}</code> ${place(page, problem.offset, problem.length)}`;
}

/**
 * @param {DrainPage} page
 * @param {number} offset
 * @param {number} length
 */
function place(page, offset, length) {
  const unit = page.summary?.unit ?? "byte";
  return html`
    <span class="muted">${unit} ${offset}, ${formatCounted(length, unit)} long</span>
    ${
      page.source?.kind === "text"
        ? html`<button type="button" class="link" @click=${() => page.showInText(offset, length)}>Show in the text</button>`
        : nothing
    }
  `;
}

/**
 * @param {DrainPage} page
 * @param {Details} details
 */
function body(page, details) {
  return details.list === "records" ? recordBody(page, details) : problemBody(page, details);
}

/**
 * @param {DrainPage} page
 * @param {RecordDetails} details
 */
function recordBody(page, details) {
  return html`
    <div class="details-body" tabindex="0" role="group" aria-label="Details">
      <div class="details-column">
        ${details.warnings.map((problem) => html`<p class="warned">${severityBadge("warning")} <code>${problem.code}</code> ${shownText(problem.message)}</p>`)}
        ${facts(details)} ${fieldTable(page, details)}
      </div>
      <div class="details-column">${frame(details)} ${json(page, details)}</div>
    </div>
  `;
}

/** @param {RecordDetails} details */
function facts(details) {
  const { fields, facility, severity, eventTime } = details;
  const timestamp = fields.find(({ name }) => name === "timestamp")?.value;
  const priority = fields.find(({ name }) => name === "priority")?.value;
  return html`
    <dl class="facts">
      <dt>Event time (UTC)</dt>
      <dd>${formatUtc(eventTime)}${timestamp === undefined ? html` <span class="muted">no timestamp, so the time of parsing</span>` : nothing}</dd>
      <dt>Local time</dt>
      <dd>${formatLocal(eventTime)}</dd>
      <dt>As sent</dt>
      <dd>${shownValue(timestamp)}</dd>
      <dt>Priority</dt>
      <dd>
        ${shownValue(priority)}
        ${severity ? html`<span class="muted">facility</span> ${facility}, <span class="muted">severity</span> <span class="level ${severity}">${severity}</span>` : nothing}
      </dd>
      <dt>IP addresses</dt>
      <dd>${shownList(details.ipAddresses)}</dd>
      <dt>Domain names</dt>
      <dd>${shownList(details.domainNames)}</dd>
    </dl>
  `;
}

/**
 * @param {DrainPage} page
 * @param {RecordDetails} details
 */
function fieldTable({ summary }, { fields }) {
  return html`
    <table class="fields">
      <caption class="visually-hidden">The fields of the record</caption>
      <thead>
        <tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">${summary?.unit === "character" ? "Characters" : "Bytes"}</th><th scope="col">Value</th></tr>
      </thead>
      <tbody>${fields.map(fieldRow)}</tbody>
    </table>
  `;
}

/** @param {Field} field */
function fieldRow({ name, type, offset, length, value }) {
  const end = offset + length;
  return html`
    <tr>
      <th scope="row"><span class="swatch ${name}"></span>${name}</th>
      <td class="muted">${type}</td>
      <td class="muted span">${length ? `${offset}–${end}` : offset}</td>
      <td class="value">${shownValue(value, { breaks: true })}</td>
    </tr>
  `;
}

/** @param {RecordDetails} details */
function frame({ pieces }) {
  return html`
    <section class="shown-bytes" aria-labelledby="frame-title">
      <h4 id="frame-title">Frame</h4>
      <pre>${pieces.map(shownPiece)}</pre>
    </section>
  `;
}

/** @param {Piece} piece */
function shownPiece({ text, field }) {
  const shown = shownText(text, { breaks: true });
  return field ? html`<span class="field ${field}" title=${field}>${shown}</span>` : shown;
}

/**
 * @param {DrainPage} page
 * @param {RecordDetails} details
 */
function json(page, { json }) {
  return html`
    <section class="json" aria-labelledby="json-title">
      <div class="json-head">
        <h4 id="json-title">Event as JSON</h4>
        <button type="button" @click=${() => page.copy(json)}>Copy JSON</button>
        <span class="copied ${page.isCopied === false ? "refused" : ""}" role="status">${copied(page)}</span>
      </div>
      <pre>${json.split("\n").map((line) => [shownText(line), "\n"])}</pre>
    </section>
  `;
}

/** @param {DrainPage} page */
function copied({ isCopied }) {
  if (isCopied === undefined) return nothing;
  return isCopied ? "Copied" : "The browser did not allow it";
}

/**
 * @param {DrainPage} page
 * @param {ProblemDetails} details
 */
function problemBody(page, { problem, before, text, after }) {
  return html`
    <div class="details-body" tabindex="0" role="group" aria-label="Details">
      <div class="details-column">
        <p class="sentence">${shownText(problem.message)}</p>
        ${outcome(problem)}
        ${
          problem.record === undefined
            ? nothing
            : html`<button type="button" @click=${() => page.enter("records", Number(problem.record))}>Open record ${formatCount(problem.record + 1)}</button>`
        }
      </div>
      <section class="details-column shown-bytes" aria-labelledby="place-title">
        <h4 id="place-title">In its place</h4>
        <pre>${shownText(before, { breaks: true })}<mark class=${problem.severity}>${shownText(text, { breaks: true })}</mark>${shownText(after, { breaks: true })}</pre>
      </section>
    </div>
  `;
}

/** @param {Problem} problem */
function outcome({ severity, field }) {
  return html`
    <dl class="facts">
      <dt>Outcome</dt>
      <dd class="said">${severity === "error" ? "These bytes gave no record." : "The record is there, but it is odd."}</dd>
      ${field ? html`<dt>Field</dt><dd>${field}</dd>` : nothing}
    </dl>
  `;
}
