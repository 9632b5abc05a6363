// Long work runs in slices, and reports progress at a visible rate.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inSlices, nowAndThen } from "../../../www/src/worker/pace.js";

/** @import { Progress } from "../../../www/src/messages.js" */

/** @param {number} milliseconds */
function work(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test("all is done, slice by slice, and others have their turn meanwhile", async () => {
  /** @type {(string | [number, number])[]} */
  const order = [];
  /** @type {Progress[]} */
  const told = [];
  setTimeout(() => order.push("other"));
  const slice = (/** @type {number} */ start, /** @type {number} */ end) => {
    order.push([start, end]);
    work(45);
  };
  await inSlices("indexing", 25, (progress) => told.push(progress), slice, 10);
  assert.deepEqual(order, [[0, 10], "other", [10, 20], [20, 25]]);
  assert.deepEqual(told, [
    { stage: "indexing", done: 10, total: 25 },
    { stage: "indexing", done: 20, total: 25 },
    { stage: "indexing", done: 25, total: 25 },
  ]);
});

test("nothing is no work", async () => {
  const no = () => assert.fail();
  await inSlices("indexing", 0, no, no);
});

test("short work is not told of, long work now and then, and each of its stages", () => {
  /** @type {Progress[]} */
  const told = [];
  const tell = nowAndThen((progress) => told.push(progress));
  for (let done = 0; done < 100; done++) tell({ stage: "reading", done, total: 100 });
  assert.deepEqual(told, []);
  work(51);
  for (let done = 0; done < 100; done++) tell({ stage: "reading", done, total: 100 });
  tell({ stage: "parsing", done: 0, total: 100 });
  assert.deepEqual(told, [
    { stage: "reading", done: 0, total: 100 },
    { stage: "parsing", done: 0, total: 100 },
  ]);
});
