// The default entry: the wasm travels inside, so that nothing has to be found or fetched.

import { checkedOptions, DECODER_OPTIONS } from "./arguments.js";
import { StreamDecoder } from "./decoder.js";
import * as drain from "./drain.js";
import { hex } from "./wasm/inline.js";

/** @type {typeof import("./index.js").parse} */
export function parse(payload, options) {
  return drain.parse(compile, payload, options);
}

/** @type {typeof import("./index.js").toNDJSON} */
export function toNDJSON(payload, options) {
  return drain.toNDJSON(compile, payload, options);
}

/** @type {typeof import("./index.js").columns} */
export function columns(payload, options) {
  return drain.columns(compile, payload, options);
}

/** @type {typeof import("./index.js").explain} */
export function explain(payload, options) {
  return drain.explain(compile, payload, options);
}

/** @type {typeof import("./index.js").decodeStream} */
export function decodeStream(options) {
  return drain.decodeStream(compile, options);
}

export class Decoder {
  #stream;

  /** @param {import("./index.js").DecoderOptions<any>} [options] */
  constructor(options) {
    this.#stream = new StreamDecoder(compile, checkedOptions(options, DECODER_OPTIONS));
  }

  /**
   * @param {Uint8Array | ArrayBuffer} chunk
   * @param {unknown} [options]
   */
  push(chunk, options) {
    return this.#stream.push(chunk, options);
  }

  /** @param {unknown} [options] */
  finish(options) {
    return this.#stream.finish(options);
  }
}

export { frame } from "./frame.js";
export { releaseMemory } from "./memory.js";
export { facilities, problemCodes, schema, severities } from "./wasm/schema.js";

function compile() {
  return new WebAssembly.Module(bytesOf(hex));
}

/**
 * Reads hexadecimal digits in lower case; the loop, slow in code that runs once, is for browsers from
 * before 2025.
 *
 * @param {string} hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(hex) {
  if (typeof Buffer === "function") return Buffer.from(hex, "hex");
  if ("fromHex" in Uint8Array) return /** @type {any} */ (Uint8Array).fromHex(hex);
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (digit(hex.charCodeAt(2 * at)) << 4) | digit(hex.charCodeAt(2 * at + 1));
  }
  return bytes;
}

/**
 * The value of a digit: letters are 39 further from their value than decimal digits.
 *
 * @param {number} code
 */
function digit(code) {
  return code > 57 ? code - 87 : code - 48;
}
