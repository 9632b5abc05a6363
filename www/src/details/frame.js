// Bytes of one row, with their fields and the range of the octet count.

import { TextParts } from "./parts.js";
import { eachPiece } from "./pieces.js";
import { withoutCutCharacter } from "./utf8.js";

/**
 * @import { FieldName } from "heroku-drain"
 * @import { Details, OctetCount } from "../messages.js"
 * @import { Span } from "./pieces.js"
 */

/**
 * Offsets are relative to the bytes, except `offset`, which is relative to the payload.
 *
 * @typedef {object} Frame
 * @property {number} offset
 * @property {number} length of the row in bytes
 * @property {Uint8Array<ArrayBuffer>} bytes the loaded bytes
 * @property {readonly Span[]} fields
 * @property {Covered | undefined} covered
 * @property {TextParts} text
 *
 * @typedef {object} Covered range of an octet count
 * @property {number} start
 * @property {number} end of the frame according to the count; may exceed the bytes
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
 * Returns the field of a byte.
 *
 * @param {Frame} frame
 * @param {number} at
 */
export function fieldAt({ fields }, at) {
  return fields.find(({ offset, length }) => offset <= at && at < offset + length)?.name;
}

/**
 * Whether the octet count includes the byte.
 *
 * @param {Frame} frame
 * @param {number} at
 */
export function isCovered({ covered }, at) {
  return covered !== undefined && at >= covered.start && at < covered.end;
}

/**
 * Returns the next or previous field that has bytes; the first or last one by default.
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
 * Groups consecutive items with the same key.
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
