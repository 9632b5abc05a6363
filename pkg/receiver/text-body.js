// A body that a framework has read as text before the receiver was called.

import { Pieces } from "./pieces.js";
import { Refusal } from "./refusal.js";

/** @import { BatchWarning } from "../receiver.js" */

const encoder = new TextEncoder();

/**
 * The text as UTF-8.
 *
 * @param {string} text
 * @param {number} maxBytes
 * @throws {Refusal}
 */
export function textBody(text, maxBytes) {
  const bytes = encoder.encode(text);
  if (bytes.length > maxBytes) throw new Refusal("too-large");
  const pieces = new Pieces(bytes.length);
  pieces.add(bytes);
  return pieces;
}

/**
 * A warning if the text cannot be the bytes that were sent. Decoding replaces each byte that is not UTF-8 by the
 * three bytes of U+FFFD, so a text of the declared length has lost nothing.
 *
 * @param {string} text
 * @param {number} length of the text in UTF-8
 * @param {number | undefined} declared bytes as sent; undefined if unknown
 * @returns {BatchWarning[]}
 */
export function textWarnings(text, length, declared) {
  const isLossy = declared === undefined ? text.includes("\ufffd") : length !== declared;
  if (!isLossy) return [];
  const found = declared === undefined ? "it has U+FFFD" : `${declared} bytes became ${length}`;
  const message = `the body was read as text, and bytes were lost: ${found}; read it as bytes`;
  return [{ code: "body-read-as-text", message }];
}
