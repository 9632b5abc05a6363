// What is kept on disk: each batch once, whenever power goes, the process dies or an operation fails.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { writeAll } from "../../pkg/node/files.js";
import { batchLine, checkpointLine, readJournal } from "../../pkg/node/journal.js";
import { identityOf } from "../../pkg/node/lock.js";
import { openLog } from "../../pkg/node.js";
import { randomFrom } from "../twin/payloads.js";
import { expectFailure, forEachOperation, linesIn, linesOn, openOn, someBatches } from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";

const DAY = 86_400_000;
const BATCHES = 14;
/** More operations than the batches take, which a test checks. */
const OPERATIONS = 140;
const SEEDS = Number(process.env.HEROKU_DRAIN_SEEDS ?? 1);
const encoder = new TextEncoder();

const batches = someBatches(BATCHES);
const trial = { batches, operations: OPERATIONS, seeds: SEEDS, sendAll };

describe("the log", () => {
  test("has each batch once, whichever operation the power goes at", async () => {
    await forEachOperation(
      trial,
      (at) => (operation) => (operation >= at ? "power" : "works"),
      (disk) => disk.afterPowerLoss(),
    );
  });

  test("has each batch once, whichever operation the process is killed at", async () => {
    await forEachOperation(
      trial,
      (at) => (operation) => (operation >= at ? "power" : "works"),
      (disk) => disk.afterKill(),
    );
  });

  test("has each batch once, whichever operation fails", async () => {
    await forEachOperation(
      trial,
      (at) => (operation) => (operation === at ? "fails" : "works"),
      (disk) => disk,
    );
  });

  test("has each batch once, when operations fail for a while and then the power goes", async () => {
    const fate = (/** @type {number} */ at) => (/** @type {number} */ operation) => {
      if (operation < at) return "works";
      return operation < at + 5 ? "fails" : "power";
    };
    await forEachOperation(trial, fate, (disk) => disk.afterPowerLoss());
  });

  test("takes no more operations than are tried one by one", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    await sendAll(disk, new Set());
    assert.ok(disk.operations > 60 && disk.operations < OPERATIONS, String(disk.operations));
  });

  test("writes batches that come together with one sync of the file and one of the journal", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk, { largestFile: 1e6 });
    await log.write(batches[0]);
    const before = disk.operations;
    await Promise.all(batches.slice(1).map((batch) => log.write(batch)));
    assert.equal(disk.operations - before, 4);
    assert.equal(linesOn(disk).length, batches.flatMap(({ lines }) => lines).length);
  });

  test("writes a batch once that comes twice while it waits", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    await Promise.all([log.write(batches[0]), log.write(batches[0])]);
    assert.equal(linesOn(disk).length, 1);
  });

  test("tells the batches of two drains apart that have the same frame id", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    await log.write({ ...batches[0], drainToken: "d.secret" });
    await log.write({ ...batches[0], drainToken: "d.other" });
    await log.write({ ...batches[0], appHints: { username: "app" } });
    assert.equal(linesOn(disk).length, 3);
    assert.doesNotMatch(String(disk.names.get("/d/d.journal")?.now), /secret/);
  });

  test("writes a batch without a frame id each time it comes", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    await log.write({ ndjson: batches[0].ndjson });
    await log.write({ ndjson: batches[0].ndjson });
    assert.equal(linesOn(disk).length, 2);
  });

  test("gives a batch memory of its own until it is written, and then the next one the same", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    /** @type {(ArrayBuffer | undefined)[]} */
    const given = [];
    const noting = (/** @type {number} */ batch) => ({
      ndjson: (/** @type {Uint8Array<ArrayBuffer> | undefined} */ into) => {
        given.push(into?.buffer);
        return batches[batch].ndjson(into);
      },
    });
    await Promise.all([log.write(noting(0)), log.write(noting(1))]);
    await log.write(noting(2));
    disk.fate = () => "fails";
    await assert.rejects(log.write(noting(3)), { code: "ENOSPC" });
    disk.fate = () => "works";
    await Promise.all([log.write(noting(3)), log.write(noting(4))]);
    assert.equal(new Set(given).size, 2);
    assert.deepEqual(
      linesOn(disk),
      batches.slice(0, 5).flatMap(({ lines }) => lines),
    );
  });

  test("gives more memory where lines had no room, but not for one that is huge", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    /** @type {number[]} */
    const sizes = [];
    const writeSized = (/** @type {number} */ length) =>
      log.write({
        ndjson: (into = new Uint8Array(0)) => {
          sizes.push(into.length);
          return new Uint8Array(length);
        },
      });
    for (const kilobytes of [1, 300, 1, 5000, 1]) await writeSized(1024 * kilobytes);
    assert.deepEqual(
      sizes,
      [256, 256, 512, 512, 1024].map((kilobytes) => 1024 * kilobytes),
    );
  });

  test("gives no memory to more batches than are good for it, and writes them all the same", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk, { largestFile: 1e6 });
    const many = someBatches(300);
    let given = 0;
    const counting = many.map(({ ndjson }) => ({
      ndjson: (/** @type {Uint8Array<ArrayBuffer> | undefined} */ into) => {
        if (into) given++;
        return ndjson(into);
      },
    }));
    for (let round = 1; round <= 2; round++) {
      await Promise.all(counting.map((batch) => log.write(batch)));
      assert.equal(given, 128 * round);
    }
    const lines = many.flatMap((batch) => batch.lines);
    assert.deepEqual(linesOn(disk), [...lines, ...lines]);
  });

  test("does not write a batch that is given up while it waits", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    const reason = new Error("too late");
    await assert.rejects(log.write({ ...batches[0], signal: AbortSignal.abort(reason) }), reason);
    assert.deepEqual([linesOn(disk), log.has(batches[0])], [[], false]);
  });

  test("writes a batch for who still waits for it, where who sent it first has given up", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    const [first, second] = [new AbortController(), new AbortController()];
    const other = log.write(batches[1]);
    const given = log.write({ ...batches[0], signal: first.signal });
    first.abort(new Error("too late"));
    await Promise.all([other, given, log.write({ ...batches[0], signal: second.signal })]);
    assert.deepEqual(linesOn(disk).sort(), [...batches[0].lines, ...batches[1].lines].sort());
    const both = [first, second].map(({ signal }) => log.write({ ...batches[2], signal }));
    second.abort(new Error("too late as well"));
    for (const each of both) await assert.rejects(each, /too late as well/);
    assert.equal(log.has(batches[2]), false);
  });

  test("rejects a batch whose lines are not bytes, and no other", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    const wrong = [
      undefined,
      "{}\n",
      Promise.resolve(new Uint8Array(9)),
      new ArrayBuffer(9),
      new Uint16Array(9),
    ];
    const written = log.write(batches[0]);
    for (const lines of wrong) {
      const batch = { frameId: "wrong", ndjson: () => /** @type {any} */ (lines) };
      await assert.rejects(log.write(batch), {
        name: "TypeError",
        message: /must give a Uint8Array/,
      });
      assert.equal(log.has(batch), false);
    }
    await written;
    assert.deepEqual(linesOn(disk), batches[0].lines);
  });

  test("gives whole memory to the next batch, where the one before transferred its own", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk, { largestFile: 1e6 });
    /** @type {number[]} */
    const sizes = [];
    const taking = {
      ndjson: (/** @type {any} */ into) => {
        sizes.push(into?.length);
        structuredClone(into, { transfer: [into.buffer] });
        return new Uint8Array(1);
      },
    };
    for (let count = 0; count < 200; count++) await log.write(taking);
    assert.deepEqual(new Set(sizes), new Set([2 ** 18]));
  });

  test("says why it cannot write until it can again", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    disk.fate = () => "fails";
    await assert.rejects(log.write(batches[0]), { code: "ENOSPC" });
    await assert.rejects(log.write(batches[0]), { code: "ENOSPC" });
    assert.match(String(log.failure), /no space left/);
    disk.fate = () => "works";
    await log.write(batches[0]);
    assert.deepEqual([log.failure, linesOn(disk).length], [undefined, 1]);
  });

  test("cuts back what was written of a batch when it fails", async () => {
    const disk = new MemoryDisk(() => 0.99);
    const log = await openOn(disk, { largestFile: 1e6 });
    await log.write(batches[0]);
    const { operations } = disk;
    disk.fate = (operation) => (operation === operations + 1 ? "fails" : "works");
    await assert.rejects(log.write(batches[1]));
    assert.deepEqual(linesOn(disk), batches[0].lines);
  });

  test("takes nothing once it is closed, and writes what waits before", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    const waiting = log.write(batches[0]);
    await log.close();
    await waiting;
    await assert.rejects(log.write(batches[1]), /expected an open log/);
    assert.equal(linesOn(disk).length, 1);
  });

  test("begins a file with the first batch of a day", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    let now = 0;
    const log = await openOn(disk, { largestFile: 1e6, now: () => now });
    await log.write(batches[0]);
    now = DAY - 1;
    await log.write(batches[1]);
    now = 2 * DAY;
    await log.write(batches[2]);
    const names = await disk.list("/d");
    assert.deepEqual(names.sort(), ["d-00000001-1970-01-01.ndjson", "d.journal", "d.ndjson"]);
    assert.deepEqual(linesIn(disk, "/d/d-00000001-1970-01-01.ndjson"), [
      ...batches[0].lines,
      ...batches[1].lines,
    ]);
  });

  test("knows its batches when the journal is written anew", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const settings = { largestFile: 1e6, journalLines: 2 };
    const log = await openOn(disk, settings);
    for (const batch of batches) await log.write(batch);
    assert.ok(Number(disk.names.get("/d/d.journal")?.now.toString().split("\n").length) <= 5);
    const again = await openOn(disk.afterKill(), settings);
    assert.ok(batches.every((batch) => again.has(batch)));
  });

  test("has no file larger than the limit, but for a batch that is", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    await sendAll(disk, new Set());
    const sizes = [...disk.names]
      .filter(([path]) => path.endsWith("ndjson"))
      .map(([, { now }]) => now.length);
    assert.ok(sizes.length > 5);
    assert.ok(
      sizes.every((size) => size <= 100),
      String(sizes),
    );
  });
});

