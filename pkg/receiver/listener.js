// A receiver as a listener of node:http, and so for Express and Fastify. Names nothing of Node but what it is given.

/**
 * @import { IncomingMessage, NodeListener, ServerResponse } from "../receiver.js"
 *
 * @typedef {(request: Request) => Response | Promise<Response>} Receive
 *
 * @typedef {object} Expectation
 * @property {boolean} isBodyAwaited false where the client waits to be told to send the body
 * @property {() => void} onRead is called before the body is read
 */

/** After the answer, so much of a body that nobody reads is still taken, so that the answer arrives. */
const MOST_DISCARDED = 2 ** 20;
/** For so many milliseconds. */
const DISCARD_TIMEOUT = 2_000;

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
    const answer = await answerTo(receive, request, expectation.onRead);
    await send(answer, request, response, expectation);
  } catch {
    response.destroy();
  }
}

/**
 * @param {Receive} receive
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 */
async function answerTo(receive, request, onRead) {
  let asked;
  try {
    asked = webRequest(request, onRead);
  } catch {
    // The one thing of a request that Node takes and the web does not: a method such as TRACE.
    return new Response("the method must be POST\n", { status: 405, headers: { allow: "POST" } });
  }
  try {
    return await receive(asked);
  } catch {
    return new Response("the receiver failed\n", { status: 500 });
  }
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
  const { method = "GET" } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(addressOf(request), {
    method,
    headers,
    // Node's own type knows nothing of it.
    .../** @type {object} */ (hasBody ? { body: bodyOf(request, onRead), duplex: "half" } : {}),
  });
}

/**
 * The host is not asked: it is what the client claims, and nobody needs it.
 *
 * @param {IncomingMessage} request
 */
function addressOf({ originalUrl, url = "/" }) {
  // Express takes away of `url` where the listener is mounted.
  const path = originalUrl ?? url;
  return `http://localhost${path.startsWith("/") ? path : "/"}`;
}

/**
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 * @returns {ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>}
 */
function bodyOf(request, onRead) {
  // Where a framework has read the body as bytes, these are what there is.
  if (request.body instanceof Uint8Array) return new Uint8Array(request.body);
  if (request.readableDidRead) {
    return failing(new Error("the body was read before the listener was called"));
  }
  return streamOf(request, onRead);
}

/** @param {Error} error */
function failing(error) {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}

/**
 * Nothing is read before it is asked for, so that what is rejected for its headers is not.
 *
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 * @returns {ReadableStream<Uint8Array>}
 */
function streamOf(request, onRead) {
  let isReading = false;
  /** @type {ReadableStreamDefaultController<Uint8Array>} */
  let controller;
  const onData = (/** @type {Uint8Array} */ chunk) => {
    controller.enqueue(chunk);
    request.pause();
  };
  const settle = (/** @type {(() => void) | undefined} */ work) => {
    request.off("data", onData).off("end", onEnd).off("close", onClose);
    work?.();
  };
  const onEnd = () => settle(() => controller.close());
  const onClose = () => settle(() => controller.error(new Error("the client has gone away")));
  const begin = () => {
    isReading = true;
    if (request.destroyed) return onClose();
    onRead();
    request.on("data", onData).on("end", onEnd).on("close", onClose);
  };
  return new ReadableStream(
    {
      start: (given) => {
        controller = given;
      },
      pull: () => {
        if (!isReading) begin();
        request.resume();
      },
      cancel: () => {
        settle(undefined);
        request.pause();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * @param {Response} answer
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Expectation} expectation
 */
async function send(answer, request, response, { isBodyAwaited }) {
  if (response.destroyed) return;
  const text = answer.body ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
  const isRead = request.readableEnded;
  const isLast = !isRead && (!isBodyAwaited || isLarge(request));
  const headers = Object.fromEntries(answer.headers);
  if (answer.status !== 204) headers["content-length"] = String(text.length);
  // HTTP/2 ends streams, not connections.
  if (isLast && !request.httpVersion.startsWith("2")) headers.connection = "close";
  response.writeHead(answer.status, headers);
  if (isRead || !isBodyAwaited) {
    response.end(text);
    return;
  }
  // The answer goes out whole, and ends when the client has read it or should have.
  if (text.length > 0) response.write(text);
  else response.flushHeaders();
  const isEmptied = await discarded(request);
  response.end();
  if (!isEmptied) request.destroy();
}

/**
 * Whether a body is, or may be, longer than what is taken for nothing.
 *
 * @param {IncomingMessage} request
 */
function isLarge({ headers }) {
  const { "content-length": length, "transfer-encoding": coding } = headers;
  return coding !== undefined || Number(length ?? 0) > MOST_DISCARDED;
}

/**
 * Reads what is left of a body. Closing a connection that still has bytes to read would have the client's
 * system throw away the answer.
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
