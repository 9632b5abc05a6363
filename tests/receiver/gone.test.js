// Files of an open log that are moved, removed or truncated: acknowledged bytes remain available by name.

import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { openLog } from "heroku-drain/node";
import { randomFrom } from "../twin/payloads.js";
import { expectFailure, linesOn, openOn, someBatches, someRejected } from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";
import { newFolder } from "./program.js";

const SEED = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** @type {string} */
let folder;
/** @type {string[]} */
let notices;
/** @type {import("heroku-drain/node").Log} */
let log;
const batches = someBatches(40);
const first = batches[0].lines.join("");

beforeEach(async () => {
  folder = newFolder();
  notices = [];
  log = await openLog({
    directory: folder,
    now: () => 0,
    notify: (notice) => notices.push(notice),
  });
});
afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = (/** @type {string} */ name = "heroku.ndjson") => join(folder, name);
const read = (/** @type {string} */ name) => readFileSync(path(name), "utf8");

/** Actions of another program; each returns the remaining old files. @type {Record<string, () => Record<string, RegExp>>} */
const DEEDS = {
  "the file is removed": () => {
    rmSync(path());
    return {};
  },
  "the directory is removed": () => {
    rmSync(folder, { recursive: true });
    return {};
  },
  "the file is renamed": () => {
    renameSync(path(), path("heroku.ndjson.1"));
    return { "heroku.ndjson.1": /^\{"batch":0,"line":0\}\n\n*$/ };
  },
  "the file is renamed and created, as logrotate does": () => {
    renameSync(path(), path("heroku.ndjson.1"));
    writeFileSync(path(), "");
    return { "heroku.ndjson.1": /^\{"batch":0,"line":0\}\n\n*$/ };
  },
  "the file is copied and truncated, as logrotate does": () => {
    copyFileSync(path(), path("heroku.ndjson.1"));
    truncateSync(path(), 0);
    return { "heroku.ndjson.1": /^\{"batch":0,"line":0\}\n$/ };
  },
  "the file is replaced": () => {
    writeFileSync(path("other"), "a stranger's\n");
    renameSync(path("other"), path());
    return { "heroku-00000001-1970-01-01.ndjson": /^a stranger's\n$/ };
  },
  "the file is shortened": () => {
    truncateSync(path(), 5);
    return { "heroku-00000001-1970-01-01.ndjson": /^\{"bat$/ };
  },
  "the journal is removed": () => {
    rmSync(path("heroku.journal"));
    return { "heroku-00000001-1970-01-01.ndjson": /^\{"batch":0,"line":0\}\n$/ };
  },
};

describe("when another program changes the files", () => {
  for (const [name, deed] of Object.entries(DEEDS)) {
    test(`because ${name}, one batch is refused, and the log reports it and starts new files`, async () => {
      await log.write(batches[0]);
      assert.equal(read("heroku.ndjson"), first);
      const left = deed();
      await assert.rejects(
        log.write(batches[1]),
        /was moved, removed or changed|was removed or replaced/,
      );
      await Promise.all([log.write(batches[1]), log.write(batches[2])]);
      assert.equal(log.failure(), undefined);
      assert.equal(read("heroku.ndjson"), [...batches[1].lines, ...batches[2].lines].join(""));
      for (const [file, content] of Object.entries(left)) assert.match(read(file), content);
      assert.match(
        notices.join(),
        /(was moved, replaced or changed|was removed);.* the log starts new files$/,
      );
      // It was acknowledged, so it is remembered although its file is gone.
      assert.ok(log.has(batches[0]));
      const own = ["heroku.journal", "heroku.lock", "heroku.ndjson", "heroku.rejected.ndjson"];
      assert.deepEqual(readdirSync(folder).sort(), [...own, ...Object.keys(left)].sort());
    });
  }

  test("because the file of rejected bytes is removed, both files are started again", async () => {
    const rejecting = someRejected(2)[0];
    await log.write(rejecting);
    await log.write(batches[3]);
    assert.equal(read("heroku.rejected.ndjson"), rejecting.rejected.join(""));
    rmSync(path("heroku.rejected.ndjson"));
    await assert.rejects(
      log.write(batches[1]),
      /heroku.rejected.ndjson was moved, removed or changed/,
    );
    await log.write(batches[1]);
    assert.equal(read("heroku.ndjson"), batches[1].lines.join(""));
    const kept = read("heroku-00000001-1970-01-01.ndjson");
    assert.equal(kept.trimEnd(), batches[3].lines.join("").trimEnd());
  });

  test("and no more batches arrive, a check finds and repairs it", async () => {
    await log.write(batches[0]);
    rmSync(folder, { recursive: true });
    await assert.rejects(log.check(), /was removed or replaced|was moved, removed or changed/);
    const until = Date.now() + 10_000;
    while (Date.now() < until && !existsSync(path())) await log.check().catch(() => {});
    assert.equal(statSync(path()).size, 0);
    assert.equal(log.failure(), undefined);
  });
});

test(`files that are removed or cut at any moment, and a crash later, lose no batch acknowledged afterwards (seed ${SEED})`, async () => {
  const random = randomFrom(SEED);
  for (let round = 0; round < 200; round++) await sendAndDisturb(random, `round ${round}`);
});

/**
 * Sends batches. Between two random steps of the log, a file is changed; in half of the rounds the process is killed later.
 *
 * @param {() => number} random
 * @param {string} where
 */
async function sendAndDisturb(random, where) {
  const disk = new MemoryDisk(random);
  const names = ["/d/d.ndjson", "/d/d.journal", "/d/d.rejected.ndjson"];
  const victim = names[Math.floor(3 * random())];
  const isCut = random() < 0.5;
  const changedAt = 10 + Math.floor(60 * random());
  const killedAt =
    random() < 0.5 ? changedAt + Math.floor(12 * random()) : Number.POSITIVE_INFINITY;
  /** @type {Set<number>} */
  const acknowledged = new Set();
  let before = new Set();
  disk.fate = (operation) => {
    if (operation === changedAt) {
      before = new Set(acknowledged);
      const inode = disk.names.get(victim);
      if (isCut && inode) inode.now = inode.now.subarray(0, 0);
      else disk.names.delete(victim);
    }
    return operation >= killedAt ? "power" : "works";
  };
  await sendAll(disk, acknowledged).catch(expectChange);
  const left = disk.afterKill();
  await sendAll(left, acknowledged);
  assert.equal(acknowledged.size, batches.length, where);
  const stored = linesOn(left).map((line) => line.replace(/^\0+/, ""));
  batches.forEach(({ lines }, number) => {
    const isLost = before.has(number) && victim === "/d/d.ndjson";
    for (const line of lines) {
      const count = stored.filter((found) => found === line).length;
      assert.ok(count >= 1 || isLost, `${where}: ${line} is missing`);
      // Duplicates require two faults: unacknowledged bytes, in a file that is set aside unchanged.
      assert.ok(
        count <= (killedAt < Number.POSITIVE_INFINITY ? 2 : 1),
        `${where}: ${line} is there ${count} times`,
      );
    }
  });
}

/**
 * @param {MemoryDisk} disk
 * @param {Set<number>} acknowledged
 */
async function sendAll(disk, acknowledged) {
  const log = await openOn(disk, { largestFile: 1e6, notify: () => {} });
  const waiting = batches.map(async (batch, number) => {
    for (let turn = 0; turn < 5 * number; turn++) await undefined;
    for (let attempt = 0; attempt < 3 && !acknowledged.has(number); attempt++) {
      await log.write(batch).then(() => acknowledged.add(number), expectChange);
    }
  });
  await Promise.all(waiting);
  await log.close();
}

/** @param {unknown} error */
function expectChange(error) {
  if (!/was moved, removed or changed/.test(String(error))) expectFailure(error);
}
