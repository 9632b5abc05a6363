// Where a payload comes from: a file or standard input, decompressed where it is gzip.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { unreadable } from "./failure.js";
import { visible } from "./text.js";

/** Bytes that are read of a file at a time. */
const CHUNK = 256 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * @typedef {object} Input
 * @property {string} name as messages show it
 * @property {number | undefined} size bytes of the file, where that is known
 * @property {AsyncIterable<Uint8Array>} chunks
 */

/**
 * @param {string} path "-" for standard input
 * @param {(length: number) => void} [onRead] is told how many bytes were read of the file
 * @returns {Promise<Input>}
 */
export async function openInput(path, onRead = () => {}) {
  const name = path === "-" ? "standard input" : visible(path);
  const size = path === "-" ? undefined : await sizeOf(path, name);
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  return { name, size, chunks: read(stream, name, onRead) };
}

/**
 * All of an input at once.
 *
 * @param {Input} input
 * @param {number} most bytes
 */
export async function readAll({ name, chunks }, most) {
  const all = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) throw unreadable(name, `expected at most ${most >> 20} MiB, found more`);
    all.push(chunk);
  }
  return Buffer.concat(all);
}

/**
 * @param {string} path
 * @param {string} name
 */
async function sizeOf(path, name) {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    throw unreadable(name, error);
  }
}

/**
 * @param {AsyncIterable<Buffer>} stream
 * @param {string} name
 * @param {(length: number) => void} onRead
 */
async function* read(stream, name, onRead) {
  try {
    yield* decompressed(told(stream, onRead));
  } catch (error) {
    throw unreadable(name, error);
  }
}

/**
 * @param {AsyncIterable<Buffer>} chunks
 * @param {(length: number) => void} onRead
 */
async function* told(chunks, onRead) {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

/**
 * Looks at the first two bytes; a payload cannot begin with them.
 *
 * @param {AsyncGenerator<Buffer>} chunks
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* decompressed(chunks) {
  let head = Buffer.alloc(0);
  while (head.length < GZIP.length) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const all = startingWith(head, chunks);
  if (head.subarray(0, GZIP.length).equals(GZIP)) yield* gunzipped(all);
  else yield* all;
}

/**
 * @param {Buffer} head
 * @param {AsyncGenerator<Buffer>} rest
 */
async function* startingWith(head, rest) {
  if (head.length > 0) yield head;
  yield* rest;
}

/** @param {AsyncIterable<Buffer>} chunks */
async function* gunzipped(chunks) {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // What goes wrong on either side is thrown by the loop that reads.
  pipeline(chunks, gunzip, () => {});
  yield* gunzip;
}
