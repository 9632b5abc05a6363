// Reproducible payloads like those of a busy app, from a seed, with the expected values of each record.

/**
 * @typedef {object} Line the parts of one record; undefined stands for "-"
 * @property {number} priority
 * @property {string} timestamp
 * @property {string} app_name
 * @property {string} process_id
 * @property {string} message
 * @property {string} [end] end of the frame, a line feed by default
 *
 * @typedef {object} Told a record's values, independent of a parser's object shape
 * @property {unknown} app
 * @property {unknown} process
 * @property {unknown} message
 * @property {unknown} time milliseconds since 1970-01-01T00:00:00Z
 *
 * @typedef {object} Payload
 * @property {string} text
 * @property {Uint8Array<ArrayBuffer>} bytes `text` as UTF-8
 * @property {Told[]} told
 *
 * @typedef {() => number} Random returns a number from 0 up to, but not including, 1
 * @typedef {(random: Random) => Omit<Line, "timestamp">} Maker
 */

import { randomFrom } from "../tests/twin/payloads.js";

export const SEED = 1;

const START = Date.UTC(2026, 4, 17, 9, 30);

/** The mix of a hundred lines. */
const KINDS = [
  ...times(50, router),
  ...times(33, app),
  ...times(7, dynoMetrics),
  ...times(6, postgres),
  ...times(4, system),
];

const encoder = new TextEncoder();

/**
 * A payload of `count` records, and the values of each.
 *
 * @param {number} count
 * @param {{ seed?: number, unicode?: boolean }} [options] unicode: every tenth message is not ASCII
 * @returns {Payload}
 */
export function makePayload(count, options) {
  const lines = makeLines(count, options);
  return { ...encoded(lines), told: lines.map(told) };
}

/**
 * The payload alone, for sizes too large to check.
 *
 * @param {number} count
 * @param {{ seed?: number, unicode?: boolean }} [options]
 */
export function makeLargePayload(count, options) {
  return encoded(makeLines(count, options));
}

/**
 * @param {number} count
 * @param {{ seed?: number, unicode?: boolean }} [options]
 * @returns {Line[]}
 */
function makeLines(count, { seed = SEED, unicode = false } = {}) {
  const random = randomFrom(seed);
  let microseconds = 0;
  return Array.from({ length: count }, (_, index) => {
    microseconds += Math.floor(random() * 40_000);
    const line = { timestamp: rfc3339(microseconds), ...one(random, KINDS)(random) };
    return unicode && index % 10 === 9 ? { ...line, message: notAscii(line.message, index) } : line;
  });
}

/** @param {Line[]} lines */
function encoded(lines) {
  const text = lines.map(frame).join("");
  return { text, bytes: encoder.encode(text) };
}

/**
 * The only place that computes octet counts.
 *
 * @param {Line} line
 */
function frame({ priority, timestamp, app_name, process_id, message, end = "\n" }) {
  const payload = `<${priority}>1 ${timestamp} host ${app_name} ${process_id} - ${message}${end}`;
  return `${encoder.encode(payload).length} ${payload}`;
}

/**
 * @param {Line} line
 * @returns {Told}
 */
function told({ app_name, process_id, message, timestamp }) {
  return { app: app_name, process: process_id, message, time: Date.parse(timestamp) };
}

/**
 * Adds names with characters of two, three and four bytes: before, within and after.
 *
 * @param {string} message
 * @param {number} index
 */
function notAscii(message, index) {
  const name = ["Zoë", "渡辺", "Łukasz 🚲"][index % 3];
  const at = [0, message.length >> 1, message.length][(index >> 2) % 3];
  return `${message.slice(0, at)}${name}${message.slice(at)}`;
}

/** @type {Maker} */
function router(random) {
  const failed = random() < 0.01;
  const path = `/api/v2/${one(random, ["orders", "customers", "carts", "search"])}/${whole(random, 99_999)}`;
  const fields = [
    `at=${failed ? 'error code=H12 desc="Request timeout"' : "info"}`,
    `method=${one(random, ["GET", "GET", "GET", "POST", "PUT"])} path="${path}?page=${whole(random, 40)}"`,
    `host=shop.example.com request_id=${uuid(random)} fwd="${ip(random)}"`,
    `dyno=web.${1 + whole(random, 8)} connect=${whole(random, 3)}ms service=${failed ? 30_000 : whole(random, 400)}ms`,
    `status=${failed ? 503 : one(random, [200, 200, 200, 201, 304, 404])} bytes=${whole(random, 60_000)}`,
    "protocol=http1.1 tls=true tls_version=tls1.3",
  ];
  return { priority: 158, app_name: "heroku", process_id: "router", message: fields.join(" ") };
}

