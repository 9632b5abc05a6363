// The lines of a shop with much to do: requests, jobs and what goes wrong with them.

import { addOn, api, dropped, dyno, printed, routed, used } from "./lines.js";

/** @import { Message } from "../encode.js" */

/**
 * @typedef {object} Moment
 * @property {string} time of the day, to the microsecond
 * @property {() => number} random at least 0 and less than 1
 */

const WEBS = Array.from({ length: 8 }, (_, index) => `web.${index + 1}`);
const WORKERS = ["worker.1", "worker.2", "worker.3"];
const QUEUES = ["mail", "invoices", "thumbnails"];
const ADDRESSES = 61;

/**
 * @param {() => number} random
 * @param {number} below
 */
function integer(random, below) {
  return Math.floor(random() * below);
}

/**
 * One of a list, the first ones more often.
 *
 * @template Item
 * @param {() => number} random
 * @param {readonly Item[]} list
 */
function pick(random, list) {
  return /** @type {Item} */ (list[Math.floor(random() ** 1.6 * list.length)]);
}

/** @type {((random: () => number) => string)[]} */
const REQUESTS = [
  (random) => `method=GET path="/items/${integer(random, 4099)}"`,
  () => 'method=GET path="/"',
  (random) => `method=GET path="/search?q=tea&page=${1 + integer(random, 9)}"`,
  (random) => `method=POST path="/cart?id=${integer(random, 900)}"`,
  () => 'method=GET path="/api/stock"',
  () => 'method=POST path="/checkout"',
];

/**
 * @param {Moment} moment
 * @param {{ level?: string, service?: number, status: number, bytes?: number }} outcome
 * @returns {Message}
 */
function request({ time, random }, { level = "at=info", service, status, bytes = 0 }) {
  const id = `${pick(random, HEX)}-52aa-4d0e-8d1c-a9f2${pick(random, HEX)}`;
  const address = `198.51.100.${1 + Math.floor(random() ** 2 * ADDRESSES)}`;
  const asked = `${pick(random, REQUESTS)(random)} host=shop.example.com request_id=${id} fwd="${address}"`;
  const milliseconds = service ?? 3 + Math.floor(240 * random() ** 4);
  const answered = `dyno=${pick(random, WEBS)} connect=${integer(random, 2)}ms service=${milliseconds}ms status=${status} bytes=${bytes}`;
  return routed(time, `${level} ${asked} ${answered} protocol=https`);
}

/** Parts of identifiers, of which there are more than lines if two are taken. */
const HEX = Array.from({ length: 512 }, (_, index) => {
  const digits = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  return digits.toString(16).padStart(8, "0");
});

const STATUSES = [200, 200, 200, 200, 200, 200, 304, 302, 404];

/** @param {Moment} moment */
export function served(moment) {
  const status = pick(moment.random, STATUSES);
  return request(moment, { status, bytes: 400 + integer(moment.random, 9000) });
}

/** @param {Moment} moment */
export function failed(moment) {
  return request(moment, { status: 500, bytes: 1564 });
}

/** @param {Moment} moment */
export function timedOut(moment) {
  const service = 30_000 + integer(moment.random, 4);
  return request(moment, {
    level: 'at=error code=H12 desc="Request timeout"',
    service,
    status: 503,
  });
}

/** @param {Moment} moment */
export function worked({ time, random }) {
  const job = `queue=${pick(random, QUEUES)} job=${pick(random, HEX)} ms=${12 + integer(random, 900)}`;
  return printed(pick(random, WORKERS), time, `level=info ${job}`);
}

/**
 * The app's logger says itself how severe it is, as stdout cannot.
 *
 * @param {Moment} moment
 * @param {string} error
 */
export function raised({ time, random }, error) {
  const process = random() < 0.7 ? pick(random, WEBS) : pick(random, WORKERS);
  return { ...printed(process, time, `level=error ${error}`), priority: 187 };
}

/**
 * @param {Moment} moment
 * @param {string} warning
 */
export function warned({ time, random }, warning) {
  return { ...printed(pick(random, WEBS), time, `level=warn ${warning}`), priority: 188 };
}

/**
 * A new release, for which every dyno starts again.
 *
 * @param {string} what
 * @param {number} version
 * @returns {((moment: Moment) => Message)[]}
 */
export function released(what, version) {
  const who = "by user ada@example.com";
  return [
    ({ time }) => api(time, `${what} ${who}`),
    ({ time }) => api(time, `Release v${version} created ${who}`),
    ...WEBS.map(
      (web) =>
        (/** @type {Moment} */ { time }) =>
          dyno(web, time, "Restarting"),
    ),
  ];
}

/**
 * @param {number} messages
 * @param {string} since
 */
export function lost(messages, since) {
  return (/** @type {Moment} */ { time }) => dropped(time, messages, since);
}

/** Periodic reports on every dyno, and on the database. @type {((moment: Moment) => Message)[]} */
export const USAGE = [
  ...[...WEBS, ...WORKERS].map((process) => (/** @type {Moment} */ { time, random }) => {
    const load = (random() * 1.6).toFixed(2);
    const memory = (300 + random() * 190).toFixed(2);
    const quota = "sample#memory_quota=512.00MB";
    return used(
      process,
      time,
      `sample#load_avg_1m=${load} sample#memory_total=${memory}MB ${quota}`,
    );
  }),
  ({ time, random }) => {
    const connections = `sample#active-connections=${40 + integer(random, 60)}`;
    return addOn("heroku-postgres", time, `source=DATABASE ${connections} sample#load-avg-1m=1.9`);
  },
];
