// Parts of the schema's pattern, and partial matches of a frame.

/**
 * @import { FieldName, Schema } from "heroku-drain"
 * @import { Span } from "./pieces.js"
 */

/**
 * @typedef {object} PatternPart
 * @property {FieldName} name
 * @property {string} literal text that ends the field; empty after the last one
 */

/**
 * @param {Schema} schema
 * @returns {PatternPart[]}
 */
export function patternParts(schema) {
  const [pattern = ""] = schema.parser.fastmatch.match;
  return Array.from(pattern.matchAll(/%\{(\w+)\}([^%]*)/g), ([, name = "", literal = ""]) => ({
    name: /** @type {FieldName} */ (name),
    literal,
  }));
}

/**
 * Matches the fields of a frame as far as possible: each extends to the next literal. `open` is the
 * unterminated field, which includes all remaining bytes.
 *
 * @param {Uint8Array} bytes
 * @param {readonly PatternPart[]} parts
 * @returns {{ fields: Span[], open: Span | undefined }}
 */
export function matched(bytes, parts) {
  const end = withoutLineEnd(bytes);
  /** @type {Span[]} */
  const fields = [];
  let offset = 0;
  for (const { name, literal } of parts) {
    const at = literal === "" ? end : find(bytes, literal, offset, end);
    if (at < 0) return { fields, open: { name, offset, length: end - offset } };
    fields.push({ name, offset, length: at - offset });
    offset = at + literal.length;
  }
  return { fields, open: undefined };
}

/**
 * Returns the end of the bytes without one trailing LF or CRLF.
 *
 * @param {Uint8Array} bytes
 */
function withoutLineEnd(bytes) {
  if (bytes.at(-1) !== 0x0a) return bytes.length;
  return bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} literal ASCII
 * @param {number} start
 * @param {number} end
 */
function find(bytes, literal, start, end) {
  for (let at = start; at + literal.length <= end; at++) {
    if ([...literal].every((character, index) => bytes[at + index] === character.charCodeAt(0))) {
      return at;
    }
  }
  return -1;
}
