// Inputs that must do no harm (large, empty, wrong), and recovery after a failure.

import assert from "node:assert/strict";
import { test } from "node:test";
// The unbundled modules, since one test inspects a module.
import { columns, explain, parse, schema, toNDJSON } from "../../pkg/index.js";
import { currentMemory, reading, releaseMemory } from "../../pkg/memory.js";

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

test("memory is reused when a large payload is parsed many times", () => {
  const payload = new TextEncoder().encode(framed("x".repeat(8 * MEBIBYTE)));
  parse(payload);
  const before = memoryLength();
  for (let time = 0; time < 20; time++) {
    parse(payload);
    toNDJSON(payload);
    toNDJSON(payload.subarray(0, 1000));
  }
  const after = memoryLength();
  assert.ok(after - before < 20 * MEBIBYTE, `grew from ${before} to ${after} bytes`);
});

test("memory that grows in mid-batch does not spoil the batch", () => {
  // A host name with a tab is a separate indicator whose text passes through wasm memory.
  const host = (/** @type {string} */ name) => framed("hello").replace(" host ", ` ${name} `);
  const counted = (/** @type {string} */ frame) => {
    const payload = frame.slice(frame.indexOf("<"));
    return `${Buffer.byteLength(payload)} ${payload}`;
  };
  for (const size of [100, 8000, 30_000, 200_000, 1_000_000]) {
    const odd = Array.from({ length: 6 }, (_, at) => counted(host(`\t${at}${"a".repeat(size)}`)));
    const payload = [...odd, ...Array(30).fill(framed("plain"))].join("");
    const parseTime = new Date(0);
    const lines = new TextDecoder().decode(toNDJSON(payload, { parseTime }).ndjson).split("\n");
    releaseMemory();
    const { records } = parse(new TextEncoder().encode(payload), { parseTime });
    assert.equal(records.length, 36);
    for (const [at, record] of records.entries()) assert.equal(JSON.stringify(record), lines[at]);
  }
});

test("all of a million problems are returned, and their memory is released", () => {
  const count = 1 << 20;
  const { records, problems } = parse("<1>\n".repeat(count), {
    maxProblems: Number.POSITIVE_INFINITY,
  });
  assert.equal(records.length, 0);
  assert.equal(problems.length, count);
  assert.deepEqual(
    [problems[count - 1]?.offset, problems[count - 1]?.text],
    [4 * count - 4, "<1>\n"],
  );
  assert.ok(memoryLength() < 32 * MEBIBYTE);
});

test("the memory of a large payload is released", () => {
  parse(framed("x".repeat(80 * MEBIBYTE)));
  assert.ok(memoryLength() < MEBIBYTE * 4);
  assert.equal(parse(framed("hello")).records[0]?.message, "hello");
});

test("memory is let go when asked to, and then the next call works", () => {
  parse(framed("x".repeat(8 * MEBIBYTE)));
  assert.ok(memoryLength() > 8 * MEBIBYTE);
  releaseMemory();
  assert.ok(memoryLength() < 4 * MEBIBYTE);
  const { records } = parse(framed("hello"));
  assert.equal(records[0]?.message, "hello");
  releaseMemory();
  assert.equal(columns(new TextEncoder().encode(framed("hello"))).length, 1);
});

test("a string is written alike wherever its first character is that is not ASCII", () => {
  const parseTime = new Date(0);
  // Around the ends of the chunks in which strings are written, including the header.
  const ends = [1024, 3072, 7168, 15_360, 65_536, 130_048].map((end) => end - framed("").length);
  const around = ends.flatMap((end) => [-6, -5, -4, -3, -2, -1, 0, 1].map((by) => end + by));
  for (const length of [0, 1, ...around, 200_000]) {
    for (const odd of ["é", "한", "😁", "\ud800", "\udc00x", "a"]) {
      for (const tail of [0, 1, 40, 9000]) {
        const text = framed("x".repeat(length) + odd + "y".repeat(tail));
        const bytes = new TextEncoder().encode(text);
        const [record, ...others] = parse(text, { parseTime }).records;
        const [expected] = parse(bytes, { parseTime }).records;
        assert.equal(others.length, 0);
        assert.ok(record?.message === expected?.message, `${odd} behind ${length}`);
      }
    }
  }
});

test("offsets in a string count on over batches", () => {
  const line = "<1>é😁\n";
  const { problems } = parse(line.repeat(5000));
  for (const [at, { offset, text }] of problems.entries()) {
    assert.deepEqual([offset, text], [at * line.length, line]);
  }
  const frame = framed("é😁").replace("\n", "\r\n");
  for (const [at, { offset, record }] of parse(frame.repeat(5000)).problems.entries()) {
    assert.deepEqual([offset, record], [frame.length * (at + 1) - 2, at]);
  }
});

test("a pair of surrogates stays whole wherever a piece of the string ends", () => {
  for (let length = 65_400; length < 65_540; length++) {
    const message = `é${"a".repeat(length)}😁`;
    const { ndjson } = toNDJSON(framed(message));
    assert.ok(JSON.parse(new TextDecoder().decode(ndjson)).message === message, `${length}`);
  }
});

test("lines of several batches stay in order", () => {
  const frames = Array.from({ length: 60_000 }, (_, index) => framed(`message ${index}`));
  const { ndjson, count } = toNDJSON(frames.join(""));
  assert.ok(ndjson.length > 16 * MEBIBYTE);
  assert.equal(count, frames.length);
  const lines = new TextDecoder().decode(ndjson).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).message),
    frames.map((_, index) => `message ${index}`),
  );
});

test("after a trap the next call works", (t) => {
  t.mock.method(console, "error", () => {});
  const payload = framed("hello");
  assert.equal(parse(payload).records[0]?.message, "hello");
  // Unreachable for callers: an unknown framing number causes a panic.
  const fail = () => reading(notCompiled, payload, { framing: 99, maxProblems: 0 }, () => {});
  assert.throws(fail, WebAssembly.RuntimeError);
  assert.equal(parse(payload).records[0]?.message, "hello");
  assert.equal(toNDJSON(payload).count, 1);
  assert.equal(explain(payload).segments.length, 1);
});

test("an empty payload is read after one that made memory grow", () => {
  for (const empty of ["", new Uint8Array(0), new ArrayBuffer(0), Buffer.alloc(0)]) {
    releaseMemory();
    toNDJSON(framed("hello").repeat(5000));
    assert.deepEqual([parse(empty).records, parse(empty).problems], [[], []]);
    assert.equal(toNDJSON(empty).count, 0);
  }
});

test("wherever the stack ends, the next call works", () => {
  const payload = framed("hello").repeat(100);
  let failed = 0;
  for (let spare = 0; spare < 300; spare++) {
    // Makes the old memory large, so that nothing written there goes unnoticed.
    toNDJSON(framed("hello").repeat(2000));
    if (!worksDeepDown(() => parse(payload), spare)) failed++;
    assert.equal(parse(payload).records.length, 100, `with ${spare} calls to spare`);
  }
  assert.ok(failed > 0);
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

/** @param {() => unknown} work */
function works(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a call succeeds with stack space left for only `spare` small calls.
 *
 * @param {() => unknown} work
 * @param {number} spare
 */
function worksDeepDown(work, spare) {
  let left = spare;
  let result = false;
  const dive = () => {
    works(dive);
    if (left-- === 0) result = works(work);
  };
  dive();
  return result;
}

/** @returns {never} */
function notCompiled() {
  throw new Error("an instance is there");
}

function memoryLength() {
  return currentMemory()?.buffer.byteLength ?? 0;
}
