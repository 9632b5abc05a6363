// The bytes of a file or of standard input, decompressed if they are gzip.

import { close, createReadStream, fstat, open, read } from "node:fs";
import { promisify } from "node:util";
import { Gunzip } from "../shared/gunzip.js";
import { endWith, Unreadable } from "./failure.js";
import { reportFailure } from "./output.js";
import { visible } from "./text.js";

/** Bytes of one read of a file. */
const CHUNK = 256 * 1024;
const STDIN = 0;
const GZIP = Buffer.from([0x1f, 0x8b]);

const opened = promisify(open);
const statsOf = promisify(fstat);
const readInto = promisify(read);
const closed = promisify(close);

/**
 * @typedef {object} Input
 * @property {string} name escaped, for messages
 * @property {number | undefined} size bytes of the file, if it is a file
 * @property {AsyncIterable<Uint8Array>} chunks each valid until the next one is asked for
 */

/**
 * Works on one input after the other. An input that cannot be read is reported, and the others are still read.
 *
 * @param {string[]} paths standard input if there are none
 * @param {(path: string) => Promise<void>} work
 */
export async function forEachInput(paths, work) {
  for (const path of paths.length > 0 ? paths : ["-"]) {
    try {
      await work(path);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await reportUnreadable(error);
    }
  }
}

/** @param {Unreadable} error after which the program goes on */
export async function reportUnreadable(error) {
  endWith(error.code);
  await reportFailure(error);
}

/**
 * Decodes a stream. If it is damaged, everything before the damage is passed on.
 *
 * @template T
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {{ push: (chunk: Uint8Array) => T, finish: () => T }} decoder
 * @param {(result: T) => Promise<void>} take
 */
export async function decodeChunks(chunks, decoder, take) {
  try {
    for await (const chunk of chunks) await take(decoder.push(chunk));
  } catch (error) {
    if (error instanceof Unreadable) await take(decoder.finish());
    throw error;
  }
  await take(decoder.finish());
}

/**
 * @param {string} path "-" for standard input
 * @param {(length: number) => void} [onRead] is called with the length of each read, before decompression
 * @returns {Promise<Input>}
 */
export async function openInput(path, onRead = () => {}) {
  const name = path === "-" ? "standard input" : visible(path);
  try {
    const fd = path === "-" ? STDIN : await opened(path, "r");
    const stats = await statsOf(fd);
    const size = stats.isFile() ? stats.size : undefined;
    const raw = stats.isFile() ? fileChunks(fd) : streamOf(path, fd);
    return { name, size, chunks: readable(raw, name, onRead) };
  } catch (error) {
    throw new Unreadable(name, error);
  }
}

/**
 * @param {string} path
 * @param {number} fd
 * @returns {AsyncIterable<Buffer>}
 */
function streamOf(path, fd) {
  return path === "-" ? process.stdin : createReadStream(path, { fd, highWaterMark: CHUNK });
}

/**
 * The bytes of a file in two buffers: one is filled while the other is in use.
 *
 * @param {number} fd
 */
async function* fileChunks(fd) {
  let [current, next] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  let reading = readInto(fd, current, 0, CHUNK, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = readInto(fd, next, 0, CHUNK, null);
      yield current.subarray(0, bytesRead);
      [current, next] = [next, current];
    }
  } finally {
    await reading.catch(() => {});
    if (fd !== STDIN) await closed(fd);
  }
}

/**
 * @param {AsyncIterable<Buffer>} raw
 * @param {string} name
 * @param {(length: number) => void} onRead
 */
async function* readable(raw, name, onRead) {
  try {
    yield* decompressed(observed(raw, onRead));
  } catch (error) {
    throw new Unreadable(name, error);
  }
}

/**
 * @param {AsyncIterable<Buffer>} chunks
 * @param {(length: number) => void} onRead
 */
async function* observed(chunks, onRead) {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

/**
 * A payload cannot begin with the two bytes that gzip begins with.
 *
 * @param {AsyncIterable<Uint8Array>} chunks
 */
async function* decompressed(chunks) {
  const { head, all } = await peeked(chunks, ({ length }) => length >= GZIP.length);
  if (head.subarray(0, GZIP.length).equals(GZIP)) yield* gunzipped(all);
  else yield* all;
}

/**
 * The start of a stream, and the whole stream.
 *
 * @param {AsyncIterable<Uint8Array>} chunks
 * @param {(head: Buffer) => boolean} isEnough
 */
export async function peeked(chunks, isEnough) {
  const rest = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (!isEnough(head)) {
    const { value, done } = await rest.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return { head, all: startingWith(head, rest) };
}

/**
 * @param {Uint8Array} head
 * @param {AsyncIterator<Uint8Array>} rest
 */
export async function* startingWith(head, rest) {
  if (head.length > 0) yield head;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** @param {AsyncIterable<Uint8Array>} chunks */
async function* gunzipped(chunks) {
  const gunzip = new Gunzip();
  for await (const chunk of chunks) yield* gunzip.push(chunk);
  yield* gunzip.finish();
}
