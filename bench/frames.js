// Splits a payload at its octet counts, for parsers that read a single syslog message.

import { characterPerByte, nextNotAscii, utf8 } from "./utf8.js";

const encoder = new TextEncoder();

/**
 * The messages, without octet count and line feed.
 *
 * @param {string | Uint8Array} payload
 */
export function splitFrames(payload) {
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  const slice = slicer(payload, bytes);
  const messages = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const start = space + 1;
    const end = start + Number(slice(at, space));
    if (!(space > at && end > start)) break;
    messages.push(slice(start, bytes[end - 1] === 10 ? end - 1 : end));
    at = end;
  }
  return messages;
}

/**
 * Returns a function that slices text by byte offsets, from one string if every character is a byte.
 *
 * @param {string | Uint8Array} payload
 * @param {Uint8Array} bytes
 * @returns {(start: number, end: number) => string}
 */
function slicer(payload, bytes) {
  if (nextNotAscii(bytes, 0, bytes.length) < bytes.length) {
    return (start, end) => utf8.decode(bytes.subarray(start, end));
  }
  const text = typeof payload === "string" ? payload : characterPerByte(bytes);
  return (start, end) => text.slice(start, end);
}