describe("the journal", () => {
  const checkpoint = { sequence: 1, day: "2026-05-17", end: 0, length: 0, sum: 0, ids: ["A"] };
  /** @param {number} group @param {number} left @param {number} end */
  const line = (group, left, end) =>
    batchLine({ id: `G${group}.${left}`, group, left, end, length: 1, sum: 7 });
  const whole = [checkpointLine(checkpoint), line(1, 0, 10), line(2, 1, 20), line(2, 0, 30)];

  test("says what is committed", () => {
    const { checkpoint, rotatedTo } = readJournal(Buffer.concat(whole));
    assert.deepEqual(
      [checkpoint.end, checkpoint.ids, rotatedTo],
      [30, ["A", "G1.0", "G2.1", "G2.0"], undefined],
    );
  });

  test("cut anywhere says what the whole lines say", () => {
    const bytes = Buffer.concat(whole);
    for (let length = whole[0].length; length < bytes.length; length++) {
      const count = bytes.subarray(0, length).filter((byte) => byte === 10).length;
      assert.equal(readJournal(bytes.subarray(0, length)).checkpoint.end, [0, 10, 20][count - 1]);
    }
  });

  test("forgives any byte in the group that was written last", () => {
    const bytes = Buffer.concat(whole);
    const start = whole[0].length + whole[1].length;
    for (let at = start; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      assert.ok(readJournal(changed).checkpoint.end < 30);
    }
  });

  test("refuses a wrong byte in front of another group, behind which it would cut off what is committed", () => {
    const bytes = Buffer.concat(whole);
    for (let at = 0; at < whole[0].length + whole[1].length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      assert.throws(
        () => readJournal(changed),
        /^Error: expected .* in line [12] of the journal, found something else/,
        `byte ${at}`,
      );
    }
  });
});

