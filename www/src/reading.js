// One payload as the package reads it: counts, windows of rows, details. Lives in the worker.

import { columns, explain, parse, toNDJSON } from "heroku-drain";
import { characterStart, cutText } from "./cut.js";
import { PAGE_OF_ROWS } from "./messages.js";

/**
 * @import { Columns, Framing, HerokuRuntime, Problem, RecordSegment } from "heroku-drain"
 * @import { Details, Piece, ProblemDetails, RecordDetails, RecordRow, Summary } from "./messages.js"
 */

/** Longest text in a cell of a table; the whole of it is in the details. */
const CELL_LENGTH = 400;
const HEAD_LENGTH = 4000;
const BOM_BYTES = 3;
const CONTEXT_LENGTH = 160;
/** Milliseconds for which short work is repeated: a browser's clock ticks in tenths of one. */
const MEASURED_FOR = 10;
/** Milliseconds of work that may well be done again for a better figure. */
const SHORT = 40;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

export class Reading {
  /** @type {Columns | undefined} */
  #columns;

  /**
   * @param {number} generation
   * @param {string | Uint8Array} payload
   * @param {Framing} framing
   */
  constructor(generation, payload, framing) {
    this.generation = generation;
    this.payload = payload;
    this.options = { framing, parseTime: new Date() };
    const { result, milliseconds } = measured(() => parse(payload, this.options));
    this.records = result.records;
    this.problemList = result.problems;
    this.milliseconds = milliseconds;
  }

  /** @returns {Summary} */
  summary() {
    const errors = this.problemList.filter(({ severity }) => severity === "error").length;
    return {
      generation: this.generation,
      records: this.records.length,
      errors,
      warnings: this.problemList.length - errors,
      bytes: byteLength(this.payload),
      unit: typeof this.payload === "string" ? "character" : "byte",
      milliseconds: this.milliseconds,
      ...this.#head(),
      isMarked: this.#text(0, BOM_BYTES).startsWith("\ufeff"),
      recordRows: this.recordRows(0, PAGE_OF_ROWS),
      problemRows: this.problemRows(0, PAGE_OF_ROWS),
    };
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  recordRows(start, end) {
    return this.records.slice(start, end).map(recordRow);
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  problemRows(start, end) {
    return this.problemList.slice(start, end).map(problemRow);
  }

  /**
   * @param {import("./messages.js").ListName} list
   * @param {number} index
   * @returns {Details | undefined}
   */
  details(list, index) {
    return list === "records" ? this.#recordDetails(index) : this.#problemDetails(index);
  }

  ndjson() {
    const { ndjson } = toNDJSON(this.payload, this.options);
    return ndjson;
  }

  /**
   * @param {number} index
   * @returns {RecordDetails | undefined}
   */
  #recordDetails(index) {
    const record = this.records[index];
    if (!record) return undefined;
    const { offset, length, fields, facility, severity } = this.#segment(index);
    return {
      list: "records",
      index,
      offset,
      length,
      fields,
      facility,
      severity,
      eventTime: record.p_event_time.getTime(),
      ipAddresses: record.p_any_ip_addresses,
      domainNames: record.p_any_domain_names,
      warnings: this.problemList.filter((problem) => problem.record === index),
      pieces: this.#pieces(offset, length, fields),
      json: JSON.stringify(record, undefined, 2),
    };
  }

  /**
   * @param {number} index
   * @returns {ProblemDetails | undefined}
   */
  #problemDetails(index) {
    const problem = this.problemList[index];
    if (!problem) return undefined;
    const { offset, length } = problem;
    const end = offset + length;
    return {
      list: "problems",
      index,
      problem,
      before: this.#text(this.#characterStart(Math.max(0, offset - CONTEXT_LENGTH)), offset),
      text: this.#text(offset, end),
      after: this.#text(end, this.#characterStart(end + CONTEXT_LENGTH)),
    };
  }

  #head() {
    if (typeof this.payload === "string") return { head: "", isHeadCut: false };
    const end = this.#characterStart(HEAD_LENGTH);
    return { head: this.#text(0, end), isHeadCut: end < this.payload.length };
  }

