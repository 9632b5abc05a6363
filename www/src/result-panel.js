// The panel that shows what a payload came to: the sums, the problems, the records.

import { html, nothing } from "lit";
import {
  formatCount,
  formatDuration,
  formatLocal,
  formatNoun,
  formatSize,
  formatSpeed,
  formatUtc,
} from "./format.js";
import { shownList, shownText, shownValue } from "./text.js";

/**
 * @import { FieldName } from "heroku-drain"
 * @import { Column } from "./data-grid.js"
 * @import { DrainPage } from "./drain-page.js"
 * @import { ProblemRow, RecordRow, Summary } from "./messages.js"
 */

/** Bytes; the speed of a smaller payload is noise. */
const LEAST_TIMED = 65_536;

/** @param {DrainPage} page */
export function resultPanel(page) {
  const { summary, failure, source, isLate, isSlow } = page;
  return html`
    <section class="panel result ${summary && isLate ? "stale" : ""}" aria-labelledby="result-title">
      <div class="panel-head">
        <h2 id="result-title" tabindex="-1">Result</h2>
        <div class="sums">
          <p class="summary" role="status">${statusLine(page)}</p>
          ${summary && !isLate ? speed(summary) : nothing}
        </div>
        ${isSlow ? stopButton(page) : nothing}
        ${summary?.records ? downloadButton(page) : nothing}
      </div>
      ${failure ? failureNote(page) : nothing}
      ${!source && !failure ? emptyNote() : nothing}
      ${summary ? problemTable(page, summary) : nothing}
      ${summary?.records ? recordTable(page, summary) : nothing}
    </section>
  `;
}

/** @param {DrainPage} page */
function statusLine({ summary, failure, isBusy, isLate }) {
  if (failure) return nothing;
  if (isLate || (isBusy && !summary)) return "Parsing …";
  if (!summary) return nothing;
  const { records, errors, warnings } = summary;
  return html`
    <span class="sum"><b>${formatCount(records)}</b> ${formatNoun(records, "record")}</span>
    <span class="sum ${errors ? "error" : "quiet"}"><b>${formatCount(errors)}</b> ${formatNoun(errors, "error")}</span>
    <span class="sum ${warnings ? "warning" : "quiet"}"><b>${formatCount(warnings)}</b> ${formatNoun(warnings, "warning")}</span>
  `;
}

/** @param {Summary} summary */
function speed({ bytes, milliseconds }) {
  return html`
    <span class="speed" title="The time of one parse; a short one is done again and timed once the parser is warm">
      ${formatSize(bytes)} in ${formatDuration(milliseconds)}${bytes < LEAST_TIMED ? nothing : `, ${formatSpeed(bytes, milliseconds)}`}
    </span>
  `;
}

/** @param {DrainPage} page */
function stopButton({ stop }) {
  return html`<button type="button" @click=${stop}>Stop</button>`;
}

/** @param {DrainPage} page */
function downloadButton({ download, isLate }) {
  return html`<button type="button" ?disabled=${isLate} @click=${download}>Download NDJSON</button>`;
}

/** @param {DrainPage} page */
function failureNote({ failure, source, retry }) {
  return html`
    <div class="note failure" role="alert">
      <h3>${source ? "The payload could not be parsed" : "The parser stopped"}</h3>
      <p>${shownText(failure ?? "")}</p>
      ${source ? html`<button type="button" @click=${retry}>Try again</button>` : nothing}
    </div>
  `;
}

function emptyNote() {
  return html`
    <div class="note empty">
      <svg viewBox="0 0 64 64" width="72" height="72" aria-hidden="true">
        <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">
          <path class="faint" d="M8 12h30M8 21h44M8 30h22" />
          <path d="M32 34v14m-6-6 6 6 6-6" />
          <path d="M12 44v10h40V44" />
        </g>
      </svg>
      <h3>No payload yet</h3>
      <p>
        Paste the body of a log-drain request, drop a file anywhere on this page, or start with a sample.
        Each frame becomes an event; bytes that give none are listed with their place and the reason.
      </p>
    </div>
  `;
}

/**
 * @param {DrainPage} page
 * @param {Summary} summary
 */
