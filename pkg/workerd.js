// The entry for workerd, which takes wasm only as a module that is imported by name.

import { checkedOptions, DECODER_OPTIONS } from "./arguments.js";
import { StreamDecoder } from "./decoder.js";
import * as drain from "./drain.js";
import module from "./wasm/heroku_drain_bg.wasm";

/** @type {typeof import("./index.js").parse} */
export function parse(payload, options) {
  return drain.parse(compiled, payload, options);
}

/** @type {typeof import("./index.js").toNDJSON} */
export function toNDJSON(payload, options) {
  return drain.toNDJSON(compiled, payload, options);
}

/** @type {typeof import("./index.js").columns} */
export function columns(payload, options) {
  return drain.columns(compiled, payload, options);
}

/** @type {typeof import("./index.js").explain} */
export function explain(payload, options) {
  return drain.explain(compiled, payload, options);
}

/** @type {typeof import("./index.js").decodeStream} */
export function decodeStream(options) {
  return drain.decodeStream(compiled, options);
}

export class Decoder {
  #stream;

  /** @param {import("./index.js").DecoderOptions<any>} [options] */
  constructor(options) {
    this.#stream = new StreamDecoder(compiled, checkedOptions(options, DECODER_OPTIONS));
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

function compiled() {
  return module;
}