  /** @param {number} offset */
  #characterStart(offset) {
    return characterStart(this.payload, offset);
  }

  /**
   * What the package explains about one record. Explaining a large payload takes seconds, so it sees
   * the record and its neighbours only, and the whole where it reads those few otherwise.
   *
   * @param {number} index
   * @returns {RecordSegment}
   */
  #segment(index) {
    this.#columns ??= columns(this.payload, this.options);
    const { version, message } = this.#columns;
    const start = index === 0 ? 0 : Number(message[2 * index - 1]);
    const last = index + 1 === this.records.length;
    const end = last ? this.payload.length : Number(version[2 * index + 3]) + 1;
    return this.#explained(start, end, index) ?? this.#explained(0, this.payload.length, index);
  }

  /**
   * @param {number} start
   * @param {number} end
   * @param {number} index
   * @returns {RecordSegment} undefined if none has its fields where the record has them
   */
  #explained(start, end, index) {
    const part =
      typeof this.payload === "string"
        ? this.payload.slice(start, end)
        : this.payload.subarray(start, end);
    const { segments } = explain(part, this.options);
    const moved = segments.filter((segment) => segment.kind === "record").map(movedBy(start));
    return /** @type {RecordSegment} */ (moved.find((segment) => this.#isOf(segment, index, end)));
  }

  /**
   * @param {RecordSegment} segment
   * @param {number} index
   * @param {number} end
   */
  #isOf(segment, index, end) {
    const all = /** @type {Columns} */ (this.#columns);
    // At the edge of what was explained, a frame may have been cut short.
    if (segment.offset + segment.length === end && end !== this.payload.length) return false;
    return segment.fields.slice(2).every(({ name, offset, length }) => {
      const places = /** @type {Uint32Array} */ (all[name]);
      return places[2 * index] === offset && places[2 * index + 1] === offset + length;
    });
  }

  /**
   * @param {number} offset
   * @param {number} length
   * @param {RecordSegment["fields"]} fields
   * @returns {Piece[]}
   */
  #pieces(offset, length, fields) {
    /** @type {Piece[]} */
    const pieces = [];
    let end = offset;
    for (const field of fields) {
      pieces.push({ text: this.#text(end, field.offset) });
      end = field.offset + field.length;
      pieces.push({ text: this.#text(field.offset, end), field: field.name });
    }
    pieces.push({ text: this.#text(end, offset + length) });
    return pieces.filter(({ text }) => text !== "");
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {string}
   */
  #text(start, end) {
    if (typeof this.payload === "string") return this.payload.slice(start, end);
    return decoder.decode(this.payload.subarray(start, end));
  }
}

/**
 * @param {HerokuRuntime} record
 * @returns {RecordRow}
 */
function recordRow(record) {
  const { message_len, priority, version, timestamp, host_name } = record;
  const { app_name, process_id, message_id, message } = record;
  return {
    fields: {
      message_len,
      priority,
      version: cut(version),
      timestamp: cut(timestamp),
      host_name: cut(host_name),
      app_name: cut(app_name),
      process_id: cut(process_id),
      message_id: cut(message_id),
      message: cut(message),
    },
    severity: severityOf(priority),
    eventTime: record.p_event_time.getTime(),
    ipAddresses: record.p_any_ip_addresses,
    domainNames: record.p_any_domain_names,
  };
}

/**
 * @param {Problem} problem
 * @returns {Problem}
 */
function problemRow(problem) {
  return problem.text === undefined
    ? problem
    : { ...problem, text: cutText(problem.text, CELL_LENGTH) };
}

/** @param {string | undefined} text */
function cut(text) {
  return text === undefined ? undefined : cutText(text, CELL_LENGTH);
}

/** @type {Map<number, string | undefined>} */
const severities = new Map();

/**
 * The name of a priority's severity. The package alone knows it, so it is asked once for each.
 *
 * @param {number | undefined} priority
 */
function severityOf(priority) {
  if (priority === undefined) return undefined;
  if (!severities.has(priority)) {
    const { segments } = explain(`1 <${priority}>1 - - - - - -`, { framing: "lines" });
    const [segment] = segments;
    severities.set(priority, segment?.kind === "record" ? segment.severity : undefined);
  }
  return severities.get(priority);
}

/**
 * @param {number} start
 * @returns {(segment: RecordSegment) => RecordSegment}
 */
function movedBy(start) {
  return (segment) => ({
    ...segment,
    offset: segment.offset + start,
    fields: segment.fields.map((field) => ({ ...field, offset: field.offset + start })),
  });
}

/**
 * Does the work and says how long it took; of short work, how long it takes once it is warm.
 *
 * @template T
 * @param {() => T} work
 */
function measured(work) {
  const cold = repeated(work);
  return cold.milliseconds > SHORT ? cold : repeated(work);
}

/**
 * @template T
 * @param {() => T} work
 */
function repeated(work) {
  const since = performance.now();
  let result = work();
  let times = 1;
  while (performance.now() - since < MEASURED_FOR) {
    result = work();
    times += 1;
  }
  return { result, milliseconds: (performance.now() - since) / times };
}

/** @param {string | Uint8Array} payload */
function byteLength(payload) {
  return typeof payload === "string" ? encoder.encode(payload).length : payload.length;
}
