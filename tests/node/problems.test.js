// The limit on problems: the first ones are objects, the rest are only counted.

import assert from "node:assert/strict";
import { test } from "node:test";
// The unbundled modules, since one test inspects a module.
import {
  columns,
  Decoder,
  decodeStream,
  explain,
  parse,
  releaseMemory,
  toNDJSON,
} from "../../pkg/index.js";
import { currentMemory } from "../../pkg/memory.js";

const MEBIBYTE = 1 << 20;
const MANY = 1_000_000;
/** A frame that is an error. */
const BAD = "<1>\n";
/** A frame with a warning: its priority is out of range. */
const ODD = "21 <192>1 - - - - - Hi.\n";

const encoder = new TextEncoder();

/** @type {[string, (payload: string | Uint8Array, options?: any) => import("heroku-drain").ProblemReport][]} */
const FUNCTIONS = [
  ["parse", parse],
  ["toNDJSON", toNDJSON],
  ["columns", columns],
  ["Decoder", (payload, options) => whole(payload, options)],
  ["Decoder with NDJSON", (payload, options) => whole(payload, { ...options, output: "ndjson" })],
];

/**
 * The result of one call of a decoder for a whole stream.
 *
 * @param {string | Uint8Array} payload
 * @param {any} options
 */
function whole(payload, options) {
  const decoder = new Decoder(options);
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  // The first bytes are pushed alone, so that one call reads the rest.
  decoder.push(bytes.subarray(0, 1));
  const { problems, errorCount, warningCount } = decoder.push(bytes.subarray(1));
  const rest = decoder.finish();
  return {
    problems: [...problems, ...rest.problems],
    errorCount: errorCount + rest.errorCount,
    warningCount: warningCount + rest.warningCount,
  };
}

for (const [name, read] of FUNCTIONS) {
  test(`${name} returns at most 10,000 problems unless told otherwise, and counts all`, () => {
    const payload = BAD.repeat(12_000) + ODD.repeat(3000);
    const { problems, errorCount, warningCount } = read(payload);
    assert.ok(problems.length >= 10_000 && problems.length <= 10_001, `${problems.length}`);
    assert.deepEqual([errorCount, warningCount], [12_000, 3000]);
    const all = read(payload, { maxProblems: Number.POSITIVE_INFINITY });
    assert.deepEqual(
      [all.problems.length, all.errorCount, all.warningCount],
      [15_000, 12_000, 3000],
    );
  });

  test(`${name} with a maxProblems of 0 creates no objects for a million errors`, () => {
    releaseMemory();
    const payload = encoder.encode(BAD.repeat(MANY));
    const { problems, errorCount, warningCount } = read(payload, { maxProblems: 0 });
    assert.deepEqual([problems.length, errorCount, warningCount], [0, MANY, 0]);
    checkMemory(payload.length + 2 * MEBIBYTE);
  });
}

test("toNDJSON with a maxProblems of 0 creates no objects for a million warnings", () => {
  releaseMemory();
  const payload = encoder.encode(ODD.repeat(MANY));
  const { problems, errorCount, warningCount } = toNDJSON(payload, { maxProblems: 0 });
  assert.deepEqual([problems.length, errorCount, warningCount], [0, 0, MANY]);
  // A batch of lines is 8 MiB; its buffer takes more while it grows.
  checkMemory(payload.length + 32 * MEBIBYTE);
});

/** @param {number} most */
function checkMemory(most) {
  const size = currentMemory()?.buffer.byteLength ?? 0;
  assert.ok(size < most, `${size} bytes of wasm memory, at most ${most} expected`);
}

test("the first problems are the same for every limit", () => {
  const payload = `${BAD}x\n${ODD}${ODD}\n22 <1>1 - - - - - a\r\n9 <1>1 x\nü 1`.repeat(400);
  for (const input of [payload, encoder.encode(payload)]) {
    for (const [name, read] of FUNCTIONS) {
      if (name.startsWith("Decoder")) continue;
      const all = read(input, { maxProblems: Number.POSITIVE_INFINITY });
      for (const maxProblems of [0, 1, 2, 3, 1023, 1024, 1025, 1500]) {
        const { problems, ...counts } = read(input, { maxProblems });
        assert.deepEqual(problems, all.problems.slice(0, maxProblems), `${name}, ${maxProblems}`);
        const { errorCount, warningCount } = all;
        assert.deepEqual(
          [counts.errorCount, counts.warningCount],
          [errorCount, warningCount],
          `${name}, ${maxProblems}`,
        );
      }
    }
  }
});

test("a decoder applies the limit to each call, however many parts it has", () => {
  const decoder = new Decoder({ maxProblems: 5, largestFrame: 100 });
  // Read in two parts of wasm memory.
  const chunk = encoder.encode(BAD.repeat(400_000));
  for (let time = 0; time < 2; time++) {
    const { problems, errorCount } = decoder.push(chunk);
    assert.equal(problems.length, 5);
    assert.ok(errorCount > 399_000, `${errorCount}`);
  }
});

test("a stream reports at most maxProblems problems of each chunk", async () => {
  /** @type {import("heroku-drain").Problem[]} */
  const problems = [];
  const onProblem = (/** @type {import("heroku-drain").Problem} */ problem) =>
    problems.push(problem);
  const stream = new Blob([BAD.repeat(50)]).stream();
  for await (const _ of stream.pipeThrough(decodeStream({ onProblem, maxProblems: 3 }))) {
    assert.fail("there is no record");
  }
  // Those of the chunk, and the last one, which is reported at the end.
  assert.ok(problems.length >= 3 && problems.length <= 6, `${problems.length}`);
});

test("a payload in another format is one error", () => {
  for (const maxProblems of [0, 1]) {
    const { problems, errorCount, warningCount } = parse('{"a":1}', { maxProblems });
    assert.deepEqual([problems.length, errorCount, warningCount], [maxProblems, 1, 0]);
  }
});

test("wrong limits are refused", () => {
  const expected = "options.maxProblems must be a whole number from 0, or Infinity, not ";
  for (const [value, found] of /** @type {[unknown, string][]} */ ([
    [-1, "number -1"],
    [1.5, "number 1.5"],
    [Number.NaN, "number NaN"],
    [Number.NEGATIVE_INFINITY, "number -Infinity"],
    ["5", '"5"'],
    [null, "null"],
  ])) {
    const options = /** @type {any} */ ({ maxProblems: value });
    const error = { name: "TypeError", message: expected + found };
    assert.throws(() => parse("", options), error);
    assert.throws(() => toNDJSON("", options), error);
    assert.throws(() => columns("", options), error);
    assert.throws(() => new Decoder(options), error);
    assert.throws(() => decodeStream(options), error);
  }
  const options = /** @type {any} */ ({ maxProblems: 1 });
  assert.throws(() => explain("", options), { message: "options.maxProblems is not an option" });
  for (const maxProblems of [0, 2 ** 40, Number.POSITIVE_INFINITY, undefined]) {
    assert.equal(parse("x", { maxProblems }).errorCount, 1);
  }
});
