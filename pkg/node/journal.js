// The journal's lines: how many bytes of each file are committed, and the ids of the batches.

import { crc32 } from "node:zlib";

/**
 * Where the committed part of a file ends, and a checksum of its last bytes, by which the file is recognized.
 *
 * @typedef {object} Position
 * @property {number} end bytes that are committed
 * @property {number} length bytes before the end that the checksum covers
 * @property {number} sum CRC-32 of these
 *
 * @typedef {object} Header
 * @property {number} sequence the number of the files, 1 for the first ones
 * @property {string} day the day on which they were begun, such as "2026-05-17" (UTC)
 *
 * @typedef {object} Entry
 * @property {Buffer} ids packed
 * @property {Position[]} [positions] of the files, in the order of `appendedFiles`
 *
 * @typedef {object} Journal as it was read
 * @property {Header | undefined} header
 * @property {Buffer[]} ids packed, of each entry
 * @property {Position[] | undefined} positions undefined if there are none, or if the journal is damaged
 * @property {number | undefined} completed the number with which the files are renamed, or about to be
 * @property {number | undefined} damagedLine the number of the first line that is damaged
 */

const VERSION = 2;
const LINE_FEED = 10;
/** A line's JSON follows eight digits of a checksum and a space. */
const JSON_AT = 9;

const decoder = new TextDecoder();

/**
 * The first line of a journal. Ids follow, and an entry with positions.
 *
 * @param {Header} header
 */
export function headerLine({ sequence, day }) {
  return line({ journal: VERSION, sequence, day });
}

/**
 * A group of batches, which is committed once this line is on disk; or ids alone.
 *
 * @param {Entry} entry
 * @param {number} [padding] spaces that are added, to see whether there is room for them
 */
export function entryLine({ ids, positions }, padding = 0) {
  return line({ ids: ids.toString("base64"), positions }, padding);
}

/**
 * The last line of a journal: the files are complete and are renamed with this number.
 *
 * @param {number} sequence
 */
export function completionLine(sequence) {
  return line({ completed: sequence });
}

/**
 * @param {object} content
 * @param {number} [padding]
 */
function line(content, padding = 0) {
  const json = JSON.stringify(content) + " ".repeat(padding);
  return Buffer.from(`${sumOf(json)} ${json}\n`);
}

/** @param {string | Uint8Array} text */
function sumOf(text) {
  return crc32(text).toString(16).padStart(8, "0");
}

/**
 * Reads a journal. Its last line may be torn, since it may have been written when the power failed: its batches were not
 * acknowledged. Any other bad line is damage; the lines that can be read then still give their ids.
 *
 * @param {Uint8Array} bytes
 * @returns {Journal}
 */
export function readJournal(bytes) {
  const lines = linesOf(bytes);
  const whole = /** @type {any[]} */ (lines.filter((content) => content !== undefined));
  const entries = whole.filter(({ ids }) => ids !== undefined);
  const header = whole.find(({ journal }) => journal === VERSION);
  const positions = entries.findLast((entry) => entry.positions)?.positions;
  const damagedLine = firstDamaged(lines, header, positions);
  return {
    header,
    ids: entries.map(({ ids }) => Buffer.from(ids, "base64")),
    positions: damagedLine === undefined ? positions : undefined,
    completed: damagedLine === undefined ? whole.at(-1).completed : undefined,
    damagedLine,
  };
}

/**
 * @param {unknown[]} lines
 * @param {unknown} header
 * @param {unknown} positions
 */
function firstDamaged(lines, header, positions) {
  const bad = lines.indexOf(undefined);
  if (header === undefined || lines[0] !== header) return 1;
  if (bad >= 0 && bad < lines.length - 1) return bad + 1;
  return positions === undefined ? lines.length : undefined;
}

/**
 * The content of each line; undefined where a checksum is wrong or the line feed is missing.
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
