// Low memory: the error for the caller, and working calls after it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
// The unbundled modules, since one test inspects a module.
import { columns, explain, parse, toNDJSON } from "../../pkg/index.js";
import { currentMemory, reading, releaseMemory } from "../../pkg/memory.js";

const MEBIBYTE = 1 << 20;

// A memory limit, so that tests run out of memory without gigabytes.
const MOST_MEMORY = 16 * MEBIBYTE;
setFlagsFromString(`--wasm-max-mem-pages=${MOST_MEMORY / 65_536}`);

const FUNCTIONS = { parse, toNDJSON, columns, explain };
const HELLO = framed("<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - hello\n");

/** @type {[string, string | Uint8Array, RegExp][]} */
const TOO_LARGE = [
  ["too many bytes", new Uint8Array(MOST_MEMORY), /it has 16777216 bytes;/],
  ["a long ASCII string", "x".repeat(MOST_MEMORY), /it has 16777216 characters;/],
  ["another long string", "é".repeat(MOST_MEMORY / 2), /it has 8388608 characters;/],
  [
    "a long string that is not ASCII late",
    `${"x".repeat(MOST_MEMORY)}é`,
    /it has 16777217 characters;/,
  ],
];

for (const [name, payload, size] of TOO_LARGE) {
  for (const [called, call] of Object.entries(FUNCTIONS)) {
    test(`${called} refuses ${name}, and works again`, () => {
      assert.throws(() => call(payload), {
        name: "RangeError",
        message: new RegExp(
          `^payload is too large: ${size.source} the maximum is 2147418112 bytes, less if memory is low$`,
        ),
      });
      assert.ok(memoryLength() < 2 * MEBIBYTE, "memory of a failed call was kept");
      checkWorks();
    });
  }
}

test("a payload that nearly fills memory is read", () => {
  const payload = new Uint8Array(MOST_MEMORY - 2 * MEBIBYTE).fill(120);
  assert.equal(parse(payload).problems[0]?.length, payload.length);
  assert.equal(parse("x".repeat(7 * MEBIBYTE)).problems[0]?.length, 7 * MEBIBYTE);
  checkWorks();
});

test("NDJSON that is much longer than its payload is refused, and the payload is read otherwise", () => {
  const payload = new TextEncoder().encode(framed(`<1>1 - - - - - ${"\x1b".repeat(3 * MEBIBYTE)}`));
  checkRefused(() => toNDJSON(payload));
  assert.equal(parse(payload).records[0]?.message?.length, 3 * MEBIBYTE);
  assert.equal(columns(payload).length, 1);
});

test("columns that are much longer than their payload are refused, and it is read otherwise", () => {
  const count = 250_000;
  const payload = " <>      \n".repeat(count);
  const framing = "lines";
  checkRefused(() => columns(payload, { framing }));
  assert.equal(parse(payload, { framing }).records.length, count);
});

test("a host name that is much longer once it is decoded is refused", () => {
  const host = `xn--${`n28h${"a".repeat(240)}.xn--`.repeat(12_000)}`;
  const payload = framed(`<1>1 - ${host} - - - x`);
  checkRefused(() => parse(payload));
  assert.equal(explain(payload).segments.length, 1);
});

test("no octet count is a wish for memory", () => {
  for (const count of ["2147483647", "4294967295", "9999999999"]) {
    const { records, problems } = parse(`${count} <1>1 - - - - - x`);
    assert.equal(problems.length, 1);
    assert.equal(records.length, count === "2147483647" ? 1 : 0);
  }
});

test("where an instance cannot be made the call says so, and a later one works", (t) => {
  // Unreachable for callers: an unknown framing number causes a panic.
  t.mock.method(console, "error", () => {});
  assert.throws(
    () => reading(notCompiled, HELLO, { framing: 99, maxProblems: 0 }, () => {}),
    WebAssembly.RuntimeError,
  );
  let restore = without(t, "Instance");
  for (let time = 0; time < 3; time++) assert.throws(() => parse(HELLO), RangeError);
  assert.throws(releaseMemory, RangeError);
  restore();
  checkWorks();

  // The result is returned, although its memory cannot be released.
  setFlagsFromString("--wasm-max-mem-pages=4096");
  restore = without(t, "Instance");
  assert.equal(parse(new Uint8Array(70 * MEBIBYTE).fill(120)).problems.length, 1);
  assert.ok(memoryLength() > 70 * MEBIBYTE);
  restore();
  checkWorks();
  assert.ok(memoryLength() < 2 * MEBIBYTE);
});

test("where the first instance cannot be made the call says so, and a later one works", async (t) => {
  // Separate modules that have not been used.
  const { href } = new URL("../../pkg/dist/index.js", import.meta.url);
  /** @type {typeof import("../../pkg/index.js")} */
  const drain = await import(href);
  for (const part of /** @type {const} */ (["Module", "Instance"])) {
    const restore = without(t, part);
    for (let time = 0; time < 3; time++) assert.throws(() => drain.parse(HELLO), RangeError);
    restore();
  }
  assert.equal(drain.parse(HELLO).records[0]?.message, "hello");
});

/**
 * Simulates an engine that is out of memory for a module or instance; returns a function that ends it.
 *
 * @param {import("node:test").TestContext} t
 * @param {"Module" | "Instance"} part
 */
function without(t, part) {
  class OutOfMemory {
    constructor() {
      throw new RangeError(`WebAssembly.${part}(): Out of memory`);
    }
  }
  const { mock } = t.mock.method(WebAssembly, part, /** @type {any} */ (OutOfMemory));
  return () => mock.restore();
}

/** @param {() => unknown} call */
function checkRefused(call) {
  assert.throws(call, { name: "RangeError", message: /^payload is too large/ });
  checkWorks();
}

function checkWorks() {
  for (const payload of [HELLO, new TextEncoder().encode(HELLO)]) {
    assert.equal(parse(payload).records[0]?.message, "hello");
    assert.equal(toNDJSON(payload).count, 1);
    assert.equal(columns(payload).length, 1);
    assert.equal(explain(payload).segments.length, 1);
  }
}

/** @param {string} payload */
function framed(payload) {
  return `${Buffer.byteLength(payload)} ${payload}`;
}

/** @returns {never} */
function notCompiled() {
  throw new Error("an instance is there");
}

function memoryLength() {
  return currentMemory()?.buffer.byteLength ?? 0;
}
