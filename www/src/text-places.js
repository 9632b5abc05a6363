// Where a byte of the payload is in the text box that it was typed into.

/** @import { LineEnd } from "./messages.js" */

/**
 * The code unit of the text that a byte belongs to.
 *
 * @param {string} text
 * @param {LineEnd} lineEnd what each of its line feeds became
 * @param {number} byte
 */
export function unitAt(text, lineEnd, byte) {
  const lineFeed = lineEnd === "crlf" ? 2 : 1;
  let unit = 0;
  let bytes = 0;
  for (const character of text) {
    bytes += character === "\n" ? lineFeed : bytesOf(Number(character.codePointAt(0)));
    if (bytes > byte) break;
    unit += character.length;
  }
  return unit;
}

/** @param {number} code of a character; half of a surrogate pair becomes U+FFFD, of as many bytes */
function bytesOf(code) {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x1_0000 ? 3 : 4;
}
