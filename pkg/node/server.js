// A server of node:http around a receiver: it says whether it is well, and stops without losing a batch.

import { createServer } from "node:http";

/** @import { ServerOptions, RunningServer } from "../node.js" */

/** Heroku kills a dyno 30 seconds after SIGTERM. */
const GRACE = 20_000;
/** Logplex is served well within these; others that hold a connection are not. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Longer than the four minutes after which Logplex closes an idle connection. */
const KEEP_ALIVE_TIMEOUT = 300_000;
const SIGNALS = /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"]);

/**
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer({ listener, port, host, isWell = () => true, grace = GRACE }) {
  /** @type {Set<import("node:http").ServerResponse>} */
  const answering = new Set();
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
  });
  /** @param {import("node:http").RequestListener} serve */
  const tracked =
    (serve) =>
    (
      /** @type {import("node:http").IncomingMessage} */ request,
      /** @type {import("node:http").ServerResponse & { req: import("node:http").IncomingMessage }} */ response,
    ) => {
      answering.add(response);
      response.once("close", () => answering.delete(response));
      if (!server.listening) response.setHeader("connection", "close");
      if (request.url === "/healthz") tellHealth(request, response, isWell());
      else serve(request, response);
    };
  server.on("request", tracked(listener));
  if (listener.checkContinue) server.on("checkContinue", tracked(listener.checkContinue));
  await listening(server, port, host);
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, port: address.port, close: () => closed(server, answering, grace) };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {boolean} isWell
 */
function tellHealth({ method }, response, isWell) {
  const isRead = method === "GET" || method === "HEAD";
  const [status, text] = isWell ? [200, "ok\n"] : [503, "the last batches could not be stored\n"];
  response.writeHead(isRead ? status : 405, isRead ? {} : { allow: "GET, HEAD" });
  response.end(isRead ? text : "");
}

/**
 * @param {import("node:http").Server} server
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

/**
 * Takes no more connections, lets what is being answered be answered, and ends what is not by then.
 *
 * @param {import("node:http").Server} server
 * @param {Set<import("node:http").ServerResponse>} answering
 * @param {number} grace
 * @returns {Promise<void>}
 */
function closed(server, answering, grace) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    // Otherwise a client that has more to send would keep its connection.
    for (const response of answering) {
      if (!response.headersSent) response.setHeader("connection", "close");
    }
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
