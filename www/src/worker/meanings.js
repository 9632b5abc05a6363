// Indicators of a host name, as determined by the package.

import { parse } from "heroku-drain";
import { frame, join } from "../encode.js";

/**
 * @typedef {object} Indicators
 * @property {readonly string[] | undefined} ipAddresses
 * @property {readonly string[] | undefined} domainNames
 */

/** Maximum priority with a facility and a severity. */
export const LARGEST_PRIORITY = 191;

/** @type {Indicators} */
export const NO_INDICATORS = { ipAddresses: undefined, domainNames: undefined };

/**
 * Parses a record with only that host name.
 *
 * @param {Uint8Array} hostName
 * @returns {Indicators}
 */
export function indicatorsOf(hostName) {
  const payload = frame(join(["<1>1 - ", hostName, " - - - -"]));
  const [record] = parse(payload, { framing: "octet-counting" }).records;
  if (!record) return NO_INDICATORS;
  return { ipAddresses: record.p_any_ip_addresses, domainNames: record.p_any_domain_names };
}
