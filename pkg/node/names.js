// How the files of a log are named.

import { join } from "node:path";

const SEQUENCE_DIGITS = 8;

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
    journal: path("journal"),
    newJournal: path("journal.new"),
    lock: path("lock"),
  };
}

/** @typedef {ReturnType<typeof pathsOf>} Paths */

/**
 * The name of a complete file; names in their order are the files in theirs.
 *
 * @param {string} name
 * @param {number} sequence
 * @param {string} day
 */
export function completeName(name, sequence, day) {
  return `${name}-${String(sequence).padStart(SEQUENCE_DIGITS, "0")}-${day}.ndjson`;
}

/**
 * The highest number among complete files; 0 if there are none.
 *
 * @param {string[]} files
 * @param {string} name
 */
export function highestSequence(files, name) {
  const pattern = /^-(\d{8,15})-\d{4}-\d{2}-\d{2}\.ndjson$/;
  const sequences = files
    .filter((file) => file.startsWith(name))
    .map((file) => Number(pattern.exec(file.slice(name.length))?.[1] ?? 0));
  return sequences.reduce((highest, sequence) => Math.max(highest, sequence), 0);
}

/**
 * The day of a time, in UTC.
 *
 * @param {number} milliseconds
 */
export function dayOf(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
