// Wasm memory: the only module that writes payloads to it and reads from it.

import { refusal } from "./refusal.js";
import { begin, encode, initSync, lines, reserve, restart, slide } from "./wasm/heroku_drain.js";

/** @import { Settings } from "./arguments.js" */

// The kinds of payload, as wasm numbers them.
const BYTES = 0;
const ASCII_STRING = 1;
const OTHER_STRING = 2;

/** An instance that took more memory than this is replaced, since wasm memory does not shrink. */
const MOST_MEMORY_KEPT = 64 << 20;

/** The most bytes that wasm can have in one buffer, less some that its allocator may need. */
const MOST_BYTES = 0x7fff_0000;

/** The value that wasm throws when memory runs out, as in src/wasm/allocator.rs. */
const OUT_OF_MEMORY = "out of memory";

/** Strings are written in chunks of growing length, until one is not ASCII. */
const FIRST_PIECE = 1024;
const LONGEST_PIECE = 65_536;
/** The most bytes that UTF-8 takes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;

const encoder = new TextEncoder();
const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** @type {WebAssembly.Memory | undefined} */
let memory;
let bytes = new Uint8Array(0);
let words = new Int32Array(0);
let doubles = new Float64Array(0);

/**
 * The bytes in Node, which makes short strings of them in half the time that a TextDecoder takes.
 *
 * @type {Buffer | undefined}
 */
let nodeBytes;

/** The part of wasm memory that payloads are written to. */
let buffer = new Uint8Array(0);

/** Whether the instance must be replaced before it is used again. */
let isBroken = false;

/**
 * Runs `work` on a payload that wasm has begun to read. `work` is passed the payload, a string with its
 * lone surrogates replaced, and the address at which wasm will write rows.
 *
 * Whatever ends a call early, a trap or a full stack, may leave an instance that cannot be trusted.
 * That is only noted here, and the next call replaces it: there may be no memory to do more.
 *
 * @template T
 * @param {() => WebAssembly.Module} compile
 * @param {string | Uint8Array} payload
 * @param {Pick<Settings, "framing" | "maxProblems">} settings
 * @param {(source: string | Uint8Array, rows: number) => T} work
 * @returns {T}
 * @throws {RangeError} if memory ends
 */
export function reading(compile, payload, settings, work) {
  return using(compile, payload, () => {
    if (typeof payload === "string") return readingString(payload, settings, work);
    currentBuffer(payload.length).set(payload);
    return work(payload, begin(payload.length, settings.framing, BYTES, settings.maxProblems));
  });
}

/**
 * How a window of a stream is read.
 *
 * @typedef {object} Window
 * @property {number} framing
 * @property {number} largestFrame
 * @property {number} maxProblems
 * @property {number} offset where the window starts in the stream
 * @property {number} count the number of records before it
 * @property {number} stage with `missing`, the state of the stream
 * @property {number} missing
 * @property {boolean} isLast
 */

/**
 * Like `reading`, for a window of a stream, whose bytes come in two parts.
 *
 * @template T
 * @param {() => WebAssembly.Module} compile
 * @param {Uint8Array} head
 * @param {Uint8Array} tail
 * @param {Window} window
 * @param {(source: { length: number }, rows: number) => T} work
 * @returns {T}
 */
export function readingWindow(compile, head, tail, window, work) {
  const length = head.length + tail.length;
  return using(compile, { length }, () => {
    const target = currentBuffer(length);
    target.set(head);
    target.set(tail, head.length);
    const rows = begin(length, window.framing, BYTES, window.maxProblems);
    const { largestFrame, isLast, offset, count, stage, missing } = window;
    slide(largestFrame, isLast, offset, count, stage, missing);
    return work({ length }, rows);
  });
}

/** @typedef {string | { length: number }} Sized a payload, or the number of its bytes */

/**
 * Runs `work`, which reads a payload, with an instance.
 *
 * @template T
 * @param {() => WebAssembly.Module} compile
 * @param {Sized} payload
 * @param {() => T} work
 * @returns {T}
 * @throws {RangeError} if memory ends
 */
