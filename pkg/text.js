// Strings out of a payload.

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The text between two places of a payload, in the payload's own units. Bytes that are not UTF-8
 * read as U+FFFD.
 *
 * @param {string | Uint8Array} source
 * @param {number} start
 * @param {number} end
 */
export function textOf(source, start, end) {
  if (typeof source === "string") return source.slice(start, end);
  return utf8.decode(source.subarray(start, end));
}

/**
 * How many bytes to make a string of at a time, where so many are left. V8 is ten times slower with
 * strings of 128 KiB and more; Node keeps those of 1 MiB and more outside of V8's heap, where
 * collecting garbage does not move them.
 *
 * @param {number} left
 */
export function quickLength(left) {
  return typeof Buffer === "function" && left >= MEBIBYTE ? 16 * MEBIBYTE : MEBIBYTE / 16;
}

const MEBIBYTE = 1 << 20;
