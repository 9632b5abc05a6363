// Wasm memory: the one module that writes a payload into it and looks at what is there.

import { begin, initSync, problem_count, reserve, restart } from "./wasm/heroku_drain.js";

/**
 * Numbers for what a payload was, as wasm takes them.
 */
const BYTES = 0;
const ASCII_STRING = 1;
const OTHER_STRING = 2;

const encoder = new TextEncoder();

let isStarted = false;

let bytes = new Uint8Array(0);
let words = new Int32Array(0);
let doubles = new Float64Array(0);

/**
 * Runs `work` on a payload that wasm has begun to read.
 *
 * A trap leaves an instance behind that cannot be trusted, so the next call starts a fresh one.
 *
 * @template T
 * @param {() => WebAssembly.Module} compile
 * @param {string | Uint8Array} payload
 * @param {number} framing
 * @param {() => T} work
 * @returns {T}
 */
export function reading(compile, payload, framing, work) {
  start(compile);
  try {
    if (typeof payload === "string") beginString(payload, framing);
    else beginBytes(payload, framing);
    return work();
  } catch (error) {
    restart();
    throw error;
  } finally {
    letLargeMemoryGo();
  }
}

/** Wasm memory does not shrink, so an instance that took more than this is replaced. */
const MOST_MEMORY_KEPT = 64 << 20;

function letLargeMemoryGo() {
  if (currentMemory().buffer.byteLength <= MOST_MEMORY_KEPT) return;
  restart();
  // The next call is what starts the new instance.
  problem_count();
}

/**
 * The memory of the instance that is in use; without a module, initSync only names it.
 *
 * @returns {WebAssembly.Memory}
 */
export function currentMemory() {
  return initSync(/** @type {any} */ (undefined)).memory;
}

/** Memory as it is now; a call that makes it grow leaves older views empty. */
export function views() {
  const { buffer } = currentMemory();
  if (bytes.buffer !== buffer) {
    bytes = new Uint8Array(buffer);
    words = new Int32Array(buffer);
    doubles = new Float64Array(buffer);
  }
  return { words, doubles };
}

/**
 * A copy of the bytes at an address, which stays when memory is used again.
 *
 * @param {number} address
 * @param {number} length
 */
export function copied(address, length) {
  views();
  return bytes.slice(address, address + length);
}

/** @param {() => WebAssembly.Module} compile */
function start(compile) {
  if (isStarted) return;
  initSync({ module: compile() });
  isStarted = true;
}

/**
 * @param {Uint8Array} payload
 * @param {number} framing
 */
function beginBytes(payload, framing) {
  const address = reserve(payload.length);
  views();
  bytes.set(payload, address);
  begin(payload.length, framing, BYTES);
}

/**
 * Tries the room that an ASCII string needs first, which nearly every payload is.
 *
 * @param {string} payload
 * @param {number} framing
 */
function beginString(payload, framing) {
  const { read, written } = encode(payload, 0, payload.length);
  if (read === payload.length) {
    begin(written, framing, ASCII_STRING);
    return;
  }
  const rest = payload.slice(read);
  const length = written + encode(rest, written, rest.length * 3).written;
  begin(length, framing, OTHER_STRING);
}

/**
 * @param {string} text
 * @param {number} start where the text goes in wasm's room
 * @param {number} room the most bytes it may take
 */
function encode(text, start, room) {
  const address = reserve(start + room) + start;
  views();
  return encoder.encodeInto(text, bytes.subarray(address, address + room));
}
