// Following a file, as with `tail -F`: after a crash or a failure a follower sees the last group at most twice.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { which } from "../../scripts/tools.js";
import { randomFrom } from "../twin/payloads.js";
import { expectFailure, openOn, someBatches } from "./kept.js";
import { Logplex } from "./logplex.js";
import { MemoryDisk } from "./memory-disk.js";
import { freePort, newFolder, pause, started, TOKEN } from "./program.js";

/** @import { Inode } from "./memory-disk.js" */

const ROUNDS = Number(process.env.HEROKU_DRAIN_ROUNDS ?? 4);
const SEED = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** More operations than the batches take. */
const OPERATIONS = 90;
const PATH = "/d/d.ndjson";
const batches = someBatches(12);

/** Reads a file like `tail -F`: each byte once, and a replaced or truncated file from its start. */
class Follower {
  /** @type {Inode | undefined} */
  #inode;
  #at = 0;
  text = "";
  shrank = false;

  /** @param {MemoryDisk} disk */
  look(disk) {
    const inode = disk.names.get(PATH);
    if (this.#inode) this.#read(this.#inode);
    if (inode === this.#inode || !inode) return;
    this.#inode = inode;
    this.#at = 0;
    this.#read(inode);
  }

  /** Follows the same files on a later disk. @param {MemoryDisk} disk */
  goOn(disk) {
    this.#inode = disk.names.get(PATH);
  }

  /** @param {Inode} inode */
  #read({ now }) {
    this.shrank ||= now.length < this.#at;
    this.text += now.subarray(this.#at);
    this.#at = now.length;
  }
}

for (const fails of [true, false]) {
  for (const largestFile of [100, 1e6]) {
    const what = fails ? "operation fails" : "operation the process is killed at";
    test(`no file shrinks and no record is missed, whichever ${what}, with files of ${largestFile} bytes`, async () => {
      for (let at = 1; at <= OPERATIONS; at++) await followAll(at, fails, largestFile);
    });
  }
}

/**
 * @param {number} at the operation
 * @param {boolean} fails whether only the operation fails, or the process ends
 * @param {number} largestFile
 */
async function followAll(at, fails, largestFile) {
  const random = randomFrom(at);
  const follower = new Follower();
  /** @type {number[]} */
  const attempts = batches.map(() => 0);
  /** @type {Set<number>} */
  const acknowledged = new Set();
  let disk = new MemoryDisk(random);
  for (let round = 0; acknowledged.size < batches.length; round++) {
    const first =
      round < 3 ? disk.operations + Math.ceil(at / (round + 1)) : Number.POSITIVE_INFINITY;
    disk.fate = (operation) => {
      follower.look(disk);
      if (fails ? operation !== first : operation < first) return "works";
      return fails ? "fails" : "power";
    };
    await sendAll(disk, largestFile, acknowledged, attempts);
    follower.look(disk);
    if (fails) continue;
    const left = disk.afterKill();
    // A completed file has been replaced by now, which a follower has seen.
    if (left.names.has(PATH)) follower.goOn(left);
    disk = left;
  }
  assert.ok(!follower.shrank, `operation ${at}: a file shrank`);
  const seen = follower.text.split("\n");
  batches.forEach(({ lines }, number) => {
    for (const line of lines) {
      const count = seen.filter((text) => `${text}\n` === line).length;
      const where = `operation ${at}: ${line} was seen ${count} times in ${attempts[number]} attempts`;
      assert.ok(count >= 1 && count <= attempts[number], where);
    }
  });
}

/**
 * @param {MemoryDisk} disk
 * @param {number} largestFile
 * @param {Set<number>} acknowledged
 * @param {number[]} attempts
 */
async function sendAll(disk, largestFile, acknowledged, attempts) {
  try {
    const log = await openOn(disk, { largestFile });
    const waiting = batches.map(async (batch, number) => {
      if (acknowledged.has(number)) return;
      for (let turn = 0; turn < 7 * number; turn++) await undefined;
      attempts[number]++;
      await log.write(batch).then(() => acknowledged.add(number), expectFailure);
    });
    await Promise.all(waiting);
    await log.close();
  } catch (error) {
    expectFailure(error);
  }
}

test(`tail -F prints each record, and only uncommitted ones twice after a kill (seed ${SEED})`, {
  skip: !which("tail") && "there is no tail",
}, async () => {
  const place = { folder: newFolder(), port: await freePort() };
  const random = randomFrom(SEED);
  const path = join(place.folder, "heroku.ndjson");
  const tail = spawn("tail", ["-n", "+1", "-F", path]);
  let [text, errors] = ["", ""];
  tail.stdout.on("data", (chunk) => {
    text += chunk;
  });
  tail.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = new Promise((resolve) => tail.on("close", resolve));
  const url = `http://127.0.0.1:${place.port}/`;
  const logplex = new Logplex({ url, token: TOKEN, random, targetBytes: 3_000, connections: 3 });
  const timer = setInterval(() => {
    for (let count = 0; count < 10; count++) logplex.log("a message");
  }, 5);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const server = await started("examples/node-server", place);
      await pause(100 + 200 * random());
      await server.end("SIGKILL");
    }
    const server = await started("examples/node-server", place);
    clearInterval(timer);
    await logplex.settled();
    await logplex.stop();
    assert.equal(await server.end("SIGTERM"), 0);
    const stored = linesOf(readFileSync(path, "utf8"));
    assert.ok(stored.length > 100, String(stored.length));
    const last = String(stored.at(-1));
    while (!text.includes(last)) await pause(20);
    assert.doesNotMatch(errors, /truncated/);
    const names = readdirSync(place.folder).filter((name) => name.includes(".uncommitted"));
    const uncommitted = names.flatMap((name) =>
      linesOf(readFileSync(join(place.folder, name), "utf8")),
    );
    const seen = countsOf(linesOf(text));
    const most = countsOf([...stored, ...uncommitted]);
    for (const line of stored) assert.ok(seen.has(line), `not seen: ${line}`);
    for (const [line, count] of seen) {
      assert.ok(count <= (most.get(line) ?? 0), `seen ${count} times: ${line}`);
    }
  } finally {
    clearInterval(timer);
    tail.kill();
    await ended;
    rmSync(place.folder, { recursive: true });
  }
});

/** The complete records. @param {string} text */
function linesOf(text) {
  return text.split("\n").filter((line) => /^\{.*\}$/.test(line));
}

/** @param {string[]} lines */
function countsOf(lines) {
  const counts = new Map();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
