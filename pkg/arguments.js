// What a caller may pass, and the sentence for what not.

import { framings } from "./wasm/schema.js";

/**
 * @typedef {object} Settings
 * @property {number} framing the framing's number at the boundary
 * @property {number} parseTime milliseconds since 1970-01-01T00:00:00Z
 */

/**
 * The payload as bytes or as a string that has no lone surrogates.
 *
 * @param {unknown} payload
 * @returns {string | Uint8Array}
 * @throws {TypeError} for anything but a string, a Uint8Array or an ArrayBuffer
 */
export function checkedPayload(payload) {
  if (typeof payload === "string") return wellFormed(payload);
  if (payload instanceof Uint8Array || isTagged(payload, "Uint8Array")) {
    return /** @type {Uint8Array} */ (payload);
  }
  if (payload instanceof ArrayBuffer || isTagged(payload, "ArrayBuffer")) {
    return new Uint8Array(/** @type {ArrayBuffer} */ (payload));
  }
  throw new TypeError(
    `payload must be a string, a Uint8Array or an ArrayBuffer, not ${described(payload)}`,
  );
}

/**
 * @param {unknown} options
 * @returns {Settings}
 * @throws {TypeError} for an option of the wrong type
 */
export function checkedOptions(options) {
  if (options === undefined) return { framing: 0, parseTime: Date.now() };
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options must be an object, not ${described(options)}`);
  }
  const { framing = framings[0], parseTime = new Date() } =
    /** @type {import("./index.js").ParseOptions} */ (options);
  return { framing: checkedFraming(framing), parseTime: checkedTime(parseTime) };
}

/**
 * @param {import("./index.js").Framing} framing
 * @returns {number}
 */
function checkedFraming(framing) {
  const index = framings.indexOf(framing);
  if (index >= 0) return index;
  const names = framings.map((name) => `"${name}"`).join(", ");
  throw new TypeError(`options.framing must be one of ${names}, not ${described(framing)}`);
}

/**
 * @param {unknown} time
 * @returns {number}
 */
function checkedTime(time) {
  const isDate = time instanceof Date || isTagged(time, "Date");
  const milliseconds = isDate ? Number(time) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return milliseconds;
  throw new TypeError(`options.parseTime must be a valid Date, not ${described(time)}`);
}

/**
 * True for a value of another realm too, such as a frame's or a test runner's.
 *
 * @param {unknown} value
 * @param {string} tag
 */
function isTagged(value, tag) {
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}

/**
 * A short name for a value of the wrong type.
 *
 * @param {unknown} value
 */
function described(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return JSON.stringify(shortened(value));
  if (typeof value === "number" || typeof value === "boolean") return `${typeof value} ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isTagged(value, "Date")) return "an invalid Date";
  const name = value.constructor?.name;
  return name ? `an instance of ${name}` : "an object";
}

/** @param {string} text */
function shortened(text) {
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}

/**
 * Lone surrogates have no bytes; they count and read as U+FFFD.
 *
 * @param {string} text
 */
function wellFormed(text) {
  if (text.isWellFormed?.()) return text;
  return text.toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
