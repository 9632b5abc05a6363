// Reads the files in which the log keeps bytes that produced no record.

import { Unreadable } from "./failure.js";
import { peeked, reportUnreadable, startingWith } from "./input.js";
import { linesOf } from "./lines.js";

/** How an entry begins; no payload does. */
const START = Buffer.from('{"frame_id":');
const LINE_FEED = 10;
/** Line feeds that are passed on at a time. */
const PIECE = 256 * 1024;

/**
 * Whether a stream is a file of rejected bytes, and the whole stream. Blank lines may precede the first entry: the log replaces
 * with them what a crash or a failure left.
 *
 * @param {AsyncIterable<Uint8Array>} chunks
 */
export async function recognized(chunks) {
  const { count, rest } = await withoutLineFeeds(chunks);
  const { head, all } = await peeked(rest, ({ length }) => length >= START.length);
  const isRejected = START.equals(head.subarray(0, START.length));
  return { isRejected, all: afterLineFeeds(count, all) };
}

/**
 * How many line feeds a stream begins with, and what follows them.
 *
 * @param {AsyncIterable<Uint8Array>} chunks
 */
async function withoutLineFeeds(chunks) {
  const rest = chunks[Symbol.asyncIterator]();
  for (let count = 0; ; ) {
    const next = await rest.next();
    if (next.done) return { count, rest: startingWith(new Uint8Array(), rest) };
    /** @type {Uint8Array} */
    const chunk = next.value;
    const found = lineFeedsIn(chunk);
    count += found;
    if (found < chunk.length) return { count, rest: startingWith(chunk.subarray(found), rest) };
  }
}

/**
 * How many line feeds the bytes begin with.
 *
 * @param {Uint8Array} bytes
 */
function lineFeedsIn(bytes) {
  let count = 0;
  // A callback for each byte would take several times as long.
  while (bytes[count] === LINE_FEED) count += 1;
  return count;
}

/**
 * @param {number} count
 * @param {AsyncIterable<Uint8Array>} rest
 */
async function* afterLineFeeds(count, rest) {
  for (let left = count; left > 0; left -= PIECE) {
    yield new Uint8Array(Math.min(PIECE, left)).fill(LINE_FEED);
  }
  yield* rest;
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
