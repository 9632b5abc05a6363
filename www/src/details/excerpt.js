// The line of bytes around a place, with a caret beneath it.

import { html, nothing } from "lit";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { outsideCharacter, pieces } from "./pieces.js";
import { shownPiece } from "./text-view.js";

/**
 * @import { Excerpt } from "../messages.js"
 * @import { Piece } from "./pieces.js"
 */

/** How many bytes at most are shown in front of the place, of it, and behind it. */
const BEFORE = 28;
const MARKED = 60;
const AFTER = 44;

/**
 * @typedef {object} CaretLine
 * @property {boolean} isCutBefore whether there are more bytes in front
 * @property {Piece[]} before
 * @property {Piece[]} marked
 * @property {number} more bytes of the place that are not shown
 * @property {Piece[]} after
 * @property {boolean} isCutAfter
 */

/**
 * @param {Excerpt} excerpt
 * @param {{ offset: number, length: number }} place in the payload, within the excerpt
 * @param {number} room characters of the line: the place shall begin in its first third
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
 * The bytes of an excerpt, without those behind a gap where the marked ones are too many to be all here.
 *
 * @param {Excerpt} excerpt
 * @param {number} end of the place
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
 * @param {number} room characters of the line
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

/** What a caret points at where bytes are missing. */
function endSign() {
  return html`<span class="at-end">${words().problems.endOfBytes}</span>`;
}

/** @param {number} bytes */
function moreSign(bytes) {
  return html`<span class="cut"> ${words().details.moreBytes(formatCount(bytes))}</span>`;
}
