// One parsed payload: its bytes, the columns of its records, and the position of each row.

import { problemCodes, schema } from "heroku-drain";
import { characterStart } from "../cut.js";
import { bitsOf, emptySets } from "./bits.js";
import { indicatorsOf, LARGEST_PRIORITY, NO_INDICATORS } from "./meanings.js";
import { Names } from "./names.js";
import { inSlices } from "./pace.js";
import { isError, placesOf } from "./placing.js";

/**
 * @import { Columns, FieldName, Framing, HerokuRuntime, Problem } from "heroku-drain"
 * @import { Summary } from "../messages.js"
 * @import { Indicators } from "./meanings.js"
 * @import { OnProgress } from "./pace.js"
 * @import { Places } from "./placing.js"
 * @import { Payload } from "./source.js"
 */

/** @typedef {Exclude<FieldName, "message_len" | "priority">} TextField */
/** @typedef {"host_name" | "app_name" | "process_id"} NameField */
/** @typedef {{ framing: Framing, parseTime: Date, maxProblems: number }} Options */

/** Fields in the schema's order: bit `i` of `absent` is field `i`. */
export const FIELDS = schema.fields.map(({ name }) => name);

/** Bits of the problem codes in a row's set. */
export const CODE_BITS = bitsOf(problemCodes);

const FIELD_BITS = bitsOf(FIELDS);

const HEAD_LENGTH = 4000;
/** UTF-8 of U+FEFF. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** Invalid UTF-8 decodes to U+FFFD, as in the package; a byte order mark is kept. */
export const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param {Payload} payload
 * @param {Options} options
 * @param {Columns} columns that the package returned
 * @param {OnProgress} onProgress
 */
export async function storeOf(payload, options, columns, onProgress) {
  const store = new Store(payload, options, columns, placesOf(columns));
  await inSlices("indexing", columns.length, onProgress, (start, end) => {
    for (const names of Object.values(store.names)) names.addRecords(start, end);
  });
  return store;
}

export class Store {
  /** Problem codes of each row, as bits. */
  #codes;
  /** @type {Map<number, Problem[]>} */
  #warnings = new Map();
  /** Indexed by host name number. @type {Indicators[]} */
  #indicators = [];

  /**
   * @param {Payload} payload
   * @param {Options} options
   * @param {Columns} columns
   * @param {Places} places
   */
  constructor(payload, options, columns, places) {
    this.payload = payload;
    this.bytes = payload.bytes;
    this.options = options;
    this.columns = columns;
    this.places = places;
    this.rows = places.rows;
    this.errors = columns.problems.filter(isError);
    this.names = {
      host_name: this.#namesOf("host_name"),
      app_name: this.#namesOf("app_name"),
      process_id: this.#namesOf("process_id"),
    };
    this.#codes = this.#readProblems();
  }

  /**
   * @param {number} generation
   * @param {number} milliseconds
   * @returns {Summary}
   */
  summary(generation, milliseconds) {
    const { bytes, columns, options, payload } = this;
    const headEnd = bytes.length > HEAD_LENGTH ? characterStart(bytes, HEAD_LENGTH) : bytes.length;
    return {
      generation,
      framing: options.framing,
      bytes: bytes.length,
      compressed: payload.compressed,
      rows: this.rows,
      records: columns.length,
      errors: columns.errorCount,
      warnings: columns.warningCount,
      unlisted: columns.errorCount + columns.warningCount - columns.problems.length,
      gapBytes: this.#gapBytes(),
      milliseconds,
      head: this.text(0, headEnd),
      isHeadCut: headEnd < bytes.length,
      isMarked: BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte),
    };
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  text(start, end) {
    return decoder.decode(this.bytes.subarray(start, end));
  }

  /** @param {number} row */
  isRecord(row) {
    return this.places.records[row] >= 0;
  }

  /** @param {number} row of an error */
  errorOfRow(row) {
    return this.errors[~this.places.records[row]];
  }

  /** @param {number} row */
  codesOfRow(row) {
    return this.#codes[row];
  }

