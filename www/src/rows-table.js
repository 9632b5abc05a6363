// Columns of the row table: choice, headings and cells.

import { html, nothing } from "lit";
import { formatCount, formatLocal, formatUtc } from "./format.js";
import { facilityName, severityName } from "./keywords.js";
import { words } from "./strings/index.js";
import { shownList, shownText, shownValue } from "./text.js";

/**
 * @import { FieldName } from "heroku-drain"
 * @import { Column } from "./data-grid.js"
 * @import { RecordRow, Row, SortBy } from "./messages.js"
 */

/**
 * @typedef {object} RowColumn
 * @property {string} id
 * @property {number} width
 * @property {SortBy} [sort]
 * @property {boolean} [isStretched]
 * @property {(row: RecordRow) => unknown} cell
 */

/** Most useful first; the details use the schema's order. @type {readonly RowColumn[]} */
const COLUMNS = [
  { id: "event_time", width: 232, sort: "event_time", cell: (row) => eventTime(row, formatUtc) },
  { id: "severity", width: 88, sort: "priority", cell: ({ severity }) => level(severity) },
  field("host_name", 108, "host_name"),
  field("app_name", 92, "app_name"),
  field("process_id", 124, "process_id"),
  { id: "message", width: 420, isStretched: true, cell: message },
  { id: "problem", width: 190, cell: ({ warnings }) => warnings.map(warningBadge) },
  { id: "local_time", width: 288, cell: (row) => eventTime(row, formatLocal) },
  { id: "facility", width: 84, cell: facility },
  field("priority", 80, "priority"),
  { id: "ip_addresses", width: 136, cell: ({ ipAddresses }) => shownList(ipAddresses) },
  { id: "domain_names", width: 170, cell: ({ domainNames }) => shownList(domainNames) },
  field("timestamp", 274),
  field("message_len", 118, "message_len"),
  field("version", 80),
  field("message_id", 110),
];

/** @type {readonly string[]} */
export const COLUMN_IDS = COLUMNS.map(({ id }) => id);

/** @type {readonly string[]} */
export const FIRST_COLUMNS = COLUMN_IDS.slice(0, COLUMN_IDS.indexOf("message") + 1);

/**
 * Returns the column definitions for the table.
 *
 * @param {readonly string[]} shown ids of the chosen columns
 * @returns {Column<Row>[]}
 */
export function columnsOf(shown) {
  const chosen = COLUMNS.filter(({ id }) => shown.includes(id));
  const last = chosen.at(-1);
  const hasMessage = shown.includes("message");
  return [
    { id: "number", title: "#", width: 78, sort: "order", cell: (row) => formatCount(row.row + 1) },
    ...chosen.map((column) => ({
      ...column,
      title: columnTitle(column.id),
      isStretched: column.isStretched || (!hasMessage && column === last),
      cell: (/** @type {Row} */ row) =>
        row.kind === "record" ? column.cell(row) : errorCell(column.id, row),
    })),
  ];
}

/** @param {string} id */
export function columnTitle(id) {
  const { table } = words().result;
  return id in table ? table[/** @type {keyof typeof table} */ (id)] : id;
}

/** @param {Row} row */
export function rowClass(row) {
  if (row.kind === "error") return "error-row";
  return row.warnings.length > 0 ? "warned-row" : "";
}

/**
 * @param {"error" | "warning"} severity
 * @param {string} text
 */
export function problemBadge(severity, text) {
  return html`<span class="badge ${severity}">${text}</span>`;
}

/** @param {string} code */
function warningBadge(code) {
  return problemBadge("warning", code);
}

/**
 * @param {string} id
 * @param {import("./messages.js").ErrorRow} row
 */
function errorCell(id, { code, offset, text }) {
  if (id === "message") return html`${problemBadge("error", code)} ${shownText(text)}`;
  if (id === "problem") return problemBadge("error", code);
  if (id === "event_time") {
    return html`<span class="muted">${words().result.atByte(formatCount(offset))}</span>`;
  }
  return nothing;
}

/**
 * @param {FieldName} name
 * @param {number} width
 * @param {SortBy} [sort]
 * @returns {RowColumn}
 */
function field(name, width, sort) {
  const cell = (/** @type {RecordRow} */ { fields }) => shownValue(fields[name]);
  return sort ? { id: name, width, sort, cell } : { id: name, width, cell };
}

/** @param {RecordRow} row */
function message({ fields, warnings }) {
  const badges = warnings.map((code) => [warningBadge(code), " "]);
  return [badges, shownValue(fields.message)];
}

/** @param {RecordRow} row */
function facility({ facility }) {
  return facility === undefined ? nothing : facilityName(facility);
}

/** @param {number | undefined} severity */
function level(severity) {
  if (severity === undefined) return nothing;
  const name = severityName(severity);
  return html`<span class="level ${name}">${name}</span>`;
}

/**
 * @param {RecordRow} row
 * @param {(time: number) => string} format
 */
function eventTime({ eventTime }, format) {
  if (!Number.isNaN(eventTime)) return format(eventTime).replace("Z", "");
  return html`<i class="absent">${words().result.parseTimeCell}</i>`;
}
