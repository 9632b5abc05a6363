// Heroku log text that is not, or no longer, the body of an HTTPS drain.

import { frames, join, syslog } from "../encode.js";
import { dropped, dyno, printed } from "./lines.js";
import { CACHED, POSTED, SERVED, TIMED_OUT } from "./requests.js";

/** @import { Message } from "../encode.js" */

const TOKEN = "d.9173ea1f-3d4c-4c1a-8f5e-5a2b7f0c6e10";
const LINES = [
  SERVED,
  CACHED,
  POSTED,
  printed("web.1", "09:26:54.2", "cart 7: 3 items"),
  TIMED_OUT,
];

/**
 * A syslog drain: the host name identifies it, structured data is there as NILVALUE, and every
 * message has a line end.
 */
export function syslogDrain() {
  const notice = { ...dropped("09:26:50", 12, "09:26:48"), end: "\n" };
  const messages = [notice, ...LINES, dyno("web.2", "09:27:00.1", "Restarting")];
  return frames(messages.map(withStructuredData));
}

/** @param {Message} message */
function withStructuredData(message) {
  return { ...message, host_name: TOKEN, message: `- ${message.message}` };
}

/** Output of `heroku logs`. */
export function printedLogs() {
  const lines = LINES.map(
    ({ timestamp, app_name, process_id, message }) =>
      `${timestamp} ${app_name}[${process_id}]: ${message}\n`,
  );
  return join(lines);
}

/** As collectors keep what they received: each line of a body in an object, LF and counts gone. */
export function wrapped() {
  const lines = LINES.map((message) => {
    const body = syslog({ ...message, end: "" });
    return `${JSON.stringify({ received: message.timestamp, source: "logplex", message: body })}\n`;
  });
  return join(lines);
}
