// How an option is checked that is a number or an object.

import { described } from "../arguments.js";

/**
 * @param {string} name
 * @param {unknown} value
 * @param {number} most
 * @param {number} [least]
 */
export function checkedNumber(name, value, most, least = 1) {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) {
    return Number(value);
  }
  throw wrong(name, `a whole number from ${least} to ${most}`, value);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {any}
 */
export function checkedFunction(name, value) {
  if (typeof value === "function") return value;
  throw wrong(name, "a function", value);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {any}
 */
export function checkedObject(name, value) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  // A secret may be in the wrong place.
  const kind = typeof value === "string" ? "a string" : described(value);
  throw new TypeError(`${name} must be an object, not ${kind}`);
}

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} found
 */
export function wrong(name, expected, found) {
  const kind = typeof found === "string" ? "a string" : described(found);
  return new TypeError(`options.${name} must be ${expected}, not ${kind}`);
}