test("all parts are written when the disk takes a few bytes at a time", async () => {
  const written = Buffer.alloc(9);
  const handle = {
    /** @param {Uint8Array[]} parts @param {number} position */
    writev: async (parts, position) => ({
      bytesWritten: Buffer.concat(parts).copy(written, position, 0, 2),
    }),
  };
  const parts = ["abc", "", "d", "efghi"].map((text) => encoder.encode(text));
  await writeAll(/** @type {any} */ (handle), parts, 0);
  assert.equal(String(written), "abcdefghi");
});

describe("the files", () => {
  /** @type {string} */
  let folder;
  /** @type {string[]} */
  let notices;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "heroku-drain-log-"));
    notices = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (/** @type {Partial<import("../../pkg/node.js").LogOptions>} */ options = {}) =>
    openLog({
      directory: folder,
      now: () => 0,
      notify: (notice) => notices.push(notice),
      ...options,
    });
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), "utf8");
  const firstLine = batches[0].lines.join("");

  test("go on where they ended, and know the batches of the last run", async () => {
    const log = await open();
    await log.write(batches[0]);
    await log.close();
    const again = await open();
    await again.write(batches[0]);
    await again.write(batches[1]);
    await again.close();
    assert.equal(read("heroku.ndjson"), [...batches[0].lines, ...batches[1].lines].join(""));
    assert.deepEqual(notices, []);
  });

  test("lose what is behind the last committed batch", async () => {
    const log = await open();
    await log.write(batches[0]);
    await log.close();
    writeFileSync(join(folder, "heroku.ndjson"), '{"batch":1,', { flag: "a" });
    await (await open()).close();
    assert.equal(read("heroku.ndjson"), firstLine);
  });

  test("are set aside where somebody else changed them", async () => {
    const log = await open();
    await log.write(batches[0]);
    await log.close();
    truncateSync(join(folder, "heroku.ndjson"), 3);
    const again = await open();
    await again.write(batches[1]);
    await again.close();
    assert.equal(read("heroku-00000001-1970-01-01.ndjson"), firstLine.slice(0, 3));
    assert.equal(read("heroku.ndjson"), batches[1].lines.join(""));
    assert.match(
      notices.join(),
      /^expected .*heroku.ndjson as it was left, found it changed: it is heroku-00000001/,
    );
  });

  test("are set aside where no journal knows them", async () => {
    writeFileSync(join(folder, "heroku.ndjson"), "somebody's");
    writeFileSync(join(folder, "heroku-00000004-1970-01-01.ndjson"), "somebody's, too");
    await (await open()).close();
    assert.equal(read("heroku-00000005-1970-01-01.ndjson"), "somebody's");
    assert.equal(read("heroku.ndjson"), "");
  });

  test("are one process's at a time", async () => {
    const holder = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
    await new Promise((resolve) => holder.on("exit", resolve));
    writeFileSync(join(folder, "heroku.lock"), `${holder.pid} of a process that is gone`);
    const log = await open();
    await log.close();
    writeFileSync(join(folder, "heroku.lock"), await identityOf(process.ppid));
    await assert.rejects(
      open(),
      new RegExp(`expected .*heroku.lock to be free, it is held by process ${process.ppid}`),
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes(".lock.")),
      [],
    );
  });

  test("refuse options of the wrong type or out of range", async () => {
    for (const [options, message] of /** @type {const} */ ([
      [{ directory: "" }, /expected directory to be a path/],
      [{ name: "a/b" }, /expected name to be of letters/],
      [{ largestFile: 0 }, /expected largestFile to be a positive/],
    ])) {
      await assert.rejects(open(options), { name: "TypeError", message });
    }
  });
});

/**
 * Two batches in a turn, so that there are groups, until the power goes.
 *
 * @param {MemoryDisk} disk
 * @param {Set<number>} acknowledged
 */
async function sendAll(disk, acknowledged) {
  let now = 0;
  try {
    const log = await openOn(disk, { now: () => now, journalLines: 5 });
    // Another order each time: what follows a failure is not what failed.
    const turns = Array.from({ length: BATCHES / 2 }, (_, index) => 2 * index);
    for (const first of acknowledged.size % 2 ? turns.reverse() : turns) {
      if (first === 8) now = DAY;
      const sent = [first, first + 1].filter((batch) => !acknowledged.has(batch));
      const results = await Promise.allSettled(sent.map((batch) => log.write(batches[batch])));
      results.forEach(({ status }, index) => {
        if (status === "fulfilled") acknowledged.add(sent[index]);
      });
    }
    await log.close();
  } catch (error) {
    expectFailure(error);
  }
}
