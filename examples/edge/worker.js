// A drain endpoint at the edge: it forwards batches to a queue and stores only frame ids.

import { toNDJSON } from "heroku-drain";
import { createReceiver } from "heroku-drain/receiver";
import { frameStore } from "./frame-ids.js";

export { FrameIds } from "./frame-ids.js";

/** A queue message holds 128,000 bytes, about 100 of them metadata. Logplex sends 102,400 plus a loss notice. */
const LARGEST_BODY = 127_000;

/**
 * @typedef {object} Env
 * @property {string} DRAIN_TOKENS accepted drain tokens, separated by spaces
 * @property {import("./frame-ids.js").Namespace} FRAME_IDS
 * @property {{ send(body: Uint8Array, options: { contentType: "bytes" }): Promise<unknown> }} QUEUE
 * @property {{ fetch(url: string, init: RequestInit): Promise<Response> }} SINK final destination of the records
 *
 * @typedef {object} Message
 * @property {ArrayBuffer | Uint8Array} body
 * @property {Date} timestamp
 * @property {() => void} ack
 * @property {() => void} retry
 */

export default {
  /**
   * Queues the raw batch, then acknowledges it. The raw bytes are the smallest form of the records and fit
   * into one message, so a batch is queued completely or not at all.
   *
   * @param {Request} request
   * @param {Env} env
   * @param {{ waitUntil(promise: Promise<unknown>): void }} context
   */
  async fetch(request, env, context) {
    const receiver = createReceiver({
      tokens: env.DRAIN_TOKENS.split(" "),
      maxBytes: LARGEST_BODY,
      dedupe: frameStore(env.FRAME_IDS),
      onBatch: (batch) => env.QUEUE.send(batch.bytes, { contentType: "bytes" }),
    });
    const answer = await receiver(request);
    // Storage that is still running after the answer must complete.
    context.waitUntil(receiver.idle());
    return answer;
  },

  /**
   * Consumes the queue and converts the batches to records.
   *
   * @param {{ messages: readonly Message[] }} batch
   * @param {Env} env
   */
  async queue({ messages }, env) {
    for (const message of messages) {
      const { ndjson } = toNDJSON(message.body, { parseTime: message.timestamp });
      const headers = { "content-type": "application/x-ndjson" };
      const { ok } = await env.SINK.fetch("https://sink/", {
        method: "POST",
        headers,
        body: ndjson,
      });
      if (ok) message.ack();
      else message.retry();
    }
  },
};