/** @type {Maker} */
function app(random) {
  const id = uuid(random);
  const message = one(random, [
    `[${id}] Completed 200 OK in ${whole(random, 300)}ms (Views: ${whole(random, 90)}.4ms | ActiveRecord: ${whole(random, 80)}.9ms)`,
    `{"level":"info","msg":"order placed","order":${whole(random, 99_999)},"customer":"Jane","request_id":"${id}"}`,
    `level=debug msg="cache miss" key=cart:${whole(random, 9_999)} request_id=${id} took=0.${whole(random, 999)}`,
    `  Order Load (${whole(random, 9)}.2ms)  SELECT "orders".* FROM "orders" WHERE "orders"."id" = $1 LIMIT $2`,
  ]);
  const process_id = random() < 0.8 ? `web.${1 + whole(random, 8)}` : "worker.1";
  const shape = random();
  // A message may contain line feeds, and a frame need not end in one: rare, and the reason for octet counts.
  if (shape < 0.01)
    return {
      priority: 190,
      app_name: "app",
      process_id,
      message: `${message}\n  at app.rb:${whole(random, 200)}`,
    };
  if (shape < 0.02) return { priority: 190, app_name: "app", process_id, message, end: "" };
  return { priority: 190, app_name: "app", process_id, message };
}

/** @type {Maker} */
function dynoMetrics(random) {
  const dyno = `web.${1 + whole(random, 8)}`;
  const load = () => `0.${String(whole(random, 99)).padStart(2, "0")}`;
  const message =
    random() < 0.5
      ? `source=${dyno} dyno=heroku.81203.${uuid(random)} sample#load_avg_1m=${load()} sample#load_avg_5m=${load()} sample#load_avg_15m=${load()}`
      : `source=${dyno} dyno=heroku.81203.${uuid(random)} sample#memory_total=${whole(random, 512)}.21MB sample#memory_rss=${whole(random, 400)}.50MB sample#memory_cache=${whole(random, 40)}.12MB sample#memory_swap=0.00MB sample#memory_pgpgin=${whole(random, 900_000)}pages sample#memory_quota=512.00MB`;
  return { priority: 134, app_name: "heroku", process_id: dyno, message };
}

/** @type {Maker} */
function postgres(random) {
  const sizes = `db_size=${whole(random, 9_000_000_000)}bytes sample#tables=${whole(random, 80)}`;
  const rates = "sample#index-cache-hit-rate=0.99921 sample#table-cache-hit-rate=0.98412";
  const memory = `sample#memory-total=3944484kB sample#memory-free=${whole(random, 900_000)}kB`;
  const message = `source=DATABASE addon=postgresql-round-41207 sample#current_transaction=${whole(random, 99_999)} sample#${sizes} sample#active-connections=${whole(random, 60)} sample#waiting-connections=0 ${rates} sample#load-avg-1m=0.${whole(random, 99)} sample#read-iops=${whole(random, 40)} ${memory}`;
  return { priority: 134, app_name: "app", process_id: "heroku-postgres", message };
}

/** @type {Maker} */
function system(random) {
  const message = one(random, [
    "State changed from starting to up",
    "Process running mem=1194M(233.2%)",
    "Error R14 (Memory quota exceeded)",
    "Starting process with command `bundle exec puma -C config/puma.rb`",
  ]);
  return { priority: 134, app_name: "heroku", process_id: `web.${1 + whole(random, 8)}`, message };
}

/** @param {number} microseconds after the start */
function rfc3339(microseconds) {
  const text = new Date(START + Math.floor(microseconds / 1000)).toISOString().slice(0, -1);
  return `${text}${String(microseconds % 1000).padStart(3, "0")}+00:00`;
}

/**
 * @param {number} count
 * @param {Maker} maker
 */
function times(count, maker) {
  return Array.from({ length: count }, () => maker);
}

/**
 * @template T
 * @param {Random} random
 * @param {T[]} items
 */
function one(random, items) {
  return /** @type {T} */ (items[whole(random, items.length)]);
}

/**
 * @param {Random} random
 * @param {number} below
 */
function whole(random, below) {
  return Math.floor(random() * below);
}

/** @param {Random} random */
function ip(random) {
  return `203.0.113.${whole(random, 256)}`;
}

/** @param {Random} random */
function uuid(random) {
  const hex = Array.from({ length: 4 }, () =>
    whole(random, 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
