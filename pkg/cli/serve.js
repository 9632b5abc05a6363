// `heroku-drain serve`: a drain endpoint that keeps NDJSON on disk.

import { readFile } from "node:fs/promises";
import { openLog, startServer, stopOnSignal } from "heroku-drain/node";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";
import { Failure, reasonOf, UNREADABLE, unreadable, WELL, wrongUsage } from "./failure.js";
import { FRAMING, framingOf, parsed, wholeNumber } from "./options.js";
import { Tally } from "./tally.js";
import { visible } from "./text.js";

const OPTIONS = /** @type {const} */ ({
  ...FRAMING,
  "allow-anyone": { type: "boolean" },
  "credentials-env": { type: "string" },
  directory: { type: "string" },
  host: { type: "string" },
  "largest-file": { type: "string" },
  name: { type: "string" },
  port: { type: "string" },
  "token-env": { type: "string" },
  "token-file": { type: "string" },
});

const DEFAULT_PORT = "8080";
const MOST_PORT = 65_535;

/** @param {string[]} args */
export async function serve(args) {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length > 0) throw wrongUsage("expected options only, found an argument");
  const port = wholeNumber("port", values.port ?? process.env.PORT ?? DEFAULT_PORT, MOST_PORT);
  const largestFile = wholeNumber("largest-file", values["largest-file"], Number.MAX_SAFE_INTEGER);
  const framing = framingOf(values.framing);
  const secrets = await secretsOf(values);
  const { directory = "logs", host, name } = values;
  const tally = new Tally(tell);
  const log = await opened("the log", () =>
    openLog({ directory, name, largestFile, notify: tell }),
  );
  const receiver = receiverOf({
    ...secrets,
    framing,
    onBatch: async (batch) => {
      await log.write(batch);
      tally.stored(batch);
    },
    observe: (event) => tally.observe(event),
  });
  const check = () => {
    const failure = log.failure();
    if (failure !== undefined) throw failure;
  };
  const server = await opened("the server", () =>
    startServer({ listener: toNodeListener(receiver), port: Number(port), host, check }),
  ).catch(async (error) => {
    await log.close();
    throw error;
  });
  tell(`listening on port ${server.port}, writing ${visible(log.file)}`);
  stopOnSignal(async () => {
    tell("stopping: what is in flight is finished first");
    await server.close();
    // A batch whose request was answered in time may still be being written.
    await receiver.idle();
    await log.close();
    tally.close();
  });
  return WELL;
}

/** @param {import("../receiver.js").ReceiverOptions} options */
function receiverOf(options) {
  try {
    return createReceiver(options);
  } catch (error) {
    throw wrongUsage(/** @type {Error} */ (error).message);
  }
}

/** @param {string} line */
function tell(line) {
  process.stderr.write(`heroku-drain: ${visible(line)}\n`);
}

/**
 * Who may send. Secrets are not taken from the command line, which every process of the machine can see.
 *
 * @param {{ "allow-anyone"?: boolean, "token-file"?: string, "token-env"?: string, "credentials-env"?: string }} values
 */
async function secretsOf(values) {
  const tokens = await tokensOf(values["token-file"], values["token-env"]);
  const credentials = credentialsOf(values["credentials-env"] ?? "DRAIN_CREDENTIALS");
  if (tokens.length + credentials.length > 0) return { tokens, credentials };
  if (values["allow-anyone"]) return { allowAnyone: /** @type {const} */ (true) };
  throw wrongUsage(
    "expected a token: set LOGPLEX_DRAIN_TOKEN to what `heroku drains` shows (d. and a UUID), or pass --token-file, " +
      "or DRAIN_CREDENTIALS to user:password as the drain's URL has it",
  );
}

/**
 * @param {string | undefined} file one token a line
 * @param {string} [variable] tokens with commas between them
 */
async function tokensOf(file, variable = "LOGPLEX_DRAIN_TOKEN") {
  const text =
    file === undefined
      ? (process.env[variable] ?? "")
      : await readFile(file, "utf8").catch((error) => {
          throw unreadable(visible(file), error);
        });
  return text.split(/[\s,]+/).filter(Boolean);
}

/** @param {string} variable */
function credentialsOf(variable) {
  const text = process.env[variable];
  if (!text) return [];
  const colon = text.indexOf(":");
  if (colon < 0) throw wrongUsage(`expected ${visible(variable)} to be user:password`);
  return [{ username: text.slice(0, colon), password: text.slice(colon + 1) }];
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 */
async function opened(what, work) {
  try {
    return await work();
  } catch (error) {
    throw new Failure(UNREADABLE, `cannot open ${what}: ${reasonOf(error)}`);
  }
}
