// Division of a frame into visible text, hidden characters and bytes that are not UTF-8.
// Every byte is in exactly one piece.

import { characterStart, cutText } from "../cut.js";
import { HIDDEN } from "../text.js";
import { byteLength, characterAt, textOf } from "./utf8.js";

/** @import { FieldName } from "heroku-drain" */

/**
 * Offsets are relative to the bytes; `end` is exclusive.
 *
 * @typedef {object} Piece
 * @property {"text" | "hidden" | "invalid"} kind hidden: one character, possibly repeated
 * @property {number} start
 * @property {number} end
 * @property {FieldName | undefined} field
 * @property {string} text decoded text; empty for a byte that is not UTF-8
 * @property {number} byte the first byte
 *
 * @typedef {{ name: FieldName, offset: number, length: number }} Span
 * @typedef {{ start: number, end: number, text: string }} Run
 */

/** Longer texts are split, so that a view can stop between pieces. */
const LONGEST_TEXT = 1024;

/**
 * @param {Uint8Array} bytes
 * @param {readonly Span[]} [fields]
 * @param {readonly number[]} [cuts] additional ends of pieces
 * @returns {Piece[]}
 */
export function pieces(bytes, fields, cuts) {
  return Array.from(eachPiece(bytes, fields, cuts));
}

/**
 * Yields pieces lazily: hostile input can have as many pieces as bytes.
 *
 * @param {Uint8Array} bytes
 * @param {readonly Span[]} [fields]
 * @param {readonly number[]} [cuts] additional ends of pieces
 * @returns {Generator<Piece, void>}
 */
export function* eachPiece(bytes, fields = [], cuts = []) {
  let start = 0;
  for (const end of bordersOf(bytes, fields, cuts).slice(1)) {
    const field = fields.find((field) => contains(field, start, end))?.name;
    for (const run of runs(bytes, start, end)) yield* split(bytes, run, field);
    start = end;
  }
}

/**
 * @param {Span} field
 * @param {number} start
 * @param {number} end
 */
function contains({ offset, length }, start, end) {
  return offset <= start && end <= offset + length;
}

/**
 * @param {Uint8Array} bytes
 * @param {readonly Span[]} fields
 * @param {readonly number[]} cuts
 */
function bordersOf(bytes, fields, cuts) {
  const ends = fields.flatMap(({ offset, length }) => [offset, offset + length]);
  const places = [...ends, ...cuts.map((cut) => outsideCharacter(bytes, cut))];
  const inside = places.filter((place) => place > 0 && place < bytes.length);
  return [...new Set([0, ...inside, bytes.length])].sort((one, other) => one - other);
}

/**
 * Returns the offset, moved to the start of its character.
 *
 * @param {Uint8Array} bytes
 * @param {number} place
 */
export function outsideCharacter(bytes, place) {
  const start = characterStart(bytes, place);
  const { wanted, there } = characterAt(bytes, start);
  return there === wanted && start + wanted > place ? start : place;
}

/**
 * Splits into runs of UTF-8 and single bytes that are not UTF-8.
 *
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 * @returns {Generator<Run, void>}
 */
function* runs(bytes, start, end) {
  const text = (/** @type {number} */ from, /** @type {number} */ to) => ({
    start: from,
    end: to,
    text: textOf(bytes.subarray(from, to)),
  });
  let from = start;
  for (let at = start; at < end; ) {
    const length = lengthAt(bytes, at, end);
    if (length === 0) {
      if (from < at) yield text(from, at);
      yield { start: at, end: at + 1, text: "" };
      from = at + 1;
    }
    at += length || 1;
  }
  if (from < end) yield text(from, end);
}

/**
 * Returns the length of the character in bytes; 0 if it is invalid.
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} end
 */
function lengthAt(bytes, at, end) {
  if (Number(bytes[at]) < 0x80) return 1;
  const { wanted, there } = characterAt(bytes, at, end);
  return there === wanted ? wanted : 0;
}

/**
 * Splits a run at hidden characters.
 *
 * @param {Uint8Array} bytes
 * @param {Run} run
 * @param {FieldName | undefined} field
 * @returns {Generator<Piece, void>}
 */
function* split(bytes, { start, end, text }, field) {
  if (text === "") {
    yield { kind: "invalid", start, end, field, text, byte: Number(bytes[start]) };
    return;
  }
  const isAscii = text.length === end - start;
  let at = start;
  for (const { kind, text: own } of shownAndHidden(text)) {
    const end = at + (isAscii ? own.length : byteLength(own));
    yield { kind, start: at, end, field, text: own, byte: Number(bytes[at]) };
    at = end;
  }
}

/**
 * @param {string} text
 * @returns {Generator<Pick<Piece, "kind" | "text">, void>}
 */
function* shownAndHidden(text) {
  let behind = 0;
  for (const { 0: hidden, index } of text.matchAll(HIDDEN)) {
    for (const part of parts(text.slice(behind, index))) yield { kind: "text", text: part };
    yield { kind: "hidden", text: hidden };
    behind = index + hidden.length;
  }
  for (const part of parts(text.slice(behind))) yield { kind: "text", text: part };
}

/** @param {string} text */
function parts(text) {
  const found = [];
  for (let rest = text; rest !== ""; ) {
    const part = cutText(rest, LONGEST_TEXT);
    found.push(part);
    rest = rest.slice(part.length);
  }
  return found;
}
