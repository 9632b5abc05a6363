// Sample code of a small drain endpoint.

export const ENDPOINT = `import { createServer } from "node:http";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";

const receiver = createReceiver({
  token: process.env.LOGPLEX_DRAIN_TOKEN,
  onBatch(batch) {
    for (const record of batch.records) console.log(JSON.stringify(record));
    for (const problem of batch.problems) console.error(problem.message);
  },
});

createServer(toNodeListener(receiver)).listen(process.env.PORT ?? 8080);
`;
