// The encoder: lines with octet counts that the parser reads back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, parse } from "heroku-drain";

const encoder = new TextEncoder();

test("the octet count is the number of bytes, of a string in UTF-8", () => {
  /** @type {[string, string][]} */
  const lines = [
    ["", "0 "],
    ["<1>1 a\n", "7 <1>1 a\n"],
    ["é", "2 é"],
    ["👋", "4 👋"],
    ["\uFEFFx", "4 \uFEFFx"],
    ["9 <1>1 a\r\n", "10 9 <1>1 a\r\n"],
    ["x".repeat(100_000), `100000 ${"x".repeat(100_000)}`],
  ];
  for (const [line, expected] of lines) {
    assert.equal(frame(line), expected);
    const bytes = encoder.encode(line);
    const framed = encoder.encode(expected);
    assert.deepEqual(frame(bytes), framed);
    assert.deepEqual(frame(bytes.buffer.slice(0, bytes.length)), framed);
    assert.deepEqual(frame(Buffer.from(bytes)), framed);
  }
});

test("bytes that are not UTF-8 are unchanged", () => {
  const line = new Uint8Array([0xff, 0, 0x80]);
  assert.deepEqual(frame(line), new Uint8Array([0x33, 0x20, ...line]));
});

test("a lone surrogate counts as the parser counts it", () => {
  const payload = frame("<190>1 - - - - - \uD83D!\n") + frame("<190>1 - - - - - b\n");
  const { records, problems } = parse(payload);
  assert.deepEqual(
    records.map(({ message }) => message),
    ["\uFFFD!", "b"],
  );
  assert.deepEqual(problems, []);
});

test("frames of any messages are parsed back", () => {
  const messages = ["", "1", "é 👋", '12 <1>1 "\\', "a\nb", "x".repeat(12_345), "\u2028\0"];
  const line = (/** @type {string} */ message) => `<190>1 - host app web.1 - ${message}\n`;
  const { records, problems } = parse(messages.map((message) => frame(line(message))).join(""));
  assert.deepEqual(
    records.map(({ message }) => message),
    messages,
  );
  assert.deepEqual(problems, []);
});

test("anything else is refused", () => {
  for (const [line, found] of /** @type {[unknown, string][]} */ ([
    [undefined, "undefined"],
    [5, "number 5"],
    [["x"], "an instance of Array"],
  ])) {
    assert.throws(() => frame(/** @type {any} */ (line)), {
      name: "TypeError",
      message: `line must be a string, a Uint8Array or an ArrayBuffer, not ${found}`,
    });
  }
});
