// The default entry: the wasm travels inside, so that nothing has to be found or fetched.

import * as drain from "./drain.js";
import { base64 } from "./wasm/inline.js";

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

export { schema } from "./wasm/schema.js";

function compile() {
  return new WebAssembly.Module(decoded(base64));
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function decoded(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
