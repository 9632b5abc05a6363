// Arguments and options: their checks, and the errors for wrong ones.

import { largestFrame as defaultLargestFrame, framings } from "./wasm/schema.js";

/** @import { Problem } from "./index.js" */

/**
 * The payload as a string, or as a plain view of memory that is neither shared nor resizable, since
 * browsers do not decode text in such memory.
 *
 * @param {unknown} payload
 * @param {string} [name] of the argument
 * @returns {string | Uint8Array}
 * @throws {TypeError} for anything but a string, a Uint8Array or an ArrayBuffer
 */
export function checkedPayload(payload, name = "payload") {
  if (typeof payload === "string") return payload;
  const bytes = viewOf(payload);
  if (bytes) return decodable(bytes);
  throw new TypeError(
    `${name} must be a string, a Uint8Array or an ArrayBuffer, not ${described(payload)}`,
  );
}

/**
 * Like `checkedPayload`, for a chunk, which is never text: a character may begin in one chunk and end
 * in the next.
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

// Getters that reveal a value's kind in any realm; neither a fake nor a subclass can interfere.
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype);
const kindOf = getter(TypedArray, Symbol.toStringTag);
const bufferOf = getter(TypedArray, "buffer");
const offsetOf = getter(TypedArray, "byteOffset");
const lengthOf = getter(TypedArray, "byteLength");
const sizeOf = getter(ArrayBuffer.prototype, "byteLength");

/**
 * @param {object} prototype
 * @param {PropertyKey} key
 * @returns {(value: unknown) => any} throws if the value is of another kind
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
 * The options of one call, checked, with their defaults.
 *
 * @typedef {object} Settings
 * @property {number} framing the framing's number at the boundary
 * @property {Date | undefined} parseTime
 * @property {number} maxProblems
 * @property {number} largestFrame
 * @property {number} output the index of what a decoder returns
 * @property {Uint8Array<ArrayBuffer> | undefined} into
 * @property {((problem: Problem) => void) | undefined} onProblem
 */

export const EXPLAIN_OPTIONS = ["framing", "parseTime"];
export const PARSE_OPTIONS = [...EXPLAIN_OPTIONS, "maxProblems"];
export const NDJSON_OPTIONS = [...PARSE_OPTIONS, "into"];
export const DECODE_STREAM_OPTIONS = [...PARSE_OPTIONS, "largestFrame", "onProblem"];
export const DECODER_OPTIONS = [...PARSE_OPTIONS, "largestFrame", "output"];

/** The outputs of a decoder, with the options that its calls take for each. */
const OUTPUTS = ["records", "ndjson", "segments"];
export const PUSH_OPTIONS = [[], ["into"], []];

/**
 * @param {unknown} options
 * @param {string[]} known the names of the options that the call takes
 * @returns {Settings}
 * @throws {TypeError} for an option that is unknown, of the wrong type or out of range
 */
export function checkedOptions(options, known) {
  const {
    framing = framings[0],
    parseTime,
    maxProblems = DEFAULT_MAX_PROBLEMS,
    largestFrame = defaultLargestFrame,
    output = OUTPUTS[0],
    into,
    onProblem,
  } = /** @type {Record<string, any>} */ (knownOptions(options, known));
  return {
    framing: indexIn(framings, "framing", framing),
    parseTime: parseTime === undefined ? undefined : checkedTime(parseTime),
    maxProblems: checkedMaxProblems(maxProblems),
    largestFrame: checkedLargestFrame(largestFrame),
    output: indexIn(OUTPUTS, "output", output),
    into: checkedInto(into),
    onProblem: checkedOnProblem(onProblem),
  };
}

/**
 * @param {unknown} options
 * @param {string[]} known
 * @returns {object}
 */
function knownOptions(options, known) {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options must be an object, not ${described(options)}`);
  }
  rejectUnknown(options, known);
  return options;
}

/**
 * A misspelt option must not be taken for one that is left out.
 *
 * @param {object} options
 * @param {string[]} known
 */
export function rejectUnknown(options, known) {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`options.${name} is not an option`);
  }
}

/**
 * Memory to write to.
 *
 * @param {unknown} into
 * @returns {Uint8Array<ArrayBuffer> | undefined}
 * @throws {TypeError} for anything but a Uint8Array whose memory is neither shared nor resizable
 */
function checkedInto(into) {
  if (into === undefined) return undefined;
  const view = typeof into === "object" && kindOf(into) === "Uint8Array" ? viewOf(into) : undefined;
  if (!view) throw new TypeError(`options.into must be a Uint8Array, not ${described(into)}`);
  if (isFixed(view)) return view;
  throw new TypeError("options.into must be memory that is neither shared nor resizable");
}

/** @param {any} callback */
function checkedOnProblem(callback) {
  if (callback === undefined || typeof callback === "function") return callback;
  throw new TypeError(`options.onProblem must be a function, not ${described(callback)}`);
}

/** Each problem is an object of some 500 bytes. */
const DEFAULT_MAX_PROBLEMS = 10_000;
/** Wasm counts problems in 32 bits. */
const MOST_PROBLEMS = 2 ** 32 - 1;

/** @param {unknown} count */
function checkedMaxProblems(count) {
  if (count === Number.POSITIVE_INFINITY || (Number.isInteger(count) && Number(count) >= 0)) {
    return Math.min(Number(count), MOST_PROBLEMS);
  }
  throw new TypeError(
    `options.maxProblems must be a whole number from 0, or Infinity, not ${described(count)}`,
  );
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
 * @param {readonly string[]} names
 * @param {string} option
 * @param {any} name
 * @returns {number}
 */
function indexIn(names, option, name) {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const list = names.map((one) => `"${one}"`).join(", ");
  throw new TypeError(`options.${option} must be one of ${list}, not ${described(name)}`);
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
