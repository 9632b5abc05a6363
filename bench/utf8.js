// Bytes and characters, for the compared JavaScript parsers.

export const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const latin1 = new TextDecoder("latin1");

/**
 * A string with one character per byte: correct for ASCII, and fast to create.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function characterPerByte(bytes) {
  if (typeof Buffer !== "function") return latin1.decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/**
 * The offset of the next non-ASCII byte, or `length`. Reads four bytes at a time if they are aligned.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} length
 */
export function nextNotAscii(bytes, from, length) {
  let at = from;
  if (bytes.byteOffset % 4 === 0) {
    for (; at % 4 !== 0 && at < length; at++) if (bytes[at] >= 0x80) return at;
    at = skipWords(new Int32Array(bytes.buffer, bytes.byteOffset, length >> 2), at >> 2) << 2;
  }
  while (at < length && bytes[at] < 0x80) at++;
  return Math.min(at, length);
}

/**
 * @param {Int32Array} words
 * @param {number} from
 */
function skipWords(words, from) {
  let at = from;
  for (; at + 3 < words.length; at += 4) {
    const all = words[at] | words[at + 1] | words[at + 2] | words[at + 3];
    if ((all & 0x80808080) !== 0) return at;
  }
  return at;
}

/**
 * The number of UTF-16 code units in some UTF-8.
 *
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
export function codeUnits(bytes, start, end) {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
  }
  return units;
}
