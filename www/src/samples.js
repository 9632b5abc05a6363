// The sample payloads. All are our own; addresses and names are those reserved for documentation.

import { frame, join, syslog } from "./encode.js";

/** @import { Message } from "./encode.js" */

/**
 * @typedef {object} Sample
 * @property {string} id
 * @property {string} title
 * @property {string} look what to look at
 * @property {boolean} isText whether it comes through a text box unchanged
 * @property {() => Uint8Array<ArrayBuffer>} build
 */

const BUSY_RECORDS = 100_000;

/** @type {readonly Sample[]} */
export const samples = [
  {
    id: "router",
    title: "Web requests",
    look: "Three requests served, then an H12 time-out; see what priority says.",
    isText: true,
    build: () => join([...REQUESTS.map((message) => frame(message)), frame(APP_ERROR)]),
  },
  {
    id: "platform",
    title: "App, dynos and Postgres",
    look: "A message over three lines, and a drop notice that the next count touches.",
    isText: true,
    build: () => join([frame(DROP_NOTICE), ...PLATFORM.map((message) => frame(message))]),
  },
  {
    id: "hosts",
    title: "Hosts and absent values",
    look: "Addresses, names, punycode; and what “-” does to a field.",
    isText: true,
    build: () => join(HOSTS.map((message) => frame(message))),
  },
  {
    id: "damaged",
    title: "Damaged",
    look: "Wrong counts, stray text, CRLF, broken UTF-8, a cut end: no byte is lost.",
    isText: false,
    build: damaged,
  },
  {
    id: "busy",
    title: "A busy hour",
    look: "100,000 router lines. Scroll: only the rows you see exist.",
    isText: false,
    build: busyHour,
  },
];

/** @param {string} id */
export function sampleOf(id) {
  return samples.find((sample) => sample.id === id);
}

/**
 * @param {string} time
 * @param {string} message
 * @returns {Message}
 */
function router(time, message) {
  return {
    priority: 158,
    timestamp: `2026-03-14T09:26:${time}+00:00`,
    host_name: "host",
    app_name: "heroku",
    process_id: "router",
    message,
  };
}

const REQUESTS = [
  router(
    "53.589793",
    'at=info method=GET path="/" host=shop.example.com request_id=6f1c2a90-7d3e-4b58-9c0f-2f4f6f0d8a11 fwd="203.0.113.24" dyno=web.1 connect=0ms service=18ms status=200 bytes=5316 protocol=https',
  ),
  router(
    "53.912004",
    'at=info method=GET path="/assets/app.css" host=shop.example.com request_id=0b9d7c44-52aa-4d0e-8d1c-a9f2be77c3e5 fwd="203.0.113.24" dyno=web.2 connect=1ms service=3ms status=304 bytes=0 protocol=https',
  ),
  router(
    "54.120377",
    'at=info method=POST path="/cart?id=7" host=shop.example.com request_id=c27e9b1f-9f6b-47f4-a9d2-3e51f0c6d802 fwd="2001:db8::51, 198.51.100.7" dyno=web.1 connect=0ms service=64ms status=302 bytes=118 protocol=https',
  ),
  {
    ...router(
      "59.004416",
      'at=error code=H12 desc="Request timeout" method=GET path="/reports/annual" host=shop.example.com request_id=41d8cd98-f00b-4204-a980-0998ecf8427e fwd="198.51.100.7" dyno=web.2 connect=1ms service=30001ms status=503 bytes=0 protocol=https',
    ),
    priority: 155,
  },
];

/** @type {Message} */
const APP_ERROR = {
  priority: 190,
  timestamp: "2026-03-14T09:26:59.102233+00:00",
  host_name: "host",
  app_name: "app",
  process_id: "web.2",
  message: "level=error msg=“report took too long” user=zoë rows=1048576",
};

/** @type {Message} */
const DROP_NOTICE = {
  priority: 172,
  timestamp: "2026-03-14T11:02:07+00:00",
  host_name: "host",
  app_name: "heroku",
  process_id: "logplex",
  message:
    "Error L10 (output buffer overflow): 27 messages dropped since 2026-03-14T11:01:55+00:00.",
  end: "",
};

