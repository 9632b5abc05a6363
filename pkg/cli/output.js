// Writing to standard output and standard error, which may be slow, full or closed.

import { fstatSync, writeSync } from "node:fs";
import { FAILED, Failure, reasonOf, USAGE } from "./failure.js";

const STDOUT = 1;

/** Thrown once the reader of standard output has closed it, as `head` does. */
export class ReaderGone extends Error {}

/** Each write reports its own error, so the events add nothing; without a listener they would end the process. */
export function ignoreErrorEvents() {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

/**
 * Writes to standard output; resolves when the system has taken all of it.
 *
 * @param {string | Uint8Array} data
 */
export async function print(data) {
  if (data.length === 0) return;
  try {
    if (isFile()) writeToFile(typeof data === "string" ? Buffer.from(data) : data);
    else await written(process.stdout, data);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") throw new ReaderGone();
    throw new Failure(FAILED, `cannot write standard output: ${reasonOf(error)}`);
  }
}

/**
 * Writes to standard error. What cannot be written is dropped: records matter more than reports on them.
 *
 * @param {string} text
 */
export async function report(text) {
  await written(process.stderr, text).catch(() => {});
}

/** @param {Failure} failure */
export async function reportFailure({ code, message }) {
  const advice = code === USAGE ? "; see heroku-drain --help" : "";
  await report(`heroku-drain: ${message}${advice}\n`);
}

/** @type {boolean | undefined} */
let isFileKnown;
function isFile() {
  isFileKnown ??= fstatSync(STDOUT).isFile();
  return isFileKnown;
}

/**
 * Node's own stream ignores that a nearly full disk takes only part of a write.
 *
 * @param {Uint8Array} bytes
 */
function writeToFile(bytes) {
  for (let start = 0; start < bytes.length; ) start += writeSync(STDOUT, bytes, start);
}

/**
 * @param {NodeJS.WriteStream} stream
 * @param {string | Uint8Array} data
 * @returns {Promise<void>}
 */
function written(stream, data) {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => (error ? reject(error) : resolve()));
  });
}
