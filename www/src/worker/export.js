// Export of rows as text or original bytes, in parts of a few megabytes.

import { toNDJSON } from "heroku-drain";
import { join } from "../encode.js";
import { CSV_HEAD, csvOf } from "./csv.js";
import { linesOf } from "./lines.js";
import { inSlices } from "./pace.js";
import { isError } from "./placing.js";
import { decoder } from "./store.js";

/**
 * @import { HerokuRuntime, Problem } from "heroku-drain"
 * @import { Export, Format } from "../messages.js"
 * @import { OnProgress } from "./pace.js"
 * @import { Store } from "./store.js"
 */

/** Size of a part, in bytes or UTF-16 code units. */
const PART = 2 ** 21;
/** Rows written between clock checks. */
const WRITTEN = 256;

const COMMA = Uint8Array.of(0x2c);
const LINE_FEED = Uint8Array.of(0x0a);

/**
 * @param {Store} store
 * @param {Format} format
 * @param {OnProgress} onProgress
 * @returns {Promise<Export>}
 */
export async function exportOfAll(store, format, onProgress) {
  if (format === "raw") return { ...wholePayload(store), records: store.columns.length };
  if (format !== "ndjson") return exportOfRows(store, format, allRows(store), onProgress);
  onProgress({ stage: "exporting", done: 0, total: store.rows });
  const { ndjson, count } = toNDJSON(store.bytes, { ...store.options, maxProblems: 0 });
  return { parts: [ndjson], records: count, bytes: ndjson.length };
}

/**
 * @param {Store} store
 * @param {Format} format
 * @param {Uint32Array} rows in output order
 * @param {OnProgress} onProgress
 * @returns {Promise<Export>}
 */
export async function exportOfRows(store, format, rows, onProgress) {
  const writer = new Writer();
  const each = (/** @type {Uint32Array} */ some, /** @type {(row: number) => void} */ write) =>
    inSlices("exporting", some.length, onProgress, sliceOf(some, write), WRITTEN);
  const recordRows = rows.filter((row) => store.isRecord(row));
  if (format === "raw") await each(rows, (row) => writer.bytes(bytesOfRow(store, row)));
  else if (format === "csv") await writeTable(writer, store, recordRows, onProgress);
  else await writeRecords(writer, store, format, recordRows, each);
  if (format === "json") await writeProblems(writer, store, rows, each);
  return { ...writer.end(), records: recordRows.length };
}

/** @typedef {(rows: Uint32Array, write: (row: number) => void) => Promise<void>} Each */

/**
 * @param {Writer} writer
 * @param {Store} store
 * @param {"ndjson" | "json"} format
 * @param {Uint32Array} rows of records
 * @param {Each} each
 */
async function writeRecords(writer, store, format, rows, each) {
  const line = linesOf(store, rows.length);
  if (format === "json") writer.text('{"records":[');
  let isFirst = true;
  await each(rows, (row) => {
    if (format === "json" && !isFirst) writer.bytes(COMMA);
    isFirst = false;
    writer.bytes(line(store.places.records[row]));
    if (format === "ndjson") writer.bytes(LINE_FEED);
  });
}

/**
 * @param {Writer} writer
 * @param {Store} store
 * @param {Uint32Array} rows of records
 * @param {OnProgress} onProgress
 */
async function writeTable(writer, store, rows, onProgress) {
  const line = linesOf(store, rows.length);
  const write = (/** @type {number} */ start, /** @type {number} */ end) => {
    const lines = Array.from(rows.subarray(start, end), (row) => line(store.places.records[row]));
    for (const event of readLines(lines)) writer.text(csvOf(event));
  };
  writer.text(CSV_HEAD);
  await inSlices("exporting", rows.length, onProgress, write, WRITTEN);
}

/**
 * Parses all lines together: browsers are slow to decode texts of a few bytes.
 *
 * @param {Uint8Array[]} lines
 * @returns {HerokuRuntime[]} with times as text
 */
function readLines(lines) {
  const separated = lines.flatMap((line) => [COMMA, line]).slice(1);
  return JSON.parse(`[${decoder.decode(join(separated))}]`);
}

/**
 * Writes the problems of these rows and their counts. Warnings refer to their record by its index
 * among the exported ones.
 *
 * @param {Writer} writer
 * @param {Store} store
 * @param {Uint32Array} rows
 * @param {Each} each
 */
async function writeProblems(writer, store, rows, each) {
  let records = 0;
  let comma = "";
  const written = { errorCount: 0, warningCount: 0 };
  const write = (/** @type {Problem} */ problem) => {
    writer.text(`${comma}${JSON.stringify(problem)}`);
    comma = ",";
    written[isError(problem) ? "errorCount" : "warningCount"]++;
  };
  writer.text('],"problems":[');
  await each(rows, (row) => {
    if (!store.isRecord(row)) return write(store.errorOfRow(row));
    const record = records++;
    for (const warning of store.warnings(store.places.records[row])) write({ ...warning, record });
  });
  // Some problems of a whole payload may be counted without being listed.
  const { errorCount, warningCount } = rows.length === store.rows ? store.columns : written;
  writer.text(`],"errorCount":${errorCount},"warningCount":${warningCount}}`);
}

/** Concatenates text and bytes without creating overlong strings or arrays. */
class Writer {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #parts = [];
  /** @type {(string | Uint8Array)[]} */
  #pieces = [];
  /** Text after the pieces, batched to be encoded faster. @type {string[]} */
  #texts = [];
  #length = 0;

  /** @param {string} text */
  text(text) {
    this.#texts.push(text);
    this.#grow(text.length);
  }

  /** @param {Uint8Array} bytes */
  bytes(bytes) {
    this.#endText();
    this.#pieces.push(bytes);
    this.#grow(bytes.length);
  }

  end() {
    this.#endPart();
    const parts = this.#parts;
    return { parts, bytes: parts.reduce((sum, part) => sum + part.length, 0) };
  }

  /** @param {number} length */
  #grow(length) {
    this.#length += length;
    if (this.#length >= PART) this.#endPart();
  }

  #endText() {
    if (this.#texts.length > 0) this.#pieces.push(this.#texts.join(""));
    this.#texts = [];
  }

  #endPart() {
    this.#endText();
    if (this.#length > 0) this.#parts.push(join(this.#pieces));
    this.#pieces = [];
    this.#length = 0;
  }
}

/**
 * @param {Uint32Array} rows
 * @param {(row: number) => void} write
 */
function sliceOf(rows, write) {
  return (/** @type {number} */ start, /** @type {number} */ end) => {
    for (let place = start; place < end; place++) write(rows[place]);
  };
}

/** @param {Store} store */
function allRows({ rows }) {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

/**
 * @param {Store} store
 * @param {number} row
 */
function bytesOfRow({ bytes, places }, row) {
  return bytes.subarray(places.starts[row], places.ends[row]);
}

/**
 * Copies, because exports are transferred and the payload stays.
 *
 * @param {Store} store
 */
function wholePayload({ bytes }) {
  const parts = [];
  for (let start = 0; start < bytes.length; start += PART) {
    parts.push(bytes.slice(start, start + PART));
  }
  return { parts, bytes: bytes.length };
}