function using(compile, payload, work) {
  if (isBroken) releaseMemory();
  if (memory === undefined) memory = start(compile);
  isBroken = true;
  const result = explaining(payload, work);
  isBroken = false;
  lookAtMemory();
  if (bytes.length > MOST_MEMORY_KEPT) releaseIfPossible();
  return result;
}

/**
 * @template T
 * @param {Sized} payload
 * @param {() => T} work
 * @returns {T}
 */
function explaining(payload, work) {
  try {
    return work();
  } catch (error) {
    throw explained(payload, error);
  }
}

/**
 * The error that the caller gets.
 *
 * @param {Sized} payload
 * @param {unknown} error
 */
function explained(payload, error) {
  if (isOutOfMemory(error)) return tooLarge(payload, error);
  if (!(error instanceof WebAssembly.RuntimeError)) return error;
  const message = `internal parser error (please report): ${error.message}`;
  return Object.assign(new WebAssembly.RuntimeError(message), { cause: error });
}

/** @param {any} error */
function isOutOfMemory(error) {
  // The other one is what Node throws for a string that is longer than V8 can make.
  return error?.message === OUT_OF_MEMORY || error?.code === "ERR_STRING_TOO_LONG";
}

/**
 * The error for a payload that does not fit. The memory that was taken for it is released at once.
 *
 * @param {Sized} payload
 * @param {unknown} cause
 */
function tooLarge(payload, cause) {
  releaseIfPossible();
  const unit = typeof payload === "string" ? "characters" : "bytes";
  const message = `payload is too large: it has ${payload.length} ${unit}; the maximum is ${MOST_BYTES} bytes, less if memory is low`;
  return new RangeError(message, { cause });
}

/**
 * @template T
 * @param {string} payload
 * @param {Pick<Settings, "framing" | "maxProblems">} settings
 * @param {(source: string, rows: number) => T} work
 * @returns {T}
 */
function readingString(payload, { framing, maxProblems }, work) {
  const ascii = writeAscii(payload);
  if (ascii === payload.length) {
    return work(payload, begin(ascii, framing, ASCII_STRING, maxProblems));
  }
  const { length, isWellFormed } = writeRest(payload, ascii);
  const source = isWellFormed ? payload : wellFormed(payload);
  return work(source, begin(length, framing, OTHER_STRING, maxProblems));
}

/** @param {() => WebAssembly.Module} compile */
function start(compile) {
  try {
    return initSync({ module: compile() }).memory;
  } catch (error) {
    throw refusal(error);
  }
}

/** Replaces the instance, if there is one, with one that has no more memory than it needs. */
export function releaseMemory() {
  if (memory === undefined) return;
  isBroken = true;
  restart();
  // The next call is what starts the new instance; without a module, initSync only names it.
  lines();
  memory = /** @type {WebAssembly.Memory} */ (initSync(/** @type {any} */ (undefined)).memory);
  buffer = new Uint8Array(0);
  lookAt(memory.buffer);
  isBroken = false;
}

/** A result must not be lost because there is no memory for the next instance. */
function releaseIfPossible() {
  try {
    releaseMemory();
  } catch {
    // The next call tries again.
  }
}

/** The memory of the instance that is in use, if there is one yet. */
export function currentMemory() {
  return memory;
}

/** The current memory: a call that makes it grow leaves older views empty. */
export function views() {
  lookAtMemory();
  return { bytes, words, doubles };
}

/**
 * A copy of the bytes at an address, which stays when memory is used again.
 *
 * @param {number} address
 * @param {number} length
 * @param {Uint8Array<ArrayBuffer>} [place] where it is copied to if it has exactly that length
 */
export function copied(address, length, place) {
  lookAtMemory();
  if (place?.length !== length) return bytes.slice(address, address + length);
  place.set(bytes.subarray(address, address + length));
  return place;
}

/**
 * A string with one character for each byte between two offsets of the payload that is being read,
 * which is right for ASCII and lets ASCII be sliced out.
 *
 * @param {number} start
 * @param {number} end
 * @returns {string}
 */
