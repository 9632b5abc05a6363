// Rows for the page: shortened for the table, complete for the details.

import { characterStart, cutText } from "../cut.js";
import { facilityName, severityName } from "../keywords.js";
import { CELL_LENGTH, MOST_BYTES } from "../messages.js";
import { decoder, FIELDS } from "./store.js";

/**
 * @import { Field, FieldName, Problem } from "heroku-drain"
 * @import { Details, ErrorDetails, ErrorRow, Excerpt, OctetCount, RecordDetails, RecordRow, Row, ShownProblem } from "../messages.js"
 * @import { Store } from "./store.js"
 */

/** Bytes that decode to at least {@link CELL_LENGTH} UTF-16 code units: each takes at most 3. */
const CELL_BYTES = 3 * CELL_LENGTH + 3;
/** Context before and after a problem's range, in bytes. */
const CONTEXT_LENGTH = 160;
const LESS_THAN = 0x3c;

/**
 * @param {Store} store
 * @param {number} row
 * @returns {Row}
 */
export function rowOf(store, row) {
  return store.isRecord(row) ? recordRow(store, row) : errorRow(store, row);
}

/**
 * @param {Store} store
 * @param {number} row
 * @returns {Details | undefined} undefined if the row does not exist
 */
export function detailsOf(store, row) {
  if (!(row >= 0 && row < store.rows)) return undefined;
  return store.isRecord(row) ? recordDetails(store, row) : errorDetails(store, row);
}

/**
 * @param {Store} store
 * @param {number} row
 * @returns {RecordRow}
 */
function recordRow(store, row) {
  const record = store.places.records[row];
  return {
    kind: "record",
    row,
    record,
    fields: cellsOf(store, record),
    facility: store.facility(record),
    severity: store.severity(record),
    eventTime: store.columns.event_time[record],
    ...store.indicators(record),
    warnings: store.warnings(record).map(({ code }) => code),
  };
}

/**
 * @param {Store} store
 * @param {number} row
 * @returns {ErrorRow}
 */
function errorRow(store, row) {
  const { code, message, offset, length } = store.errorOfRow(row);
  const text = cutText(textUpTo(store, offset, offset + length, CELL_BYTES), CELL_LENGTH);
  return { kind: "error", row, code: /** @type {any} */ (code), message, offset, length, text };
}

/**
 * @param {Store} store
 * @param {number} record
 */
function cellsOf(store, record) {
  const cells = /** @type {Record<FieldName, string | number | undefined>} */ ({});
  for (const field of FIELDS) {
    const cell = valueUpTo(store, record, field, CELL_BYTES);
    cells[field] = typeof cell === "string" ? cutText(cell, CELL_LENGTH) : cell;
  }
  return cells;
}

/**
 * @param {Store} store
 * @param {number} row
 * @returns {RecordDetails}
 */
function recordDetails(store, row) {
  const record = store.places.records[row];
  const offset = store.places.starts[row];
  const end = store.places.ends[row];
  const facility = store.facility(record);
  const severity = store.severity(record);
  return {
    kind: "record",
    row,
    record,
    offset,
    length: end - offset,
    bytes: bytesUpTo(store, offset, end),
    fields: fieldsOf(store, record, offset),
    count: countOf(store, record, offset, end),
    facility,
    severity,
    facilityName: facility === undefined ? undefined : facilityName(facility),
    severityName: severity === undefined ? undefined : severityName(severity),
    eventTime: store.columns.event_time[record],
    parseTime: store.options.parseTime.getTime(),
    ...store.indicators(record),
    warnings: store.warnings(record).map((problem) => shown(store, problem)),
    json: JSON.stringify(store.event(record)),
  };
}

/**
 * @param {Store} store
 * @param {number} row
 * @returns {ErrorDetails}
 */
function errorDetails(store, row) {
  const error = store.errorOfRow(row);
  const { offset, length } = error;
  return {
    kind: "error",
    row,
    offset,
    length,
    shown: shown(store, error),
    bytes: bytesUpTo(store, offset, offset + length),
  };
}

/**
 * @param {Store} store
 * @param {number} record
 * @param {number} frame start in the payload
 * @returns {Field[]}
 */
function fieldsOf(store, record, frame) {
  const priority = priorityStart(store, frame);
  return FIELDS.map((name) => {
    const { start, end } = spanOf(store, record, name, frame, priority);
    return {
      name,
      type: typeOf(name),
      offset: start - frame,
      length: end - start,
      value: valueUpTo(store, record, name, MOST_BYTES),
    };
  });
}

/**
 * @param {Store} store
 * @param {number} record
 * @param {FieldName} name
 * @param {number} frame
 * @param {number} priority position of its "<"
 */
function spanOf(store, record, name, frame, priority) {
  if (name === "message_len") return { start: frame, end: priority - 1 };
  if (name !== "priority") return store.span(record, name);
  return { start: priority + 1, end: store.columns.version[2 * record] - 1 };
}

/**
 * Returns the position of a record's "<": only MSG-LEN and a space precede it.
 *
 * @param {Store} store
 * @param {number} frame start of the record's frame
 */
function priorityStart({ bytes }, frame) {
  return bytes.indexOf(LESS_THAN, frame);
}

/**
 * @param {FieldName} name
 * @returns {Field["type"]}
 */
function typeOf(name) {
  if (name === "message_len" || name === "priority") return "int";
  return name === "timestamp" ? "timestamp" : "string";
}

/**
 * @param {Store} store
 * @param {number} record
 * @param {number} frame
 * @param {number} end
 * @returns {OctetCount | undefined}
 */
function countOf(store, record, frame, end) {
  if (store.options.framing === "lines") return undefined;
  const body = priorityStart(store, frame);
  return {
    declared: store.columns.message_len[record],
    actual: end - body,
    offset: body - frame,
  };
}

/**
 * @param {Store} store
 * @param {Problem} problem
 * @returns {ShownProblem}
 */
function shown(store, problem) {
  const { text } = problem;
  const cut = text === undefined ? problem : { ...problem, text: cutText(text, MOST_BYTES) };
  return { problem: cut, excerpt: excerptOf(store, problem) };
}

/**
 * @param {Store} store
 * @param {Problem} problem
 * @returns {Excerpt}
 */
function excerptOf({ bytes }, { offset, length }) {
  const end = offset + length;
  const start = characterStart(bytes, Math.max(0, offset - CONTEXT_LENGTH));
  const behind = Math.min(bytes.length, end + CONTEXT_LENGTH);
  return {
    offset: start,
    before: bytes.slice(start, offset),
    marked: bytes.slice(offset, Math.min(end, offset + MOST_BYTES)),
    after: bytes.slice(end, characterStart(bytes, behind)),
  };
}

/**
 * @param {Store} store
 * @param {number} start
 * @param {number} end
 */
function bytesUpTo({ bytes }, start, end) {
  return bytes.slice(start, Math.min(end, start + MOST_BYTES));
}

/**
 * @param {Store} store
 * @param {number} record
 * @param {FieldName} field
 * @param {number} most bytes
 */
function valueUpTo(store, record, field, most) {
  if (field === "message_len" || field === "priority") return store.integer(record, field);
  if (store.isAbsent(record, field)) return undefined;
  const { start, end } = store.span(record, field);
  return textUpTo(store, start, end, most);
}

/**
 * @param {Store} store
 * @param {number} start
 * @param {number} end
 * @param {number} most bytes
 */
function textUpTo({ bytes }, start, end, most) {
  const cut = end - start > most ? Math.max(start, characterStart(bytes, start + most)) : end;
  return decoder.decode(bytes.subarray(start, cut));
}
