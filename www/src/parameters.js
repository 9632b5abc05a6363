// Parsing and formatting of single address parameters.

/**
 * Parses the values of a parameter; calls `odd` for invalid parts.
 *
 * @template T
 * @typedef {(values: string[], odd: () => void) => T | undefined} Reader
 */

/** Maximum distance of a Date from 1970. */
const MOST_MILLISECONDS = 8.64e15;
const MILLISECONDS = /^-?\d+(\.\d+)?(e-?\d+)?$/;
// In an address, the "+" of an offset decodes to a space unless it is percent-encoded.
const RFC_3339 = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(?:Z|([+ -])(\d\d):([0-5]\d))$/i;

/**
 * A single value.
 *
 * @template T
 * @param {(value: string) => T | undefined} meaningOf
 * @returns {Reader<T>}
 */
export function one(meaningOf) {
  return ([value = "", ...others], odd) => {
    const read = meaningOf(value);
    if (read === undefined || others.length > 0) odd();
    return read;
  };
}

/**
 * Any number of values, without duplicates and at most `most`.
 *
 * @template T
 * @param {(value: string) => T | undefined} meaningOf
 * @param {number} most
 * @returns {Reader<T[]>}
 */
export function many(meaningOf, most) {
  return (values, odd) => {
    const read = values.map(meaningOf).filter((value) => value !== undefined);
    const list = [...new Set(read)].slice(0, most);
    if (read.length < values.length || new Set(read).size > most) odd();
    return list.length === 0 ? undefined : list;
  };
}

/**
 * Any number of words, repeated as parameters or separated by commas.
 *
 * @template T
 * @param {(value: string) => T | undefined} meaningOf
 * @param {number} most
 * @returns {Reader<T[]>}
 */
export function wordList(meaningOf, most) {
  const read = many(meaningOf, most);
  return (values, odd) =>
    read(
      values.flatMap((value) => value.split(",")),
      odd,
    );
}

/**
 * A value from a list.
 *
 * @template {string} T
 * @param {readonly T[]} choices
 */
export function among(choices) {
  return (/** @type {string} */ value) => choices.find((choice) => choice === value);
}

/** @param {RegExp} pattern */
export function matching(pattern) {
  return (/** @type {string} */ value) => (pattern.test(value) ? value : undefined);
}

/**
 * The number of a keyword; numbers are accepted too.
 *
 * @param {readonly string[]} keywords
 */
export function numberAmong(keywords) {
  return (/** @type {string} */ value) => {
    const number = keywords.findIndex((keyword, number) => [keyword, `${number}`].includes(value));
    return number < 0 ? undefined : number;
  };
}

/**
 * A time: RFC 3339, or milliseconds since 1970-01-01T00:00:00Z.
 *
 * @param {string} value
 * @returns {number | undefined} milliseconds UTC
 */
export function timeOf(value) {
  const time = MILLISECONDS.test(value) ? Number(value) : dateTime(value);
  return time !== undefined && Math.abs(time) <= MOST_MILLISECONDS ? time : undefined;
}

/**
 * Formats as RFC 3339 if that is exact, otherwise as milliseconds.
 *
 * @param {number} time milliseconds UTC
 */
export function timeText(time) {
  if (!(Math.abs(time) <= MOST_MILLISECONDS)) return undefined;
  const iso = new Date(time).toISOString();
  if (!Number.isInteger(time) || !/^\d{4}-/.test(iso)) return String(time);
  return iso.replace(".000Z", "Z");
}

/** @param {string} value */
function dateTime(value) {
  const [, date, clock, fraction = "", sign, hours = "0", minutes = "0"] =
    RFC_3339.exec(value) ?? [];
  const local = Date.parse(`${date}T${clock}Z`);
  // Engines differ on days beyond the end of the month.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${date}T${clock}`)) return;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
  return local + Number(`0${fraction}`) * 1000 - offset;
}
