// A load generator: sends batches as Logplex does, at little cost, and prints answer times as JSON.
//
// Bodies are created once, since creating them costs more than receiving them. Headers, sizes, connections and
// the single request in flight follow tests/receiver/logplex.js. With a rate, a batch's time starts when it is due.

import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { connected } from "../../tests/receiver/connection.js";
import { makePayload } from "../payload.js";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "" },
    token: { type: "string", default: "" },
    /** Batches per second; unlimited by default. */
    rate: { type: "string" },
    seconds: { type: "string", default: "3" },
    connections: { type: "string", default: "32" },
  },
});

/** The number of records closest to Logplex's 102,400 bytes. */
const RECORDS = 385;
/** Keeps consecutive batches different. */
const BODIES = 16;
const PATIENCE = 5_000;

const url = new URL(values.url);
const bodies = Array.from({ length: BODIES }, (_, seed) => makePayload(RECORDS, { seed }).bytes);
const rate = values.rate === undefined ? undefined : Number(values.rate);
const connections = Number(values.connections);
const since = performance.now();
const until = since + 1_000 * Number(values.seconds);
/** @type {number[]} */
const times = [];
let bytes = 0;
let failures = 0;
let next = 0;

await Promise.all(Array.from({ length: connections }, work));
const seconds = (performance.now() - since) / 1_000;
times.sort((a, b) => a - b);
const at = (/** @type {number} */ part) =>
  times[Math.floor(part * (times.length - 1))] ?? Number.NaN;
const records = times.length * RECORDS;
console.log(
  JSON.stringify({ records, bytes, seconds, failures, p50: at(0.5), p99: at(0.99), most: at(1) }),
);

/** One connection, until the time is over. */
async function work() {
  const connection = await connected(url, PATIENCE);
  for (;;) {
    const number = next++;
    const due = rate === undefined ? performance.now() : since + (1_000 * number) / rate;
    if (due >= until) break;
    if (due > performance.now()) await pause(due - performance.now());
    await send(connection, bodies[number % BODIES], due);
  }
  connection.close();
}

/**
 * @param {import("../../tests/receiver/connection.js").Connection} connection
 * @param {Uint8Array} body
 * @param {number} due
 */
async function send(connection, body, due) {
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    "Content-Type: application/logplex-1",
    `Logplex-Msg-Count: ${RECORDS}`,
    `Logplex-Frame-Id: ${randomBytes(16).toString("hex").toUpperCase()}`,
    `Logplex-Drain-Token: ${values.token}`,
    "User-Agent: Logplex/v141",
    `Content-Length: ${body.length}`,
    "\r\n",
  ].join("\r\n");
  connection.write(head);
  connection.write(body);
  const { status } = await connection.answer();
  if (status !== 204) {
    failures++;
    return;
  }
  times.push(performance.now() - due);
  bytes += body.length;
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
