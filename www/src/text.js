// Text out of a payload: always as text, kept apart from its surroundings, nothing in it unseen.

import { html, nothing } from "lit";
import { cutText } from "./cut.js";
import { formatCount } from "./format.js";
import { words } from "./strings/index.js";

/** More than this in one place makes a browser slow. */
const LONGEST = 16_000;
/** The most runs of hidden characters that are shown in one place: each is an element of its own. */
const MOST_HIDDEN = 600;
/** The same hidden character so many times is shown each time; more often, once with a count. */
const SHOWN_EACH = 3;

// Runs of one control, blank (but the space), or character that is invisible or turns text round.
export const HIDDEN =
  /((?! )[\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb])\1*/gu;
/** The names of the C0 controls, in their order; fonts often lack pictures for them. */
export const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/**
 * @param {string} text
 * @param {{ breaks?: boolean }} [options] breaks: start a new line behind each line feed
 */
export function shownText(text, { breaks = false } = {}) {
  // Not <bdi>: finding out the direction of its many children would take seconds.
  return html`<span class="verbatim">${shownParts(text, breaks)}</span>`;
}

/**
 * A value of a record; absent and empty ones are told apart from a "-" that was sent.
 *
 * @param {string | number | undefined} value
 * @param {{ breaks?: boolean }} [options]
 */
export function shownValue(value, options) {
  const { absent, empty } = words().common;
  if (value === undefined) return html`<i class="absent">${absent}</i>`;
  if (value === "") return html`<i class="absent">${empty}</i>`;
  return typeof value === "number" ? value : shownText(value, options);
}

/**
 * @param {readonly string[]} values
 */
export function shownList(values) {
  if (values.length === 0) return html`<i class="absent">${words().common.none}</i>`;
  return values.map((value, index) => [index > 0 ? ", " : nothing, shownText(value)]);
}

/**
 * @param {string} text
 * @param {boolean} breaks
 */
function shownParts(text, breaks) {
  const shown = withoutTooMany(cutText(text, LONGEST));
  const parts = [];
  let end = 0;
  for (const { 0: run, 1: character = "", index } of shown.matchAll(HIDDEN)) {
    parts.push(shown.slice(end, index), shownRun(character, run.length / character.length, breaks));
    end = index + run.length;
  }
  parts.push(shown.slice(end));
  const more = text.length - shown.length;
  if (more === 0) return parts;
  return [
    parts,
    html`<span class="more"> … ${words().common.moreCharacters(formatCount(more))}</span>`,
  ];
}

/** @param {string} text */
function withoutTooMany(text) {
  let left = MOST_HIDDEN;
  for (const { index } of text.matchAll(HIDDEN)) {
    if (left-- === 0) return text.slice(0, index);
  }
  return text;
}

/**
 * @param {string} character
 * @param {number} times
 * @param {boolean} breaks
 */
function shownRun(character, times, breaks) {
  if (times > SHOWN_EACH) return shownHidden(character, ` ×${formatCount(times)}`, breaks);
  return Array.from({ length: times }, () => shownHidden(character, "", breaks));
}

/**
 * @param {string} character
 * @param {string} count
 * @param {boolean} breaks
 */
function shownHidden(character, count, breaks) {
  const code = Number(character.codePointAt(0));
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const sign = CONTROLS[code] ?? name;
  const end = breaks && character === "\n" ? "\n" : nothing;
  return html`<span class="hidden-character" title=${name}>${sign}${count}</span>${end}`;
}
