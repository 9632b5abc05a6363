// Names of a log's files.

import { join } from "node:path";

const SEQUENCE_DIGITS = 8;
/** The text after the stem in the name of a complete file, compressed or not. */
const COMPLETE = /^-(\d{8,15})-\d{4}-\d{2}-\d{2}\.ndjson/;

/**
 * The paths of a log's files.
 *
 * @param {string} folder
 * @param {string} name
 */
export function pathsOf(folder, name) {
  const path = (/** @type {string} */ ending) => join(folder, `${name}.${ending}`);
  return {
    folder,
    name,
    data: path("ndjson"),
    rejected: path("rejected.ndjson"),
    journal: path("journal"),
    newJournal: path("journal.new"),
    newCopy: path("copy.new"),
    lock: path("lock"),
  };
}

/** @typedef {ReturnType<typeof pathsOf>} Paths */

/**
 * The files that batches are appended to: records, and bytes that produced no record.
 *
 * @param {Paths} paths
 */
export function appendedFiles({ name, data, rejected }) {
  return [
    { stem: name, path: data },
    { stem: `${name}.rejected`, path: rejected },
  ];
}

/**
 * The name of a complete file. Sorted names are in the order in which the files were written.
 *
 * @param {string} stem
 * @param {number} sequence
 * @param {string} day
 * @param {string} [ending]
 */
export function completeName(stem, sequence, day, ending = "ndjson") {
  return `${stem}-${String(sequence).padStart(SEQUENCE_DIGITS, "0")}-${day}.${ending}`;
}

/**
 * The highest sequence number in a folder's names; 0 if there are none.
 *
 * @param {string[]} names
 * @param {Paths} paths
 */
export function highestSequence(names, paths) {
  const stems = appendedFiles(paths).map(({ stem }) => stem);
  const sequences = names.flatMap((name) => stems.map((stem) => sequenceOf(name, stem)));
  return sequences.reduce((highest, sequence) => Math.max(highest, sequence), 0);
}

/**
 * @param {string} name
 * @param {string} stem
 */
function sequenceOf(name, stem) {
  if (!name.startsWith(stem)) return 0;
  return Number(COMPLETE.exec(name.slice(stem.length))?.[1] ?? 0);
}

/**
 * The day of a time, in UTC.
 *
 * @param {number} milliseconds
 */
export function dayOf(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
