// The receiver's default entry: with the parser whose wasm travels inside.

import { columns, parse, toNDJSON } from "./index.js";
import { receiverWith } from "./receiver/receive.js";

/** @type {typeof import("./receiver.js").createReceiver} */
export function createReceiver(options) {
  return receiverWith({ columns, parse, toNDJSON }, options);
}

export { toNodeListener } from "./receiver/listener.js";
export { memoryStore } from "./receiver/store.js";
