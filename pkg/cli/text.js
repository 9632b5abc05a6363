// Text for a terminal: no character of it is obeyed, hidden or reordered.

import { styleText } from "node:util";

/** @import { Problem } from "../index.js" */

/** Blanks that look like a space but are not one. */
const BLANKS = String.raw`\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u{16fe4}\u{1d159}`;
/** Characters that a terminal obeys, does not show, or uses to reorder their neighbours. */
const UNSEEN = new RegExp(
  `[${BLANKS}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]`,
  "gu",
);
/** Those of them that JSON.stringify leaves unescaped. */
const UNSEEN_IN_JSON = new RegExp(
  `[${BLANKS}\\x7f-\\x9f\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]`,
  "gu",
);
/** @type {Record<string, string>} */
const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text of a payload on one line, with every unseen character escaped.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.replace(UNSEEN, (found) => SHORT[found] ?? `\\u{${hex(found.codePointAt(0))}}`);
}

/**
 * JSON, or lines of JSON, with the same meaning and every unseen character escaped.
 *
 * @param {string} json
 */
export function visibleJson(json) {
  return json.replace(UNSEEN_IN_JSON, (found) =>
    Array.from(
      { length: found.length },
      (_, at) => `\\u${hex(found.charCodeAt(at)).padStart(4, "0")}`,
    ).join(""),
  );
}

/** @param {number | undefined} code */
function hex(code = 0) {
  return code.toString(16);
}

/** @typedef {Parameters<typeof styleText>[0]} Style */
/** @typedef {(style: Style, text: string) => string} Paint */

/**
 * Colours text for a stream, if that is a terminal and the environment does not forbid it.
 *
 * @param {NodeJS.WriteStream} stream
 * @returns {Paint}
 */
export function painter({ isTTY }) {
  const { NO_COLOR, TERM } = process.env;
  if (!isTTY || NO_COLOR || TERM === "dumb") return (_, text) => text;
  // Checked above; newer versions of Node would check standard output instead.
  return (style, text) => styleText(style, text, { validateStream: false });
}

/**
 * A problem on one line. Its sentence quotes the payload escaped.
 *
 * @param {Problem} problem
 * @param {Paint} paint
 */
export function lineOf({ code, severity, message }, paint) {
  return `${paint(severity === "error" ? "red" : "yellow", severity)} ${code}: ${message}`;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
