// Relative time in the unit that people use.

/** Units and their lengths in seconds; averages for years and months. */
const UNITS = /** @type {const} */ ([
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]);

/**
 * @param {number} time milliseconds
 * @param {number} now milliseconds
 * @returns {{ value: number, unit: Intl.RelativeTimeFormatUnit }} value: negative in the past
 */
export function age(time, now) {
  const seconds = (time - now) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  // Rounds towards zero, so that 59.9 minutes do not become 60.
  return { value: Math.trunc(seconds / size) || 0, unit };
}

/**
 * @param {number} time milliseconds
 * @param {number} now milliseconds
 * @param {string} language
 */
export function formatAge(time, now, language) {
  const { value, unit } = age(time, now);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(value, unit);
}
