// Mapping from payload bytes to positions in the source text box.

/** @import { LineEnd } from "./messages.js" */

/**
 * Returns the index of the code unit that contains a byte.
 *
 * @param {string} text
 * @param {LineEnd} lineEnd encoding of its line feeds
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

/** @param {number} code of a character; half of a surrogate pair becomes U+FFFD, equally long */
function bytesOf(code) {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x1_0000 ? 3 : 4;
}
