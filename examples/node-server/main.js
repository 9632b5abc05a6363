// How few lines a drain endpoint takes that keeps NDJSON on disk and loses nothing: `node main.js`.

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
// The log takes each batch once, and knows that after a restart too: nobody else needs to.
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
