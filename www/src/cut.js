// Where text and bytes may be cut: between characters, not inside one.

/** The most bytes of a character in UTF-8. */
const LONGEST = 4;

/**
 * The start of the character that this place is in.
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
 * @param {number} length the most that is left of it
 */
export function cutText(text, length) {
  return text.length > length ? text.slice(0, characterStart(text, length)) : text;
}
