// What a journal says: which bytes of the file that is written are committed, and which batches they are.

import { crc32 } from "node:zlib";

/**
 * Where the committed part of a file ends, and what is at its end, by which the file is known again.
 *
 * @typedef {object} Place
 * @property {number} sequence the number of the file, 1 for the first one
 * @property {string} day the day on which it was begun, such as "2026-05-17" (UTC)
 * @property {number} end bytes that are committed
 * @property {number} length how many bytes at the end are known: the last batch, or the end of it
 * @property {number} sum CRC-32 of these
 *
 * @typedef {Place & { ids: string[] }} Checkpoint with the frame ids of the batches that came last
 *
 * @typedef {object} Committed a batch
 * @property {string | null} id its frame id
 * @property {number} group those that were written together have the same number
 * @property {number} left how many of its group follow
 * @property {number} end
 * @property {number} length
 * @property {number} sum
 *
 * @typedef {object} Journal what is read of one
 * @property {Checkpoint} checkpoint
 * @property {string | undefined} rotatedTo the name that the file has got, or is about to get
 */

const LINE_FEED = 10;
/** Eight digits of a checksum and a space stand in front of a line's JSON. */
const JSON_AT = 9;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The first line of a journal.
 *
 * @param {Checkpoint} checkpoint
 */
export function checkpointLine({ sequence, day, end, length, sum, ids }) {
  return line({ journal: 1, sequence, day, end, length, sum, ids });
}

/** @param {Committed} batch */
export function batchLine({ id, group, left, end, length, sum }) {
  return line({ id, group, left, end, length, sum });
}

/**
 * The last line of a journal: the file is complete and gets this name.
 *
 * @param {string} rotatedTo
 */
export function rotationLine(rotatedTo) {
  return line({ rotatedTo });
}

/** @param {object} content */
function line(content) {
  const json = JSON.stringify(content);
  return encoder.encode(`${sumOf(json)} ${json}\n`);
}

/** @param {string | Uint8Array} text */
function sumOf(text) {
  return crc32(text).toString(16).padStart(8, "0");
}

/**
 * Reads a journal. Lines behind a torn one are left out if they are of one group, the one that was being
 * written: nobody was told that its batches are kept.
 *
 * @param {Uint8Array} bytes
 * @returns {Journal}
 * @throws {Error} if something else is wrong with it: to go on could cut off what is committed
 */
export function readJournal(bytes) {
  const lines = linesOf(bytes);
  const first = /** @type {any} */ (lines[0]);
  if (first?.journal !== 1) throw damaged(1, "a checkpoint of version 1");
  const torn = lines.indexOf(undefined);
  const whole = /** @type {any[]} */ (torn < 0 ? lines : lines.slice(0, torn));
  const behind = /** @type {any[]} */ (torn < 0 ? [] : lines.slice(torn).filter(Boolean));
  const batches = whole.slice(1).filter(({ rotatedTo }) => rotatedTo === undefined);
  const { group: last, left } = batches.at(-1) ?? { group: 0, left: 0 };
  const written = left > 0 ? last : last + 1;
  if (behind.some(({ group }) => group !== written)) throw damaged(torn + 1, "its checksum");
  return {
    checkpoint: batches.reduce(committed, { ...first, ids: [...first.ids] }),
    rotatedTo: whole.at(-1).rotatedTo,
  };
}

/**
 * The content of each line, undefined where a checksum is wrong or the line feed is missing.
 *
 * @param {Uint8Array} bytes
 * @returns {unknown[]}
 */
function linesOf(bytes) {
  const contents = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start);
    contents.push(end < 0 ? undefined : contentOf(bytes.subarray(start, end)));
    start = end < 0 ? bytes.length : end + 1;
  }
  return contents;
}

/** @param {Uint8Array} line */
function contentOf(line) {
  const json = line.subarray(JSON_AT);
  if (decoder.decode(line.subarray(0, JSON_AT)) !== `${sumOf(json)} `) return undefined;
  return JSON.parse(decoder.decode(json));
}

/**
 * @param {Checkpoint} checkpoint
 * @param {Committed} batch
 * @returns {Checkpoint}
 */
function committed(checkpoint, { id, end, length, sum }) {
  if (id !== null) checkpoint.ids.push(id);
  return Object.assign(checkpoint, { end, length, sum });
}

/**
 * @param {number} line
 * @param {string} expected
 */
function damaged(line, expected) {
  return new Error(
    `expected ${expected} in line ${line} of the journal, found something else: it is damaged; ` +
      "move it and the file that is written elsewhere to begin anew",
  );
}
