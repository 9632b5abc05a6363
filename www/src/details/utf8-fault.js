// Causes of invalid UTF-8, and what the bytes may be instead.

import { characterAt } from "./utf8.js";

/**
 * @typedef {"latin1" | "eucKr" | "cutCharacter" | "characterRest" | "surrogate" | "overlong" | "utf16"
 *   | "neverUtf8"} Utf8Fault
 *
 * @typedef {{ fault: Utf8Fault, guess: string, wanted: number, there: number }} Utf8Finding
 *   guess: the text, if that encoding fits; wanted, there: bytes of a cut character
 */

/** Length in bytes at which Logplex cuts a dyno's lines, ignoring character boundaries. */
const CUT_LENGTH = 10_000;

/**
 * @param {Uint8Array} bytes
 * @param {number} at the first invalid byte
 * @param {{ offset: number, length: number }} [message] range of the message in the bytes
 * @returns {Utf8Finding}
 */
export function utf8Fault(bytes, at, message) {
  const { wanted, there } = characterAt(bytes, at);
  const [first, second] = [Number(bytes[at]), Number(bytes[at + 1])];
  const finding = (/** @type {Utf8Fault} */ fault, guess = "") => ({ fault, guess, wanted, there });
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return finding("utf16");
  }
  if (first === 0xed && second >= 0xa0 && second <= 0xbf) return finding("surrogate");
  if (first === 0xc0 && isContinuation(second)) return finding("overlong");
  if (wanted > there && isCutThere(message, at + there)) return finding("cutCharacter");
  if (at === message?.offset && isContinuation(first)) return finding("characterRest");
  const run = runAround(bytes, at);
  const korean = koreanOf(run);
  if (korean) return finding("eucKr", korean);
  if (there < 2 && run.length <= 2 && run.every((byte) => byte >= 0xa0))
    return finding("latin1", latin1Of(run));
  if (wanted > there) return finding("cutCharacter");
  return finding(isContinuation(first) ? "characterRest" : "neverUtf8");
}

/**
 * @param {{ offset: number, length: number } | undefined} message
 * @param {number} end of the incomplete character
 */
function isCutThere(message, end) {
  return message?.length === CUT_LENGTH && message.offset + message.length === end;
}

/** @param {number} byte */
function isContinuation(byte) {
  return byte >= 0x80 && byte <= 0xbf;
}

/**
 * Returns the surrounding bytes that are not ASCII.
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function runAround(bytes, at) {
  let [start, end] = [at, at + 1];
  while (Number(bytes[start - 1]) >= 0x80) start--;
  while (Number(bytes[end]) >= 0x80) end++;
  return bytes.subarray(start, end);
}

/** @param {Uint8Array} run */
function koreanOf(run) {
  try {
    const text = new TextDecoder("euc-kr", { fatal: true }).decode(run);
    return /^[가-힣]+$/.test(text) ? text : "";
  } catch {
    return "";
  }
}

/** @param {Uint8Array} run */
function latin1Of(run) {
  return new TextDecoder("windows-1252").decode(run);
}
