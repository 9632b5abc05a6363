// What is kept on disk while one group is committed and the next one is written: each batch once, all the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Log } from "../../pkg/node/log.js";
import { pathsOf } from "../../pkg/node/names.js";
import { randomFrom } from "../twin/payloads.js";
import { MemoryDisk, PowerLoss } from "./memory-disk.js";

/** @import { Fate } from "./memory-disk.js" */

const BATCHES = 24;
/** More operations than the batches take, which a test checks. */
const OPERATIONS = 150;
const SEEDS = 2 * Number(process.env.HEROKU_DRAIN_SEEDS ?? 1);

const batches = Array.from({ length: BATCHES }, (_, batch) => {
  const bytes = new TextEncoder().encode(`{"batch":${batch}}\n`.repeat(1 + (batch % 3)));
  return { frameId: `F${batch}`, ndjson: () => bytes };
});

test("each batch is there once, whichever operation the power goes at", async () => {
  await forEachOperation(
    (at) => (operation) => (operation >= at ? "power" : "works"),
    (disk) => disk.afterPowerLoss(),
  );
});

test("each batch is there once, whichever operation the process is killed at", async () => {
  await forEachOperation(
    (at) => (operation) => (operation >= at ? "power" : "works"),
    (disk) => disk.afterKill(),
  );
});

test("each batch is there once, whichever operation fails", async () => {
  await forEachOperation(
    (at) => (operation) => (operation === at ? "fails" : "works"),
    (disk) => disk,
  );
});

test("each batch is there once, when several operations fail and then the power goes", async () => {
  await forEachOperation(
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
  const log = await openOn(disk);
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
 * Sends all batches on a disk that fails at each operation in turn, as often as it takes.
 *
 * @param {(at: number) => (operation: number) => Fate} fate
 * @param {(disk: MemoryDisk) => MemoryDisk} restart what is left of the disk
 */
async function forEachOperation(fate, restart) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    for (let at = 1; at <= OPERATIONS; at++) {
      const random = randomFrom(seed * 1000 + at);
      let disk = new MemoryDisk(random);
      /** @type {Set<number>} */
      const acknowledged = new Set();
      disk.fate = fate(at);
      for (let round = 0; acknowledged.size < BATCHES; round++) {
        await sendAll(disk, acknowledged);
        disk = restart(disk);
        expectOnce(disk, acknowledged, `seed ${seed}, operation ${at}, round ${round}`);
        disk.fate =
          round < 3 ? fate(disk.operations + 1 + Math.floor(random() * 20)) : () => "works";
      }
      disk.fate = () => "works";
      await openOn(disk);
      const lines = batches.reduce((sum, { ndjson }) => sum + linesIn(ndjson()).length, 0);
      assert.equal(linesOn(disk).length, lines, `seed ${seed}, operation ${at}`);
    }
  }
}

/**
 * Sends what is not acknowledged, now and then, so that batches come at every moment of a group.
 *
 * @param {MemoryDisk} disk
 * @param {Set<number>} acknowledged
 */
async function sendAll(disk, acknowledged) {
  try {
    const log = await openOn(disk, { journalLines: 9 });
    const writes = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      if (acknowledged.has(batch)) continue;
      const told = log.write(batches[batch]).then(() => acknowledged.add(batch));
      writes.push(told.catch(notNow));
      await turns(Math.floor(disk.random() * 9));
    }
    await Promise.all(writes);
    await log.close();
  } catch (error) {
    notNow(error);
  }
}

/**
 * Nothing else may be thrown: the log that opens on what is left must not find it damaged.
 *
 * @param {unknown} error
 */
function notNow(error) {
  const isExpected = error instanceof PowerLoss || /** @type {any} */ (error).code === "ENOSPC";
  if (!isExpected) throw error;
}

/** @param {number} count of microtasks that others have */
async function turns(count) {
  for (let turn = 0; turn < count; turn++) await undefined;
}

/**
 * @param {MemoryDisk} disk
 * @param {Partial<import("../../pkg/node/log.js").Settings>} [settings]
 */
async function openOn(disk, settings = {}) {
  const log = new Log({
    files: disk,
    paths: pathsOf("/d", "d"),
    largestFile: 300,
    journalLines: 1000,
    daily: true,
    now: () => 0,
    notify: (notice) => assert.fail(notice),
    ...settings,
  });
  await log.open();
  return log;
}

/**
 * A journal whose syncs wait, once it is held, until they are told to go on.
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

/**
 * Each acknowledged line is there once.
 *
 * @param {MemoryDisk} disk
 * @param {Set<number>} acknowledged
 * @param {string} where
 */
function expectOnce(disk, acknowledged, where) {
  const lines = linesOn(disk);
  for (const batch of acknowledged) {
    const wanted = linesIn(batches[batch].ndjson());
    const found = lines.filter((line) => line === wanted[0]);
    assert.equal(found.length, wanted.length, `${where}: batch ${batch}`);
  }
}

/** @param {MemoryDisk} disk */
function linesOn(disk) {
  return [...disk.names]
    .filter(([path]) => path.endsWith(".ndjson"))
    .flatMap(([, { now }]) => linesIn(now));
}

/** @param {Uint8Array} bytes */
function linesIn(bytes) {
  return new TextDecoder().decode(bytes).match(/.*\n/g) ?? [];
}
