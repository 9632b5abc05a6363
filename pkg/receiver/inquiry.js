// Requests and answers of a receiver, independent of the transport: the web's classes or node:http.

import { readBody } from "./body.js";

/**
 * @import { BodyLimits } from "./body.js"
 * @import { Pieces } from "./pieces.js"
 *
 * @typedef {object} Inquiry a request
 * @property {string} method
 * @property {string} url whole
 * @property {Pick<Headers, "get">} headers by names in lower case
 * @property {string | undefined} [remoteAddress] of the connection, if the runtime knows it
 * @property {string} [text] the body, if a framework has read it as text; then `body` must not be called
 * @property {(declared: number | undefined, limits: BodyLimits) => Promise<Pieces>} body reads it;
 *   rejects with a `Refusal` if it cannot
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Readonly<Record<string, string>>} headers
 * @property {string} text
 */

/** The receiver's method for inquiries, so that callers without a `Request` need not create one. */
export const ANSWER = Symbol("answer");

/**
 * @param {Request} request
 * @returns {Inquiry}
 */
export function inquiryOf(request) {
  const { method, url, headers } = request;
  return {
    method,
    url,
    headers,
    body: (declared, limits) => readBody(request.body, declared, limits),
  };
}

/** @param {Answer} answer */
export function responseOf({ status, headers, text }) {
  return new Response(text === "" ? null : text, { status, headers });
}
