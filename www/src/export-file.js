// What an export is as a file, and as a text for the clipboard.

/** @import { Export, Format } from "./messages.js" */

/** The most bytes that go into a clipboard: with more, the programs that paste them stand still. */
export const MOST_COPIED = 1_000_000;

/** @type {Record<Format, { name: string, type: string }>} */
const FILES = {
  ndjson: { name: "heroku-runtime.ndjson", type: "application/x-ndjson" },
  json: { name: "heroku-runtime.json", type: "application/json" },
  csv: { name: "heroku-runtime.csv", type: "text/csv;charset=utf-8" },
  raw: { name: "payload.log", type: "application/octet-stream" },
};

export const FORMATS = /** @type {Format[]} */ (Object.keys(FILES));

/** Why something does not go out. */
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
 * @throws {Refusal} if a clipboard would not give back the same bytes
 */
export function copyableText({ parts, bytes }) {
  if (bytes > MOST_COPIED) throw new Refusal("tooLarge");
  const text = parts.map(decoded()).join("");
  // Some systems end a text there.
  if (text.includes("\0")) throw new Refusal("notText");
  return text;
}

/** Decodes one part after another: a character may be in two of them. */
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
