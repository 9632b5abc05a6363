// Export files and clipboard texts.

/** @import { Export, Format } from "./messages.js" */

/** Maximum bytes for the clipboard: larger texts freeze the programs that paste them. */
export const MOST_COPIED = 1_000_000;

/** @type {Record<Format, { name: string, type: string }>} */
const FILES = {
  ndjson: { name: "heroku-runtime.ndjson", type: "application/x-ndjson" },
  json: { name: "heroku-runtime.json", type: "application/json" },
  csv: { name: "heroku-runtime.csv", type: "text/csv;charset=utf-8" },
  raw: { name: "payload.log", type: "application/octet-stream" },
};

export const FORMATS = /** @type {Format[]} */ (Object.keys(FILES));

/** Reason why an export is refused. */
export class Refusal extends Error {
  /** @param {"changed" | "tooLarge" | "notText"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @param {Format} format */
export function fileOf(format) {
  return FILES[format];
}

/**
 * @param {Export} made
 * @throws {Refusal} if a clipboard would not return the same bytes
 */
export function copyableText({ parts, bytes }) {
  if (bytes > MOST_COPIED) throw new Refusal("tooLarge");
  const text = parts.map(decoded()).join("");
  // Some systems end text at a NUL.
  if (text.includes("\0")) throw new Refusal("notText");
  return text;
}

/** Decodes parts incrementally: a character may span two of them. */
function decoded() {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** @type {(part: Uint8Array, index: number, parts: Uint8Array[]) => string} */
  return (part, index, parts) => {
    try {
      return decoder.decode(part, { stream: index + 1 < parts.length });
    } catch {
      throw new Refusal("notText");
    }
  };
}
