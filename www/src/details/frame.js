// The bytes of one row with what is known of them: fields, and what the octet count covers.

import { TextParts } from "./parts.js";
import { eachPiece } from "./pieces.js";
import { withoutCutCharacter } from "./utf8.js";

/**
 * @import { FieldName } from "heroku-drain"
 * @import { Details, OctetCount } from "../messages.js"
 * @import { Span } from "./pieces.js"
 */

/**
 * Places count from the start of the bytes, but `offset`, which is one in the payload.
 *
 * @typedef {object} Frame
 * @property {number} offset
 * @property {number} length of all bytes of the row
 * @property {Uint8Array<ArrayBuffer>} bytes those that are here
 * @property {readonly Span[]} fields
 * @property {Covered | undefined} covered
 * @property {TextParts} text
 *
 * @typedef {object} Covered bytes that an octet count counts
 * @property {number} start
 * @property {number} end where the count says that the frame ends; maybe behind the bytes
 * @property {number} declared
 * @property {number} actual
 */

/**
 * @param {Details} details
 * @param {readonly Span[]} matched the fields of bytes that produced no record
 * @returns {Frame}
 */
export function frameOf(details, matched) {
  const { offset, length } = details;
  const isCut = details.bytes.length < length;
  const bytes = isCut ? withoutCutCharacter(details.bytes) : details.bytes;
  const fields = details.kind === "record" ? details.fields : matched;
  const covered = details.kind === "record" ? coveredBy(details.count) : undefined;
  const cuts = covered ? [covered.start, covered.end] : [];
  return {
    offset,
    length,
    bytes,
    fields,
    covered,
    text: new TextParts(eachPiece(bytes, fields, cuts)),
  };
}

/**
 * @param {OctetCount | undefined} count
 * @returns {Covered | undefined}
 */
function coveredBy(count) {
  if (!count) return undefined;
  const { declared, actual, offset } = count;
  return { start: offset, end: offset + declared, declared, actual };
}

/**
 * The field that a byte belongs to.
 *
 * @param {Frame} frame
 * @param {number} at
 */
export function fieldAt({ fields }, at) {
  return fields.find(({ offset, length }) => offset <= at && at < offset + length)?.name;
}

/**
 * Whether the octet count counts the byte.
 *
 * @param {Frame} frame
 * @param {number} at
 */
export function isCovered({ covered }, at) {
  return covered !== undefined && at >= covered.start && at < covered.end;
}

/**
 * The field in front of another one, or behind it, that has bytes; the first or last one if there is none.
 *
 * @param {readonly Span[]} fields
 * @param {FieldName | undefined} name
 * @param {-1 | 1} by
 */
export function fieldBeside(fields, name, by) {
  const shown = fields.filter(({ length }) => length > 0);
  const index = shown.findIndex((field) => field.name === name);
  if (index < 0) return shown.at(by > 0 ? 0 : -1)?.name;
  return shown[Math.min(Math.max(index + by, 0), shown.length - 1)]?.name;
}

/**
 * Items that follow each other and have the same key, together.
 *
 * @template Item
 * @param {readonly Item[]} items
 * @param {(item: Item) => unknown} keyOf
 * @returns {Item[][]}
 */
export function runsOf(items, keyOf) {
  /** @type {Item[][]} */
  const runs = [];
  let last;
  for (const item of items) {
    const key = keyOf(item);
    if (runs.length === 0 || key !== last) runs.push([]);
    runs.at(-1)?.push(item);
    last = key;
  }
  return runs;
}
