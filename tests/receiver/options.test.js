// A receiver's options, and the errors for invalid ones.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createReceiver, memoryStore, toNodeListener } from "heroku-drain/receiver";

const onBatch = () => {};
const token = "d.s3cr3t-token";

/** @type {[string, unknown, RegExp][]} */
const WRONG = [
  ["no options", undefined, /^options must be an object, not undefined$/],
  ["a string", token, /^options must be an object, not a string$/],
  ["no onBatch", { token }, /^options.onBatch must be a function, not undefined$/],
  ["nobody who may send", { onBatch }, /^options.token, .* set options.allowAnyone to true$/],
  ["no token among tokens", { onBatch, tokens: [] }, /options.credentials is required/],
  ["allowAnyone: false", { onBatch, allowAnyone: false }, /options.credentials is required/],
  [
    "allowAnyone: 1",
    { onBatch, allowAnyone: 1 },
    /^options.allowAnyone must be a boolean, not number 1$/,
  ],
  [
    "a token beside allowAnyone",
    { onBatch, token, allowAnyone: true },
    /cannot be combined with a token/,
  ],
  ["an undefined token", { onBatch, token: undefined }, /options.credentials is required/],
  [
    "an empty token",
    { onBatch, token: "" },
    /^options.token must be 1 to 256 .*, not a string of 0$/,
  ],
  [
    "a token with a blank",
    { onBatch, token: `${token} ` },
    /^options.token must be 1 to 256 .* of 15$/,
  ],
  [
    "a token that is a number",
    { onBatch, token: 1 },
    /^options.token must be a string, not number 1$/,
  ],
  [
    "tokens that are one string",
    { onBatch, tokens: token },
    /^options.tokens must be an array of strings, not a string$/,
  ],
  [
    "an undefined one of the tokens",
    { onBatch, tokens: [token, undefined] },
    /^options.tokens\[1\] must be a string, not undefined$/,
  ],
  [
    "the same beside a token",
    { onBatch, token, tokens: [token, null] },
    /^options.tokens\[1\] must be a string, not null$/,
  ],
  [
    "credentials that are a string",
    { onBatch, credentials: token },
    /^options.credentials must be an object, not a string$/,
  ],
  [
    "credentials without a password",
    { onBatch, credentials: { username: "u" } },
    /^options.credentials.password must be a string, not undefined$/,
  ],
  [
    "a user name with a colon",
    { onBatch, credentials: { username: "u:s3cr3t", password: "p" } },
    /^options.credentials.username must not contain ":"/,
  ],
  [
    "an empty user name and an empty password",
    { onBatch, credentials: { username: "", password: "" } },
    /^options.credentials must have a user name or a password$/,
  ],
  [
    "a password with a blank, which a URL encodes",
    { onBatch, credentials: { username: "u", password: "s3cr3t s3cr3t" } },
    /^options.credentials.password must be 0 to 256 visible ASCII characters, not a string of 13$/,
  ],
  [
    "maxProblems: -1",
    { onBatch, token, maxProblems: -1 },
    /^options.maxProblems must be a whole number from 0 to 1000000, not number -1$/,
  ],
  ["a misspelt option", { onBatch, token, maxbytes: 1 }, /^options.maxbytes is not an option$/],
  [
    "maxBytes: 0",
    { onBatch, token, maxBytes: 0 },
    /^options.maxBytes must be a whole number from 1 to 268435456, not number 0$/,
  ],
  [
    "maxInFlight: Infinity",
    { onBatch, token, maxInFlight: Number.POSITIVE_INFINITY },
    /^options.maxInFlight must be a whole number from 1 to 100000, not number Infinity$/,
  ],
  [
    "batchTimeout: 5000",
    { onBatch, token, batchTimeout: 5000 },
    /^options.batchTimeout must be a whole number from 1 to 4999, not number 5000$/,
  ],
  [
    "a retryDelay as long as Logplex waits",
    { onBatch, token, retryDelay: 5000 },
    /^options.retryDelay must be .* from 0 to 4999/,
  ],
  [
    "an idleTimeout that is text",
    { onBatch, token, idleTimeout: "3s" },
    /^options.idleTimeout must be .*, not a string$/,
  ],
  [
    "a bodyTimeout of none",
    { onBatch, token, bodyTimeout: Number.NaN },
    /^options.bodyTimeout must be .*, not number NaN$/,
  ],
  [
    "another framing",
    { onBatch, token, framing: "csv" },
    /^options.framing must be one of "auto", "octet-counting", "lines", not "csv"$/,
  ],
  [
    "observe: true",
    { onBatch, token, observe: true },
    /^options.observe must be a function, not boolean true$/,
  ],
  ["now as a number", { onBatch, token, now: 0 }, /^options.now must be a function, not number 0$/],
  [
    "dedupe: true",
    { onBatch, token, dedupe: true },
    /^options.dedupe must be an object, not boolean true$/,
  ],
  [
    "half a store",
    { onBatch, token, dedupe: { claim() {} } },
    /^options.dedupe must have all of claim, accept and release$/,
  ],
  [
    "no entries",
    { onBatch, token, dedupe: { maxEntries: 0 } },
    /^options.maxEntries must be a whole number from 1 to 8000000/,
  ],
];

describe("a TypeError names what was passed, and shows no secret, for", () => {
  for (const [name, options, expected] of WRONG) {
    test(name, () => {
      const create = () => createReceiver(/** @type {any} */ (options));
      assert.throws(create, (error) => {
        assert.ok(error instanceof TypeError);
        assert.match(error.message, expected);
        assert.doesNotMatch(error.message, /s3cr3t|\n/);
        return true;
      });
    });
  }
});

test("a receiver can be made for anyone, for a token, for several and for credentials", () => {
  const credentials = { username: "u", password: "p:q" };
  for (const options of [
    { allowAnyone: true },
    { token },
    { tokens: [token, "d.2"] },
    { token, tokens: ["d.2"] },
    { credentials },
    { token, credentials: [credentials] },
    { token, dedupe: /** @type {const} */ (false) },
    { token, dedupe: memoryStore() },
  ]) {
    assert.equal(typeof createReceiver({ onBatch, ...options }), "function");
  }
});

test("what is no function makes no listener", () => {
  for (const [given, name] of /** @type {const} */ ([
    [null, "null"],
    [{}, "object"],
  ])) {
    const expected = { name: "TypeError", message: `receiver must be a function, not ${name}` };
    assert.throws(() => toNodeListener(/** @type {any} */ (given)), expected);
  }
});