  /** @param {number} record */
  warnings(record) {
    return this.#warnings.get(record) ?? [];
  }

  /**
   * @param {number} record
   * @param {FieldName} field
   */
  isAbsent(record, field) {
    return (this.columns.absent[record] & FIELD_BITS[field]) !== 0;
  }

  /**
   * @param {number} record
   * @param {"message_len" | "priority"} field
   */
  integer(record, field) {
    return this.isAbsent(record, field) ? undefined : this.columns[field][record];
  }

  /**
   * @param {number} record
   * @param {TextField} field
   */
  span(record, field) {
    const spans = this.columns[field];
    return { start: spans[2 * record], end: spans[2 * record + 1] };
  }

  /**
   * @param {number} record
   * @param {TextField} field
   */
  value(record, field) {
    if (this.isAbsent(record, field)) return undefined;
    const { start, end } = this.span(record, field);
    return this.text(start, end);
  }

  /** @param {number} record */
  facility(record) {
    const priority = this.#goodPriority(record);
    return priority === undefined ? undefined : priority >> 3;
  }

  /** @param {number} record */
  severity(record) {
    const priority = this.#goodPriority(record);
    return priority === undefined ? undefined : priority & 7;
  }

  /** @param {number} record */
  indicators(record) {
    if (this.isAbsent(record, "host_name")) return NO_INDICATORS;
    const { ofRecords, firstRecords } = this.names.host_name;
    const number = ofRecords[record];
    const { start, end } = this.span(firstRecords[number], "host_name");
    this.#indicators[number] ??= indicatorsOf(this.bytes.subarray(start, end));
    return this.#indicators[number];
  }

  /**
   * Returns the record as the package's `parse` returns it.
   *
   * @param {number} record
   * @returns {HerokuRuntime}
   */
  event(record) {
    const time = this.columns.event_time[record];
    const { ipAddresses, domainNames } = this.indicators(record);
    const { parseTime } = this.options;
    return {
      message_len: this.integer(record, "message_len"),
      priority: this.integer(record, "priority"),
      version: this.value(record, "version"),
      timestamp: this.value(record, "timestamp"),
      host_name: this.#name(record, "host_name"),
      app_name: this.#name(record, "app_name"),
      process_id: this.#name(record, "process_id"),
      message_id: this.value(record, "message_id"),
      message: this.value(record, "message"),
      p_log_type: "Heroku.Runtime",
      p_event_time: Number.isNaN(time) ? parseTime : new Date(Math.floor(time)),
      p_parse_time: parseTime,
      p_any_ip_addresses: ipAddresses,
      p_any_domain_names: domainNames,
    };
  }

  /**
   * @param {number} record
   * @param {NameField} field
   */
  #name(record, field) {
    const { values, ofRecords } = this.names[field];
    return values[ofRecords[record]];
  }

  /** @param {NameField} field */
  #namesOf(field) {
    return new Names(this.bytes, this.columns, field, FIELD_BITS[field]);
  }

  /** @param {number} record */
  #goodPriority(record) {
    const priority = this.integer(record, "priority");
    if (priority === undefined || priority < 0 || priority > LARGEST_PRIORITY) return undefined;
    return priority;
  }

  #gapBytes() {
    const { starts, ends } = this.places;
    let gaps = this.bytes.length;
    for (let row = 0; row < this.rows; row++) gaps -= ends[row] - starts[row];
    return gaps;
  }

  #readProblems() {
    const codes = emptySets(this.rows);
    for (const problem of this.columns.problems) {
      if (problem.record === undefined) continue;
      codes[this.places.rowOfRecord[problem.record]] |= CODE_BITS[problem.code];
      const warnings = this.#warnings.get(problem.record);
      if (warnings) warnings.push(problem);
      else this.#warnings.set(problem.record, [problem]);
    }
    for (let row = 0; row < this.rows; row++) {
      if (!this.isRecord(row)) codes[row] = CODE_BITS[this.errorOfRow(row).code];
    }
    return codes;
  }
}
