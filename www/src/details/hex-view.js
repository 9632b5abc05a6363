// Hex dump of a frame: offsets, bytes and ASCII.

import { html } from "lit";
import { guard } from "lit/directives/guard.js";
import { fieldAt, isCovered, runsOf } from "./frame.js";
import { hexadecimal } from "./utf8.js";

/** @import { Frame } from "./frame.js" */

/** Possible numbers of bytes per row. */
const COLUMNS = [16, 8, 4];

/**
 * Returns the maximum number of bytes in a row of the given width.
 *
 * @param {number} characters
 * @param {number} digits of an offset
 */
export function hexColumns(characters, digits) {
  // Offset, two spaces, two-digit bytes separated by spaces, two spaces, ASCII.
  return COLUMNS.find((columns) => digits + 2 + 3 * columns - 1 + 2 + columns <= characters) ?? 4;
}

/** @param {Frame} frame */
export function offsetDigits({ offset, bytes }) {
  return String(offset + bytes.length).length;
}

/**
 * @param {Frame} frame
 * @param {readonly number[]} ends end of each part, at row boundaries
 * @param {number} columns
 */
export function hexView(frame, ends, columns) {
  return ends.map((end, index) =>
    guard([frame, end, columns], () => part(frame, ends[index - 1] ?? 0, end, columns)),
  );
}

/**
 * Formats the bytes as text for the clipboard.
 *
 * @param {Frame} frame
 * @param {number} columns
 */
export function hexDump(frame, columns) {
  const { bytes } = frame;
  const rows = offsets(frame, 0, bytes.length, columns).map((offset, index) => {
    const row = Array.from(bytes.subarray(index * columns, (index + 1) * columns));
    const shown = row
      .map(hexadecimal)
      .join(" ")
      .padEnd(3 * columns - 1);
    return `${offset}  ${shown}  ${row.map(ascii).join("")}`;
  });
  return rows.join("\n");
}

/**
 * Three columns that span all rows, so that each field needs one element per column at any length.
 *
 * @param {Frame} frame
 * @param {number} start
 * @param {number} end
 * @param {number} columns
 */
function part(frame, start, end, columns) {
  const places = Array.from({ length: end - start }, (_, index) => start + index);
  const runs = runsOf(places, (at) => `${fieldAt(frame, at)} ${isCovered(frame, at)}`);
  const behind = (/** @type {number} */ at, /** @type {string} */ gap) =>
    at + 1 === end ? "" : (at + 1 - start) % columns === 0 ? "\n" : gap;
  const column = (/** @type {(byte: number) => string} */ show, /** @type {string} */ gap) =>
    runs.map((run) => {
      const last = Number(run.at(-1));
      const shown = run.map(
        (at) => show(Number(frame.bytes[at])) + (at === last ? "" : behind(at, gap)),
      );
      return [shownRun(frame, run, shown.join("")), behind(last, gap)];
    });
  return html`<div class="hex-part"><span class="hex-offset">${offsets(frame, start, end, columns).join("\n")}</span><span>${column(hexadecimal, " ")}</span><span>${column(ascii, "")}</span></div>`;
}

/**
 * @param {Frame} frame
 * @param {number} start
 * @param {number} end
 * @param {number} columns
 */
function offsets(frame, start, end, columns) {
  return Array.from({ length: Math.ceil((end - start) / columns) }, (_, index) =>
    String(frame.offset + start + index * columns).padStart(offsetDigits(frame)),
  );
}

/**
 * @param {Frame} frame
 * @param {number[]} run offsets with the same field, or without one
 * @param {string} shown
 */
function shownRun(frame, run, shown) {
  const at = Number(run[0]);
  const field = fieldAt(frame, at);
  const counted = isCovered(frame, at) ? "counted" : "";
  const ends = frame.covered && at === frame.covered.end ? "past-count" : "";
  if (!field) return html`<span class="${counted} ${ends}">${shown}</span>`;
  return html`<span class="field ${field} ${counted} ${ends}" data-field=${field}>${shown}</span>`;
}

/** @param {number} byte */
function ascii(byte) {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}
