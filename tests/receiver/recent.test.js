// Ids of recent batches: how long they are remembered, in memory and in the journal.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Recent } from "../../pkg/node/recent.js";
import { openOn } from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";

const MILLION = 1_000_000;

/** @param {number} number */
function idOf(number) {
  return number.toString(16).padStart(32, "0");
}

/** A clock for both of a log's clocks, with an optional difference. */
function newClock() {
  const clock = {
    time: 1e12,
    ahead: 0,
    now: () => clock.time + clock.ahead,
    elapsed: () => clock.time,
  };
  return clock;
}

/** @param {Recent} recent @param {number} from @param {number} to */
function addAll(recent, from, to) {
  for (let number = from; number < to; number++) recent.add(idOf(number));
}

/** @param {Recent} recent @param {number} from @param {number} to */
function missing(recent, from, to) {
  let count = 0;
  for (let number = from; number < to; number++) if (!recent.has(idOf(number))) count++;
  return count;
}

/**
 * The ids remembered after a restart.
 *
 * @param {Recent} recent
 * @param {import("../../pkg/node/recent.js").Clock} clock
 */
function restarted(recent, clock) {
  const next = new Recent(clock);
  for (const pack of recent.packs()) next.addPacked(pack);
  return next;
}

describe("recent ids", () => {
  test("are remembered for 60 seconds at up to a million per minute", () => {
    const clock = newClock();
    const recent = new Recent(clock);
    const rate = 12_000;
    for (let second = 0; second < 62; second++) {
      addAll(recent, second * rate, (second + 1) * rate);
      clock.time += 1000;
    }
    assert.equal(missing(recent, 2 * rate, 62 * rate), 0);
    assert.ok(recent.size <= MILLION);
  });

  test("are forgotten after 60 seconds, the oldest first, except for the last 10,000", () => {
    const clock = newClock();
    const recent = new Recent(clock);
    addAll(recent, 0, 30_000);
    clock.time += 62_000;
    addAll(recent, 30_000, 45_000);
    assert.equal(missing(recent, 0, 30_000), 30_000);
    assert.equal(missing(recent, 30_000, 45_000), 0);
    clock.time += 1e9;
    addAll(recent, 45_000, 60_000);
    assert.deepEqual([missing(recent, 45_000, 60_000), recent.size], [0, 15_000]);
  });

  test("are limited to a million, and are forgotten one by one", () => {
    const recent = new Recent(newClock());
    addAll(recent, 0, 1.4 * MILLION);
    assert.equal(recent.size, MILLION);
    assert.deepEqual([recent.has(idOf(399_999)), recent.has(idOf(400_000))], [false, true]);
  });

  test("keep their age in a later process, however the clock was set", () => {
    const clock = newClock();
    const recent = new Recent(clock);
    addAll(recent, 0, 20_000);
    clock.time += 50_000;
    addAll(recent, 20_000, 40_000);
    clock.time += 5_000;
    // Each added id makes room for two.
    const after = (/** @type {number} */ ahead, /** @type {number} */ wait) => {
      const next = restarted(recent, { now: () => clock.now() + ahead, elapsed: () => 0 });
      assert.equal(next.size, 40_000);
      const later = restarted(next, { now: () => clock.now() + ahead + wait, elapsed: () => 7 });
      addAll(later, 40_000, 60_000);
      return [missing(later, 0, 20_000), missing(later, 20_000, 60_000)];
    };
    assert.deepEqual(after(0, 0), [0, 0]);
    assert.deepEqual(after(0, 7_000), [20_000, 0]);
    assert.deepEqual(after(-1e9, 0), [0, 0]);
  });

  test("are not forgotten when the clock is set", () => {
    const clock = newClock();
    const recent = new Recent(clock);
    addAll(recent, 0, 20_000);
    clock.ahead = 1e9;
    addAll(recent, 20_000, 40_000);
    assert.equal(missing(recent, 0, 40_000), 0);
  });
});

test("a batch is recognized 60 seconds and 100,000 batches later, also after a restart", async () => {
  const clock = newClock();
  const settings = { largestFile: 1e9, now: clock.now, elapsed: clock.elapsed };
  const disk = new MemoryDisk(() => 0.5);
  const log = await openOn(disk, settings);
  const batchOf = (/** @type {number} */ number) => ({
    frameId: String(number),
    ndjson: () => Buffer.from("{}\n"),
  });
  for (let start = 0; start < 100_000; start += 256) {
    const numbers = Array.from({ length: 256 }, (_, index) => start + index);
    await Promise.all(numbers.map((number) => log.write(batchOf(number))));
    clock.time += 140;
  }
  assert.ok(log.has(batchOf(0)));
  await log.close();
  const again = await openOn(disk.afterKill(), settings);
  assert.ok(again.has(batchOf(0)));
});

test("a million ids take less than 250 bytes of memory each", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const recent = new Recent(newClock());
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < MILLION; number++) {
    // Created like the log's: a substring would keep the whole string in memory.
    recent.add(createHash("sha256").update(String(number)).digest("hex").slice(0, 32));
  }
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / recent.size;
  assert.ok(bytes > 30 && bytes < 250, `${bytes} bytes`);
});
