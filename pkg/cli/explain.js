// `heroku-drain explain`: every part of a payload, with the offset and length of each field.

import { Decoder } from "heroku-drain";
import { ERRORS, endWith, wrongUsage } from "./failure.js";
import { decodeChunks, forEachInput, openInput } from "./input.js";
import { FRAMING, framingOf, parsed, STRICT, strictness } from "./options.js";
import { print } from "./output.js";
import { Description } from "./segments.js";
import { counted, painter, visibleJson } from "./text.js";

/** @import { Segment } from "../index.js" */

/** @typedef {{ lines: (segment: Segment) => string[], tail: (totals: Totals) => string }} Format */

const OPTIONS = /** @type {const} */ ({ ...FRAMING, ...STRICT, format: { type: "string" } });

/** Bytes read at a time: each becomes many objects. */
const STEP = 64 * 1024;

/** @param {string[]} args */
export async function explain(args) {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length > 1) throw wrongUsage("expected one payload, found more");
  const unsettled = new Unsettled();
  const format = formatOf(values.format, unsettled);
  const isRefused = strictness(values.strict);
  const framing = framingOf(values.framing);
  const totals = new Totals();
  await forEachInput(positionals, async (path) => {
    const { chunks } = await openInput(path);
    const decoder = new Decoder({ framing, output: "segments" });
    await decodeChunks(unsettled.following(chunks), decoder, async ({ segments }) => {
      for (const segment of segments) totals.add(segment);
      if (isRefused(totals)) endWith(ERRORS);
      await print(segments.flatMap((segment) => format.lines(segment)).join(""));
      unsettled.release(segments);
    });
    await print(format.tail(totals));
  });
}

/**
 * @param {string | undefined} name
 * @param {Unsettled} bytes
 * @returns {Format}
 */
function formatOf(name = "text", bytes) {
  if (name === "text") {
    const description = new Description(bytes, painter(process.stdout));
    return {
      lines: (segment) => description.lines(segment).map((line) => `${line}\n`),
      tail: (totals) => `${totals}\n`,
    };
  }
  if (name !== "json") throw wrongUsage("expected --format to be text or json");
  const shown = process.stdout.isTTY ? visibleJson : (/** @type {string} */ json) => json;
  return { lines: (segment) => [`${shown(JSON.stringify(segment))}\n`], tail: () => "" };
}

/** The bytes of a stream whose segments are not known yet: what an excerpt can quote. */
class Unsettled {
  #offset = 0;
  #bytes = Buffer.alloc(0);

  /**
   * Passes the chunks on, in small steps, and remembers them.
   *
   * @param {AsyncIterable<Uint8Array>} chunks
   */
  async *following(chunks) {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += STEP) {
        const step = chunk.subarray(at, at + STEP);
        this.#bytes = Buffer.concat([this.#bytes, step]);
        yield step;
      }
    }
  }

  /**
   * @param {number} start from the stream's start
   * @param {number} end
   */
  slice(start, end) {
    return this.#bytes.subarray(start - this.#offset, end - this.#offset);
  }

  /** @param {Segment[]} segments that are done with */
  release(segments) {
    const last = segments.at(-1);
    if (!last) return;
    const end = last.offset + last.length;
    this.#bytes = this.#bytes.subarray(end - this.#offset);
    this.#offset = end;
  }
}

/** How many segments of each kind there are, and their bytes. */
class Totals {
  #kinds = { record: 0, error: 0, gap: 0 };
  #bytes = { record: 0, error: 0, gap: 0 };
  warnings = 0;

  /** @param {Segment} segment */
  add(segment) {
    this.#kinds[segment.kind] += 1;
    this.#bytes[segment.kind] += segment.length;
    if (segment.kind === "record") this.warnings += segment.warnings.length;
  }

  get errors() {
    return this.#kinds.error;
  }

  toString() {
    const kinds = /** @type {const} */ (["record", "error", "gap"]);
    return kinds
      .map((kind) => `${counted(this.#kinds[kind], kind)} of ${counted(this.#bytes[kind], "byte")}`)
      .join(", ");
  }
}
