// Case-insensitive search in bytes.

import { decoder } from "./store.js";

/** Letters with case, and U+FFFD, which replaces invalid UTF-8. */
const CASED = /[\p{CWL}\p{CWU}\ufffd]/u;
const OTHER_THAN_ASCII = /[^\0-\x7f]/g;

const encoder = new TextEncoder();

/** Lower case of each byte; only ASCII letters change. */
const small = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/**
 * ASCII letters follow ASCII case rules, all others Unicode's.
 *
 * @param {string} text not empty
 * @returns {(bytes: Uint8Array, start: number, end: number) => boolean}
 */
export function finderOf(text) {
  const needle = lowered(text);
  const others = text.match(OTHER_THAN_ASCII)?.join("") ?? "";
  if (CASED.test(others)) return (bytes, start, end) => isInText(needle, bytes, start, end);
  return byteFinder(encoder.encode(needle));
}

/**
 * A capital sigma has another lower case at the end of a word, where searches for a part would miss it.
 *
 * @param {string} text
 */
function lowered(text) {
  return text.toLowerCase().replaceAll("ς", "σ");
}

/**
 * Decodes only bytes with characters beyond ASCII, because the needle has some.
 *
 * @param {string} needle
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function isInText(needle, bytes, start, end) {
  for (let at = start; at < end; at++) {
    if (bytes[at] < 0x80) continue;
    return lowered(decoder.decode(bytes.subarray(start, end))).includes(needle);
  }
  return false;
}

/**
 * Horspool's algorithm: the byte under the needle's end determines the shift.
 *
 * @param {Uint8Array} needle in lower case
 */
function byteFinder(needle) {
  const last = needle.length - 1;
  const lastByte = needle[last];
  const moves = movesOf(needle);
  return (
    /** @type {Uint8Array} */ bytes,
    /** @type {number} */ start,
    /** @type {number} */ end,
  ) => {
    for (let at = start + last; at < end; at += moves[bytes[at]]) {
      if (small[bytes[at]] === lastByte && isAt(needle, bytes, at - last)) return true;
    }
    return false;
  };
}

/**
 * @param {Uint8Array} needle
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function isAt(needle, bytes, at) {
  for (let index = 0; index < needle.length; index++) {
    if (small[bytes[at + index]] !== needle[index]) return false;
  }
  return true;
}

/** @param {Uint8Array} needle */
function movesOf(needle) {
  const last = needle.length - 1;
  const moves = new Uint32Array(256).fill(needle.length);
  for (let index = 0; index < last; index++) moves[needle[index]] = last - index;
  for (let byte = 0; byte < 256; byte++) moves[byte] = moves[small[byte]];
  return moves;
}
