// A drain endpoint at the edge: batches go to a queue, and the Worker keeps nothing but the ids of frames.

import { toNDJSON } from "heroku-drain";
import { createReceiver } from "heroku-drain/receiver";
import { frameStore } from "./frame-ids.js";

export { FrameIds } from "./frame-ids.js";

/** A message of a queue holds 128,000 bytes, some 100 of them its own. Logplex sends 102,400, a notice of losses and no more. */
const LARGEST_BODY = 127_000;

/**
 * @typedef {object} Env
 * @property {string} DRAIN_TOKENS the tokens of the drains that may send, with blanks between
 * @property {import("./frame-ids.js").Namespace} FRAME_IDS
 * @property {{ send(body: Uint8Array, options: { contentType: "bytes" }): Promise<unknown> }} QUEUE
 * @property {{ fetch(url: string, init: RequestInit): Promise<Response> }} SINK where the records go in the end
 *
 * @typedef {object} Message
 * @property {ArrayBuffer | Uint8Array} body
 * @property {Date} timestamp
 * @property {() => void} ack
 * @property {() => void} retry
 */

export default {
  /**
   * Takes a batch. It is acknowledged when the queue has it: as it was sent, which is the smallest form of its
   * records and fits into one message, so that a batch is in the queue whole or not at all.
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
    // What is still being stored after its answer must not end with it.
    context.waitUntil(receiver.idle());
    return answer;
  },

  /**
   * Makes records of the batches, on the other side of the queue.
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
