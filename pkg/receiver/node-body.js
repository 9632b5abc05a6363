// The body of a request of node:http: its bytes, or a stream of the web. Names nothing of Node but what it is given.

import { Collected } from "./body.js";
import { Refusal } from "./refusal.js";
import { Patience } from "./within.js";

/**
 * @import { IncomingMessage } from "../receiver.js"
 * @import { BodyLimits } from "./body.js"
 */

const encoder = new TextEncoder();

/**
 * @param {IncomingMessage} request
 * @param {number | undefined} declared
 * @param {BodyLimits} limits
 * @param {() => void} onRead is called before anything is read
 * @throws {Refusal}
 */
export async function readNodeBody(request, declared, limits, onRead) {
  const collected = new Collected(declared, limits.maxBytes);
  const read = bytesOf(request);
  // The bytes stay the framework's own.
  if (read) collected.add(new Uint8Array(read));
  else if (request.readableDidRead) throw new Refusal("body-incomplete", readBefore());
  else if (request.destroyed) throw new Refusal("body-incomplete", goneAway());
  else await collect(request, collected, limits, onRead);
  return collected.whole();
}

/**
 * @param {IncomingMessage} request
 * @param {Collected} collected
 * @param {BodyLimits} limits
 * @param {() => void} onRead
 * @returns {Promise<void>}
 */
function collect(request, collected, { idleTimeout, bodyTimeout }, onRead) {
  return new Promise((resolve, reject) => {
    const settle = (/** @type {() => void} */ work) => {
      patience.end();
      request.off("data", onData).off("end", onEnd).off("close", onClose);
      work();
    };
    const abandon = (/** @type {unknown} */ refusal) => {
      settle(() => reject(refusal));
      request.pause();
    };
    const onLate = () => abandon(new Refusal("body-timeout"));
    const onData = (/** @type {Uint8Array} */ chunk) => {
      patience.renew();
      try {
        collected.add(chunk);
      } catch (refusal) {
        abandon(refusal);
      }
    };
    const onEnd = () => settle(resolve);
    const onClose = () => settle(() => reject(new Refusal("body-incomplete", goneAway())));
    onRead();
    const patience = new Patience(idleTimeout, bodyTimeout, onLate);
    request.on("data", onData).on("end", onEnd).on("close", onClose).resume();
  });
}

/**
 * @param {IncomingMessage} request
 * @param {() => void} onRead
 * @returns {ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>}
 */
export function webBodyOf(request, onRead) {
  const read = bytesOf(request);
  if (read) return new Uint8Array(read);
  const text = textOf(request);
  if (text !== undefined) return encoder.encode(text);
  if (request.readableDidRead) return failing(readBefore());
  return streamOf(request, onRead);
}

/**
 * The bytes of the body, if a framework has read and kept them.
 *
 * @param {IncomingMessage} request
 */
function bytesOf({ body, rawBody }) {
  if (body instanceof Uint8Array) return body;
  return rawBody instanceof Uint8Array ? rawBody : undefined;
}

/**
 * The text of the body, if a framework has read it and kept no bytes.
 *
 * @param {IncomingMessage} request
 */
export function textOf(request) {
  const { body, rawBody, readableDidRead, readableEnded } = request;
  // The end of an empty body is not a read.
  if (!(readableDidRead || readableEnded) || bytesOf(request)) return undefined;
  if (typeof rawBody === "string") return rawBody;
  return typeof body === "string" ? body : undefined;
}

/** @param {Error} error */
function failing(error) {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}

/**
 * Nothing is read before it is requested, so that a body rejected for its headers is not read.
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
  const onClose = () => settle(() => controller.error(goneAway()));
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

function goneAway() {
  return new Error("the client has gone away");
}

function readBefore() {
  return new Error("the body was read before the listener was called");
}
