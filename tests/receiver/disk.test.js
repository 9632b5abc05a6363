// Stored batches: each exactly once, after any loss of power, crash or failed operation.

import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { writeAll } from "../../pkg/node/files.js";
import { completionLine, entryLine, headerLine, readJournal } from "../../pkg/node/journal.js";
import { Recent } from "../../pkg/node/recent.js";
import { openLog } from "../../pkg/node.js";
import { randomFrom } from "../twin/payloads.js";
import {
  expectFailure,
  forEachOperation,
  linesIn,
  linesOn,
  openOn,
  someBatches,
  someRejected,
} from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";

const DAY = 86_400_000;
const BATCHES = 14;
/** More operations than the batches take, which a test checks. */
const OPERATIONS = 220;
const SEEDS = Number(process.env.HEROKU_DRAIN_SEEDS ?? 1);
const encoder = new TextEncoder();

const batches = someBatches(BATCHES);
/** The same batches; some contain bytes that produced no record. */
const rejecting = someRejected(BATCHES);
const trial = { batches: rejecting, operations: OPERATIONS, seeds: SEEDS, sendAll };

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

  test("distinguishes batches of two drains with the same frame id", async () => {
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

  test("lends each batch a buffer until it is written, then reuses it", async () => {
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

  test("lends a larger buffer if lines did not fit, but not for a huge batch", async () => {
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

  test("lends buffers to at most 128 batches, and writes the others too", async () => {
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

  test("does not write a batch that its caller has given up", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    const reason = new Error("too late");
    await assert.rejects(log.write({ ...batches[0], signal: AbortSignal.abort(reason) }), reason);
    assert.deepEqual([linesOn(disk), log.has(batches[0])], [[], false]);
  });

  test("writes a batch for a caller that still waits, if the first caller has given up", async () => {
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

  test("rejects a batch whose lines are not bytes, and no other batch", async () => {
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
        message: /must return a Uint8Array/,
      });
      assert.equal(log.has(batch), false);
    }
    await written;
    assert.deepEqual(linesOn(disk), batches[0].lines);
  });

  test("lends a complete buffer to a batch after another one transferred its buffer", async () => {
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

  test("removes the bytes of a batch that failed", async () => {
    const disk = new MemoryDisk(() => 0.99);
    const log = await openOn(disk, { largestFile: 1e6 });
    await log.write(batches[0]);
    const { operations } = disk;
    disk.fate = (operation) => (operation === operations + 1 ? "fails" : "works");
    await assert.rejects(log.write(batches[1]));
    assert.deepEqual(linesOn(disk), batches[0].lines);
  });

  test("refuses batches once it is closed, after writing those that waited", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const log = await openOn(disk);
    const waiting = log.write(batches[0]);
    await log.close();
    await waiting;
    await assert.rejects(log.write(batches[1]), /the log is closed/);
    assert.equal(linesOn(disk).length, 1);
  });

  test("starts new files with the first batch of a day", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    let now = 0;
    const log = await openOn(disk, { largestFile: 1e6, now: () => now });
    await log.write(batches[0]);
    now = DAY - 1;
    await log.write(batches[1]);
    now = 2 * DAY;
    await log.write(batches[2]);
    const names = await disk.list("/d");
    assert.deepEqual(names.sort(), [
      "d-00000001-1970-01-01.ndjson",
      "d.journal",
      "d.ndjson",
      "d.rejected.ndjson",
    ]);
    assert.deepEqual(linesIn(disk, "/d/d-00000001-1970-01-01.ndjson"), [
      ...batches[0].lines,
      ...batches[1].lines,
    ]);
  });

  test("remembers its batches when the journal is rewritten, before it grows much", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    const many = someBatches(100);
    const settings = { largestFile: 1e6, journalBytes: 200 };
    const log = await openOn(disk, settings);
    for (const batch of many) await log.write(batch);
    const size = Number(disk.names.get("/d/d.journal")?.now.length);
    assert.ok(size < 100 * 70, `${size} bytes`);
    const again = await openOn(disk.afterKill(), settings);
    assert.ok(many.every((batch) => again.has(batch)));
  });

  test("has no file larger than the limit, except for a single larger batch", async () => {
    const disk = new MemoryDisk(randomFrom(1));
    await sendAll(disk, new Set());
    const names = [...disk.names.keys()].filter((path) => path.endsWith("ndjson"));
    assert.ok(names.length > 9);
    for (const name of names) {
      const size = Number(disk.names.get(name)?.now.length);
      assert.ok(size <= 100 || linesIn(disk, name).length === 1, `${name}: ${size} bytes`);
    }
  });
});

describe("the journal", () => {
  const recent = new Recent({ now: () => 0, elapsed: () => 0 });
  const ids = ["A", "B", "C", "D"].map((letter) => letter.repeat(32).toLowerCase());
  /** @param {number} end @param {string[]} ids */
  const entry = (end, ids) => {
    const positions = [end, 2 * end].map((end) => ({ end, length: 1, sum: 7 }));
    return entryLine({ ids: recent.pack(ids), positions });
  };
  const lines = [
    headerLine({ sequence: 1, day: "2026-05-17" }),
    entryLine({ ids: recent.pack([ids[0]]) }),
    entry(0, []),
    entry(10, [ids[1]]),
    entry(30, [ids[2], ids[3]]),
  ];
  const bytes = Buffer.concat(lines);
  const firstLines = Buffer.concat(lines.slice(0, 3)).length;
  const beforeLast = bytes.length - lines[4].length;
  /** @param {Uint8Array} bytes */
  const read = (bytes) => {
    const journal = readJournal(bytes);
    const known = new Recent({ now: () => 0, elapsed: () => 0 });
    for (const pack of journal.ids) known.addPacked(pack);
    const { positions, completed, damagedLine } = journal;
    const end = positions?.[0].end;
    return { end, known: ids.filter((id) => known.has(id)), completed, damagedLine };
  };

  test("says what is committed", () => {
    assert.deepEqual(read(bytes), {
      end: 30,
      known: ids,
      completed: undefined,
      damagedLine: undefined,
    });
    assert.equal(read(Buffer.concat([bytes, completionLine(5)])).completed, 5);
  });

  test("cut anywhere after its first lines is read up to its last complete line", () => {
    for (let length = firstLines; length < bytes.length; length++) {
      const { end, known } = read(bytes.subarray(0, length));
      const isWhole = length >= beforeLast;
      assert.deepEqual([end, known], isWhole ? [10, ids.slice(0, 2)] : [0, [ids[0]]]);
    }
  });

  test("does not commit its last line if any byte of it is wrong", () => {
    for (let at = beforeLast; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      assert.equal(read(changed).end, 10, `byte ${at}`);
    }
  });

  test("is damaged by a wrong byte in any other line, and keeps the ids of the other lines", () => {
    // Except the line feed before the last line: a wrong one merges the two lines.
    for (let at = 0; at < beforeLast - 1; at++) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      const { end, known, damagedLine } = read(changed);
      assert.equal(end, undefined, `byte ${at}`);
      assert.ok(damagedLine !== undefined && known.length >= 2, `byte ${at}`);
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

  test("keep their length after a crash: bytes after the last commit are copied and overwritten", async () => {
    const log = await open();
    await log.write(batches[0]);
    await log.close();
    const rest = ['{"batch":1,', '{"batch":2,"'];
    for (const text of rest) {
      appendFileSync(join(folder, "heroku.ndjson"), text);
      await (await open()).close();
    }
    const blank = "\n".repeat(rest.join("").length + rest.length);
    assert.equal(read("heroku.ndjson"), firstLine + blank);
    assert.equal(read("heroku-00000001-1970-01-01.uncommitted"), rest[0]);
    assert.equal(read("heroku-00000001-1970-01-01.uncommitted.2"), rest[1]);
    assert.match(
      notices.join(),
      /heroku.ndjson had 11 bytes after its last commit; they were copied to heroku-00000001-1970-01-01.uncommitted,/,
    );
  });

  test("are set aside if another program changed them", async () => {
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
      /heroku.ndjson was moved, replaced or changed; existing data was moved to heroku-00000001-1970-01-01.ndjson;/,
    );
  });

  test("are set aside if there is no journal", async () => {
    writeFileSync(join(folder, "heroku.ndjson"), "a stranger's");
    writeFileSync(join(folder, "heroku-00000004-1970-01-01.ndjson.gz"), "a stranger's, too");
    await (await open()).close();
    assert.equal(read("heroku-00000005-1970-01-01.ndjson"), "a stranger's");
    assert.equal(read("heroku.ndjson"), "");
    assert.match(
      notices.join(),
      /heroku.ndjson has no journal; existing data was moved to heroku-00000005/,
    );
  });

  test("never replace a complete file, whatever its number", async () => {
    const log = await open({ largestFile: 1 });
    await log.write(batches[0]);
    writeFileSync(join(folder, "heroku-00000001-1970-01-01.ndjson"), "restored from a backup");
    await log.write(batches[1]);
    await log.close();
    assert.equal(read("heroku-00000001-1970-01-01.ndjson"), "restored from a backup");
    assert.equal(read("heroku-00000002-1970-01-01.ndjson"), firstLine);
  });

  test("survive damage to the journal, which is kept, and the batches of its other lines are remembered", async () => {
    const log = await open();
    for (const batch of batches.slice(0, 5)) await log.write(batch);
    await log.close();
    const whole = readFileSync(join(folder, "heroku.journal"));
    // The line of the second batch: after the header, the positions and the first batch.
    const lines = whole.toString().split("\n");
    const at = lines.slice(0, 3).join("\n").length + 20;
    const damaged = Buffer.from(whole);
    damaged[at] ^= 1;
    writeFileSync(join(folder, "heroku.journal"), damaged);
    const again = await open();
    assert.deepEqual(
      batches.slice(0, 6).map((batch) => again.has(batch)),
      [true, false, true, true, true, false],
    );
    await again.write(batches[5]);
    await again.close();
    assert.equal(read("heroku.ndjson"), batches[5].lines.join(""));
    const kept = batches.slice(0, 5).flatMap(({ lines }) => lines);
    assert.equal(read("heroku-00000001-1970-01-01.ndjson"), kept.join(""));
    assert.deepEqual(readFileSync(join(folder, "heroku-00000001-1970-01-01.journal")), damaged);
    assert.match(
      notices.join(),
      /heroku.journal is damaged in line 4, a copy is in heroku-00000001-1970-01-01.journal;/,
    );
  });

  test("lose no byte if any byte of the journal is changed or it is cut anywhere", async () => {
    const log = await open();
    for (const batch of batches.slice(0, 4)) await log.write(batch);
    await log.close();
    const stored = read("heroku.ndjson");
    const journal = readFileSync(join(folder, "heroku.journal"));
    /** @param {Uint8Array} changed @param {string} what */
    const expectAll = async (changed, what) => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      writeFileSync(join(folder, "heroku.ndjson"), stored);
      writeFileSync(join(folder, "heroku.journal"), changed);
      await (await open()).close();
      const found = readdirSync(folder).filter((name) => /(ndjson|uncommitted)$/.test(name));
      const text = found.map(read).join("");
      for (const line of stored.split("\n")) assert.ok(text.includes(line), `${what}: ${line}`);
      assert.ok(notices.length > 0, `${what}: nothing was reported`);
      notices.length = 0;
    };
    for (let at = 0; at < journal.length; at += 7) {
      const changed = Buffer.from(journal);
      changed[at] ^= 1;
      await expectAll(changed, `byte ${at}`);
      await expectAll(journal.subarray(0, at), `cut at ${at}`);
    }
  });

  test("with a much older journal are set aside, with their batches", async () => {
    const log = await open();
    await log.write(batches[0]);
    const old = readFileSync(join(folder, "heroku.journal"));
    const large = { ndjson: () => new Uint8Array(33 * 2 ** 20).fill(120) };
    await log.write(large);
    await log.close();
    writeFileSync(join(folder, "heroku.journal"), old);
    const again = await open();
    assert.ok(again.has(batches[0]));
    await again.close();
    const { size } = statSync(join(folder, "heroku-00000001-1970-01-01.ndjson"));
    assert.equal(size, firstLine.length + 33 * 2 ** 20);
    assert.match(notices.join(), /has 34603008 bytes that are not in its journal: the journal is/);
  });

  test("can be read by their owner and group at most", async () => {
    const inner = join(folder, "made");
    const mask = process.umask(0);
    try {
      const log = await open({ directory: inner, largestFile: 1 });
      await log.write(batches[0]);
      await log.write(batches[1]);
      for (const name of readdirSync(inner)) {
        const mode = statSync(join(inner, name)).mode & 0o777;
        assert.equal(mode, name === "heroku.lock" ? 0o600 : 0o640, name);
      }
      assert.equal(statSync(inner).mode & 0o777, 0o750);
      await log.close();
    } finally {
      process.umask(mask);
    }
  });

  test("refuse options of the wrong type or out of range", async () => {
    for (const [options, message] of /** @type {const} */ ([
      [{ directory: "" }, /options.directory must be a path/],
      [{ name: "a/b" }, /options.name must be 1 to 64 letters/],
      [{ name: "a".repeat(65) }, /options.name must be 1 to 64 letters/],
      [{ name: "a.rejected" }, /options.name must not end in/],
      [{ largestFile: 0 }, /options.largestFile must be a positive/],
    ])) {
      await assert.rejects(open(options), { name: "TypeError", message });
    }
  });
});

/**
 * Sends two batches per turn, to form groups, until the power goes.
 *
 * @param {MemoryDisk} disk
 * @param {Set<number>} acknowledged
 */
async function sendAll(disk, acknowledged) {
  let now = 0;
  try {
    const log = await openOn(disk, { now: () => now, journalBytes: 300 });
    // The order changes each time, so that different batches follow a failure.
    const turns = Array.from({ length: BATCHES / 2 }, (_, index) => 2 * index);
    for (const first of acknowledged.size % 2 ? turns.reverse() : turns) {
      if (first === 8) now = DAY;
      const sent = [first, first + 1].filter((batch) => !acknowledged.has(batch));
      const results = await Promise.allSettled(sent.map((batch) => log.write(rejecting[batch])));
      results.forEach(({ status }, index) => {
        if (status === "fulfilled") acknowledged.add(sent[index]);
      });
    }
    await log.close();
  } catch (error) {
    expectFailure(error);
  }
}
