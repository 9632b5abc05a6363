// Text out of a payload: always as text, kept apart from its surroundings, nothing in it invisible.

import { html, nothing } from "lit";
import { formatCount } from "./format.js";

/** More than this in one place makes a browser slow. */
const LONGEST = 16_000;

// C0 and C1 controls, and what is invisible or turns the direction of text round.
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const PARTS = new RegExp(`(${HIDDEN.source})`);
/** The names of the C0 controls, in their order; fonts often lack pictures for them. */
const CONTROLS =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/**
 * @param {string} text
 * @param {{ breaks?: boolean }} [options] breaks: start a new line behind each line feed
 */
export function shownText(text, { breaks = false } = {}) {
  return html`<bdi>${shownParts(text, breaks)}</bdi>`;
}

/**
 * A value of a record; absent and empty ones are told apart from a "-" that was sent.
 *
 * @param {string | number | undefined} value
 * @param {{ breaks?: boolean }} [options]
 */
export function shownValue(value, options) {
  if (value === undefined) return html`<i class="absent">absent</i>`;
  if (value === "") return html`<i class="absent">empty</i>`;
  return typeof value === "number" ? value : shownText(value, options);
}

/**
 * @param {readonly string[]} values
 */
export function shownList(values) {
  if (values.length === 0) return html`<i class="absent">none</i>`;
  return values.map((value, index) => [index > 0 ? ", " : nothing, shownText(value)]);
}

/**
 * @param {string} text
 * @param {boolean} breaks
 */
function shownParts(text, breaks) {
  const shown = text.slice(0, LONGEST);
  const parts = HIDDEN.test(shown)
    ? shown.split(PARTS).map((part, index) => (index % 2 ? shownHidden(part, breaks) : part))
    : shown;
  const more = text.length - shown.length;
  if (more === 0) return parts;
  return [parts, html`<span class="more"> … ${formatCount(more)} more characters</span>`];
}

/**
 * @param {string} character
 * @param {boolean} breaks
 */
function shownHidden(character, breaks) {
  const code = character.charCodeAt(0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const sign = CONTROLS[code] ?? name;
  const end = breaks && character === "\n" ? "\n" : nothing;
  return html`<span class="hidden-character" title=${name}>${sign}</span>${end}`;
}
