// `heroku-drain serve`: a drain endpoint that stores NDJSON on disk.

import { readFile } from "node:fs/promises";
import { openLog, startServer, stopOnSignal } from "heroku-drain/node";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";
import { endWith, FAILED, Failure, reasonOf, Unreadable, wrongUsage } from "./failure.js";
import { FRAMING, framingOf, parsed, wholeNumber } from "./options.js";
import { Notices } from "./serve/notices.js";
import { Tally } from "./serve/tally.js";
import { visible } from "./text.js";

/** @import { Log } from "../node.js" */

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

const DEFAULT_PORT = 8080;
const MOST_PORT = 65_535;
/** How long a stopped server waits for a reader of standard error, in milliseconds. */
const LAST_LINES = 1_000;

/** @param {string[]} args */
export async function serve(args) {
  const { logging, receiving, listening } = await settingsOf(args);
  const notices = new Notices(process.stderr);
  const write = (/** @type {string} */ line) => notices.write(line);
  const log = await opened({ ...logging, notify: write });
  try {
    const tally = new Tally(write);
    const receiver = receiverOf(receiving, log, tally);
    const server = await attempted("start the server", () =>
      startServer({
        ...listening,
        listener: toNodeListener(receiver),
        check: () => healthOf(log, tally, logging.name),
      }),
    );
    stopOnSignal(async () => {
      write("stopping: answering the requests in flight");
      await stopped(server, receiver, log).catch((error) => {
        endWith(FAILED);
        write(`cannot stop cleanly: ${reasonOf(error)}`);
      });
      tally.close();
      // Unread lines would keep the process alive.
      setTimeout(() => process.exit(), LAST_LINES).unref();
    });
    // Last, since a supervisor may stop the server as soon as it reads this.
    write(`listening on ${urlOf(server.server.address())}, writing ${log.file}`);
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** @param {string[]} args */
async function settingsOf(args) {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length > 0) throw wrongUsage("expected options only, found an argument");
  const { directory = "logs", host, name = "heroku" } = values;
  const most = Number.MAX_SAFE_INTEGER;
  const largestFile = wholeNumber("--largest-file", values["largest-file"], most);
  return {
    listening: { host, port: portOf(values.port) },
    logging: { directory, name, largestFile },
    receiving: { framing: framingOf(values.framing), ...(await secretsOf(values)) },
  };
}

/** @param {Parameters<typeof openLog>[0]} options */
function opened(options) {
  return attempted(`open the log in ${visible(options.directory)}`, async () => {
    try {
      return await openLog(options);
    } catch (error) {
      if (error instanceof TypeError) throw wrongUsage(withOptionNames(error.message));
      throw error;
    }
  });
}

/**
 * A message about `options.largestFile` as one about `--largest-file`.
 *
 * @param {string} message
 */
function withOptionNames(message) {
  return message.replace(/^options\.(\w+)/, (_, name) => {
    const words = name.replace(
      /[A-Z]/g,
      (/** @type {string} */ letter) => `-${letter.toLowerCase()}`,
    );
    return `--${words}`;
  });
}

/**
 * @param {Log} log
 * @param {Tally} tally
 * @param {string} name of the log
 * @returns {Promise<string | undefined>} a remark
 */
async function healthOf(log, tally, name) {
  await log.check();
  const remark = tally.remark();
  return remark && `${remark}; their bytes are in ${visible(name)}.rejected.ndjson`;
}

/**
 * @param {import("../node.js").RunningServer} server
 * @param {import("../receiver.js").Receiver} receiver
 * @param {Log} log
 */
async function stopped(server, receiver, log) {
  await server.close();
  // A batch may still be being written after its request was answered.
  await receiver.idle();
  await log.close();
}

/** @param {string | undefined} option */
function portOf(option) {
  const { PORT } = process.env;
  if (option !== undefined) return Number(wholeNumber("--port", option, MOST_PORT));
  return wholeNumber("PORT in the environment", PORT, MOST_PORT) ?? DEFAULT_PORT;
}

/** @param {import("node:net").AddressInfo} address */
function urlOf({ address, family, port }) {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/**
 * @param {Omit<import("../receiver.js").ReceiverOptions, "onBatch" | "observe">} options
 * @param {Log} log
 * @param {Tally} tally
 */
function receiverOf(options, log, tally) {
  /** @param {import("../receiver.js").Batch} batch */
  const onBatch = async (batch) => {
    const isKept = log.has(batch);
    await log.write(batch);
    if (isKept) tally.repeated();
    else tally.stored(batch);
  };
  try {
    return createReceiver({ ...options, onBatch, observe: (event) => tally.observe(event) });
  } catch (error) {
    throw wrongUsage(/** @type {Error} */ (error).message);
  }
}

/**
 * The tokens and credentials to accept. They are not taken from the command line, which every process of the
 * machine can see.
 *
 * @param {{ "allow-anyone"?: boolean, "token-file"?: string, "token-env"?: string, "credentials-env"?: string }} values
 */
async function secretsOf(values) {
  const tokens = await tokensOf(values["token-file"], values["token-env"]);
  const credentials = credentialsOf(values["credentials-env"] ?? "DRAIN_CREDENTIALS");
  if (tokens.length + credentials.length > 0) return { tokens, credentials };
  if (values["allow-anyone"]) return { allowAnyone: /** @type {const} */ (true) };
  throw wrongUsage(
    "expected a token: set LOGPLEX_DRAIN_TOKEN to the token that `heroku drains` shows (d. and a UUID), pass --token-file, " +
      "or set DRAIN_CREDENTIALS to the user:password of the drain URL",
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
          throw new Unreadable(visible(file), error);
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
async function attempted(what, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(FAILED, `cannot ${what}: ${visible(reasonOf(error))}`);
  }
}
