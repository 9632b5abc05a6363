// A receiver as a listener of node:http, and so for Express and Fastify. Names nothing of Node but what it is given.

import { ANSWER } from "./inquiry.js";
import { readNodeBody, textOf, webBodyOf } from "./node-body.js";

/**
 * @import { IncomingMessage, NodeListener, ServerResponse } from "../receiver.js"
 *
 * @import { Answer, Inquiry } from "./inquiry.js"
 *
 * @typedef {(request: Request) => Response | Promise<Response>} Receive a receiver, or any other function
 *
 * @typedef {object} Reply
 * @property {number} status
 * @property {Readonly<Record<string, string>>} headers
 * @property {Uint8Array} bytes
 *
 * @typedef {object} Expectation
 * @property {boolean} isBodyAwaited false if the client waits for `100 Continue` before it sends the body
 * @property {() => void} onRead is called before the body is read
 */

/** The bytes of an unread body that are discarded after the answer, so that the answer arrives. */
const MOST_DISCARDED = 2 ** 20;
/** How long an unread body is discarded, in milliseconds. */
const DISCARD_TIMEOUT = 2_000;
/** Answers to strangers, who must not keep a connection as long as a sender may. */
const TO_STRANGERS = new Set([401, 403, 404, 405, 415]);
/** The part before the path in a target such as `http://logs.example.com/drain`. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;
/** Headers that describe the body as it was sent. */
const OF_SENT_BODY = ["content-length", "content-encoding", "transfer-encoding"];
const NOTHING = new Uint8Array();
const encoder = new TextEncoder();

/**
 * @param {Receive} receive
 * @returns {NodeListener}
 */
export function toNodeListener(receive) {
  if (typeof receive !== "function") {
    throw new TypeError(
      `receiver must be a function, not ${receive === null ? "null" : typeof receive}`,
    );
  }
  const listener = (
    /** @type {IncomingMessage} */ request,
    /** @type {ServerResponse} */ response,
  ) => void serve(receive, request, response, { isBodyAwaited: true, onRead: () => {} });
  const checkContinue = (
    /** @type {IncomingMessage} */ request,
    /** @type {ServerResponse} */ response,
  ) => {
    const expectation = {
      isBodyAwaited: false,
      onRead: () => {
        expectation.isBodyAwaited = true;
        response.writeContinue();
      },
    };
    void serve(receive, request, response, expectation);
  };
  return Object.assign(listener, { checkContinue });
}

/**
 * @param {Receive} receive
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Expectation} expectation
 */
async function serve(receive, request, response, expectation) {
  // A client that goes away is noticed by what reads and writes.
  response.on("error", () => {});
  request.on("error", () => {});
  try {
    const reply = await replyTo(receive, request, expectation.onRead);
    await send(reply, request, response, expectation);
  } catch {
    response.destroy();
  }
}

/**
 * @param {Receive & { [ANSWER]?: (inquiry: Inquiry) => Promise<Answer> }} receive
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 * @returns {Promise<Reply>}
 */
async function replyTo(receive, request, onRead) {
  try {
    // A request, a response and a stream of the web take longer than all the rest.
    if (receive[ANSWER]) return encoded(await receive[ANSWER](inquiryOf(request, onRead)));
    return await webReply(receive, request, onRead);
  } catch {
    return encoded({ status: 500, headers: {}, text: "the receiver failed\n" });
  }
}

/**
 * @param {Answer} answer
 * @returns {Reply}
 */
function encoded({ status, headers, text }) {
  return { status, headers, bytes: text === "" ? NOTHING : encoder.encode(text) };
}

/**
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 * @returns {Inquiry}
 */
function inquiryOf(request, onRead) {
  const { method = "GET", headers } = request;
  const get = (/** @type {string} */ name) => {
    const value = headers[name];
    return value === undefined ? null : String(value);
  };
  return {
    method,
    url: addressOf(request),
    headers: { get },
    // Now, since Node does not know it once the connection has closed. It asks the system once per connection.
    remoteAddress: request.socket?.remoteAddress,
    text: textOf(request),
    body: (declared, limits) => readNodeBody(request, declared, limits, onRead),
  };
}

