// The encoder: a line with its octet count.

import { checkedPayload } from "./arguments.js";

const encoder = new TextEncoder();

/**
 * @param {unknown} line
 * @returns {any} a string or bytes, like the line
 */
export function frame(line) {
  const checked = checkedPayload(line, "line");
  if (typeof checked === "string") return `${encoder.encode(checked).length} ${checked}`;
  const count = encoder.encode(`${checked.length} `);
  const framed = new Uint8Array(count.length + checked.length);
  framed.set(count);
  framed.set(checked, count.length);
  return framed;
}
