// Shell commands (POSIX) that create a drain for an endpoint and test it.

import { frame, join } from "../encode.js";

/** Placeholders in commands until values are known. */
export const EXAMPLE = { app: "example-app", endpoint: "https://drain.example.com/logs" };

/** @typedef {{ app: string, endpoint: string }} Drain endpoint: its URL */

const PLAIN = /^[\w.:/@%+=,-]+$/;
const LINE_FEED = "\n";

/** @param {Drain} drain */
export function addDrain({ app, endpoint }) {
  return `heroku drains:add ${quoted(endpoint)} -a ${quoted(app)}`;
}

/** @param {Drain} drain */
export function addPrivateDrain({ app, endpoint }) {
  const url = new URL(endpoint);
  url.username ||= "USER";
  url.password ||= "PASSWORD";
  return addDrain({ app, endpoint: url.href });
}

/** @param {Drain} drain */
export function removeDrain({ app, endpoint }) {
  return `heroku drains:remove ${quoted(endpoint)} -a ${quoted(app)}`;
}

/** @param {Drain} drain */
export function listDrains({ app }) {
  return `heroku drains --json -a ${quoted(app)}`;
}

/** @param {Drain} drain */
export function tailLogs({ app }) {
  return `heroku logs --tail -a ${quoted(app)}`;
}

/** Source of the token for the other commands, so that none of them contains it. */
export function exportToken() {
  return "export LOGPLEX_DRAIN_TOKEN=d.00000000-0000-0000-0000-000000000000";
}

/**
 * Posts a batch like Logplex.
 *
 * @param {Drain} drain
 * @param {Date} time of the records
 */
export function postBatch({ endpoint }, time) {
  const headers = [
    "Content-Type: application/logplex-1",
    "Logplex-Msg-Count: 2",
    "Logplex-Frame-Id: 5B0D6E9A41C7F2830E94D1B7A6C35F28",
    "User-Agent: Logplex/v141",
  ];
  return [
    // Disables curl's own patterns in URLs.
    "curl --include --globoff --max-time 5",
    ...headers.map((header) => `  -H ${quoted(header)}`),
    '  -H "Logplex-Drain-Token: $LOGPLEX_DRAIN_TOKEN"',
    `  --data-binary ${quoted(batch(time))}`,
    `  ${quoted(endpoint)}`,
  ].join(` \\${LINE_FEED}`);
}

/** @param {Date} time */
function batch(time) {
  const timestamp = time.toISOString().replace("Z", "000+00:00");
  const common = { priority: 158, timestamp, host_name: "host", app_name: "heroku" };
  const router = frame({
    ...common,
    process_id: "router",
    message: 'at=info method=GET path="/" host=example-app.herokuapp.com dyno=web.1 status=200',
  });
  const app = frame({
    ...common,
    priority: 190,
    app_name: "app",
    process_id: "web.1",
    message: "Hello 👋",
  });
  return new TextDecoder().decode(join([router, app]));
}

/**
 * Quotes any text as one shell word.
 *
 * @param {string} text
 */
export function quoted(text) {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
