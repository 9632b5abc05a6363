// A drain endpoint written in ten minutes: Express, split at line feeds, one regular expression, JSON.stringify.
//
// It appends and syncs a batch before it answers, like the other server. It has no retry handling, journal, rotation
// or problem reports, and 1 % of its records are wrong.

import { timingSafeEqual } from "node:crypto";
import { open } from "node:fs/promises";
import express from "express";
import { splitMatchStringify } from "../regex.js";

const { LOGPLEX_DRAIN_TOKEN: token = "", DRAIN_DIRECTORY: directory = ".", PORT } = process.env;
const file = await open(`${directory}/events.ndjson`, "a");
const app = express();
app.disable("x-powered-by");

app.post(
  "/",
  express.raw({ type: "application/logplex-1", limit: "1mb" }),
  async (/** @type {any} */ request, /** @type {any} */ response) => {
    const given = Buffer.from(request.get("logplex-drain-token") ?? "");
    const wanted = Buffer.from(token);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      response.sendStatus(401);
      return;
    }
    await file.write(splitMatchStringify(request.body));
    await file.datasync();
    response.status(204).end();
  },
);

const server = app.listen(Number(PORT), () => console.log(`listening on port ${PORT}`));
process.once("SIGTERM", () => {
  server.close(() => file.close());
  server.closeIdleConnections();
});
