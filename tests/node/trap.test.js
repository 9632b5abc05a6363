// Calls that trap in the middle of a payload, and the calls after them. The wasm is a separate build that
// traps when a record's message says so.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { columns, explain, parse, toNDJSON } from "../../pkg/index.js";
import { buildTrap } from "../../scripts/build.js";

/** @typedef {typeof import("../../pkg/index.js")} Drain */

const shipped = { parse, toNDJSON, columns, explain };
const FUNCTIONS = /** @type {const} */ (["parse", "toNDJSON", "columns", "explain"]);

/** The records before the trapping one: more than a batch. */
const BEFORE = 600;

const BUG = /^internal parser error \(please report\): unreachable$/;
const TOO_LARGE = /^payload is too large: it has \d+ (bytes|characters)/;

/** @type {[string, new () => Error, RegExp][]} a message, and the caller's error */
const ENDS = [
  ["trap: panic", WebAssembly.RuntimeError, BUG],
  ["trap: unreachable", WebAssembly.RuntimeError, BUG],
  // Which of the two stacks overflows first depends on the compiler and the engine.
  ["trap: stack", Error, /^internal parser error \(please report\): .*out of bounds|stack/],
  ["trap: memory", RangeError, TOO_LARGE],
  ["trap: capacity", RangeError, TOO_LARGE],
];

/** @type {Drain} */
let trapped;

before(async () => {
  await buildTrap();
  const url = new URL("../../target/trap/index.js", import.meta.url);
  trapped = await import(pathToFileURL(url.pathname).href);
});

for (const [message, kind, sentence] of ENDS) {
  for (const name of FUNCTIONS) {
    test(`after "${message}" in ${name} the next call works, and knows of nothing`, (t) => {
      const { mock: printed } = t.mock.method(console, "error", () => {});
      for (const payload of [
        payloadWith(message),
        new TextEncoder().encode(payloadWith(message)),
      ]) {
        assert.throws(
          () => trapped[name](payload),
          (error) => {
            assert.ok(error instanceof kind, String(error));
            assert.match(error.message, sentence);
            return true;
          },
        );
        checkNextCalls();
      }
      // Only a panic is a bug and is printed.
      assert.equal(printed.callCount(), message === "trap: panic" ? 2 : 0);
    });
  }
}

test("a panic is printed with its reason and its place", (t) => {
  const { mock: printed } = t.mock.method(console, "error", () => {});
  assert.throws(() => trapped.parse(payloadWith("trap: panic")));
  const [call] = printed.calls;
  assert.match(
    String(call?.arguments[0]),
    /panicked at src.wasm.trap\.rs:\d+:\d+:\na record that panics/,
  );
});

test("memory that was taken in vain is let go at once", async () => {
  const { currentMemory } = /** @type {typeof import("../../pkg/memory.js")} */ (
    await import(new URL("../../target/trap/memory.js", import.meta.url).href)
  );
  assert.throws(() => trapped.parse(payloadWith("trap: memory")), RangeError);
  assert.ok(Number(currentMemory()?.buffer.byteLength) < 4 << 20);
});

test("a call that ends a hundred times over leaves no more behind than one does", (t) => {
  t.mock.method(console, "error", () => {});
  const payload = payloadWith("trap: unreachable");
  for (let time = 0; time < 100; time++) assert.throws(() => trapped.parse(payload));
  checkNextCalls();
});

/**
 * Checks that each function equals the shipped module on payloads of each kind, including a record like
 * the trapping one.
 */
function checkNextCalls() {
  const options = { parseTime: new Date(0) };
  const usual = payloadWith("hello");
  for (const payload of ["", usual, new TextEncoder().encode(usual), `${usual}é<1>\n${usual}`]) {
    for (const name of FUNCTIONS) {
      assert.deepEqual(trapped[name](payload, options), shipped[name](payload, options), name);
    }
  }
}

/**
 * Frames, one of which has this message. Nil values have that one parsed alone, and the others' differing
 * host names would leave state behind.
 *
 * @param {string} message
 */
function payloadWith(message) {
  const frames = Array.from({ length: BEFORE }, (_, at) =>
    framed(`<190>1 2024-05-29T07:07:25.193493+00:00 \thost${at % 7} app web.1 - ${at}\r\n`),
  );
  return [...frames, "<1>\n", framed(`<1>1 - - - - - ${message}\n`), ...frames].join("");
}

/** @param {string} payload */
function framed(payload) {
  return `${Buffer.byteLength(payload)} ${payload}`;
}
