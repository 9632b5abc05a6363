// Cutting of text and bytes at character boundaries.

/** Maximum bytes of a UTF-8 character. */
const LONGEST = 4;

/**
 * Returns the start of the character at an offset.
 *
 * @param {string | Uint8Array} payload
 * @param {number} offset
 */
export function characterStart(payload, offset) {
  if (typeof payload === "string") {
    return Number(payload.codePointAt(offset - 1)) > 0xffff ? offset - 1 : offset;
  }
  for (let start = offset; start >= 0 && start > offset - LONGEST; start--) {
    if ((Number(payload[start]) & 0xc0) !== 0x80) return start;
  }
  return offset;
}

/**
 * @param {string} text
 * @param {number} length maximum length of the result
 */
export function cutText(text, length) {
  return text.length > length ? text.slice(0, characterStart(text, length)) : text;
}
