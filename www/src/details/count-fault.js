// Why an octet count is wrong: what it may have counted instead of the bytes behind it.

import { textOf } from "./utf8.js";

/**
 * @import { OctetCount } from "../messages.js"
 *
 * @typedef {"countsCharacters" | "countsCodeUnits" | "countsCodePoints" | "lineEndsAreCrlf" | "lineEndsAreLf"
 *   | "lineEndLost" | "countsItself" | "cutAtLimit" | "cutShort" | "countTooLarge"
 *   | "countTooSmall"} CountFault
 */

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * @param {OctetCount} count
 * @param {Uint8Array} body all bytes behind the count and its space
 * @param {number | undefined} payloadEnd where the payload ends, if it ends with this frame too early
 * @returns {{ fault: CountFault, number: number }} number: of line ends, or of bytes, that the words
 *   about this fault tell
 */
export function countFault({ declared, actual, offset }, body, payloadEnd) {
  const difference = declared - actual;
  const lineEnds = lineEndFault(difference, body);
  if (lineEnds) return lineEnds;
  if (difference === offset) return { fault: "countsItself", number: offset };
  if (difference < 0) return characters(declared, textOf(body));
  if (payloadEnd === undefined) return { fault: "countTooLarge", number: 0 };
  return { fault: isLimit(payloadEnd) ? "cutAtLimit" : "cutShort", number: payloadEnd };
}

/**
 * A count that leaves out the last line end alone is no fault: the frame ends in front of it.
 *
 * @param {number} difference
 * @param {Uint8Array} body
 * @returns {{ fault: CountFault, number: number } | undefined}
 */
function lineEndFault(difference, body) {
  const { crlf, lf } = lineEndsOf(body);
  if (difference === 1 && body.at(-1) !== LINE_FEED) return { fault: "lineEndLost", number: 1 };
  if (difference > 0 && difference === lf) return { fault: "lineEndsAreLf", number: lf };
  if (difference < 0 && -difference === crlf) return { fault: "lineEndsAreCrlf", number: crlf };
  return undefined;
}

/** @param {Uint8Array} body */
function lineEndsOf(body) {
  const ends = { crlf: 0, lf: 0 };
  body.forEach((byte, at) => {
    if (byte === LINE_FEED) ends[body[at - 1] === CARRIAGE_RETURN ? "crlf" : "lf"]++;
  });
  return ends;
}

/**
 * A count that is too small: of characters, with the line end or (then `number` is 1) without it.
 *
 * @param {number} declared
 * @param {string} text
 * @returns {{ fault: CountFault, number: number }}
 */
function characters(declared, text) {
  const fault = characterFault(declared, text);
  if (fault) return { fault, number: 0 };
  const open = characterFault(declared, text.replace(/\r?\n$/, ""));
  return open ? { fault: open, number: 1 } : { fault: "countTooSmall", number: 0 };
}

/**
 * @param {number} declared
 * @param {string} text
 * @returns {CountFault | undefined}
 */
function characterFault(declared, text) {
  const isUnits = declared === text.length;
  const isPoints = declared === Array.from(text).length;
  if (isUnits && isPoints) return "countsCharacters";
  if (isUnits) return "countsCodeUnits";
  return isPoints ? "countsCodePoints" : undefined;
}

/**
 * Whether a payload that ends there was cut by something that lets only so many bytes through.
 *
 * @param {number} end
 */
function isLimit(end) {
  return end > 0 && (end % 1024 === 0 || end % 1000 === 0);
}
