// Where each row starts and ends: the package tells the places of fields, and of errors.

import { inSlices } from "./pace.js";

/**
 * @import { Columns, Framing, Problem } from "heroku-drain"
 * @import { Tell } from "./pace.js"
 */

/**
 * All records and all errors in the payload's order. Between two rows there is nothing but gaps.
 *
 * @typedef {object} Places
 * @property {number} rows
 * @property {Uint32Array} starts
 * @property {Uint32Array} ends not included
 * @property {Int32Array} records of each row its record, or ~index of its error
 * @property {Uint32Array} rowOfRecord
 */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const PLUS = 0x2b;
const MINUS = 0x2d;
const LESS_THAN = 0x3c;

/**
 * @param {Uint8Array} bytes
 * @param {Framing} framing
 * @param {Columns} columns
 * @param {Tell} tell
 * @returns {Promise<Places>}
 */
export async function placesOf(bytes, framing, columns, tell) {
  const placing = new Placing(bytes, framing, columns);
  await inSlices("indexing", columns.length, tell, (start, end) => placing.addRecords(start, end));
  placing.addErrorsBefore(bytes.length + 1);
  return placing;
}

/**
 * Where a record's priority begins, with its "<": MSG-LEN and a space are before it.
 *
 * @param {Uint8Array} bytes
 * @param {Columns} columns
 * @param {number} record
 */
export function priorityStart(bytes, columns, record) {
  let at = columns.version[2 * record] - 1;
  while (bytes[at] !== LESS_THAN) at--;
  return at;
}

class Placing {
  /**
   * @param {Uint8Array} bytes
   * @param {Framing} framing
   * @param {Columns} columns
   */
  constructor(bytes, framing, columns) {
    this.bytes = bytes;
    this.columns = columns;
    this.isWrongCount = wrongCounts(columns);
    this.isCounted = framing !== "lines";
    this.errors = columns.problems.filter(isError);
    this.rows = columns.length + this.errors.length;
    this.starts = new Uint32Array(this.rows);
    this.ends = new Uint32Array(this.rows);
    this.records = new Int32Array(this.rows);
    this.rowOfRecord = new Uint32Array(columns.length);
    this.row = 0;
    this.error = 0;
    this.end = 0;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  addRecords(start, end) {
    for (let record = start; record < end; record++) {
      this.addErrorsBefore(this.columns.version[2 * record]);
      this.addRecord(record);
    }
  }

  /** @param {number} place */
  addErrorsBefore(place) {
    for (; this.error < this.errors.length; this.error++) {
      const { offset, length } = this.errors[this.error];
      if (offset >= place) return;
      this.add(~this.error, offset, offset + length);
    }
  }

  /** @param {number} record */
  addRecord(record) {
    const body = priorityStart(this.bytes, this.columns, record);
    this.rowOfRecord[record] = this.row;
    this.add(record, this.frameStart(body), this.frameEnd(body, record));
  }

  /**
   * @param {number} record
   * @param {number} start
   * @param {number} end
   */
  add(record, start, end) {
    this.records[this.row] = record;
    this.starts[this.row] = start;
    this.ends[this.row] = end;
    this.row++;
    this.end = end;
  }

  /**
   * MSG-LEN may follow a frame that ends in digits, so that only the frame's end parts them.
   *
   * @param {number} body
   */
  frameStart(body) {
    let start = body - 1;
    while (start > this.end && isOfInteger(this.bytes[start - 1])) start--;
    return start;
  }

  /**
   * Where the octet count says, if it is right; else behind the line end of the message, if it has one.
   *
   * @param {number} body
   * @param {number} record
   */
  frameEnd(body, record) {
    const { message, message_len } = this.columns;
    if (this.isCounted && !this.isWrongCount[record]) return body + message_len[record];
    return behindLineEnd(this.bytes, message[2 * record + 1]);
  }
}

/** @param {Problem} problem */
export function isError({ severity }) {
  return severity === "error";
}

/** @param {Columns} columns */
function wrongCounts({ length, problems }) {
  const isWrong = new Uint8Array(length);
  for (const { code, record } of problems) {
    if (record === undefined) continue;
    if (code === "octet-count-mismatch" || code === "truncated") isWrong[record] = 1;
  }
  return isWrong;
}

/** @param {number} byte */
function isOfInteger(byte) {
  return (byte >= 0x30 && byte <= 0x39) || byte === PLUS || byte === MINUS;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} end
 */
function behindLineEnd(bytes, end) {
  if (bytes[end] === LINE_FEED) return end + 1;
  return bytes[end] === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED ? end + 2 : end;
}
