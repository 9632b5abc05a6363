// The lines of an app's processes, as Logplex sends them.

/** @import { Message } from "../encode.js" */

/** The day of all samples. */
const DAY = "2026-03-14";

/** The priorities that Logplex assigns; those of apps and the router do not depend on the line. */
const PRIORITY = { app: 190, router: 158, dyno: 45, metrics: 134, api: 133, notice: 172 };

/**
 * @param {number} priority
 * @param {string} app_name
 * @param {string} process_id
 * @param {string} time of the day, UTC
 * @param {string} message
 * @returns {Message}
 */
function line(priority, app_name, process_id, time, message) {
  const timestamp = `${DAY}T${time}+00:00`;
  return { priority, timestamp, host_name: "host", app_name, process_id, message };
}

/**
 * A line that a dyno of the app has printed.
 *
 * @param {string} process_id
 * @param {string} time
 * @param {string} message
 */
export function printed(process_id, time, message) {
  return line(PRIORITY.app, "app", process_id, time, message);
}

/**
 * A line of the router.
 *
 * @param {string} time
 * @param {string} message
 */
export function routed(time, message) {
  return line(PRIORITY.router, "heroku", "router", time, message);
}

/**
 * A state change of a dyno.
 *
 * @param {string} process_id
 * @param {string} time
 * @param {string} message
 */
export function dyno(process_id, time, message) {
  return line(PRIORITY.dyno, "heroku", process_id, time, message);
}

/**
 * The resources that a dyno uses.
 *
 * @param {string} process_id
 * @param {string} time
 * @param {string} samples
 */
export function used(process_id, time, samples) {
  const source = `source=${process_id} dyno=heroku.4242.7c9e6679-7425-40de-944b-e07fc1f90ae7`;
  return line(PRIORITY.metrics, "heroku", process_id, time, `${source} ${samples}`);
}

/**
 * The resources that an add-on uses.
 *
 * @param {string} process_id
 * @param {string} time
 * @param {string} message
 */
export function addOn(process_id, time, message) {
  return line(PRIORITY.metrics, "app", process_id, time, message);
}

/**
 * A change to the app by a user.
 *
 * @param {string} time
 * @param {string} message
 */
export function api(time, message) {
  return line(PRIORITY.api, "app", "api", time, message);
}

/**
 * The notice of lost messages, which alone has no line end.
 *
 * @param {string} time
 * @param {number} messages
 * @param {string} since
 * @returns {Message}
 */
export function dropped(time, messages, since) {
  const message = `Error L10 (output buffer overflow): ${messages} messages dropped since ${DAY}T${since}+00:00.`;
  return { ...line(PRIORITY.notice, "heroku", "logplex", time, message), end: "" };
}

/**
 * A loss of log-shuttle, which sends an app's lines to Logplex.
 *
 * @param {string} time
 * @param {string} message
 */
export function shuttle(time, message) {
  return line(PRIORITY.notice, "app", "log-shuttle", time, message);
}
