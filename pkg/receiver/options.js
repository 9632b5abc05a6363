// The options of a receiver, and the errors for invalid ones.

import { described, rejectUnknown } from "../arguments.js";
import { framings } from "../wasm/schema.js";
import { checkedFunction, checkedNumber, checkedObject, wrong } from "./checks.js";
import { memoryStore } from "./store.js";

/** @import { Batch, Credentials, FrameStore, ReceiverEvent } from "../receiver.js" */

/**
 * @typedef {object} Settings
 * @property {string[]} tokens
 * @property {Map<string, string>} credentials the user name of each text that `Authorization: Basic` may carry
 * @property {(batch: Batch) => unknown} onBatch
 * @property {FrameStore | undefined} store undefined where nothing is deduplicated
 * @property {boolean} isStoreOurs whether it is the receiver's own, which no other code sees
 * @property {import("../index.js").Framing} framing
 * @property {number} maxBytes
 * @property {number} maxInFlight
 * @property {number} maxProblems
 * @property {number} batchTimeout
 * @property {number} bodyTimeout
 * @property {number} idleTimeout
 * @property {number} retryDelay
 * @property {((event: ReceiverEvent) => unknown) | undefined} observe
 * @property {() => number} now
 */

/** Logplex waits this long for an answer, in milliseconds, and then retries. */
const LOGPLEX_WAITS = 5_000;
const MOST_BYTES = 2 ** 28;
const MOST_PROBLEMS = 1_000_000;
/** The most bytes of a secret: one that is longer is a mistake. */
const LONGEST_SECRET = 256;

const KNOWN = [
  ...["token", "tokens", "credentials", "allowAnyone", "onBatch", "dedupe", "framing", "maxBytes"],
  ...["maxInFlight", "maxProblems", "batchTimeout", "bodyTimeout", "idleTimeout", "retryDelay"],
  ...["observe", "now"],
];

/**
 * @param {unknown} options
 * @returns {Settings}
 * @throws {TypeError} for an option that is missing, unknown, of the wrong type or out of range
 */
export function checkedSettings(options) {
  const given = checkedObject("options", options);
  rejectUnknown(given, KNOWN);
  const now = checkedFunction("now", given.now ?? Date.now);
  return {
    ...checkedSecrets(given),
    onBatch: checkedFunction("onBatch", given.onBatch),
    ...checkedStore(given.dedupe, now),
    framing: checkedFraming(given.framing ?? framings[0]),
    maxBytes: checkedNumber("maxBytes", given.maxBytes ?? 2 ** 20, MOST_BYTES),
    maxInFlight: checkedNumber("maxInFlight", given.maxInFlight ?? 64, 100_000),
    maxProblems: checkedNumber("maxProblems", given.maxProblems ?? 100, MOST_PROBLEMS, 0),
    batchTimeout: checkedNumber("batchTimeout", given.batchTimeout ?? 4_000, LOGPLEX_WAITS - 1),
    bodyTimeout: checkedNumber("bodyTimeout", given.bodyTimeout ?? LOGPLEX_WAITS, 600_000),
    idleTimeout: checkedNumber("idleTimeout", given.idleTimeout ?? 3_000, 600_000),
    retryDelay: checkedNumber("retryDelay", given.retryDelay ?? 1_000, LOGPLEX_WAITS - 1, 0),
    observe: given.observe === undefined ? undefined : checkedFunction("observe", given.observe),
    now,
  };
}

/** @param {Record<string, unknown>} given */
function checkedSecrets({ token, tokens = [], credentials = [], allowAnyone = false }) {
  if (typeof allowAnyone !== "boolean") throw wrong("allowAnyone", "a boolean", allowAnyone);
  if (!Array.isArray(tokens)) throw wrong("tokens", "an array of strings", tokens);
  const all = token === undefined ? tokens : [token, ...tokens];
  const names = token === undefined ? tokens.map((_, at) => `tokens[${at}]`) : ["token"];
  const checked = {
    tokens: all.map((one, at) => checkedSecret(names[at] ?? `tokens[${at - 1}]`, one)),
    credentials: new Map(listed(credentials).flatMap(checkedCredentials)),
  };
  const isOpen = checked.tokens.length + checked.credentials.size === 0;
  if (isOpen && !allowAnyone) {
    throw new TypeError(
      "options.token, options.tokens or options.credentials is required; " +
        "to accept batches from anyone, set options.allowAnyone to true",
    );
  }
  if (!isOpen && allowAnyone) {
    throw new TypeError("options.allowAnyone cannot be combined with a token or credentials");
  }
  return checked;
}

/**
 * @param {string} name
 * @param {unknown} secret which no message may show
 * @param {number} [least] characters
 */
function checkedSecret(name, secret, least = 1) {
  if (typeof secret !== "string") throw wrong(name, "a string", secret);
  const { length } = secret;
  // A header and a URL carry these unchanged.
  if (/^[\x21-\x7e]*$/.test(secret) && length >= least && length <= LONGEST_SECRET) return secret;
  const range = `${least} to ${LONGEST_SECRET} visible ASCII characters`;
  throw new TypeError(`options.${name} must be ${range}, not a string of ${secret.length}`);
}

/**
 * The texts that a sender may send for one pair of credentials, each with the user name.
 *
 * @param {unknown} one
 * @returns {[text: string, username: string][]}
 */
function checkedCredentials(one) {
  const given = checkedObject("options.credentials", one);
  const username = checkedSecret("credentials.username", given.username, 0);
  const password = checkedSecret("credentials.password", given.password, 0);
  if (username.includes(":")) {
    throw new TypeError('options.credentials.username must not contain ":"');
  }
  if (username + password === "") {
    throw new TypeError("options.credentials must have a user name or a password");
  }
  // A URL may leave the colon out: https://name@logs.example.com/
  const texts = password === "" ? [`${username}:`, username] : [`${username}:${password}`];
  return texts.flatMap(withDecoded).map((text) => [text, username]);
}

/**
 * A text from a URL, as is and percent-decoded: senders differ in which of them they send.
 *
 * @param {string} text
 */
function withDecoded(text) {
  try {
    return [text, decodeURIComponent(text)];
  } catch {
    return [text];
  }
}

/** @param {unknown} value */
function listed(value) {
  return Array.isArray(value) ? value : [value];
}

/**
 * @param {unknown} dedupe
 * @param {() => number} now
 * @returns {Pick<Settings, "store" | "isStoreOurs">}
 */
function checkedStore(dedupe, now) {
  if (dedupe === false) return { store: undefined, isStoreOurs: true };
  const given = checkedObject("options.dedupe", dedupe ?? {});
  const methods = [given.claim, given.accept, given.release];
  const there = methods.filter((method) => typeof method === "function").length;
  if (there === methods.length) return { store: /** @type {any} */ (given), isStoreOurs: false };
  if (there > 0) {
    throw new TypeError("options.dedupe must have all of claim, accept and release");
  }
  return { store: memoryStore({ now, .../** @type {any} */ (given) }), isStoreOurs: true };
}

/** @param {any} framing */
function checkedFraming(framing) {
  if (framings.includes(framing)) return framing;
  const names = framings.map((name) => `"${name}"`).join(", ");
  throw new TypeError(`options.framing must be one of ${names}, not ${described(framing)}`);
}
