// Reads the files in which the log keeps bytes that produced no record.

import { Unreadable } from "./failure.js";
import { reportUnreadable } from "./input.js";
import { linesOf } from "./lines.js";

/** How an entry begins; no payload does. */
const START = Buffer.from('{"frame_id":');
const LINE_FEED = 10;
/** The maximum length of blank lines before the first entry, which replace bytes cut off by a crash. */
const MOST_BLANK = 1024 * 1024;

/**
 * Whether the head of a file is long enough for {@link isRejectedFile}.
 *
 * @param {Buffer} head
 */
export function isHeadEnough(head) {
  return head.length >= MOST_BLANK || head.length >= blankIn(head) + START.length;
}

/** @param {Buffer} head */
export function isRejectedFile(head) {
  const start = blankIn(head);
  return START.equals(head.subarray(start, start + START.length));
}

/** @param {Buffer} head */
function blankIn(head) {
  const start = head.findIndex((byte) => byte !== LINE_FEED);
  return start < 0 ? head.length : start;
}

/**
 * The bytes of each entry. A line that is neither an entry nor blank is reported, and the next ones are still read.
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
      if (text[0] === LINE_FEED) continue;
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
