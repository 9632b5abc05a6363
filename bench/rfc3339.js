// Timestamps in bytes, for the careful parser: checked digit by digit, with each date computed once.

import { utf8 } from "./utf8.js";

const GENERAL =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The length of a timestamp as Logplex writes it. */
export const CANONICAL = 32;

/** The day of the last timestamp as the number yyyymmdd, and the time at which it began. */
let day = -1;
let dayStart = 0;

/**
 * Milliseconds since 1970 of a timestamp of any valid shape; NaN if it is invalid.
 *
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
export function generalTime(bytes, start, end) {
  const text = utf8.decode(bytes.subarray(start, end));
  const [, year, month, date] = (GENERAL.exec(text) ?? []).map(Number);
  return isDate(year, month, date) ? Date.parse(text) : Number.NaN;
}

/**
 * Milliseconds since 1970 of `0000-00-00T00:00:00.000000+00:00`; NaN for any other shape.
 *
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export function canonicalTime(bytes, at) {
  // Unrolled: a function for two digits makes it a third slower.
  const y1 = bytes[at] - 48;
  const y2 = bytes[at + 1] - 48;
  const y3 = bytes[at + 2] - 48;
  const y4 = bytes[at + 3] - 48;
  const m1 = bytes[at + 5] - 48;
  const m2 = bytes[at + 6] - 48;
  const d1 = bytes[at + 8] - 48;
  const d2 = bytes[at + 9] - 48;
  const hour1 = bytes[at + 11] - 48;
  const hour2 = bytes[at + 12] - 48;
  const minute1 = bytes[at + 14] - 48;
  const minute2 = bytes[at + 15] - 48;
  const second1 = bytes[at + 17] - 48;
  const second2 = bytes[at + 18] - 48;
  const f1 = bytes[at + 20] - 48;
  const f2 = bytes[at + 21] - 48;
  const f3 = bytes[at + 22] - 48;
  if (!areDigits(y1, y2, y3, y4) || !areDigits(m1, m2, d1, d2)) return Number.NaN;
  if (!areDigits(hour1, hour2, minute1, minute2)) return Number.NaN;
  if (!areDigits(second1, second2, f1, f2)) return Number.NaN;
  const f4 = bytes[at + 23] - 48;
  const f5 = bytes[at + 24] - 48;
  const f6 = bytes[at + 25] - 48;
  if (!areDigits(f3, f4, f5, f6) || !isPunctuated(bytes, at)) return Number.NaN;

  const yearMonth = (((y1 * 10 + y2) * 10 + y3) * 10 + y4) * 100 + m1 * 10 + m2;
  const yearMonthDate = yearMonth * 100 + d1 * 10 + d2;
  if (yearMonthDate !== day && !moveTo(yearMonthDate)) return Number.NaN;
  const hour = hour1 * 10 + hour2;
  const minute = minute1 * 10 + minute2;
  const second = second1 * 10 + second2;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return dayStart + ((hour * 60 + minute) * 60 + second) * 1000 + f1 * 100 + f2 * 10 + f3;
}

/**
 * Whether each is 0 to 9: only then do both the value and the value plus six fit into four bits.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 */
function areDigits(a, b, c, d) {
  return ((a | (a + 6) | b | (b + 6) | c | (c + 6) | d | (d + 6)) & ~15) === 0;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function isPunctuated(bytes, at) {
  return (
    bytes[at + 4] === 45 &&
    bytes[at + 7] === 45 &&
    bytes[at + 10] === 84 &&
    bytes[at + 13] === 58 &&
    bytes[at + 16] === 58 &&
    bytes[at + 19] === 46 &&
    bytes[at + 26] === 43 &&
    bytes[at + 27] === 48 &&
    bytes[at + 28] === 48 &&
    bytes[at + 29] === 58 &&
    bytes[at + 30] === 48 &&
    bytes[at + 31] === 48
  );
}

/** @param {number} yearMonthDate yyyymmdd */
function moveTo(yearMonthDate) {
  const [year, month] = [Math.trunc(yearMonthDate / 10_000), Math.trunc(yearMonthDate / 100) % 100];
  if (!isDate(year, month, yearMonthDate % 100)) return false;
  day = yearMonthDate;
  dayStart = new Date(0).setUTCFullYear(year, month - 1, yearMonthDate % 100);
  return true;
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} date
 */
function isDate(year, month, date) {
  const made = new Date(0);
  made.setUTCFullYear(year, month - 1, date);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date;
}
