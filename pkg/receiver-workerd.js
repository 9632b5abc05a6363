// The receiver for workerd, with the parser whose wasm is a separate module.

import { receiverWith } from "./receiver/receive.js";
import { columns, parse, toNDJSON } from "./workerd.js";

/** @type {typeof import("./receiver.js").createReceiver} */
export function createReceiver(options) {
  return receiverWith({ columns, parse, toNDJSON }, options);
}

export { toNodeListener } from "./receiver/listener.js";
export { memoryStore } from "./receiver/store.js";