export function characterPerByte(start, end) {
  const { byteOffset } = currentBuffer(end);
  if (nodeBytes) return nodeBytes.toString("latin1", byteOffset + start, byteOffset + end);
  return latin1.decode(buffer.subarray(start, end));
}

/**
 * The text between two offsets of the payload that is being read, if that is bytes. Bytes that are not
 * UTF-8 read as U+FFFD.
 *
 * @param {number} start
 * @param {number} end
 * @returns {string}
 */
export function decoded(start, end) {
  const { byteOffset } = currentBuffer(end);
  if (nodeBytes) return nodeBytes.toString("utf8", byteOffset + start, byteOffset + end);
  return utf8.decode(buffer.subarray(start, end));
}

function lookAtMemory() {
  if (bytes.length === 0 && memory !== undefined) lookAt(memory.buffer);
}

/** @param {ArrayBuffer} wasmMemory */
function lookAt(wasmMemory) {
  bytes = new Uint8Array(wasmMemory);
  words = new Int32Array(wasmMemory);
  doubles = new Float64Array(wasmMemory);
  nodeBytes = typeof Buffer === "function" ? Buffer.from(wasmMemory) : undefined;
}

/**
 * The buffer for payloads, at least `length` bytes long; its content stays.
 *
 * @param {number} length
 */
function currentBuffer(length) {
  // It is empty after memory has grown.
  if (buffer.length < length || buffer.length === 0) {
    const most = Math.max(length, BYTES_PER_UNIT * FIRST_PIECE);
    if (most > MOST_BYTES) throw new Error(OUT_OF_MEMORY);
    const address = reserve(most);
    lookAtMemory();
    buffer = bytes.subarray(address, address + most);
  }
  return buffer;
}

/**
 * Writes a string as far as it is ASCII, chunk by chunk, and returns how far that is.
 *
 * @param {string} text
 */
function writeAscii(text) {
  let end = 0;
  for (let size = FIRST_PIECE; end < text.length; size = Math.min(2 * size, LONGEST_PIECE)) {
    const piece = text.slice(end, end + size);
    const target = currentBuffer(end + BYTES_PER_UNIT * piece.length);
    const { written } = encoder.encodeInto(piece, end === 0 ? target : target.subarray(end));
    if (written !== piece.length) break;
    end += piece.length;
  }
  return end;
}

/**
 * Writes the rest of a string after the bytes that were written, and returns where that ends.
 *
 * @param {string} text
 * @param {number} start
 */
function writeRest(text, start) {
  if (typeof Buffer === "function") return writeUnits(text, start);
  const rest = text.slice(start);
  const target = currentBuffer(start + BYTES_PER_UNIT * rest.length);
  const { written } = encoder.encodeInto(rest, target.subarray(start));
  return { length: start + written, isWellFormed: false };
}

/**
 * Like `writeRest`, in Node, whose V8 takes seven times as long to encode such a string in UTF-8 as to
 * copy its code units, chunk by chunk. Wasm encodes them.
 *
 * @param {string} text
 * @param {number} start
 */
function writeUnits(text, start) {
  let length = start;
  let isWellFormed = true;
  for (let from = start, to = start; from < text.length; from = to) {
    to = from + LONGEST_PIECE;
    // A surrogate pair stays together.
    if (isHighSurrogate(text.charCodeAt(to - 1))) to--;
    const piece = text.slice(from, to);
    const units = currentBuffer(length + BYTES_PER_UNIT * piece.length).subarray(
      length + piece.length,
    );
    Buffer.from(units.buffer, units.byteOffset, units.length).write(piece, "utf16le");
    const answer = encode(length, piece.length);
    length = answer & 0x7fff_ffff;
    if (answer >>> 31) isWellFormed = false;
  }
  return { length, isWellFormed };
}

/** @param {number} unit */
function isHighSurrogate(unit) {
  return unit >>> 10 === 0xd800 >>> 10;
}

/**
 * The text with U+FFFD instead of lone surrogates, which have no bytes.
 *
 * @param {string} text
 */
function wellFormed(text) {
  if (text.isWellFormed?.()) return text;
  return text.toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