/**
 * @param {Receive} receive
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 * @returns {Promise<Reply>}
 */
async function webReply(receive, request, onRead) {
  let asked;
  try {
    asked = webRequest(request, onRead);
  } catch {
    // The one thing of a request that Node takes and the web does not: a method such as TRACE.
    return encoded({ status: 405, headers: { allow: "POST" }, text: "the method must be POST\n" });
  }
  const answer = await receive(asked);
  const bytes = answer.body ? new Uint8Array(await answer.arrayBuffer()) : NOTHING;
  return { status: answer.status, headers: Object.fromEntries(answer.headers), bytes };
}

/**
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 */
function webRequest(request, onRead) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // HTTP/2 has its method and path among the headers.
    if (value !== undefined && !name.startsWith(":")) headers.set(name, String(value));
  }
  if (textOf(request) !== undefined) for (const name of OF_SENT_BODY) headers.delete(name);
  const { method = "GET" } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(addressOf(request), {
    method,
    headers,
    // Node's own type knows nothing of it.
    .../** @type {object} */ (hasBody ? { body: webBodyOf(request, onRead), duplex: "half" } : {}),
  });
}

/**
 * The host is ignored: it is only a claim of the client, and is not needed.
 *
 * @param {IncomingMessage} request
 */
function addressOf({ originalUrl, url = "/" }) {
  // Express removes the path where the listener is mounted from `url`.
  const path = (originalUrl ?? url).replace(ORIGIN, "");
  if (path.startsWith("/")) return `http://localhost${path}`;
  return `http://localhost/${path.startsWith("?") ? path : ""}`;
}

/**
 * @param {Reply} reply
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Expectation} expectation
 */
async function send({ status, headers, bytes }, request, response, { isBodyAwaited }) {
  if (response.destroyed) return;
  const isRead = request.readableEnded;
  const isUnread = !isRead && (!isBodyAwaited || isLarge(request));
  const isLast = isUnread || TO_STRANGERS.has(status);
  const all = { ...headers };
  if (status !== 204) all["content-length"] = String(bytes.length);
  // HTTP/2 ends streams, not connections.
  if (isLast && !request.httpVersion.startsWith("2")) all.connection = "close";
  response.writeHead(status, all);
  if (isRead || !isBodyAwaited) {
    response.end(bytes);
    return;
  }
  // The answer goes out whole, and ends when the client has read it or should have.
  if (bytes.length > 0) response.write(bytes);
  else response.flushHeaders();
  const isEmptied = await discarded(request);
  response.end();
  if (!isEmptied) request.destroy();
}

/**
 * Whether a body is, or may be, too long to be discarded.
 *
 * @param {IncomingMessage} request
 */
function isLarge({ headers }) {
  const { "content-length": length, "transfer-encoding": coding } = headers;
  return coding !== undefined || Number(length ?? 0) > MOST_DISCARDED;
}

/**
 * Reads the rest of a body. Closing a connection that still has bytes to read would make the client's
 * system discard the answer.
 *
 * @param {IncomingMessage} request
 * @returns {Promise<boolean>} whether it has ended
 */
function discarded(request) {
  if (request.readableEnded || request.destroyed) return Promise.resolve(true);
  return new Promise((resolve) => {
    let length = 0;
    const finish = (/** @type {boolean} */ hasEnded) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onEnd);
      resolve(hasEnded);
    };
    const timer = setTimeout(() => finish(false), DISCARD_TIMEOUT);
    const onEnd = () => finish(true);
    const onData = (/** @type {Uint8Array} */ chunk) => {
      length += chunk.length;
      if (length > MOST_DISCARDED) finish(false);
    };
    request.on("data", onData).on("end", onEnd).on("close", onEnd).resume();
  });
}
