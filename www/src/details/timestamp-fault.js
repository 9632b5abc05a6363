// Causes of an invalid RFC 3339 timestamp (as the schema's engine reads it), and corrections.

/**
 * @typedef {"hiddenInside" | "epochSeconds" | "epochMilliseconds" | "oldSyslog" | "blankForT" | "dateOnly"
 *   | "slashes" | "basicFormat" | "lowerCaseT" | "lowerCaseZ" | "quoted" | "partTooShort" | "monthOutOfRange" | "dayOutOfRange"
 *   | "hourOutOfRange" | "minuteOutOfRange" | "secondsMissing" | "secondSixty" | "secondOutOfRange"
 *   | "fractionEmpty" | "fractionComma" | "zoneMissing" | "zoneNamed" | "zoneWithoutColon"
 *   | "zoneWithoutMinutes" | "zoneOutOfRange" | "timestampOther"} TimestampFault
 *
 * @typedef {{ fault: TimestampFault, guess: string }} Finding guess: the intended timestamp,
 *   if it is unambiguous
 */

const OTHER = /** @type {const} */ ({ fault: "timestampOther", guess: "" });

/**
 * @param {string} text
 * @param {string} [before] the previous field: the month in old syslog
 * @param {string} [after] the next field: the time, if a space replaces the T
 * @returns {Finding}
 */
export function timestampFault(text, before = "", after = "") {
  if (/^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/.test(before)) {
    return { fault: "oldSyslog", guess: "" };
  }
  return (
    faultOfWhole(text, after) ??
    faultOfShape(text) ??
    faultOfParts(text) ??
    faultOfZone(text) ??
    OTHER
  );
}

/**
 * Diagnoses text without a date and time separated by T.
 *
 * @param {string} text
 * @param {string} after
 * @returns {Finding | undefined}
 */
function faultOfWhole(text, after) {
  if (/[^\x20-\x7e]/.test(text)) return found("hiddenInside", text.replace(/[^\x20-\x7e]/g, ""));
  if (/^\d{9,10}(?:\.\d+)?$/.test(text))
    return found("epochSeconds", fromEpoch(Number(text) * 1000));
  if (/^\d{12,13}(?:\.\d+)?$/.test(text))
    return found("epochMilliseconds", fromEpoch(Number(text)));
  if (/^["'[].*["'\]]$/.test(text)) return found("quoted", text.slice(1, -1));
  if (/^\d{8}T\d{6}/.test(text)) return found("basicFormat", extended(text));
  if (/^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}/.test(text)) return found("slashes", dashed(text));
  if (!/^\d{4}-\d\d?-\d\d?$/.test(text)) return undefined;
  if (/^\d\d:\d\d/.test(after)) return found("blankForT", withZone(`${text}T${after}`));
  return found("dateOnly", `${text}T00:00:00Z`);
}

/**
 * Diagnoses unexpected letters and digits.
 *
 * @param {string} text
 * @returns {Finding | undefined}
 */
function faultOfShape(text) {
  if (/^\d{4}-\d\d?-\d\d?t/.test(text)) return found("lowerCaseT", text.toUpperCase());
  if (/^\d{4}-\d\d?-\d\d?T.*z$/.test(text)) return found("lowerCaseZ", text.toUpperCase());
  if (/^\d{4}-\d\d?-\d\d?[ _]\d/.test(text)) return found("blankForT", text.replace(/[ _]/, "T"));
  if (/^\d{1,4}-\d{1,2}-\d{1,2}T\d{1,2}:\d{1,2}(?::\d{1,2})?/.test(text)) {
    const guess = text.replace(/(?<![\d.])\d(?!\d)/g, "0$&");
    if (guess !== text) return found("partTooShort", guess);
  }
  if (/T\d\d:\d\d(?!:|\d)/.test(text)) {
    return found("secondsMissing", text.replace(/T\d\d:\d\d/, "$&:00"));
  }
  return undefined;
}

/**
 * Diagnoses numbers that are out of range.
 *
 * @param {string} text
 * @returns {Finding | undefined}
 */
function faultOfParts(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12) return found("monthOutOfRange");
  if (day < 1 || day > daysOf(year, month)) return found("dayOutOfRange");
  if (hour > 23) return found("hourOutOfRange");
  if (minute > 59) return found("minuteOutOfRange");
  if (second === 60) return found("secondSixty", text.replace(/:60/, ":59"));
  return second > 60 ? found("secondOutOfRange") : undefined;
}

/**
 * Diagnoses the text after the seconds.
 *
 * @param {string} text
 * @returns {Finding | undefined}
 */
function faultOfZone(text) {
  const [, time = "", rest = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(.*)$/.exec(text) ?? [];
  if (time === "") return undefined;
  if (/^,\d/.test(rest)) return found("fractionComma", withZone(time + rest.replace(",", ".")));
  if (/^\.(?!\d)/.test(rest)) return found("fractionEmpty", withZone(time + rest.slice(1)));
  const zone = rest.replace(/^\.\d+/, "");
  if (zone === "") return found("zoneMissing", `${text}Z`);
  if (/^[+-]\d{4}$/.test(zone)) return found("zoneWithoutColon", text.replace(/\d\d$/, ":$&"));
  if (/^[+-]\d\d$/.test(zone)) return found("zoneWithoutMinutes", `${text}:00`);
  if (/^[+-]\d\d:\d\d$/.test(zone)) return found("zoneOutOfRange");
  if (/^(?:UTC|GMT)$/i.test(zone)) return found("zoneNamed", text.replace(/[A-Z]{3}$/i, "Z"));
  return /^[A-Za-z]+$/.test(zone) ? found("zoneNamed") : undefined;
}

/**
 * @param {TimestampFault} fault
 * @param {string} [guess]
 * @returns {Finding}
 */
function found(fault, guess = "") {
  const isTimestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(guess);
  return { fault, guess: isTimestamp && faultOfParts(guess) === undefined ? guess : "" };
}

/**
 * @param {number} year
 * @param {number} month from 1
 */
function daysOf(year, month) {
  const date = new Date(0);
  // Not Date.UTC, which maps the years 0 to 99 to 1900 to 1999.
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

/** @param {number} milliseconds */
function fromEpoch(milliseconds) {
  return new Date(milliseconds).toISOString();
}

/** @param {string} text `20240529T070725Z` */
function extended(text) {
  return withZone(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, "$1-$2-$3T$4:$5:$6"));
}

/** @param {string} text `2024/05/29T07:07:25Z` */
function dashed(text) {
  return withZone(text.replace(/^(\d{4})[/.](\d\d)[/.](\d\d)/, "$1-$2-$3"));
}

/** @param {string} text */
function withZone(text) {
  return /\d$/.test(text) && !/[+-]\d\d:\d\d$/.test(text) ? `${text}Z` : text;
}
