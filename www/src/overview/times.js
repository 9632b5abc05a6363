// Time formatting for the overview: as precise as its buckets, in UTC or in the browser's zone.

/** @typedef {"utc" | "local"} Zone */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Units of a bucket's length in descending order, as named by Intl. */
const UNITS = /** @type {const} */ ([
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
  ["second", SECOND],
  ["millisecond", 1],
]);

/**
 * @param {number} time milliseconds UTC
 * @param {Zone} zone
 */
export function partsOfTime(time, zone) {
  const date = new Date(Math.floor(time));
  if (zone === "utc") {
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      millisecond: date.getUTCMilliseconds(),
    };
  }
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    millisecond: date.getMilliseconds(),
  };
}

/**
 * "2012-11-30"
 *
 * @param {number} time milliseconds UTC
 * @param {Zone} zone
 */
export function formatDay(time, zone) {
  const { year, month, day } = partsOfTime(time, zone);
  return `${formatYear(year)}-${digits(month)}-${digits(day)}`;
}

/** @param {number} year */
export function formatYear(year) {
  return `${year < 0 ? "−" : ""}${digits(Math.abs(year), 4)}`;
}

/**
 * "06:45", "06:45:29" or "06:45:29.250"
 *
 * @param {number} time milliseconds UTC
 * @param {number} step in milliseconds that sets the precision
 * @param {Zone} zone
 */
export function formatClock(time, step, zone) {
  const { hour, minute, second, millisecond } = partsOfTime(time, zone);
  const minutes = `${digits(hour)}:${digits(minute)}`;
  if (step % MINUTE === 0) return minutes;
  const seconds = `${minutes}:${digits(second)}`;
  return step % SECOND === 0 ? seconds : `${seconds}.${digits(millisecond, 3)}`;
}

/**
 * "2012-11-30 06:45:29"
 *
 * @param {number} time milliseconds UTC
 * @param {number} step
 * @param {Zone} zone
 */
export function formatTime(time, step, zone) {
  return `${formatDay(time, zone)} ${formatClock(time, step, zone)}`;
}

/**
 * "2012-11-30 06:45:29 – 06:45:30"
 *
 * @param {number} from milliseconds UTC
 * @param {number} to milliseconds UTC
 * @param {number} step
 * @param {Zone} zone
 */
export function formatRange(from, to, step, zone) {
  const isOneDay = formatDay(from, zone) === formatDay(to, zone);
  const end = isOneDay ? formatClock(to, step, zone) : formatTime(to, step, zone);
  return `${formatTime(from, step, zone)} – ${end}`;
}

/**
 * "30 sec"
 *
 * @param {number} step milliseconds
 * @param {string} language
 */
export function formatStep(step, language) {
  const [unit, length] = UNITS.find(([, length]) => step % length === 0) ?? ["millisecond", 1];
  const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" });
  return format.format(step / length);
}

/**
 * @param {number} number
 * @param {number} [length]
 */
function digits(number, length = 2) {
  return String(number).padStart(length, "0");
}
