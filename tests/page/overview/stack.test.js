// Column heights are proportional to counts, and every non-zero count is visible.

import assert from "node:assert/strict";
import { test } from "node:test";
import { heightsOf, partsOf, pathsOf, totalsOf } from "../../../www/src/overview/stack.js";

/** @import { Timeline } from "../../../www/src/messages.js" */

/** @type {Timeline} */
const timeline = {
  start: 0,
  step: 1000,
  buckets: 3,
  stackBy: "severity",
  series: [
    { value: 3, isOthers: false, counts: Uint32Array.of(1, 0, 0) },
    { value: 6, isOthers: false, counts: Uint32Array.of(99, 0, 50) },
  ],
  untimed: 0,
};

test("heights are to scale", () => {
  assert.deepEqual(heightsOf([10, 0, 30], 2), [20, 0, 60]);
});

test("one error among a million records is seen, and the column is no higher for it", () => {
  const [error = 0, info = 0] = heightsOf([1, 1e6], 80 / 1e6);
  assert.equal(error, 2);
  assert.ok(Math.abs(error + info - 80) < 0.01);
});

test("a full column of few large and many tiny parts stays in the plot", () => {
  for (let tiny = 0; tiny < 8; tiny++) {
    const counts = Array.from({ length: 8 }, (_, index) => (index < tiny ? 1 : 10_000));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const height = heightsOf(counts, 80 / total).reduce((sum, part) => sum + part, 0);
    assert.ok(height <= 80.01, `${tiny} tiny parts: ${height}`);
  }
});

test("parts stand on each other on whole pixels, high ones a pixel apart", () => {
  assert.deepEqual(partsOf([2, 0, 10.4, 3], 84), [
    { top: 82, height: 2 },
    undefined,
    { top: 72, height: 9 },
    { top: 69, height: 3 },
  ]);
});

test("an empty bucket draws nothing", () => {
  const plot = { start: 0, step: 1000, buckets: 3, width: 30 };
  const paths = pathsOf(timeline, plot, 80, 100);
  assert.deepEqual(
    paths.map((path) => path.split("z").length - 1),
    [1, 2],
  );
  assert.ok(paths.every((path) => !/M1\d /.test(path)));
});

test("a bucket's total is the sum of its series", () => {
  assert.deepEqual(totalsOf(timeline), [100, 0, 50]);
});
