// A receiver on node:http on a free port, with its batches and events.

import { createServer } from "node:http";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";

/** @import { Batch, ReceiverEvent, ReceiverOptions } from "heroku-drain/receiver" */

export const TOKEN = "d.00000000-0000-4000-8000-000000000000";

/**
 * @param {Partial<ReceiverOptions>} [options]
 * @param {(batch: Batch) => unknown} [onBatch] called before the batch counts as stored
 */
export async function startServer(options = {}, onBatch = () => {}) {
  /** The stored messages, including duplicates. @type {string[]} */
  const stored = [];
  /** @type {ReceiverEvent[]} */
  const events = [];
  const receiver = createReceiver({
    ...(options.credentials || options.tokens ? {} : { token: TOKEN }),
    retryDelay: 0,
    observe: (event) => events.push(event),
    ...options,
    onBatch: async (batch) => {
      await onBatch(batch);
      for (const { message } of batch.records) stored.push(String(message));
    },
  });
  const listener = toNodeListener(receiver);
  const server = createServer(listener).on("checkContinue", listener.checkContinue);
  const port = await listening(server);
  return {
    receiver,
    server,
    port,
    url: `http://127.0.0.1:${port}/drain`,
    stored,
    events,
    close: () => closed(server),
  };
}

/** @param {import("node:http").Server} server */
export async function listening(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/** @param {import("node:http").Server} server */
export async function closed(server) {
  const over = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await over;
}
