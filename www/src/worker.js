// The worker: reads payloads and keeps what they came to, so that the page never waits for it.

import { parse } from "heroku-drain";
import { Reading } from "./reading.js";
import { sampleOf } from "./samples.js";

/** @import { Calls, Request, Source } from "./messages.js" */

/** @type {string | Uint8Array} */
let payload = "";
/** @type {Reading | undefined} */
let reading;

/** @type {Calls} */
const calls = {
  async parse(generation, framing, source) {
    if (source) {
      reading = undefined;
      payload = await read(source);
    }
    reading = new Reading(generation, payload, framing);
    return reading.summary();
  },
  records: async (generation, start, end) => of(generation)?.recordRows(start, end),
  problems: async (generation, start, end) => of(generation)?.problemRows(start, end),
  details: async (generation, list, index) => of(generation)?.details(list, index),
  ndjson: async (generation) => of(generation)?.ndjson(),
  async forget() {
    payload = "";
    reading = undefined;
  },
};

// One call after another: a file that is slow to read must not overtake the one behind it.
let last = Promise.resolve();
self.addEventListener("message", ({ data }) => {
  last = last.then(() => answer(data));
});

// Compiles the wasm while the page is being looked at.
parse("");

/** @param {Request} request */
async function answer({ id, call, args }) {
  try {
    const value = await /** @type {(...args: unknown[]) => Promise<unknown>} */ (calls[call])(
      ...args,
    );
    const transfer = value instanceof Uint8Array ? [value.buffer] : [];
    self.postMessage({ id, value }, { transfer });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
}

/** @param {number} generation */
function of(generation) {
  return reading?.generation === generation ? reading : undefined;
}

/** @param {Source} source */
async function read(source) {
  if (source.kind === "text") return source.text;
  if (source.kind === "file") return new Uint8Array(await source.file.arrayBuffer());
  return sampleOf(source.id)?.build() ?? "";
}
