// A minimal drain endpoint that stores NDJSON on disk without losing records: `node main.js`.

import { openLog, startServer, stopOnSignal } from "heroku-drain/node";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";

const {
  LOGPLEX_DRAIN_TOKEN: token,
  DRAIN_DIRECTORY: directory = "logs",
  PORT = "8080",
} = process.env;
if (!token) {
  console.error(
    "expected the drain's token in LOGPLEX_DRAIN_TOKEN: `heroku drains --json` shows it",
  );
  process.exit(2);
}

const log = await openLog({ directory });
// The log deduplicates batches, also after a restart, so the receiver does not need to.
const receiver = createReceiver({ token, dedupe: false, onBatch: log.write });
const server = await startServer({
  listener: toNodeListener(receiver),
  port: Number(PORT),
  check: () => {
    const failure = log.failure();
    if (failure !== undefined) throw failure;
  },
});
console.log(`listening on port ${server.port}`);

stopOnSignal(async () => {
  await server.close();
  await receiver.idle();
  await log.close();
});
