// Byte range of each row in the payload: frames of records, and errors.

/** @import { Columns, Problem } from "heroku-drain" */

/**
 * All records and listed errors in the payload's order.
 *
 * @typedef {object} Places
 * @property {number} rows
 * @property {Uint32Array} starts
 * @property {Uint32Array} ends exclusive
 * @property {Int32Array} records record of each row, or ~index of its error
 * @property {Uint32Array} rowOfRecord
 */

/**
 * @param {Pick<Columns, "length" | "frame" | "problems">} columns
 * @returns {Places}
 */
export function placesOf({ length, frame, problems }) {
  const errors = problems.filter(isError);
  const rows = length + errors.length;
  const starts = new Uint32Array(rows);
  const ends = new Uint32Array(rows);
  const records = new Int32Array(rows);
  const rowOfRecord = new Uint32Array(length);
  let record = 0;
  let error = 0;
  for (let row = 0; row < rows; row++) {
    const next = errors[error];
    if (record < length && !(next && next.offset < frame[2 * record])) {
      rowOfRecord[record] = row;
      starts[row] = frame[2 * record];
      ends[row] = frame[2 * record + 1];
      records[row] = record++;
    } else {
      starts[row] = next.offset;
      ends[row] = next.offset + next.length;
      records[row] = ~error++;
    }
  }
  return { rows, starts, ends, records, rowOfRecord };
}

/** @param {Problem} problem */
export function isError({ severity }) {
  return severity === "error";
}
