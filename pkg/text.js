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
