// The process that memory.js starts: parses payloads and prints the memory in use in between, in bytes.

import { parse } from "../pkg/index.js";
import { currentMemory } from "../pkg/memory.js";
import { makeLargePayload } from "./payload.js";

/** @import { Moment } from "./memory.js" */

const LARGE = 64 << 20;

const times = Number(process.argv[2]);
const small = makeLargePayload(400).bytes;
const large = repeated(small, LARGE);

/** @type {Moment[]} */
const moments = [];

parse(small);
note("after one payload of 100 KB");
for (let time = 0; time < times; time++) parse(small);
note(`after ${times.toLocaleString("en")} more of them`);
parse(large);
note("after one payload of 64 MiB");
parse(small);
note("after one of 100 KB again");
console.log(JSON.stringify(moments));

/** @param {string} when */
function note(when) {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  moments.push({ when, rss, heap: heapUsed, wasm: currentMemory()?.buffer.byteLength ?? 0 });
}

/**
 * As many whole payloads as fit into the size.
 *
 * @param {Uint8Array} payload
 * @param {number} size
 */
function repeated(payload, size) {
  const whole = new Uint8Array(Math.floor(size / payload.length) * payload.length);
  for (let at = 0; at < whole.length; at += payload.length) whole.set(payload, at);
  return whole;
}
