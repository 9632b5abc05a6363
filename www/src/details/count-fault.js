// Causes of a wrong octet count: what the sender may have counted instead.

import { byteLength, textOf } from "./utf8.js";

/**
 * @import { OctetCount } from "../messages.js"
 *
 * @typedef {"countsCharacters" | "countsCodeUnits" | "countsCodePoints" | "lineEndsAreCrlf" | "lineEndsAreLf"
 *   | "lineEndLost" | "savedAs" | "countsItself" | "countSlightlyTooLarge" | "cutAtLimit" | "cutShort"
 *   | "countTooLarge" | "countTooSmall"} CountFault
 *
 * @typedef {{ fault: CountFault, number: number, guess?: string }} CountFinding number: of line ends or bytes,
 *   for the texts about this fault; guess: the encoding of the saved text
 */

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** Maximum excess of a whole line's count that a space, a CR or trimmed text explains. */
const SLIGHTLY = 2;

/** Encodings that editors use instead of UTF-8, by label, with display names. */
const ENCODINGS = /** @type {const} */ ([
  ["euc-kr", "EUC-KR (CP949)"],
  ["windows-1252", "Latin-1"],
]);

/**
 * @param {OctetCount} count
 * @param {Uint8Array} body bytes after the count and its space
 * @param {number | undefined} payloadEnd end of the payload, if it cuts this frame short
 * @returns {CountFinding}
 */
export function countFault({ declared, actual, offset }, body, payloadEnd) {
  const difference = declared - actual;
  if (difference < 0) return tooSmall(declared, difference, body);
  const encoding = savedAs(declared, body);
  if (encoding) return { fault: "savedAs", number: 0, guess: encoding };
  const lineEnds = lostLineEnds(difference, body, payloadEnd !== undefined);
  if (lineEnds) return lineEnds;
  if (difference === offset) return { fault: "countsItself", number: offset };
  if (difference <= SLIGHTLY && body.at(-1) === LINE_FEED) {
    return { fault: "countSlightlyTooLarge", number: 0 };
  }
  if (payloadEnd === undefined) return { fault: "countTooLarge", number: 0 };
  return { fault: isLimit(payloadEnd) ? "cutAtLimit" : "cutShort", number: payloadEnd };
}

/**
 * Returns the encoding in which the body was saved after its UTF-8 bytes were counted.
 *
 * @param {number} declared
 * @param {Uint8Array} body
 */
function savedAs(declared, body) {
  if (utf8LengthOf(body, "utf-8") !== undefined) return undefined;
  return ENCODINGS.find(([label]) => utf8LengthOf(body, label) === declared)?.[1];
}

/**
 * Returns the UTF-8 length of a text in this encoding, or undefined if the encoding does not match.
 *
 * @param {Uint8Array} body
 * @param {string} label
 */
function utf8LengthOf(body, label) {
  try {
    return byteLength(new TextDecoder(label, { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/**
 * In a single line, a missing CR cannot be distinguished from any other missing byte.
 *
 * @param {number} difference
 * @param {Uint8Array} body
 * @param {boolean} isCut whether the payload is cut short: then more than an LF may be missing
 * @returns {CountFinding | undefined}
 */
function lostLineEnds(difference, body, isCut) {
  const { lf } = lineEndsOf(body);
  const isOpen = body.length > 0 && body.at(-1) !== LINE_FEED;
  if (isOpen && difference <= (isCut ? 1 : 2)) return { fault: "lineEndLost", number: difference };
  if (lf > 1 && difference === lf) return { fault: "lineEndsAreLf", number: lf };
  return undefined;
}

/**
 * @param {number} declared
 * @param {number} difference
 * @param {Uint8Array} body
 * @returns {CountFinding}
 */
function tooSmall(declared, difference, body) {
  const { crlf } = lineEndsOf(body);
  if (-difference === crlf) return { fault: "lineEndsAreCrlf", number: crlf };
  return characters(declared, textOf(body));
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
 * A count that is too small: of characters, with or without (`number` is 1) the line end.
 *
 * @param {number} declared
 * @param {string} text
 * @returns {CountFinding}
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
 * Whether a size limit probably cut a payload that ends there.
 *
 * @param {number} end
 */
function isLimit(end) {
  return end > 0 && (end % 1024 === 0 || end % 1000 === 0);
}