function problemTable(page, summary) {
  const count = summary.errors + summary.warnings;
  if (count === 0) {
    return summary.records
      ? html`<p class="all-well">No problems: every byte is part of a record, or stands between two.</p>`
      : html`<p class="muted">${nothingIn(summary)}</p>`;
  }
  return html`
    <section class="list problems" aria-labelledby="problems-title">
      <h3 id="problems-title">Problems <span class="count">${formatCount(count)}</span></h3>
      <data-grid
        id="problems"
        label="Problems"
        .columns=${problemColumns(summary)}
        .count=${count}
        .generation=${summary.generation}
        .first=${summary.problemRows}
        .fetchRows=${page.problemRows}
        .selected=${page.selectedIn("problems")}
        @row-select=${page.problemOpened}
        @row-move=${page.problemMoved}
        @row-open=${page.problemEntered}
        @keydown=${page.keyPressed}
      ></data-grid>
    </section>
  `;
}

/** @param {Summary} summary */
function nothingIn({ bytes, isMarked }) {
  if (bytes === 0) return "The payload is empty.";
  if (isMarked) return "There is nothing in this payload but a byte order mark and blanks.";
  return "There is nothing in this payload but blanks.";
}

/**
 * @param {DrainPage} page
 * @param {Summary} summary
 */
function recordTable(page, summary) {
  return html`
    <section class="list records" aria-labelledby="records-title">
      <h3 id="records-title">Records <span class="count">${formatCount(summary.records)}</span></h3>
      <data-grid
        id="records"
        label="Records"
        .columns=${RECORD_COLUMNS}
        .count=${summary.records}
        .generation=${summary.generation}
        .first=${summary.recordRows}
        .fetchRows=${page.recordRows}
        .selected=${page.selectedIn("records")}
        @row-select=${page.recordOpened}
        @row-move=${page.recordMoved}
        @row-open=${page.recordEntered}
        @keydown=${page.keyPressed}
      ></data-grid>
    </section>
  `;
}

/**
 * @param {Summary} summary
 * @returns {Column<ProblemRow>[]}
 */
function problemColumns({ unit }) {
  return [
    { id: "severity", title: "Severity", cell: ({ severity }) => severityBadge(severity) },
    { id: "code", title: "Code", cell: ({ code }) => code },
    { id: "place", title: `At ${unit}`, cell: ({ offset }) => offset },
    { id: "about", title: "What is wrong", cell: ({ message }) => shownText(message) },
    {
      id: "carried",
      title: "Text",
      cell: ({ text, record }) =>
        text === undefined
          ? html`<span class="muted">in record ${formatCount(Number(record) + 1)}</span>`
          : shownValue(text),
    },
  ];
}

/** @param {"error" | "warning"} severity */
export function severityBadge(severity) {
  return html`<span class="badge ${severity}">${severity}</span>`;
}

/** The most telling first; the details have the schema's order. @type {Column<RecordRow>[]} */
const RECORD_COLUMNS = [
  { id: "number", title: "#", cell: (_row, index) => formatCount(index + 1) },
  { id: "event_time", title: "event time (UTC)", cell: (row) => eventTime(row, formatUtc) },
  { id: "priority", title: "priority", cell: priority },
  field("host_name"),
  field("app_name"),
  field("process_id"),
  field("message"),
  { id: "ip_addresses", title: "IP addresses", cell: (row) => shownList(row.ipAddresses) },
  { id: "domain_names", title: "domain names", cell: (row) => shownList(row.domainNames) },
  { id: "local_time", title: "event time (local)", cell: (row) => eventTime(row, formatLocal) },
  field("timestamp"),
  field("message_len"),
  field("version"),
  field("message_id"),
];

/**
 * @param {FieldName} name
 * @returns {Column<RecordRow>}
 */
function field(name) {
  return { id: name, title: name, cell: ({ fields }) => shownValue(fields[name]) };
}

/** @param {RecordRow} row */
function priority({ fields, severity }) {
  if (severity === undefined) return shownValue(fields.priority);
  return html`${fields.priority} <span class="level ${severity}">${severity}</span>`;
}

/**
 * @param {RecordRow} row
 * @param {(time: number) => string} format
 */
function eventTime({ fields, eventTime }, format) {
  if (fields.timestamp !== undefined) return format(eventTime).replace("Z", "");
  return html`<i class="absent" title=${`No timestamp, so the time of parsing: ${format(eventTime)}`}>time of parsing</i>`;
}
