// Which keyword stands for which severity, facility and problem.

/** @import { ErrorCode, ProblemCode, WarningCode } from "heroku-drain" */

/** The keyword of each severity, by its number (RFC 5424, table 2). */
export const SEVERITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/** The keyword of each facility, by its number (RFC 5424, table 1). */
export const FACILITIES = [
  ..."kern user mail daemon auth syslog lpr news uucp cron authpriv ftp".split(" "),
  ..."ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7".split(" "),
];

/** @type {Record<ErrorCode, "error"> & Record<WarningCode, "warning">} */
const CODES = {
  "not-a-frame": "error",
  "missing-octet-count": "error",
  "delimiter-missing": "error",
  "invalid-integer": "error",
  "invalid-timestamp": "error",
  "frame-too-long": "error",
  "gzip-payload": "error",
  "utf16-payload": "error",
  "json-payload": "error",
  "form-encoded": "error",
  "base64-payload": "error",
  "html-escaped": "error",
  "cli-output": "error",
  "octet-count-mismatch": "warning",
  truncated: "warning",
  crlf: "warning",
  "byte-order-mark": "warning",
  "invalid-utf8": "warning",
  "priority-out-of-range": "warning",
};

/** The codes of all problems. */
export const PROBLEM_CODES = /** @type {ProblemCode[]} */ (Object.keys(CODES));

/**
 * Whether the bytes of such a problem gave no record, or it only stands beside one.
 *
 * @param {ProblemCode} code
 */
export function problemSeverity(code) {
  return CODES[code];
}

/**
 * @param {number} severity 0 to 7
 * @returns {string} "info"
 */
export function severityName(severity) {
  return SEVERITIES[severity] ?? String(severity);
}

/**
 * @param {number} facility 0 to 23
 * @returns {string} "local3"
 */
export function facilityName(facility) {
  return FACILITIES[facility] ?? String(facility);
}
