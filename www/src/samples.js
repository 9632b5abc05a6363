// Sample payloads. All are synthetic; addresses and names are reserved for documentation.

import { cutLine, damaged, pastedOnWindows, withNotices } from "./samples/accidents.js";
import { metrics, rails } from "./samples/app.js";
import { busyHour } from "./samples/busy.js";
import { SAMPLE_IDS } from "./samples/ids.js";
import { hostile, hosts } from "./samples/odd.js";
import { printedLogs, syslogDrain, wrapped } from "./samples/others.js";
import { requests } from "./samples/requests.js";

/** @import { SampleId } from "./samples/ids.js" */

/**
 * @typedef {object} Sample
 * @property {SampleId} id its title and hints are in the string tables
 * @property {() => Uint8Array<ArrayBuffer>} build
 */

/** @type {Record<SampleId, Sample["build"]>} */
const BUILDS = {
  router: requests,
  busy: busyHour,
  rails,
  metrics,
  dropped: withNotices,
  cut: cutLine,
  windows: pastedOnWindows,
  damaged,
  syslog: syslogDrain,
  hosts,
  hostile,
  cli: printedLogs,
  json: wrapped,
};

/** @type {readonly Sample[]} */
export const samples = SAMPLE_IDS.map((id) => ({ id, build: BUILDS[id] }));

/** @param {string} id */
export function sampleOf(id) {
  return samples.find((sample) => sample.id === id);
}
