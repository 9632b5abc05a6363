// What a caller may pass, and the sentence for what not.

import { framings, largestFrame as usualLargestFrame } from "./wasm/schema.js";

/**
 * @typedef {object} Settings
 * @property {number} framing the framing's number at the boundary
 * @property {Date} parseTime
 */

/**
 * The payload as a string, or as a plain view of memory that is neither shared nor resizable, since
 * browsers do not decode text in such memory.
 *
 * @param {unknown} payload
 * @returns {string | Uint8Array}
 * @throws {TypeError} for anything but a string, a Uint8Array or an ArrayBuffer
 */
export function checkedPayload(payload) {
  if (typeof payload === "string") return payload;
  const bytes = viewOf(payload);
  if (bytes) return decodable(bytes);
  throw new TypeError(
    `payload must be a string, a Uint8Array or an ArrayBuffer, not ${described(payload)}`,
  );
}

/**
 * The same of a chunk, which is never text: a character may begin in one chunk and end in the next.
 *
 * @param {unknown} chunk
 * @returns {Uint8Array}
 * @throws {TypeError} for anything but a Uint8Array or an ArrayBuffer
 */
export function checkedChunk(chunk) {
  const bytes = typeof chunk === "object" ? viewOf(chunk) : undefined;
  if (bytes) return decodable(bytes);
  throw new TypeError(`chunk must be a Uint8Array or an ArrayBuffer, not ${described(chunk)}`);
}

/** @param {Uint8Array} bytes */
function decodable(bytes) {
  return isFixed(bytes) ? bytes : new Uint8Array(bytes);
}

/**
 * @param {Uint8Array} bytes
 * @returns {bytes is Uint8Array<ArrayBuffer>}
 */
function isFixed(bytes) {
  const { buffer } = bytes;
  // Not `instanceof`: it may be of another realm.
  return succeeds(() => sizeOf(buffer)) && !("resizable" in buffer && buffer.resizable);
}

// What tells a value's kind in any realm and cannot be faked; a subclass cannot get in between.
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype);
const kindOf = getter(TypedArray, Symbol.toStringTag);
const bufferOf = getter(TypedArray, "buffer");
const offsetOf = getter(TypedArray, "byteOffset");
const lengthOf = getter(TypedArray, "byteLength");
const sizeOf = getter(ArrayBuffer.prototype, "byteLength");

/**
 * @param {object} prototype
 * @param {PropertyKey} key
 * @returns {(value: unknown) => any} throws where the value is of another kind
 */
function getter(prototype, key) {
  const read = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return (value) => read?.call(value);
}

/**
 * @param {unknown} payload
 * @returns {Uint8Array | undefined}
 */
function viewOf(payload) {
  if (kindOf(payload) === "Uint8Array") {
    return new Uint8Array(bufferOf(payload), offsetOf(payload), lengthOf(payload));
  }
  return succeeds(() => sizeOf(payload))
    ? new Uint8Array(/** @type {ArrayBuffer} */ (payload))
    : undefined;
}

/** @param {() => unknown} work */
function succeeds(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {unknown} options
 * @returns {Settings}
 * @throws {TypeError} for an option of the wrong type
 */
export function checkedOptions(options) {
  if (options === undefined) return { framing: 0, parseTime: new Date() };
  const { framing = framings[0], parseTime = new Date() } =
    /** @type {import("./index.js").ParseOptions} */ (checkedObject(options));
  return { framing: checkedFraming(framing), parseTime: checkedTime(parseTime) };
}

/**
 * Memory to write to.
 *
 * @param {unknown} into
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 * @throws {TypeError} for anything but a Uint8Array whose memory is neither shared nor resizable
 */
export function checkedInto(into) {
  if (into === undefined) return undefined;
  const view = typeof into === "object" && kindOf(into) === "Uint8Array" ? viewOf(into) : undefined;
  if (!view) throw new TypeError(`options.into must be a Uint8Array, not ${described(into)}`);
  if (isFixed(view)) return view;
  throw new TypeError("options.into must be memory that is neither shared nor resizable");
}

/** @param {unknown} options */
function checkedObject(options) {
  if (typeof options === "object" && options !== null) return options;
  throw new TypeError(`options must be an object, not ${described(options)}`);
}

/**
 * @typedef {object} StreamSettings
 * @property {number} framing
 * @property {number} largestFrame
 * @property {Date | undefined} parseTime
 * @property {((problem: import("./index.js").Problem) => void) | undefined} onProblem
 */

/**
 * @param {unknown} options
 * @returns {StreamSettings}
 * @throws {TypeError} for an option of the wrong type
 */
export function checkedStreamOptions(options) {
  const {
    framing,
    parseTime,
    largestFrame = usualLargestFrame,
    onProblem,
  } = /** @type {import("./index.js").DecodeStreamOptions} */ (
    options === undefined ? {} : checkedObject(options)
  );
  if (onProblem !== undefined && typeof onProblem !== "function") {
    throw new TypeError(`options.onProblem must be a function, not ${described(onProblem)}`);
  }
  return {
    framing: checkedFraming(framing ?? framings[0]),
    largestFrame: checkedLargestFrame(largestFrame),
    parseTime: parseTime === undefined ? undefined : checkedTime(parseTime),
    onProblem,
  };
}

/** The most that `largestFrame` may be: wasm reads more than twice as many bytes at a time. */
const MOST_LARGEST_FRAME = 2 ** 28;

/** @param {unknown} bytes */
function checkedLargestFrame(bytes) {
  if (Number.isInteger(bytes) && Number(bytes) >= 1 && Number(bytes) <= MOST_LARGEST_FRAME) {
    return Number(bytes);
  }
  const range = `a whole number from 1 to ${MOST_LARGEST_FRAME}`;
  throw new TypeError(`options.largestFrame must be ${range}, not ${described(bytes)}`);
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
 * A copy, since the caller's may change.
 *
 * @param {unknown} time
 */
function checkedTime(time) {
  const milliseconds = isDate(time) ? Date.prototype.getTime.call(time) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return new Date(milliseconds);
  throw new TypeError(`options.parseTime must be a valid Date, not ${described(time)}`);
}

/**
 * @param {unknown} value
 * @returns {value is Date}
 */
function isDate(value) {
  return succeeds(() => Date.prototype.getTime.call(value));
}

/**
 * A short name for a value of the wrong type.
 *
 * @param {unknown} value
 */
export function described(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return JSON.stringify(shortened(value));
  if (typeof value === "number" || typeof value === "boolean") return `${typeof value} ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  return isDate(value) ? "an invalid Date" : instanceName(value);
}

/** @param {object} value */
function instanceName(value) {
  try {
    const name = value.constructor?.name;
    if (typeof name !== "string" || name === "") return "an object";
    // A proxy, or an object with the prototype only.
    const isImitation = (name === "Uint8Array" || name === "ArrayBuffer") && !viewOf(value);
    return `${isImitation ? "an imitation" : "an instance"} of ${shortened(name)}`;
  } catch {
    return "an object";
  }
}

/** @param {string} text */
function shortened(text) {
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}
