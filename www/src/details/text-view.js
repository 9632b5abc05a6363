// Frame as text, with visible symbols for hidden characters and colours for fields.

import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { shownRun as shownHidden } from "../text.js";
import { isCovered, runsOf } from "./frame.js";
import { hexadecimal } from "./utf8.js";

/**
 * @import { FieldName } from "heroku-drain"
 * @import { Frame } from "./frame.js"
 * @import { Piece } from "./pieces.js"
 */

/**
 * @param {Frame} frame
 * @param {readonly Piece[][]} parts existing parts are reused
 */
export function textView(frame, parts) {
  return parts.map((part) =>
    guard([part, words()], () =>
      runsOf(part, (piece) => isCovered(frame, piece.start)).map((run) => shownRun(frame, run)),
    ),
  );
}

/**
 * Splits pieces at the boundaries of the octet count.
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

/** @param {Piece[]} run pieces with the same field, or without one */
function shownField(run) {
  const field = run[0]?.field;
  const shown = run.map((piece) => shownPiece(piece, true));
  return field ? html`<span class="field ${field}" data-field=${field}>${shown}</span>` : shown;
}

/**
 * @param {Piece} piece
 * @param {boolean} breaks whether each line feed starts a new line
 */
export function shownPiece({ kind, byte, text }, breaks) {
  if (kind === "text") return text;
  return kind === "hidden" ? shownHidden(text, breaks) : shownInvalid(byte);
}

/** @param {number} byte */
function shownInvalid(byte) {
  return html`<span class="invalid-byte" title=${words().details.notUtf8}>${hexadecimal(byte)}</span>`;
}
