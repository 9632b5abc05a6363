// The bytes of a frame as text: nothing in it unseen, its fields coloured.

import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { CONTROLS } from "../text.js";
import { isCovered, runsOf } from "./frame.js";
import { hexadecimal } from "./utf8.js";

/**
 * @import { FieldName } from "heroku-drain"
 * @import { Frame } from "./frame.js"
 * @import { Piece } from "./pieces.js"
 */

/** The same hidden character so many times is shown each time; more often, once with a count. */
const SHOWN_EACH = 3;

/**
 * @param {Frame} frame
 * @param {readonly Piece[][]} parts one that is there is not made again
 */
export function textView(frame, parts) {
  return parts.map((part) =>
    guard([part, words()], () =>
      runsOf(part, (piece) => isCovered(frame, piece.start)).map((run) => shownRun(frame, run)),
    ),
  );
}

/**
 * Pieces that are all covered by the octet count, or all not.
 *
 * @param {Frame} frame
 * @param {Piece[]} run
 */
function shownRun(frame, run) {
  const start = Number(run[0]?.start);
  const shown = runsOf(run, ({ field }) => field).map(shownField);
  const { covered } = frame;
  const mark = covered && start === covered.end ? countEnd(covered.declared) : nothing;
  if (!covered || !isCovered(frame, start)) return [mark, shown];
  const first = start === covered.start ? "first" : "";
  const last = run.at(-1)?.end === Math.min(covered.end, frame.bytes.length) ? "last" : "";
  return html`<span class="counted ${first} ${last}">${shown}</span>`;
}

/** @param {number} declared */
function countEnd(declared) {
  const title = words().details.countEndsHere(formatCount(declared));
  return html`<span class="count-end" title=${title}>${formatCount(declared)}</span>`;
}

/** @param {Piece[]} run of one field, or of none */
function shownField(run) {
  const field = run[0]?.field;
  const shown = run.map((piece) => shownPiece(piece, true));
  return field ? html`<span class="field ${field}" data-field=${field}>${shown}</span>` : shown;
}

/**
 * @param {Piece} piece
 * @param {boolean} breaks whether a new line starts behind each line feed
 */
export function shownPiece({ kind, byte, text }, breaks) {
  if (kind === "text") return text;
  return kind === "hidden" ? shownHidden(text, breaks) : shownInvalid(byte);
}

/**
 * @param {string} run
 * @param {boolean} breaks
 */
function shownHidden(run, breaks) {
  const code = Number(run.codePointAt(0));
  const character = String.fromCodePoint(code);
  const times = run.length / character.length;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const isMany = times > SHOWN_EACH;
  const count = isMany ? ` ×${formatCount(times)}` : "";
  const end = breaks && character === "\n" ? "\n" : nothing;
  const sign = CONTROLS[code] ?? name;
  const shown = html`<span class="hidden-character" title=${name}>${sign}${count}</span>${end}`;
  return isMany ? shown : Array.from({ length: times }, () => shown);
}

/** @param {number} byte */
function shownInvalid(byte) {
  return html`<span class="invalid-byte" title=${words().details.notUtf8}>${hexadecimal(byte)}</span>`;
}
