// Lines of a frame where line ends delimit frames, as in Panther's HTTP source.

/** @import { RecordDetails } from "../messages.js" */

const LINE_FEED = 0x0a;

/**
 * - `one`: the frame is one line.
 * - `many`: the frame contains line ends.
 * - `open`: the frame does not end with a line end.
 *
 * @param {Pick<RecordDetails, "bytes" | "length">} details
 * @returns {{ kind: "one" | "many" | "open", lines: number }}
 */
export function linesOf({ bytes, length }) {
  const ends = bytes.reduce((count, byte) => count + Number(byte === LINE_FEED), 0);
  // If bytes are left out, its end is unknown.
  const isOpen = bytes.length === length && bytes.at(-1) !== LINE_FEED;
  const lines = isOpen || bytes.length < length ? ends + 1 : ends;
  if (lines > 1) return { kind: "many", lines };
  return { kind: isOpen ? "open" : "one", lines };
}
