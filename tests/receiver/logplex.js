// A Logplex replica that sends like the archived source: `node tests/receiver/logplex.js --url URL --rate 1000`.
//
// Its behaviour follows heroku/logplex, src/logplex_http_drain.erl: one connection per drain, one request at a
// time; a failed connection costs no attempt, a failed request does; losses are reported before the next batch.

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { deflateSync, gzipSync } from "node:zlib";
import { isEntry } from "../../scripts/tools.js";
import { connected } from "./connection.js";

/**
 * @import { Answer, Connection } from "./connection.js"
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {Buffer} bytes the frame, with its octet count
 *
 * @typedef {object} Frame one batch
 * @property {string} id frame id of all its attempts
 * @property {Message[]} messages
 * @property {number} lost number of messages lost before it
 * @property {number} tries number of remaining attempts
 * @property {number} attempt the number of the current one, from 1
 *
 * @typedef {object} Sending one request
 * @property {string} head
 * @property {Buffer} body
 *
 * @typedef {"duplicate" | "at-once" | "reordered" | "lost-answer" | "half-body" | "slow-body" | "stalled-body" |
 *   "wrong-token" | "wrong-count" | "gzip" | "deflate" | "damaged-gzip"} Fault
 *
 * @typedef {object} Ledger the fate of each message, by its id
 * @property {string[]} acknowledged
 * @property {string[]} givenUp after a 4xx, or after the last attempt
 * @property {string[]} overflowed dropped from a full buffer
 * @property {number} told number of lost messages in acknowledged notices
 *
 * @typedef {object} Options
 * @property {string | URL} url including any credentials
 * @property {string | undefined} [token] sent by all connections; undefined for Private Spaces
 * @property {number} [connections]
 * @property {number} [requestTimeout]
 * @property {number} [connectTimeout]
 * @property {number} [retries]
 * @property {number} [targetBytes]
 * @property {number} [bufferSize]
 * @property {number} [reconnectTime] the unit of the back-off, in milliseconds
 * @property {() => number} [random]
 * @property {(frame: Frame) => Fault | undefined} [fault] the fault of an attempt
 * @property {(answer: { status: number, milliseconds: number, fault: Fault | undefined, messages: number, bytes: number }) => void} [onAnswer]
 */

const USUAL = {
  connections: 1,
  requestTimeout: 5_000,
  connectTimeout: 3_000,
  retries: 2,
  targetBytes: 102_400,
  bufferSize: 1_024,
  reconnectTime: 10,
  random: Math.random,
  token: "d.00000000-0000-4000-8000-000000000000",
};
/** The back-off grows up to 2 to the power of this, half of it on average. */
const MOST_BACKOFF = 10;

export class Logplex {
  #drains;
  /** @type {Ledger} */
  ledger = { acknowledged: [], givenUp: [], overflowed: [], told: 0 };
  #next = 0;

  /** @param {Options} options */
  constructor(options) {
    const settings = { ...USUAL, ...options, url: new URL(options.url) };
    const drain = () => new Drain(settings, this.ledger);
    this.#drains = Array.from({ length: settings.connections }, drain);
  }

  /**
   * Accepts a message, for one of the connections.
   *
   * @param {string} text
   * @param {{ priority?: number, source?: string, process?: string, time?: Date }} [options]
   * @returns {string} its id, which begins its text
   */
  log(text, { priority = 190, source = "app", process = "web.1", time = new Date() } = {}) {
    const number = this.#next++;
    const id = `seq=${number}`;
    const message = `${id} ${text}\n`;
    const bytes = framed(`<${priority}>1 ${stamp(time)} host ${source} ${process} - ${message}`);
    this.#drains[number % this.#drains.length]?.take({ id, bytes });
    return id;
  }

  /** The number of messages that are neither acknowledged nor lost. */
  get waiting() {
    return this.#drains.reduce((sum, drain) => sum + drain.waiting, 0);
  }

