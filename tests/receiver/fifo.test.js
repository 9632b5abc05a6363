// Queues and the memory store: their content, and its cost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore } from "heroku-drain/receiver";
import { Fifo } from "../../pkg/receiver/fifo.js";
import { randomFrom } from "../twin/payloads.js";

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

test("a queue has what an array has, each by its number", () => {
  const random = randomFrom(seed);
  const fifo = new Fifo();
  /** @type {number[]} */
  const array = [];
  let shifted = 0;
  for (let step = 0; step < 20_000; step++) {
    if (array.length === 0 || random() < 0.51) {
      assert.equal(fifo.push(step), shifted + array.push(step) - 1);
    } else {
      assert.equal(fifo.shift(), array.shift());
      shifted++;
    }
    assert.deepEqual([fifo.size, fifo.first], [array.length, shifted], `SEED=${seed}`);
    if (array.length === 0) continue;
    const place = Math.floor(array.length * random());
    assert.equal(fifo.at(shifted + place), array[place], `SEED=${seed}`);
  }
});

test("a store does what a list of times would, at any moment", () => {
  const random = randomFrom(seed);
  let time = 0;
  const store = memoryStore({ maxEntries: 5, maxAge: 10, now: () => time });
  /** @type {{ key: string, since: number }[]} */
  let list = [];
  for (let step = 0; step < 5_000; step++) {
    time += Math.floor(4 * random() ** 3);
    const key = String(Math.floor(9 * random()));
    list = list.filter(({ since }) => time - since <= 10);
    const isKnown = list.some((entry) => entry.key === key);
    assert.equal(store.claim(key), isKnown ? "accepted" : "new", `step ${step} of SEED=${seed}`);
    if (random() < 0.5) continue;
    store.accept(key);
    list = [...list.filter((entry) => entry.key !== key), { key, since: time }].slice(-5);
  }
});

test("forgetting a batch takes no longer when a million are remembered", () => {
  // A careless store would scan up to half a million slots in each step: minutes, not a second.
  const most = 1_000_000;
  const store = memoryStore({ maxEntries: most, now: () => 0 });
  for (let number = 0; number < 1.4 * most; number++) store.accept(String(number));
  assert.deepEqual(
    [399_999, 400_000, 1_399_999].map((number) => store.claim(String(number))),
    ["new", "accepted", "accepted"],
  );
});
