// Inputs that must not hurt: large, empty, wrong; and a failure that must not last.

import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, explain, parse, schema, toNDJSON } from "heroku-drain";
import { currentMemory } from "../../pkg/memory.js";
import { begin } from "../../pkg/wasm/heroku_drain.js";

const MEBIBYTE = 1 << 20;
const FRAME = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";

/** @type {[string, string, number, number][]} name, payload, records, problems */
const HOSTILE = [
  ["nothing", "", 0, 0],
  ["blanks", " \t\r\n".repeat(1000), 0, 0],
  ["one byte", "x", 0, 1],
  ["64 MB of counts", "1 ".repeat(32 * MEBIBYTE), 0, 1],
  ["64 MB of digits", "9".repeat(64 * MEBIBYTE), 0, 1],
  ["64 MB of brackets", "<".repeat(64 * MEBIBYTE), 0, 1],
  ["64 MB of blanks behind a count", `9 ${" ".repeat(64 * MEBIBYTE)}`, 0, 1],
  ["a count of 4294967295", `4294967295 ${FRAME}x`, 0, 1],
  ["a frame of 10 MB", framed("x".repeat(10 * MEBIBYTE)), 1, 0],
  ["a frame of 10 MB that is not ASCII", framed("é".repeat(5 * MEBIBYTE)), 1, 0],
];

for (const [name, payload, records, problems] of HOSTILE) {
  test(`${name} is answered, as a string and as bytes`, () => {
    for (const form of [payload, new TextEncoder().encode(payload)]) {
      const parsed = parse(form);
      assert.equal(parsed.records.length, records);
      assert.equal(parsed.problems.length, problems);
      assert.equal(toNDJSON(form).count, records);
      assert.equal(columns(form).length, records);
      const end = explain(form).segments.reduce((at, { offset, length }) => {
        assert.equal(offset, at);
        return at + length;
      }, 0);
      assert.equal(end, form.length);
    }
  });
}

test("memory is used again: a large payload, many times over", () => {
  const payload = new TextEncoder().encode(framed("x".repeat(8 * MEBIBYTE)));
  parse(payload);
  const before = currentMemory().buffer.byteLength;
  for (let time = 0; time < 20; time++) {
    parse(payload);
    toNDJSON(payload);
    toNDJSON(payload.subarray(0, 1000));
  }
  const after = currentMemory().buffer.byteLength;
  assert.ok(after - before < 20 * MEBIBYTE, `grew from ${before} to ${after} bytes`);
});

test("after a trap the next call works", (t) => {
  t.mock.method(console, "error", () => {});
  const payload = framed("hello");
  assert.equal(parse(payload).records[0]?.message, "hello");
  // No caller gets here: there is no framing of that number, which is a panic.
  assert.throws(() => begin(0, 99, 0), WebAssembly.RuntimeError);
  assert.equal(parse(payload).records[0]?.message, "hello");
  assert.equal(toNDJSON(payload).count, 1);
  assert.equal(explain(payload).segments.length, 1);
});

test("the schema is frozen at every level", () => {
  assert.equal(schema.schema, "Heroku.Runtime");
  /** @param {unknown} value */
  const check = (value) => {
    if (typeof value !== "object" || value === null) return;
    assert.ok(Object.isFrozen(value));
    for (const inner of Object.values(value)) check(inner);
  };
  check(schema);
});

/** @param {string} message */
function framed(message) {
  const payload = `${FRAME}${message}\n`;
  return `${Buffer.byteLength(payload)} ${payload}`;
}
