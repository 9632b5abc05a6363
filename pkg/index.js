// The default entry: the wasm travels inside, so that nothing has to be found or fetched.

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

export { releaseMemory } from "./memory.js";
export { schema } from "./wasm/schema.js";

function compile() {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (digit(hex.charCodeAt(2 * at)) << 4) | digit(hex.charCodeAt(2 * at + 1));
  }
  return new WebAssembly.Module(bytes);
}

/**
 * The value of a hexadecimal digit in lower case: letters are 39 further from their value than digits.
 *
 * @param {number} code
 */
function digit(code) {
  return code > 57 ? code - 87 : code - 48;
}