/** @type {Message[]} */
const PLATFORM = [
  {
    priority: 45,
    timestamp: "2026-03-14T11:02:08.271828+00:00",
    app_name: "heroku",
    process_id: "web.1",
    message: "State changed from starting to up",
  },
  {
    priority: 190,
    timestamp: "2026-03-14T11:02:09.314159+00:00",
    app_name: "app",
    process_id: "worker.3",
    message:
      "RuntimeError: no space left\n  at Store.write (store.js:41:11)\n  at Job.run (job.js:7:3)",
  },
  {
    priority: 134,
    timestamp: "2026-03-14T11:02:10.141421+00:00",
    app_name: "heroku",
    process_id: "worker.3",
    message:
      "source=worker.3 dyno=heroku.4242.7c9e sample#memory_total=498.21MB sample#memory_quota=512.00MB",
  },
  {
    priority: 131,
    timestamp: "2026-03-14T11:02:10.173205+00:00",
    app_name: "heroku",
    process_id: "worker.3",
    message: "Error R14 (Memory quota exceeded)",
  },
  {
    priority: 134,
    timestamp: "2026-03-14T11:02:30+00:00",
    app_name: "app",
    process_id: "heroku-postgres",
    message:
      "source=DATABASE addon=postgresql-curved-00042 sample#current_transaction=90210 sample#db_size=90755887bytes sample#active-connections=14 sample#index-cache-hit-rate=0.99871",
  },
  {
    priority: 190,
    timestamp: "2026-03-14T11:02:31.5+00:00",
    app_name: "app",
    process_id: "postgres.1729",
    message:
      '[DATABASE] [7-1] sql_error_code = 23505 time_ms = "2026-03-14 11:02:31.498 UTC" pid="1729" ERROR: duplicate key value violates unique constraint "orders_pkey"',
  },
  {
    priority: 190,
    timestamp: "2026-03-14T11:02:31.5+00:00",
    app_name: "app",
    process_id: "postgres.1729",
    message: "[DATABASE] [7-2] \tDETAIL: Key (id)=(77) already exists.",
  },
].map((message) => ({ host_name: "host", ...message }));

/** @type {Message[]} */
const HOSTS = [
  { host_name: "d.9173ea1f-3d4c-4c1a-8f5e-5a2b7f0c6e10", message: "a drain's token" },
  { host_name: "203.0.113.80", message: "an IPv4 address" },
  { host_name: "2001:db8::17", message: "an IPv6 address" },
  { host_name: "edge-7.eu.example.net", message: "a domain name" },
  { host_name: "xn--bcher-kva.example", message: "a domain name in punycode" },
  { host_name: "203.0.113.080", message: "a leading zero: no address, so a name" },
  { host_name: undefined, message: "no host name" },
  { host_name: "host", process_id: "-1", message_id: "ID47", message: "- this dash is text" },
  { host_name: "host", timestamp: undefined, message: "no timestamp: the time of parsing counts" },
  { host_name: "host", message: undefined },
].map((message, index) => ({
  priority: 14 + 8 * index,
  timestamp: `2026-03-14T1${index}:15:00.${index}5-03:30`,
  app_name: "app",
  process_id: `web.${index + 1}`,
  ...message,
}));

/** A payload after a hard life. */
function damaged() {
  const [served, cached, posted, timedOut] = /** @type {[Message, Message, Message, Message]} */ (
    REQUESTS
  );
  return join([
    syslog({ ...APP_ERROR, message: "the octet count is missing" }),
    "POST /logs HTTP/1.1\r\n",
    frame({ ...served, end: "\r\n" }),
    frame(cached, { off: 12 }),
    frame(posted, { off: -30 }),
    frame({ ...APP_ERROR, priority: 999, message: "a priority past 191" }),
    frame({ ...APP_ERROR, timestamp: "2026-02-30T09:26:59+00:00", message: "no such day" }),
    frame(
      join([
        syslog({ ...APP_ERROR, message: "caf", end: "" }),
        new Uint8Array([0xe9]),
        ": Latin-1, not UTF-8\n",
      ]),
    ),
    frame("<190>1 too few fields\n"),
    frame({
      ...APP_ERROR,
      message: "\u001b[31mred\u001b[0m, a \u202eright-to-left override, \u0007",
    }),
    frame(timedOut).subarray(0, -60),
  ]);
}

function busyHour() {
  const start = Date.UTC(2026, 2, 14, 12);
  const frames = Array.from({ length: BUSY_RECORDS }, (_, index) => {
    const timestamp = new Date(start + index * 36).toISOString().replace("Z", "000+00:00");
    return frame({ ...served(index), timestamp });
  });
  return join(frames);
}

/** @param {number} index */
function served(index) {
  // Multiples of primes look random enough, and are the same every time.
  const service = (index * 7919) % 997;
  const status = index % 613 === 0 ? 503 : index % 41 === 0 ? 404 : 200;
  const level = status === 503 ? 'at=error code=H12 desc="Request timeout"' : "at=info";
  const address = `198.51.100.${(index * 104_729) % 254}`;
  const end = `dyno=web.${1 + (index % 4)} connect=1ms service=${service}ms status=${status}`;
  const message = `${level} method=GET path="/items/${(index * 31) % 4099}" host=shop.example.com fwd="${address}" ${end} bytes=${400 + service * 9} protocol=https`;
  return { ...router("00", message), priority: status === 503 ? 155 : 158 };
}
