// The schema's pattern as parts, and how far the bytes of a frame match it.

/**
 * @import { FieldName, Schema } from "heroku-drain"
 * @import { Span } from "./pieces.js"
 */

/**
 * @typedef {object} PatternPart
 * @property {FieldName} name
 * @property {string} literal what ends the field; nothing behind the last one
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
 * The fields of a frame as far as the pattern matches: each is the bytes up to the next literal. `open`
 * is the field that does not end, with all the bytes that are left.
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
 * Where the bytes end without one LF or CRLF.
 *
 * @param {Uint8Array} bytes
 */
function withoutLineEnd(bytes) {
  if (bytes.at(-1) !== 0x0a) return bytes.length;
  return bytes.length - (bytes.at(-2) === 0x0d ? 2 : 1);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} literal of ASCII
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
