// Stored batches while one group is committed and the next one is written: each exactly once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { randomFrom } from "../twin/payloads.js";
import { expectFailure, forEachOperation, linesOn, openOn, someRejected } from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";

const BATCHES = 24;
/** More operations than the batches take, which a test checks. */
const OPERATIONS = 150;
/** The size of a file in bytes: few batches. */
const FILE = 300;
const SEEDS = 2 * Number(process.env.HEROKU_DRAIN_SEEDS ?? 1);

const batches = someRejected(BATCHES);
const trial = { batches, operations: OPERATIONS, seeds: SEEDS, sendAll };

test("each batch is there once, whichever operation the power goes at", async () => {
  await forEachOperation(
    trial,
    (at) => (operation) => (operation >= at ? "power" : "works"),
    (disk) => disk.afterPowerLoss(),
  );
});

test("each batch is there once, whichever operation the process is killed at", async () => {
  await forEachOperation(
    trial,
    (at) => (operation) => (operation >= at ? "power" : "works"),
    (disk) => disk.afterKill(),
  );
});

test("each batch is there once, whichever operation fails", async () => {
  await forEachOperation(
    trial,
    (at) => (operation) => (operation === at ? "fails" : "works"),
    (disk) => disk,
  );
});

test("each batch is there once, when several operations fail and then the power goes", async () => {
  await forEachOperation(
    trial,
    (at) => (operation) => {
      if (operation < at) return "works";
      return operation < at + 3 ? "fails" : "power";
    },
    (disk) => disk.afterPowerLoss(),
  );
});

test("there are no more operations than are tried one by one", async () => {
  const disk = new MemoryDisk(randomFrom(1));
  await sendAll(disk, new Set());
  assert.ok(disk.operations > 60 && disk.operations < OPERATIONS, String(disk.operations));
});

test("a group is written while the one before it is committed, and told after it", async () => {
  const disk = new MemoryDisk(randomFrom(1));
  const journal = journalOf(disk);
  const log = await openOn(disk, { largestFile: FILE });
  journal.hold();
  /** @type {number[]} */
  const told = [];
  const write = (/** @type {number} */ batch) =>
    log.write(batches[batch]).then(() => told.push(batch));
  const first = write(0);
  const second = turns(3).then(() => write(1));
  await journal.isHeld();
  await turns(50);
  assert.deepEqual([linesOn(disk).length, told], [3, []]);
  journal.goOn();
  await first;
  assert.deepEqual(told, [0]);
  await journal.isHeld();
  journal.goOn();
  await second;
  assert.deepEqual(told, [0, 1]);
});

/**
 * Sends unacknowledged batches at intervals, so that they arrive in every state of a group.
 *
 * @param {MemoryDisk} disk
 * @param {Set<number>} acknowledged
 */
async function sendAll(disk, acknowledged) {
  try {
    const log = await openOn(disk, { largestFile: FILE, journalBytes: 500 });
    const writes = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      if (acknowledged.has(batch)) continue;
      const told = log.write(batches[batch]).then(() => acknowledged.add(batch));
      writes.push(told.catch(expectFailure));
      await turns(Math.floor(disk.random() * 9));
    }
    await Promise.all(writes);
    await log.close();
  } catch (error) {
    expectFailure(error);
  }
}

/** @param {number} count number of microtasks to let others run */
async function turns(count) {
  for (let turn = 0; turn < count; turn++) await undefined;
}

/**
 * A journal whose syncs can be held and resumed.
 *
 * @param {MemoryDisk} disk
 */
function journalOf(disk) {
  let isHolding = false;
  /** @type {(() => void)[]} */
  const syncs = [];
  const { open } = disk;
  disk.open = async (path) => {
    const file = await open(path);
    if (!path.includes("journal")) return file;
    const sync = async () => {
      if (isHolding) await new Promise((resolve) => syncs.push(() => resolve(undefined)));
      await file.sync();
    };
    return { ...file, sync };
  };
  return {
    hold: () => {
      isHolding = true;
    },
    isHeld: async () => {
      while (syncs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    },
    goOn: () => syncs.shift()?.(),
  };
}
