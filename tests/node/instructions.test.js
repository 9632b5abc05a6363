// Failures of the instruction count, and their messages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCEPT, compare, notLinear, possibleCause } from "../../bench/instructions/compare.js";

/**
 * Counts of records, one for each name.
 *
 * @param {Record<string, number>} numbers
 * @param {Record<string, string>} [takenWith]
 */
function counts(numbers, takenWith = {}) {
  const inputs = Object.entries(numbers).map(([name, instructions]) => [
    name,
    { unit: "record", instructions },
  ]);
  return { takenWith, inputs: Object.fromEntries(inputs) };
}

test("a rise of 5.1 % fails and names the input, by how much, and both counts", () => {
  const { failures } = compare(
    counts({ router: 1000, mixed: 800 }),
    counts({ router: 1051, mixed: 800 }),
  );
  assert.deepEqual(failures, [
    '"router" takes 5.1 % more instructions than its baseline: 1051 a record, before 1000.',
  ]);
});

test("a rise of 5 % passes, and so does any fall", () => {
  for (const now of [105, 100, 50]) {
    assert.deepEqual(compare(counts({ router: 100 }), counts({ router: now })).failures, []);
  }
});

test("a fall of more than 5 % is told with the command that lowers the baseline", () => {
  const { notes } = compare(counts({ router: 1000 }), counts({ router: 940 }));
  assert.deepEqual(notes, [
    `"router" takes 6.0 % fewer instructions than its baseline, which may be lowered: ${ACCEPT}`,
  ]);
  assert.deepEqual(compare(counts({ router: 1000 }), counts({ router: 950 })).notes, []);
});

test("an input that is gone fails, and so does one that is new", () => {
  const { failures, notes } = compare(counts({ router: 100 }), counts({ routers: 100 }));
  assert.deepEqual(failures, [
    '"routers" is an input, but not in the baseline.',
    '"router" is in the baseline, but no input has this name.',
  ]);
  assert.deepEqual(notes, []);
});

test("the table has a line for every input", () => {
  const { table } = compare(counts({ router: 100, gone: 7 }), counts({ router: 110, mixed: 800 }));
  assert.deepEqual(
    table.map((line) => line.split(/ {2,}/)),
    [
      ["input", "baseline", "now", "change"],
      ["router, a record", "100", "110", "+10.0 %"],
      ["mixed, a record", "none", "800"],
      ["gone, a record", "7", "none"],
    ],
  );
});

test("another compiler is named as a possible cause, the same one is not", () => {
  const [before, after] = ["1.95.0", "1.96.0"].map((rustc) => counts({}, { rustc, avx2: "yes" }));
  assert.ok(before && after);
  assert.equal(
    possibleCause(before, after),
    "The baseline was taken elsewhere, which may be the cause: rustc 1.95.0 there, 1.96.0 here.",
  );
  assert.equal(possibleCause(before, before), undefined);
});

test("a payload that costs more per byte when it is longer fails the check", () => {
  const digits = (/** @type {number} */ instructions) => ({
    takenWith: {},
    inputs: { digits: { unit: "byte", instructions, shorter: 20 } },
  });
  assert.deepEqual(notLinear(digits(21)), []);
  assert.deepEqual(notLinear(digits(80)), [
    '"digits" takes 4.00 times as many instructions a byte when it is longer: that is not linear time.',
  ]);
});
