// Keywords of severities, facilities and problems.

import { facilities, severities } from "heroku-drain";

/** @import { ProblemCode, WarningCode } from "heroku-drain" */

/** @type {Record<WarningCode, true>} */
const WARNINGS = {
  "octet-count-mismatch": true,
  truncated: true,
  crlf: true,
  "byte-order-mark": true,
  "invalid-utf8": true,
  "priority-out-of-range": true,
};

/**
 * Whether the problem's bytes produced no record, or it belongs to a record.
 *
 * @param {ProblemCode} code
 */
export function problemSeverity(code) {
  return code in WARNINGS ? "warning" : "error";
}

/**
 * @param {number} severity 0 to 7
 * @returns {string} "info"
 */
export function severityName(severity) {
  return severities[severity] ?? String(severity);
}

/**
 * @param {number} facility 0 to 23
 * @returns {string} "local3"
 */
export function facilityName(facility) {
  return facilities[facility] ?? String(facility);
}
