// Pixels, buckets and times of the timeline are consistent.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bucketAt,
  columnOf,
  countIn,
  edgeAt,
  edgeOfTime,
  pixelOf,
  timeOf,
} from "../../../www/src/overview/buckets.js";

const PLOTS = [1, 2, 7, 60, 160].flatMap((buckets) =>
  [40, 254, 1300].map((width) => ({ start: 60_000, step: 500, buckets, width })),
);

for (const plot of PLOTS) {
  const { buckets, width } = plot;

  test(`the middle of each of ${buckets} buckets on ${width} pixels is in that bucket`, () => {
    for (let bucket = 0; bucket < buckets; bucket++) {
      assert.equal(bucketAt(plot, pixelOf(plot, bucket + 0.5)), bucket);
    }
  });

  test(`each edge of ${buckets} buckets on ${width} pixels comes back from its pixel and its time`, () => {
    for (let edge = 0; edge <= buckets; edge++) {
      assert.equal(edgeAt(plot, pixelOf(plot, edge)), edge);
      assert.equal(edgeOfTime(plot, timeOf(plot, edge)), edge);
    }
  });

  test(`${buckets} columns on ${width} pixels stay in their buckets, but for what rounding takes`, () => {
    for (let bucket = 0; bucket < buckets; bucket++) {
      const column = columnOf(plot, bucket);
      assert.ok(Number.isInteger(column.left) && Number.isInteger(column.width));
      assert.ok(column.width >= 1 && column.width <= 32);
      assert.ok(column.left >= pixelOf(plot, bucket) - 1);
      assert.ok(column.left + column.width <= pixelOf(plot, bucket + 1) + 1.5);
    }
  });
}

test("a pointer beside the plot is at its first or last bucket", () => {
  const plot = { start: 0, step: 1, buckets: 10, width: 100 };
  assert.deepEqual(
    [-50, 0, 99, 100, 400].map((x) => bucketAt(plot, x)),
    [0, 0, 9, 9, 9],
  );
  assert.deepEqual(
    [-50, 400].map((x) => edgeAt(plot, x)),
    [0, 10],
  );
});

test("a time beside the buckets is at their start or end, one inside a bucket is a fraction", () => {
  const plot = { start: 1000, step: 100, buckets: 10 };
  assert.deepEqual(
    [0, 1050, 5000].map((time) => edgeOfTime(plot, time)),
    [0, 0.5, 10],
  );
});

test("a range counts its first bucket and not the one at its end", () => {
  assert.equal(countIn([1, 10, 100, 1000], { first: 1, end: 3 }), 110);
});
