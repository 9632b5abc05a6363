// Excerpt of the bytes around a position, with a caret below.

import { html, nothing } from "lit";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { outsideCharacter, pieces } from "./pieces.js";
import { shownPiece } from "./text-view.js";

/**
 * @import { Excerpt } from "../messages.js"
 * @import { Piece } from "./pieces.js"
 */

/** Maximum bytes to show before, in and after the marked range. */
const BEFORE = 28;
const MARKED = 60;
const AFTER = 44;

/**
 * @typedef {object} CaretLine
 * @property {boolean} isCutBefore whether more bytes precede the excerpt
 * @property {Piece[]} before
 * @property {Piece[]} marked
 * @property {number} more bytes of the marked range that are not shown
 * @property {Piece[]} after
 * @property {boolean} isCutAfter
 */

/**
 * @param {Excerpt} excerpt
 * @param {{ offset: number, length: number }} place in the payload, within the excerpt
 * @param {number} room characters per line: the range must start in the first third
 * @returns {CaretLine}
 */
export function caretLine(excerpt, { offset, length }, room) {
  const bytes = joined(excerpt, offset + length);
  const start = Math.min(offset - excerpt.offset, bytes.length);
  const whole = Math.min(start + length, bytes.length);
  const end = outsideCharacter(bytes, Math.min(whole, start + MARKED));
  const more = start + length - end;
  const from = outsideCharacter(bytes, Math.max(0, start - Math.min(BEFORE, Math.floor(room / 3))));
  const to = more > 0 ? end : outsideCharacter(bytes, Math.min(bytes.length, end + AFTER));
  const all = pieces(bytes.subarray(from, to), [], [start - from, end - from]);
  return {
    isCutBefore: excerpt.offset + from > 0,
    before: all.filter((piece) => piece.end <= start - from),
    marked: all.filter((piece) => piece.start >= start - from && piece.end <= end - from),
    more,
    after: all.filter((piece) => piece.start >= end - from),
    isCutAfter: more === 0 && to < bytes.length,
  };
}

/**
 * Returns the bytes of an excerpt, without those after the gap if the marked range is incomplete.
 *
 * @param {Excerpt} excerpt
 * @param {number} end of the marked range
 */
function joined({ offset, before, marked, after }, end) {
  const isWhole = offset + before.length + marked.length >= end;
  const behind = isWhole ? after : after.subarray(0, 0);
  const bytes = new Uint8Array(before.length + marked.length + behind.length);
  bytes.set(before);
  bytes.set(marked, before.length);
  bytes.set(behind, before.length + marked.length);
  return bytes;
}

/**
 * @param {Excerpt} excerpt
 * @param {{ offset: number, length: number }} place
 * @param {"error" | "warning"} severity
 * @param {number} room characters per line
 */
export function shownExcerpt(excerpt, place, severity, room) {
  const line = caretLine(excerpt, place, room);
  const show = (/** @type {Piece[]} */ part) => part.map((piece) => shownPiece(piece, false));
  return html`<pre
    class="excerpt" tabindex="0" role="group" aria-label=${words().details.excerpt}
  >${line.isCutBefore ? cutSign() : nothing}${show(line.before)}<mark class=${severity}>${
    line.marked.length > 0 ? show(line.marked) : endSign()
  }</mark>${line.more > 0 ? moreSign(line.more) : nothing}${show(line.after)}${line.isCutAfter ? cutSign() : nothing}</pre>`;
}

function cutSign() {
  return html`<span class="cut">…</span>`;
}

/** Marked end of the bytes, if the range has none. */
function endSign() {
  return html`<span class="at-end">${words().problems.endOfBytes}</span>`;
}

/** @param {number} bytes */
function moreSign(bytes) {
  return html`<span class="cut"> ${words().details.moreBytes(formatCount(bytes))}</span>`;
}
