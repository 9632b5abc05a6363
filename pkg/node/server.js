// A server of node:http around a receiver: it reports its health, limits connections, and stops without losing a batch.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { LATE, within } from "../receiver/within.js";

/**
 * @import { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http"
 * @import { Socket } from "node:net"
 * @import { RunningServer, ServerOptions } from "../node.js"
 */

/** Heroku kills a dyno 30 seconds after SIGTERM. */
const GRACE = 20_000;
/** Logplex needs far less than these; clients that send nothing must not hold a connection for longer. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** How often Node looks for connections that exceed these two; every 30 s by default. */
const CHECKING_INTERVAL = 1_000;
/** Longer than the four minutes after which Logplex closes an idle connection. */
const KEEP_ALIVE_TIMEOUT = 300_000;
/** How long a health check may take. */
const CHECK_TIMEOUT = 5_000;
const HEALTH = /^(https?:\/\/[^/?#]*)?\/healthz\/?(\?.*)?$/i;

/** The default of `maxConnections` if file descriptors allow it. */
const MOST_CONNECTIONS = 10_000;
/** File descriptors for the log's files and for Node itself. */
const RESERVED_DESCRIPTORS = 64;
/** Where Linux shows the limit of file descriptors. */
const LIMITS = "/proc/self/limits";

const SIGNALS = /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"]);

/**
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer({
  listener,
  port,
  host,
  check = () => {},
  grace = GRACE,
  maxConnections = defaultConnections(),
}) {
  if (!(Number.isInteger(maxConnections) && maxConnections > 0)) {
    throw new TypeError("options.maxConnections must be a positive whole number");
  }
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    connectionsCheckingInterval: CHECKING_INTERVAL,
    // A receiver does not read the host, and Logplex would drop a batch that is answered 400.
    requireHostHeader: false,
  });
  // Node would answer 400, 408 or 431, and Logplex would drop the batch for good.
  server.on("clientError", (_, socket) => socket.destroy());
  const connections = new Connections(server, maxConnections);
  const health = healthOf(check);
  /** @param {RequestListener} serve */
  const tracked = (serve) => connections.tracked(healthOr(health, serve));
  server.on("request", tracked(listener));
  if (listener.checkContinue) server.on("checkContinue", tracked(listener.checkContinue));
  await listening(server, port, host);
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, port: address.port, close: () => connections.close(grace) };
}

/** The connections of a server, and which of them may be closed. */
class Connections {
  #server;
  /** @type {Set<Socket>} */
  #all = new Set();
  /** Those that have not sent a request yet, the oldest first. @type {Set<Socket>} */
  #silent = new Set();
  /** @type {Set<ServerResponse>} */
  #answering = new Set();

  /**
   * @param {Server} server
   * @param {number} most
   */
  constructor(server, most) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#all.add(socket);
      this.#silent.add(socket);
      socket.once("close", () => {
        this.#all.delete(socket);
        this.#silent.delete(socket);
      });
      if (!server.listening) socket.destroy();
      else if (this.#all.size > most) this.#closeOldest();
    });
  }

  /** Closes the connection that has been silent for longest, which may be the newest one. */
  #closeOldest() {
    const [oldest] = this.#silent;
    oldest?.destroy();
  }

  /**
   * @param {RequestListener} serve
   * @returns {RequestListener}
   */
  tracked(serve) {
    return (request, response) => {
      this.#silent.delete(request.socket);
      this.#answering.add(response);
      response.once("close", () => {
        this.#answering.delete(response);
        // An answer that had begun before the stop does not say `Connection: close`.
        if (!this.#server.listening) request.socket.destroySoon();
      });
      if (!this.#server.listening) response.setHeader("connection", "close");
      serve(request, response);
    };
  }

  /**
   * Closes the port and every connection on which no request is being answered. Resolves when the others are
   * answered, or after `grace` milliseconds.
   *
   * @param {number} grace
   * @returns {Promise<void>}
   */
  close(grace) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#server.closeAllConnections(), grace);
      this.#server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      const busy = new Set([...this.#answering].map(({ req }) => req.socket));
      for (const socket of this.#all) if (!busy.has(socket)) socket.destroy();
      // A client that has more to send would keep its connection otherwise.
      for (const response of this.#answering) {
        if (!response.headersSent) response.setHeader("connection", "close");
      }
    });
  }
}

/**
 * Answers `/healthz`, and leaves all other requests to `serve`.
 *
 * @param {() => Promise<Health>} health
 * @param {RequestListener} serve
 * @returns {RequestListener}
 */
function healthOr(health, serve) {
  return (request, response) => {
    if (HEALTH.test(request.url ?? "")) void answerHealth(health, request, response);
    else serve(request, response);
  };
}

/**
 * @typedef {{ status: number, text: string }} Health
 *
 * @param {() => Promise<Health>} health
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function answerHealth(health, { method }, response) {
  // Anyone may ask, so the connection is not kept open.
  const headers = { connection: "close", "cache-control": "no-store" };
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { ...headers, allow: "GET, HEAD" }).end();
    return;
  }
  const { status, text } = await health();
  response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" });
  response.end(text);
}

/**
 * The answer to a health check. Requests that come while `check` runs share its result.
 *
 * @param {NonNullable<ServerOptions["check"]>} check
 * @returns {() => Promise<Health>}
 */
function healthOf(check) {
  /** @type {Promise<Health> | undefined} */
  let asked;
  return () => {
    asked ??= asking(check).finally(() => {
      asked = undefined;
    });
    return asked;
  };
}

/**
 * @param {NonNullable<ServerOptions["check"]>} check
 * @returns {Promise<Health>}
 */
async function asking(check) {
  try {
    const remark = await within(Promise.resolve(check()), CHECK_TIMEOUT);
    if (remark !== LATE) {
      return { status: 200, text: typeof remark === "string" ? `ok\n${remark}\n` : "ok\n" };
    }
  } catch {
    // The reason may contain paths, so it is not shown.
  }
  return { status: 503, text: "batches cannot be stored\n" };
}

/** As many connections as leave file descriptors to the log, if the limit is known. */
function defaultConnections() {
  const limit = descriptorLimit() ?? Number.POSITIVE_INFINITY;
  return Math.max(1, Math.min(MOST_CONNECTIONS, limit - RESERVED_DESCRIPTORS));
}

/** The soft limit of open files, on Linux. */
function descriptorLimit() {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync(LIMITS, "utf8")) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/**
 * @param {Server} server
 * @param {number} port
 * @param {string | undefined} host
 * @returns {Promise<void>}
 */
function listening(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** @type {typeof import("../node.js").stopOnSignal} */
export function stopOnSignal(stop) {
  const onSignal = async () => {
    // The next signal does what it does by itself: ends the process.
    for (const signal of SIGNALS) process.off(signal, onSignal);
    try {
      await stop();
    } catch (error) {
      console.error(error);
      process.exitCode = 1;
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