  /** Resolves when no messages are waiting. */
  async settled() {
    await Promise.all(this.#drains.map((drain) => drain.settled()));
  }

  /** Stops sending; waiting messages stay unsent. */
  async stop() {
    await Promise.all(this.#drains.map((drain) => drain.stop()));
  }
}

/** One connection with its buffer. */
class Drain {
  #settings;
  #ledger;
  /** @type {Message[]} */
  #buffer = [];
  /** Number of messages dropped from the full buffer since the last frame was made. */
  #displaced = 0;
  /** @type {Frame | undefined} */
  #frame;
  /** The loss to report before the next frame. @type {{ since: Date, count: number } | undefined} */
  #dropped;
  /** @type {Connection | undefined} */
  #connection;
  #reconnects = 0;
  #isStopped = false;
  /** @type {Promise<void> | undefined} */
  #working;

  /**
   * @param {typeof USUAL & Options & { url: URL }} settings
   * @param {Ledger} ledger
   */
  constructor(settings, ledger) {
    this.#settings = settings;
    this.#ledger = ledger;
  }

  get waiting() {
    return this.#buffer.length + (this.#frame?.messages.length ?? 0);
  }

  /** @param {Message} message */
  take(message) {
    if (this.#buffer.length >= this.#settings.bufferSize) {
      const oldest = /** @type {Message} */ (this.#buffer.shift());
      this.#ledger.overflowed.push(oldest.id);
      this.#displaced++;
    }
    this.#buffer.push(message);
    this.#begin();
  }

  #begin() {
    // Messages logged in one turn are sent together.
    this.#working ??= new Promise((resolve) => setImmediate(resolve))
      .then(() => this.#work())
      .finally(() => {
        this.#working = undefined;
        if (this.waiting > 0 && !this.#isStopped) this.#begin();
      });
  }

  async settled() {
    while (this.#working && !this.#isStopped) await this.#working;
  }

  async stop() {
    this.#isStopped = true;
    this.#connection?.close();
    await this.#working;
  }

  async #work() {
    while (!this.#isStopped && (this.#frame || this.#buffer.length > 0)) {
      if (this.#connection?.isOpen || (await this.#connects())) {
        this.#frame ??= this.#nextFrame();
        await this.#attempt(this.#frame);
      } else {
        await pause(this.#backOff());
      }
    }
  }

  async #connects() {
    const { url, connectTimeout } = this.#settings;
    try {
      this.#connection = await connected(url, connectTimeout);
      this.#reconnects = 0;
      return true;
    } catch {
      return false;
    }
  }

  #backOff() {
    const slot = Math.min(MOST_BACKOFF, this.#reconnects++);
    const { random, reconnectTime } = this.#settings;
    if (slot === 0) return 0;
    const exponent = 1 + Math.floor(random() * slot);
    return reconnectTime * Math.floor((2 ** exponent - 1) / 2);
  }

  /** Messages up to the size of a request; an oversized one is sent alone. */
  #nextFrame() {
    const { retries, targetBytes } = this.#settings;
    let count = 0;
    let bytes = 0;
    for (const message of this.#buffer) {
      bytes += message.bytes.length;
      if (count > 0 && bytes > targetBytes) break;
      count++;
    }
    const lost = this.#displaced;
    this.#displaced = 0;
    const messages = this.#buffer.splice(0, count);
    const id = randomBytes(16).toString("hex").toUpperCase();
    return { id, messages, lost, tries: retries + 1, attempt: 1 };
  }

  /** @param {Frame} frame */
  async #attempt(frame) {
    const { fault: faultOf, onAnswer } = this.#settings;
    const fault = faultOf?.(frame);
    const since = performance.now();
    const sending = this.#sending(frame, fault);
    const status = await this.#statusOf(sending, fault);
    const milliseconds = performance.now() - since;
    onAnswer?.({
      status,
      milliseconds,
      fault,
      messages: frame.messages.length,
      bytes: sending.body.length,
    });
    if (status >= 200 && status < 300) this.#sent(frame);
    else if (status >= 400 && status < 500 && status !== 429) this.#drop(frame);
    else this.#retry(frame);
  }

  /**
   * The status of the answer, or 0 without an answer.
   *
   * @param {Sending} sending
   * @param {Fault | undefined} fault
   */
  async #statusOf(sending, fault) {
    const connection = /** @type {Connection} */ (this.#connection);
    const { requestTimeout } = this.#settings;
    try {
      const answer = await inTime(this.#exchange(connection, sending, fault), requestTimeout);
      return answer.status;
    } catch {
      connection.close();
      return 0;
    }
  }

  /**
   * @param {Connection} connection
   * @param {Sending} sending
   * @param {Fault | undefined} fault
   * @returns {Promise<Answer>}
   */
  async #exchange(connection, sending, fault) {
    const { url, connectTimeout } = this.#settings;
    const { head, body } = sending;
    const half = body.length >> 1;
    switch (fault) {
      case "half-body":
        connection.write(head);
        connection.write(body.subarray(0, half));
        await pause(1);
        throw new Error("the connection broke in the middle of the body");
      case "lost-answer":
        write(connection, sending);
        await connection.answer();
        throw new Error("the answer was lost");
      case "slow-body":
        connection.write(head);
        for (let at = 0; at < body.length; at += Math.ceil(body.length / 8)) {
          connection.write(body.subarray(at, at + Math.ceil(body.length / 8)));
          await pause(1);
        }
        return connection.answer();
      case "stalled-body":
        connection.write(head);
        connection.write(body.subarray(0, half));
        return connection.answer();
      case "duplicate": {
        write(connection, sending);
        const answer = await connection.answer();
        const again = await connected(url, connectTimeout);
        write(again, sending);
        await again.answer().catch(() => {});
        again.close();
        return answer;
      }
      case "at-once": {
        const other = await connected(url, connectTimeout);
        write(other, sending);
        write(connection, sending);
        const [answer] = await Promise.all([connection.answer(), other.answer().catch(() => {})]);
        other.close();
        return answer;
      }
      case "reordered": {
        // The attempt sent first arrives last.
        const slow = await connected(url, connectTimeout);
        slow.write(head);
        slow.write(body.subarray(0, half));
        write(connection, sending);
        const answer = await connection.answer();
        slow.write(body.subarray(half));
        await slow.answer().catch(() => {});
        slow.close();
        return answer;
      }
      default:
        write(connection, sending);
        return connection.answer();
    }
  }

  /**
   * @param {Frame} frame
   * @param {Fault | undefined} fault
   * @returns {Sending}
   */
  #sending({ id, messages, lost }, fault) {
    const { url, token } = this.#settings;
    const missing = lost + (this.#dropped?.count ?? 0);
    const notice = missing > 0 ? [overflowNotice(missing, this.#dropped?.since ?? new Date())] : [];
    const plain = Buffer.concat([...notice, ...messages.map(({ bytes }) => bytes)]);
    const count = messages.length + notice.length + (fault === "wrong-count" ? 3 : 0);
    const { encoding, body } = encoded(plain, fault);
    const sentToken = fault === "wrong-token" ? "d.ffffffff-ffff-4fff-8fff-ffffffffffff" : token;
    const head = [
      `POST ${url.pathname}${url.search} HTTP/1.1`,
      `Host: ${url.host}`,
      ...authorization(url),
      "Content-Type: application/logplex-1",
      ...(encoding ? [`Content-Encoding: ${encoding}`] : []),
      `Logplex-Msg-Count: ${count}`,
      // Private Spaces send only the count.
      ...(sentToken ? [`Logplex-Frame-Id: ${id}`, `Logplex-Drain-Token: ${sentToken}`] : []),
      "User-Agent: Logplex/v141",
      `Content-Length: ${body.length}`,
      "\r\n",
    ].join("\r\n");
    return { head, body };
  }

  /** @param {Frame} frame */
  #sent(frame) {
    this.#ledger.acknowledged.push(...frame.messages.map(({ id }) => id));
    this.#ledger.told += frame.lost + (this.#dropped?.count ?? 0);
    this.#dropped = undefined;
    this.#frame = undefined;
  }

  /** @param {Frame} frame */
  #drop({ messages, lost }) {
    this.#ledger.givenUp.push(...messages.map(({ id }) => id));
    const { since = new Date(), count = 0 } = this.#dropped ?? {};
    this.#dropped = { since, count: count + messages.length + lost };
    this.#frame = undefined;
  }

  /** Any answer other than success or 4xx costs an attempt and the connection. @param {Frame} frame */
  #retry(frame) {
    this.#connection?.close();
    frame.tries--;
    frame.attempt++;
    if (frame.tries === 0) this.#drop(frame);
  }
}

/**
 * @param {Connection} connection
 * @param {Sending} sending
 */
function write(connection, { head, body }) {
  connection.write(head);
  connection.write(body);
}

/** @param {string} text */
export function framed(text) {
  return Buffer.from(`${Buffer.byteLength(text)} ${text}`);
}

/**
 * Without a line feed, like the source.
 *
 * @param {number} count
 * @param {Date} since
 */
function overflowNotice(count, since) {
  const text = `Error L10 (output buffer overflow): ${count} messages dropped since ${seconds(since)}.`;
  return framed(`<172>1 ${seconds(new Date())} host heroku logplex - ${text}`);
}

/** @param {Date} time */
function seconds(time) {
  return `${time.toISOString().slice(0, 19)}+00:00`;
}

/** @param {Date} time */
function stamp(time) {
  return `${time.toISOString().slice(0, 23)}000+00:00`;
}

/**
 * @param {Buffer} plain
 * @param {Fault | undefined} fault
 */
function encoded(plain, fault) {
  if (fault === "gzip") return { encoding: "gzip", body: gzipSync(plain) };
  if (fault === "deflate") return { encoding: "deflate", body: deflateSync(plain) };
  if (fault !== "damaged-gzip") return { encoding: undefined, body: plain };
  const body = gzipSync(plain);
  return { encoding: "gzip", body: body.subarray(0, body.length - 9) };
}

/** @param {URL} url */
function authorization({ username, password }) {
  if (!username) return [];
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return [`Authorization: Basic ${Buffer.from(pair).toString("base64")}`];
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @returns {Promise<T>}
 */
async function inTime(promise, milliseconds) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the answer took too long")), milliseconds);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
    promise.catch(() => {});
  }
}

