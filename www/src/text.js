// Display of payload text: escaped, isolated, with invisible characters made visible.

import { html, nothing } from "lit";
import { cutText } from "./cut.js";
import { formatCount } from "./format.js";
import { words } from "./strings/index.js";

/** Maximum characters in one element, since more slow down a browser. */
const LONGEST = 16_000;
/** Maximum runs of hidden characters in one element: each is an element of its own. */
const MOST_HIDDEN = 600;
/** Length from which a run of one hidden character is shown once, with a count. */
const SHOWN_EACH = 3;

/**
 * Runs of one hidden character: a control, any space other than U+0020, or a character that is invisible
 * or changes the direction of text.
 */
export const HIDDEN =
  /((?! )[\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13430}-\u{1343f}\u{16fe4}\u{1d159}])\1*/gu;
/** Names of the C0 controls by code; fonts often lack glyphs for them. */
const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/**
 * @param {string} text
 * @param {{ breaks?: boolean }} [options] breaks: start a new line after each line feed
 */
export function shownText(text, { breaks = false } = {}) {
  // Not <bdi>: detecting the direction of its many children would take seconds.
  return html`<span class="verbatim">${shownParts(text, breaks)}</span>`;
}

/**
 * Formats text for titles and labels, with hidden characters as names in brackets.
 *
 * @param {string} text
 */
export function plainText(text) {
  return cutText(text, LONGEST).replace(HIDDEN, (run, character) => {
    const times = run.length / character.length;
    return `[${signOf(character)}${times > 1 ? countOf(times) : ""}]`;
  });
}

/**
 * Renders a record value; absent and empty ones differ from a literal "-".
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
 * @param {readonly string[] | undefined} values
 */
export function shownList(values) {
  if (values === undefined) return html`<i class="absent">${words().common.none}</i>`;
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
  for (const { 0: run, index } of shown.matchAll(HIDDEN)) {
    parts.push(shown.slice(end, index), shownRun(run, breaks));
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
 * @param {string} run of one hidden character
 * @param {boolean} breaks
 */
export function shownRun(run, breaks) {
  const character = String.fromCodePoint(Number(run.codePointAt(0)));
  const times = run.length / character.length;
  if (times > SHOWN_EACH) return shownHidden(character, countOf(times), breaks);
  return Array.from({ length: times }, () => shownHidden(character, "", breaks));
}

/**
 * @param {string} character
 * @param {string} count
 * @param {boolean} breaks
 */
function shownHidden(character, count, breaks) {
  const end = breaks && character === "\n" ? "\n" : nothing;
  return html`<span class="hidden-character" title=${nameOf(character)}>${signOf(character)}${count}</span>${end}`;
}

/** @param {number} times */
function countOf(times) {
  return ` ×${formatCount(times)}`;
}

/** @param {string} character */
function signOf(character) {
  return CONTROLS[Number(character.codePointAt(0))] ?? nameOf(character);
}

/** @param {string} character */
function nameOf(character) {
  return `U+${Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;
}
