// What only the package knows of a value: indicators of a host name, keywords of a priority.

import { explain, parse } from "heroku-drain";
import { frame, join } from "../encode.js";

/**
 * @typedef {object} Indicators
 * @property {readonly string[]} ipAddresses
 * @property {readonly string[]} domainNames
 *
 * @typedef {{ facility: string | undefined, severity: string | undefined }} Keywords
 */

/** The largest priority that has a facility and a severity. */
export const LARGEST_PRIORITY = 191;

/** @type {Indicators} */
export const NO_INDICATORS = { ipAddresses: [], domainNames: [] };

/** @type {Map<number, Keywords>} */
const keywords = new Map();

/**
 * Asks the package by a record that has only that host name.
 *
 * @param {Uint8Array} hostName
 * @returns {Indicators}
 */
export function indicatorsOf(hostName) {
  const payload = frame(join(["<1>1 - ", hostName, " - - - -"]));
  const [record] = parse(payload, { framing: "octet-counting" }).records;
  if (!record) return NO_INDICATORS;
  const { p_any_ip_addresses: ipAddresses = [], p_any_domain_names: domainNames = [] } = record;
  return { ipAddresses, domainNames };
}

/**
 * @param {number} priority
 * @returns {Keywords}
 */
export function keywordsOf(priority) {
  const known = keywords.get(priority);
  if (known) return known;
  const [segment] = explain(`1 <${priority}>1 - - - - - -`, { framing: "lines" }).segments;
  const { facility, severity } = segment?.kind === "record" ? segment : noKeywords;
  keywords.set(priority, { facility, severity });
  return { facility, severity };
}

/** @type {Keywords} */
const noKeywords = { facility: undefined, severity: undefined };