/** Typical lines of a busy app, about 200 bytes each. */
const TEXTS = Array.from({ length: 64 }, (_, n) =>
  n % 2
    ? `at=info method=GET path="/items/${n * 7919}" host=shop.example.com request_id=${"0123456789abcdef".repeat(2)} fwd="203.0.113.${n}" dyno=web.${n % 4} connect=0ms service=${n * 3}ms status=200 bytes=${n * 91} protocol=https`
    : `[worker] level=info job=${n * 104729} queue=mailers msg="sent a mail to a customer" attempts=1 duration=${n * 13}`,
);

/** The command line program: sends for a while, and prints the result as one line of JSON. */
async function program() {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      token: { type: "string", default: USUAL.token },
      rate: { type: "string", default: "1000" },
      seconds: { type: "string", default: "5" },
      connections: { type: "string", default: "4" },
      records: { type: "string" },
      ledger: { type: "string" },
    },
  });
  if (!values.url) {
    console.error(
      "usage: logplex.js --url URL [--rate RECORDS_A_SECOND | --rate max] [--seconds 5] [--connections 4] [--token TOKEN] [--ledger FILE]",
    );
    process.exitCode = 2;
    return;
  }
  /** @type {number[]} */
  const times = [];
  let bytes = 0;
  /** @type {Record<string, number>} */
  const statuses = {};
  const connections = Number(values.connections);
  const logplex = new Logplex({
    url: values.url,
    token: values.token,
    connections,
    onAnswer: (answer) => {
      times.push(answer.milliseconds);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status >= 200 && answer.status < 300) bytes += answer.bytes;
    },
  });
  const since = performance.now();
  const count = await load(logplex, {
    connections,
    rate: values.rate === "max" ? Number.POSITIVE_INFINITY : Number(values.rate),
    milliseconds: 1_000 * Number(values.seconds),
  });
  await logplex.settled();
  const took = (performance.now() - since) / 1_000;
  await logplex.stop();
  const { acknowledged, givenUp, overflowed, told } = logplex.ledger;
  if (values.ledger) writeFileSync(values.ledger, JSON.stringify(logplex.ledger));
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ part) =>
    round(times[Math.floor(part * (times.length - 1))] ?? 0);
  console.log(
    JSON.stringify({
      logged: count,
      acknowledged: acknowledged.length,
      givenUp: givenUp.length,
      overflowed: overflowed.length,
      told,
      seconds: round(took),
      recordsPerSecond: Math.round(acknowledged.length / took),
      megabytesPerSecond: round(bytes / took / 1e6),
      requests: times.length,
      statuses,
      milliseconds: { p50: at(0.5), p99: at(0.99), most: at(1) },
    }),
  );
}

/**
 * Logs at a rate, or as fast as possible.
 *
 * @param {Logplex} logplex
 * @param {{ rate: number, milliseconds: number, connections: number }} options
 */
async function load(logplex, { rate, milliseconds, connections }) {
  const since = performance.now();
  // Two requests' worth of messages per connection always wait, and never more than a buffer holds.
  const room = connections * 1_000;
  let count = 0;
  for (;;) {
    const elapsed = performance.now() - since;
    if (elapsed >= milliseconds) return count;
    const due =
      rate === Number.POSITIVE_INFINITY ? room - logplex.waiting : (rate * elapsed) / 1_000 - count;
    const time = new Date();
    for (let left = due; left >= 1; left--) {
      logplex.log(String(TEXTS[count++ % TEXTS.length]), { time });
    }
    await pause(rate === Number.POSITIVE_INFINITY ? 0 : 5);
  }
}

/** @param {number} number */
function round(number) {
  return Math.round(number * 100) / 100;
}

if (isEntry(import.meta)) await program();
