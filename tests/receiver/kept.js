// A log on an in-memory disk, batches for it, and the storage guarantees after any failure.

import assert from "node:assert/strict";
import { Log } from "../../pkg/node/log.js";
import { pathsOf } from "../../pkg/node/names.js";
import { randomFrom } from "../twin/payloads.js";
import { MemoryDisk, PowerLoss } from "./memory-disk.js";

/**
 * @import { Fate } from "./memory-disk.js"
 *
 * @typedef {ReturnType<typeof batchOf>} TestBatch
 *
 * @typedef {object} Trial
 * @property {TestBatch[]} batches
 * @property {number} operations number of operations at which the disk fails, one at a time
 * @property {number} seeds
 * @property {(disk: MemoryDisk, acknowledged: Set<number>) => Promise<void>} sendAll sends the unacknowledged batches
 */

const encoder = new TextEncoder();

/**
 * Batches of one to three lines, each of which contains its batch and line number.
 *
 * @param {number} count
 */
export function someBatches(count) {
  return Array.from({ length: count }, (_, batch) => batchOf(batch, 1 + (batch % 3)));
}

/**
 * Batches; some contain bytes that produced no record, some only such bytes.
 *
 * @param {number} count
 */
export function someRejected(count) {
  return someBatches(count).map((batch, number) => {
    if (number % 3 > 0) return batch;
    const withRecords = number % 2 > 0 ? batch : batchOf(number, 0);
    return { ...withRecords, ...rejection(number) };
  });
}

/**
 * The problem of a batch, and the line that stores its bytes.
 *
 * @param {number} number
 */
function rejection(number) {
  const bytes = encoder.encode(`bad ${number}`);
  const problem = { severity: "error", code: "not-a-frame", offset: 0, length: bytes.length };
  const line = {
    frame_id: `F${number}`,
    received_at: "1970-01-01T00:00:00.000Z",
    offset: 0,
    code: "not-a-frame",
    bytes_base64: Buffer.from(bytes).toString("base64"),
  };
  const problems = /** @type {any[]} */ ([problem]);
  return { bytes, problems, receivedAt: new Date(0), rejected: [`${JSON.stringify(line)}\n`] };
}

/**
 * A batch that writes its lines into a given buffer, like a receiver's.
 *
 * @param {number} number
 * @param {number} count
 */
function batchOf(number, count) {
  const lines = Array.from({ length: count }, (_, line) => `{"batch":${number},"line":${line}}\n`);
  /** @type {string[]} */
  const rejected = [];
  const bytes = encoder.encode(lines.join(""));
  const ndjson = (/** @type {Uint8Array<ArrayBuffer>} */ into = new Uint8Array(0)) => {
    if (bytes.length > into.length) return bytes;
    into.set(bytes);
    return into.subarray(0, bytes.length);
  };
  return { frameId: `F${number}`, lines, rejected, ndjson };
}

/**
 * @param {MemoryDisk} disk
 * @param {Partial<import("../../pkg/node/log.js").Settings>} [settings]
 */
export async function openOn(disk, settings = {}) {
  const log = logOn(disk, settings);
  await log.open();
  return log;
}

/**
 * A log on a disk, not open yet.
 *
 * @param {MemoryDisk} disk
 * @param {Partial<import("../../pkg/node/log.js").Settings>} [settings]
 */
export function logOn(disk, settings = {}) {
  return new Log({
    files: disk,
    paths: pathsOf("/d", "d"),
    lock: async () => ({ isHeld: () => true, release: async () => {} }),
    largestFile: 100,
    journalBytes: 1e6,
    daily: true,
    now: () => 0,
    elapsed: () => 0,
    notify: expectUncommitted,
    ...settings,
  });
}

/**
 * Sends all batches on a disk that fails at each operation in turn, until all are acknowledged.
 *
 * @param {Trial} trial
 * @param {(at: number) => (operation: number) => Fate} fate
 * @param {(disk: MemoryDisk) => MemoryDisk} restart returns the disk after a restart
 */
export async function forEachOperation({ batches, operations, seeds, sendAll }, fate, restart) {
  for (let seed = 1; seed <= seeds; seed++) {
    for (let at = 1; at <= operations; at++) {
      const random = randomFrom(seed * 1000 + at);
      let disk = new MemoryDisk(random);
      /** @type {Set<number>} */
      const acknowledged = new Set();
      disk.fate = fate(at);
      // A second failure follows soon, while the log recovers from the first.
      for (let round = 0; acknowledged.size < batches.length; round++) {
        await sendAll(disk, acknowledged);
        disk = restart(disk);
        const stored = [...acknowledged].flatMap((batch) => allLines(batches[batch]));
        expectOnce(disk, stored, `seed ${seed}, operation ${at}, round ${round}`);
        disk.fate =
          round < 3 ? fate(disk.operations + 1 + Math.floor(random() * 20)) : () => "works";
      }
      disk.fate = () => "works";
      await openOn(disk);
      const all = batches.flatMap(allLines);
      assert.deepEqual(linesOn(disk).sort(), all.sort(), `seed ${seed}, operation ${at}`);
    }
  }
}

/** @param {TestBatch} batch */
function allLines({ lines, rejected }) {
  return [...lines, ...rejected];
}

/**
 * Each acknowledged line is stored exactly once.
 *
 * @param {MemoryDisk} disk
 * @param {string[]} stored
 * @param {string} where
 */
function expectOnce(disk, stored, where) {
  const lines = linesOn(disk);
  for (const line of stored) {
    assert.equal(lines.filter((found) => found === line).length, 1, `${where}: ${line}`);
  }
}

/**
 * Rethrows unexpected errors: a log must not find the remaining files damaged.
 *
 * @param {unknown} error
 */
export function expectFailure(error) {
  const isExpected = error instanceof PowerLoss || /** @type {any} */ (error).code === "ENOSPC";
  if (!isExpected) throw error;
}

/**
 * The log may only report the bytes of a group that a failure has interrupted.
 *
 * @param {string} notice
 */
function expectUncommitted(notice) {
  assert.match(notice, /^\/d\/\S+ had \d+ bytes after its last commit; they were copied to \S+$/);
}

/**
 * All non-blank lines, and the bytes after the last line of a file.
 *
 * @param {MemoryDisk} disk
 */
export function linesOn(disk) {
  return [...disk.names.keys()]
    .filter((path) => path.endsWith(".ndjson"))
    .flatMap((path) => linesIn(disk, path));
}

/**
 * @param {MemoryDisk} disk
 * @param {string} path
 */
export function linesIn(disk, path) {
  return String(disk.names.get(path)?.now).match(/.+\n|.+$/g) ?? [];
}
