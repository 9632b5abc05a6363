// Reads the files in which the log keeps bytes that gave no record.

import { Unreadable } from "./failure.js";
import { reportUnreadable } from "./input.js";
import { linesOf } from "./lines.js";

/** How such a file begins; no payload does. */
const START = Buffer.from('{"frame_id":');
export const START_LENGTH = START.length;

/** @param {Uint8Array} head the first bytes of a file */
export function isRejectedFile(head) {
  return START.equals(head);
}

/**
 * The bytes of each entry. A line that is not an entry is reported, and the next ones are still read.
 *
 * @param {string} name of the file
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {AsyncGenerator<{ line: number, bytes: Uint8Array }>}
 */
export async function* entriesOf(name, chunks) {
  let line = 0;
  for await (const lines of linesOf(chunks)) {
    for (const text of lines) {
      line += 1;
      const bytes = bytesOf(text.toString());
      if (bytes) yield { line, bytes };
      else await reportUnreadable(new Unreadable(name, `line ${line} is not an entry`));
    }
  }
}

/** @param {string} line */
function bytesOf(line) {
  try {
    const { bytes_base64 } = JSON.parse(line);
    return typeof bytes_base64 === "string" ? Buffer.from(bytes_base64, "base64") : undefined;
  } catch {
    return undefined;
  }
}
