// UTF-8 validation (RFC 3629, section 4) and byte counts of text.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Ranges of first bytes, with the character's length and the range of its second byte. */
const CHARACTERS = [
  { from: 0x00, to: 0x7f, length: 1, low: 0x80, high: 0xbf },
  { from: 0xc2, to: 0xdf, length: 2, low: 0x80, high: 0xbf },
  { from: 0xe0, to: 0xe0, length: 3, low: 0xa0, high: 0xbf },
  { from: 0xe1, to: 0xec, length: 3, low: 0x80, high: 0xbf },
  { from: 0xed, to: 0xed, length: 3, low: 0x80, high: 0x9f },
  { from: 0xee, to: 0xef, length: 3, low: 0x80, high: 0xbf },
  { from: 0xf0, to: 0xf0, length: 4, low: 0x90, high: 0xbf },
  { from: 0xf1, to: 0xf3, length: 4, low: 0x80, high: 0xbf },
  { from: 0xf4, to: 0xf4, length: 4, low: 0x80, high: 0x8f },
];

/**
 * Returns the expected and actual length of the character that starts with this byte.
 * `wanted` is 0 if no character starts with it.
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} [end]
 */
export function characterAt(bytes, at, end = bytes.length) {
  const first = Number(bytes[at]);
  const character = CHARACTERS.find(({ from, to }) => first >= from && first <= to);
  if (!character) return { wanted: 0, there: 0 };
  const { length, low, high } = character;
  let there = 1;
  while (there < length && at + there < end) {
    const byte = Number(bytes[at + there]);
    const [least, most] = there === 1 ? [low, high] : [0x80, 0xbf];
    if (byte < least || byte > most) break;
    there++;
  }
  return { wanted: length, there };
}

/** ASCII length up to which reading bytes directly is faster than a decoder. */
const FEW = 16;

/**
 * Decodes the bytes; invalid UTF-8 becomes U+FFFD.
 *
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  const isShort = bytes.length <= FEW && bytes.every((byte) => byte < 0x80);
  return isShort ? String.fromCharCode(...bytes) : decoder.decode(bytes);
}

/** @param {string} text */
export function byteLength(text) {
  return encoder.encode(text).length;
}

/**
 * Returns the bytes without an incomplete character at the end.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function withoutCutCharacter(bytes) {
  for (let start = bytes.length - 1; start >= 0 && start > bytes.length - 4; start--) {
    if ((Number(bytes[start]) & 0xc0) === 0x80) continue;
    const { wanted, there } = characterAt(bytes, start);
    const isCut = there < wanted && start + there === bytes.length;
    return isCut ? bytes.subarray(0, start) : bytes;
  }
  return bytes;
}

/** @param {number} byte */
export function hexadecimal(byte) {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
