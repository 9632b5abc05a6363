// Logplex-like requests, for a receiver that is called directly.

import { createReceiver } from "heroku-drain/receiver";
import { framed } from "./logplex.js";

/** @import { ReceiverEvent, ReceiverOptions } from "heroku-drain/receiver" */

export const TOKEN = "d.4f1c9a52-8d1b-4a44-9a51-0d6f2c9b7e10";
export const BODY = Buffer.concat([
  framed("<190>1 2026-05-17T09:30:00.025082+00:00 host app web.1 - one\n"),
  framed("<190>1 2026-05-17T09:30:00.025083+00:00 host app web.2 - two\n"),
]);

/**
 * The head of a request with `BODY`, as text.
 *
 * @param {string} start the request line
 * @param {string} token
 * @param {Record<string, string | number>} headers added to the usual ones, or in their place
 */
export function requestHead(start, token, headers) {
  const all = {
    Host: "logs.example.com",
    "Content-Type": "application/logplex-1",
    "Logplex-Msg-Count": 2,
    "Logplex-Drain-Token": token,
    "Content-Length": BODY.length,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [start, ...lines, "\r\n"].join("\r\n");
}

/**
 * @typedef {object} Asked
 * @property {Record<string, string | undefined>} [headers] added to the default ones; undefined removes one
 * @property {BodyInit | null} [body]
 * @property {string} [method]
 * @property {string} [url]
 */

/** @param {Asked} [asked] */
export function drainRequest({ headers = {}, body = BODY, method = "POST", url = "" } = {}) {
  const all = {
    "content-type": "application/logplex-1",
    "logplex-msg-count": "2",
    "logplex-drain-token": TOKEN,
    ...headers,
  };
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [/** @type {[string, string]} */ ([name, value])],
  );
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`https://logs.example.com/${url}`, {
    method,
    headers: given,
    .../** @type {object} */ (hasBody ? { body, duplex: "half" } : {}),
  });
}

/**
 * A receiver that answers without back-off, with its events and batches.
 *
 * @param {Partial<ReceiverOptions>} [options]
 */
export function observedReceiver(options = {}) {
  /** @type {ReceiverEvent[]} */
  const events = [];
  /** @type {import("heroku-drain/receiver").Batch[]} */
  const batches = [];
  const isGuarded = options.tokens || options.credentials || options.allowAnyone;
  const receiver = createReceiver({
    ...(isGuarded ? {} : { token: TOKEN }),
    retryDelay: 0,
    observe: (event) => events.push(event),
    ...options,
    onBatch: (batch) => {
      batches.push(batch);
      return options.onBatch?.(batch);
    },
  });
  return {
    receiver,
    events,
    batches,
    /** @param {Asked} [asked] */
    ask: async (asked) => {
      const response = await receiver(drainRequest(asked));
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
  };
}

/** A body in chunks, each produced on demand; the last may never arrive. @param {...(Uint8Array | "stall" | "break")} chunks */
export function bodyOf(...chunks) {
  const state = { cancelled: false };
  const stream = new ReadableStream(
    {
      pull(controller) {
        const next = chunks.shift();
        if (next === undefined) controller.close();
        else if (next === "break") controller.error(new Error("it broke"));
        else if (next !== "stall") controller.enqueue(next);
        else return new Promise(() => {});
        return undefined;
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, state };
}

/** A promise with the functions that settle it. */
export function deferred() {
  /** @type {(value?: unknown) => void} */
  let resolve = () => {};
  /** @type {(error: unknown) => void} */
  let reject = () => {};
  const promise = new Promise((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}
