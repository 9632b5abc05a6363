// Record values, shortened if long; absent and empty ones differ from a "-".

import { html, nothing } from "lit";
import { cutText } from "../cut.js";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { HIDDEN, shownText } from "../text.js";

/** Maximum characters of a displayed value, and of runs of hidden characters in it. */
const LONGEST = 2000;
const MOST_HIDDEN = 200;

/** @param {string | number | undefined} value */
export function shownValue(value) {
  const { absent, empty } = words().common;
  if (value === undefined) return html`<i class="absent">${absent}</i>`;
  if (value === "") return html`<i class="absent">${empty}</i>`;
  return typeof value === "number" ? value : shownCut(value, { breaks: true });
}

/**
 * @param {string} text
 * @param {{ breaks?: boolean }} [options]
 */
export function shownCut(text, options) {
  const shown = cutValue(text);
  const more = text.length - shown.length;
  return [
    shownText(shown, options),
    more === 0
      ? nothing
      : html`<span class="more"> … ${words().common.moreCharacters(formatCount(more))}</span>`,
  ];
}

/**
 * Formats a byte range of the payload, both ends inclusive.
 *
 * @param {number} offset
 * @param {number} length
 */
export function byteRange(offset, length) {
  const first = formatCount(offset);
  return length < 2 ? first : `${first}–${formatCount(offset + length - 1)}`;
}

/** @param {string} text */
function cutValue(text) {
  const shown = cutText(text, LONGEST);
  let left = MOST_HIDDEN;
  for (const { index } of shown.matchAll(HIDDEN)) {
    if (left-- === 0) return shown.slice(0, index);
  }
  return shown;
}
