// A file that batches are appended to, and where its committed part ends.

import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { appendedFiles } from "./names.js";

/** @import { Files, OpenFile } from "./files.js" */
/** @import { Position } from "./journal.js" */
/** @import { Paths } from "./names.js" */

/**
 * @typedef {object} Output
 * @property {string} stem how the names of its complete files begin
 * @property {string} path
 * @property {OpenFile} file
 * @property {Position} position
 */

/** The number of bytes that identify the end of a batch. */
const SUMMED_BYTES = 4096;
/** Bytes that are read or written at once, so that other work is done between. */
const PIECE = 2 ** 20;
const LINE_FEED = 10;

/** Where an empty file ends. @type {Position} */
export const START = { end: 0, length: 0, sum: 0 };

/**
 * @param {{ files: Files, paths: Paths }} setting
 * @param {Position[]} [positions]
 */
export async function openOutputs({ files, paths }, positions) {
  /** @type {Output[]} */
  const outputs = [];
  for (const [index, { stem, path }] of appendedFiles(paths).entries()) {
    const file = await orClose(filesOf(outputs), () => files.open(path));
    outputs.push({ stem, path, file, position: positions?.[index] ?? START });
  }
  return outputs;
}

/** @param {Output[]} outputs */
export function filesOf(outputs) {
  return outputs.map(({ file }) => file);
}

/**
 * Closes files if the work fails, since on a full disk it fails repeatedly.
 *
 * @template T
 * @param {OpenFile[]} opened
 * @param {() => Promise<T>} work
 */
export async function orClose(opened, work) {
  try {
    return await work();
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** @param {OpenFile[]} files */
export async function closeAll(files) {
  await Promise.allSettled(files.map((file) => file.close()));
}

/**
 * The position after bytes that follow another position.
 *
 * @param {Position} before
 * @param {Uint8Array[]} parts
 * @returns {Position}
 */
export function positionAfter(before, parts) {
  const last = parts.findLast((part) => part.length > 0)?.subarray(-SUMMED_BYTES);
  if (!last) return before;
  const end = parts.reduce((end, part) => end + part.length, before.end);
  return { end, length: last.length, sum: crc32(last) };
}

/**
 * Whether a file holds the bytes that end at a position.
 *
 * @param {OpenFile} file
 * @param {Position} position
 */
export function holds(file, { end, length, sum }) {
  return length === 0 || crc32(file.peek(length, end - length)) === sum;
}

/**
 * Whether a file can still be found under its name, and is as long as it must be.
 *
 * @param {Files} files
 * @param {string} path
 * @param {OpenFile} file
 * @param {number} end
 */
export function isInPlace(files, path, file, end) {
  const found = files.stat(path);
  return found !== undefined && found.identity === file.identity && found.size >= end;
}

/**
 * The bytes of a file from a position on, a piece at a time.
 *
 * @param {OpenFile} file
 * @param {number} start
 */
export async function* piecesFrom(file, start) {
  const size = file.size();
  for (let at = start; at < size; at += PIECE) {
    yield file.peek(Math.min(PIECE, size - at), at);
    await nextTurn();
  }
}

/**
 * Whether a file holds nothing but line feeds after a position.
 *
 * @param {Output} output
 */
export async function endsBlank({ file, position }) {
  for await (const piece of piecesFrom(file, position.end)) {
    if (piece.some((byte) => byte !== LINE_FEED)) return false;
  }
  return true;
}

/**
 * Overwrites uncommitted bytes with line feeds, which readers of NDJSON skip. The file is not truncated: `tail -F` would
 * then print all of it again.
 *
 * @param {Output} output
 * @param {number} [end] where the line feeds end
 */
export async function blankEnd({ file, position }, end = file.size()) {
  for (let at = position.end; at < end; at += PIECE) {
    await file.write([lineFeeds(Math.min(PIECE, end - at))], at);
  }
}

/**
 * Blanks uncommitted bytes, so that the next record is a separate line.
 *
 * @param {Output} output
 * @returns {Promise<Position>} where the file ends
 */
export async function skipUncommitted(output) {
  const { file, position } = output;
  const size = file.size();
  if (size === position.end) return position;
  // One more, for a follower that has read part of the last line.
  const end = size + 1;
  await blankEnd(output, end);
  await file.sync();
  const length = Math.min(SUMMED_BYTES, end - position.end);
  return { end, length, sum: crc32(lineFeeds(length)) };
}

/** @param {number} count */
function lineFeeds(count) {
  return new Uint8Array(count).fill(LINE_FEED);
}
