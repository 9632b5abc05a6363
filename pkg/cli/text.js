// Text for a terminal: nothing in it is obeyed, hidden or turned round.

import { styleText } from "node:util";

/** What a terminal obeys, and what is not seen or changes the direction of what stands beside it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** What JSON.stringify leaves of it. */
const UNSEEN_IN_JSON = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** @type {Record<string, string>} */
const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Text of a payload, in one line in which all is seen.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.replace(UNSEEN, (found) => SHORT[found] ?? `\\u{${hex(found.codePointAt(0))}}`);
}

/**
 * JSON with the same meaning in which all is seen.
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
 * Colours for a stream, if it is a terminal and nobody asked for none.
 *
 * @param {NodeJS.WriteStream} stream
 * @returns {Paint}
 */
export function painter({ isTTY }) {
  const { NO_COLOR, TERM } = process.env;
  if (!isTTY || NO_COLOR || TERM === "dumb") return (_, text) => text;
  // Looked at above; newer versions of Node would look at standard output instead.
  return (style, text) => styleText(style, text, { validateStream: false });
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
