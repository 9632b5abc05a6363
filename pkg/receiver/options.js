// What can be set for a receiver, and the sentence for what cannot.

import { described, rejectUnknown } from "../arguments.js";
import { framings } from "../wasm/schema.js";
import { checkedFunction, checkedNumber, checkedObject, wrong } from "./checks.js";
import { memoryStore } from "./store.js";

/** @import { Batch, Credentials, FrameStore, ReceiverEvent } from "../receiver.js" */

/**
 * @typedef {object} Settings
 * @property {string[]} tokens
 * @property {string[]} credentials each as `username:password`
 * @property {(batch: Batch) => unknown} onBatch
 * @property {FrameStore | undefined} store undefined where nothing is deduplicated
 * @property {boolean} isStoreOurs whether it is the receiver's own, which nobody else sees
 * @property {import("../index.js").Framing} framing
 * @property {number} maxBytes
 * @property {number} maxInFlight
 * @property {number} batchTimeout
 * @property {number} bodyTimeout
 * @property {number} idleTimeout
 * @property {number} retryDelay
 * @property {((event: ReceiverEvent) => unknown) | undefined} observe
 * @property {() => number} now
 */

/** Logplex waits so many milliseconds for an answer, and then sends again. */
const LOGPLEX_WAITS = 5_000;
const MOST_BYTES = 2 ** 28;
/** The most bytes of a secret: one that is longer is a mistake. */
const LONGEST_SECRET = 256;

const KNOWN = [
  ...["token", "tokens", "credentials", "allowAnyone", "onBatch", "dedupe", "framing", "maxBytes"],
  ...["maxInFlight", "batchTimeout", "bodyTimeout", "idleTimeout", "retryDelay", "observe", "now"],
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
    credentials: listed(credentials).map(checkedCredentials),
  };
  const isOpen = checked.tokens.length + checked.credentials.length === 0;
  if (isOpen && !allowAnyone) {
    throw new TypeError(
      "options.token, options.tokens or options.credentials must say who may send; " +
        "options.allowAnyone: true lets anyone",
    );
  }
  if (!isOpen && allowAnyone) {
    throw new TypeError("options.allowAnyone must not be true beside a token or credentials");
  }
  return checked;
}

/**
 * @param {string} name
 * @param {unknown} secret which no message may show
 */
function checkedSecret(name, secret) {
  if (typeof secret !== "string") throw wrong(name, "a string", secret);
  // What a header can carry, without the blanks that a header loses.
  if (/^[\x21-\x7e]+$/.test(secret) && secret.length <= LONGEST_SECRET) return secret;
  const range = `1 to ${LONGEST_SECRET} visible ASCII characters`;
  throw new TypeError(`options.${name} must be ${range}, not a string of ${secret.length}`);
}

/** @param {unknown} one */
function checkedCredentials(one) {
  const { username, password } = checkedObject("options.credentials", one);
  const name = checkedSecret("credentials.username", username);
  if (name.includes(":")) {
    throw new TypeError('options.credentials.username must be without ":", where it would end');
  }
  return `${name}:${checkedSecret("credentials.password", password)}`;
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
    throw new TypeError("options.dedupe must have claim, accept and release, not some of them");
  }
  return { store: memoryStore({ now, .../** @type {any} */ (given) }), isStoreOurs: true };
}

/** @param {any} framing */
function checkedFraming(framing) {
  if (framings.includes(framing)) return framing;
  const names = framings.map((name) => `"${name}"`).join(", ");
  throw new TypeError(`options.framing must be one of ${names}, not ${described(framing)}`);
}
