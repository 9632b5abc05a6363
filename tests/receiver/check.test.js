// Checks of a log: whether a batch could be stored now, including recovery without new batches.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { randomFrom } from "../twin/payloads.js";
import { linesOn, logOn, openOn, someBatches } from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";

const batches = someBatches(4);

async function opened() {
  const disk = new MemoryDisk(randomFrom(1));
  const clock = { time: 0 };
  const log = await openOn(disk, { largestFile: 1e6, elapsed: () => clock.time });
  return { disk, clock, log };
}

describe("a check", () => {
  test("resolves if a batch can be stored, and writes to the disk to find out", async () => {
    const { disk, log } = await opened();
    const before = disk.operations;
    await log.check();
    assert.ok(disk.operations > before);
    assert.deepEqual(linesOn(disk), []);
  });

  test("rejects with the reason while the disk is full, and resolves once there is space, without a batch", async () => {
    const { disk, clock, log } = await opened();
    await log.write(batches[0]);
    disk.fate = () => "fails";
    await assert.rejects(log.write(batches[1]), { code: "ENOSPC" });
    clock.time += 1_000;
    await assert.rejects(log.check(), { code: "ENOSPC" });
    assert.match(String(log.failure), /no space left/);
    clock.time += 1_000;
    await assert.rejects(log.check(), { code: "ENOSPC" });
    disk.fate = () => "works";
    clock.time += 1_000;
    await log.check();
    assert.equal(log.failure, undefined);
    assert.deepEqual(linesOn(disk), batches[0].lines);
    await log.write(batches[1]);
    assert.deepEqual(linesOn(disk), [...batches[0].lines, ...batches[1].lines]);
  });

  test("opens a log that was started on a full disk once there is space", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const clock = { time: 0 };
    const notices = /** @type {string[]} */ ([]);
    disk.fate = () => "fails";
    const log = logOn(disk, {
      largestFile: 1e6,
      elapsed: () => clock.time,
      notify: (notice) => notices.push(notice),
    });
    await log.start();
    assert.deepEqual(notices, ["/d/d.ndjson cannot be written yet: the disk is full"]);
    assert.match(String(log.failure), /no space left/);
    await assert.rejects(log.check(), { code: "ENOSPC" });
    await assert.rejects(log.write(batches[0]), { code: "ENOSPC" });
    disk.fate = () => "works";
    clock.time += 1_000;
    await log.check();
    await log.write(batches[0]);
    assert.deepEqual(linesOn(disk), batches[0].lines);
  });

  test("rejects after a failure while there is space for less than a batch", async () => {
    const { disk, clock, log } = await opened();
    disk.largestFile = 100_000;
    const large = { ndjson: () => new Uint8Array(200_000).fill(10) };
    await assert.rejects(log.write(large), { code: "ENOSPC" });
    clock.time += 1_000;
    await assert.rejects(log.check(), { code: "ENOSPC" });
    disk.largestFile = Number.POSITIVE_INFINITY;
    clock.time += 1_000;
    await log.check();
  });

  test("runs at most once a second, and its answer is shared", async () => {
    const { disk, clock, log } = await opened();
    await log.check();
    const before = disk.operations;
    await Promise.all([log.check(), log.check()]);
    clock.time += 999;
    await log.check();
    assert.equal(disk.operations, before);
    clock.time += 1;
    await Promise.all([log.check(), log.check()]);
    assert.equal(disk.operations, before + 2);
  });

  test("is not started again while another one is running", async () => {
    const { clock, log } = await opened();
    const first = log.check();
    clock.time += 10_000;
    assert.equal(log.check(), first);
    await first;
  });

  test("rejects once the log is closed", async () => {
    const { log } = await opened();
    await log.close();
    await assert.rejects(log.check(), /the log is closed/);
  });
});
