// Servers that are killed, fill their disk, are slow or are stopped: acknowledged batches are on disk once.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { openLog } from "heroku-drain/node";
import { which } from "../../scripts/tools.js";
import { randomFrom } from "../twin/payloads.js";
import { Logplex } from "./logplex.js";
import {
  freePort,
  ndjsonFiles,
  newFolder,
  PROGRAMS,
  pause,
  started,
  storedIn,
  TOKEN,
} from "./program.js";
import { startServer } from "./server.js";

/** @import { Ledger } from "./logplex.js" */
/** @import { Name, Place } from "./program.js" */

/** The number of times a server is killed. */
const ROUNDS = Number(process.env.HEROKU_DRAIN_ROUNDS ?? 4);
const SEED = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const random = randomFrom(SEED);
const NAMES = /** @type {Name[]} */ (Object.keys(PROGRAMS));

/** @type {Place} */
let place;
beforeEach(async () => {
  place = { folder: newFolder(), port: await freePort() };
});
afterEach(() => rmSync(place.folder, { recursive: true }));

for (const name of NAMES) {
  describe(name, () => {
    test(`killed ${ROUNDS} times in the middle of batches, has each message once (seed ${SEED})`, async () => {
      const logging = startLogging({ targetBytes: 3_000, connections: 3 });
      for (let round = 0; round < ROUNDS; round++) {
        const server = await started(name, place);
        await pause(20 + 200 * random());
        await server.end("SIGKILL");
        checkLedger(logging.logplex.ledger, storedIn(place.folder, true));
      }
      const server = await started(name, place);
      await pause(50);
      const ledger = await logging.end();
      assert.equal(await server.end("SIGTERM"), 0, server.text());
      assert.ok(ledger.acknowledged.length > 100, String(ledger.acknowledged.length));
      checkLedger(ledger, storedIn(place.folder));
    });

    test("stopped in the middle of batches, answers them, closes its files and ends with 0", async () => {
      const server = await started(name, place);
      const logging = startLogging({ targetBytes: 3_000, connections: 3 });
      await pause(100);
      assert.equal(await server.end("SIGTERM"), 0, server.text());
      assert.ok(!existsSync(join(place.folder, "heroku.lock")));
      const { ledger } = logging.logplex;
      checkLedger(ledger, storedIn(place.folder));
      // The restarted server has the rest.
      const next = await started(name, place);
      await logging.end();
      assert.equal(await next.end("SIGINT"), 0, next.text());
      checkLedger(ledger, storedIn(place.folder));
      assert.deepEqual(ledger.givenUp, []);
    });

    test("with a full disk, says so, has nothing of a batch that it refused, and goes on when there is room", {
      skip: !which("prlimit") && "there is no prlimit",
    }, async () => {
      const server = await started(name, place);
      limitFiles(server.pid, "6000");
      const logging = startLogging({ targetBytes: 3_000, retries: 1_000, reconnectTime: 1 });
      await until(async () => (await health()) === 503);
      assert.ok(ndjsonFiles(place.folder).every((file) => sizeOf(file) <= 6_000));
      limitFiles(server.pid, "unlimited");
      await until(async () => (await health()) === 200);
      const ledger = await logging.end();
      assert.equal(await server.end("SIGTERM"), 0, server.text());
      assert.deepEqual(ledger.givenUp, []);
      checkLedger(ledger, storedIn(place.folder));
    });

    test("on a disk without space, has each message once", { skip: cannotMount() }, async () => {
      const disk = join(place.folder, "disk");
      mount(disk);
      try {
        writeFileSync(join(disk, "ballast"), Buffer.alloc(8 * 2 ** 20 - 150_000));
        const server = await started(name, { ...place, folder: disk });
        const logging = startLogging({ targetBytes: 20_000, retries: 1_000, reconnectTime: 1 });
        await until(async () => (await health()) === 503);
        rmSync(join(disk, "ballast"));
        await until(async () => (await health()) === 200);
        const ledger = await logging.end();
        assert.equal(await server.end("SIGTERM"), 0, server.text());
        checkLedger(ledger, storedIn(disk));
      } finally {
        spawnSync("umount", [disk]);
      }
    });

    test("refuses to start without a token, and says what to do", async () => {
      const { args, env } = PROGRAMS[name];
      const { status, stderr } = spawnSync(process.execPath, args(place), {
        encoding: "utf8",
        env: { ...process.env, ...env(place), LOGPLEX_DRAIN_TOKEN: "" },
      });
      assert.equal(status, 2);
      assert.match(stderr, /expected .*token.*LOGPLEX_DRAIN_TOKEN/);
    });
  });
}

test("a log that is slower than the limit keeps each message once", async () => {
  const log = await openLog({ directory: place.folder });
  const server = await startServer({ batchTimeout: 40 }, async (batch) => {
    await pause(random() < 0.3 ? 80 : 0);
    await log.write(batch);
  });
  const logplex = new Logplex({
    url: server.url,
    token: TOKEN,
    targetBytes: 600,
    reconnectTime: 1,
  });
  for (let n = 0; n < 150; n++) logplex.log(`message ${n}`);
  await logplex.settled();
  await logplex.stop();
  await server.receiver.idle();
  await server.close();
  await log.close();
  assert.ok(server.events.some(({ type }) => type === "late"));
  checkLedger(logplex.ledger, storedIn(place.folder));
});

test("batches that come twice, late and in another order are kept once", async () => {
  const log = await openLog({ directory: place.folder });
  // Only the log deduplicates here.
  const server = await startServer({ dedupe: false }, log.write);
  const faults = /** @type {const} */ (["duplicate", "at-once", "reordered", "lost-answer"]);
  const logplex = new Logplex({
    url: server.url,
    token: TOKEN,
    targetBytes: 600,
    reconnectTime: 1,
    fault: ({ attempt }) =>
      attempt === 1 ? faults[Math.floor(random() * faults.length)] : undefined,
  });
  for (let n = 0; n < 150; n++) logplex.log(`message ${n}`);
  await logplex.settled();
  await logplex.stop();
  await server.close();
  await log.close();
  assert.equal(logplex.ledger.acknowledged.length, 150);
  checkLedger(logplex.ledger, storedIn(place.folder));
});

/**
 * Logs messages, several every few milliseconds.
 *
 * @param {Partial<import("./logplex.js").Options>} options
 */
function startLogging(options) {
  const url = `http://127.0.0.1:${place.port}/`;
  const logplex = new Logplex({ url, token: TOKEN, random, ...options });
  const timer = setInterval(() => {
    for (let n = 0; n < 10; n++) logplex.log("a message\nof two lines");
  }, 5);
  const end = async () => {
    clearInterval(timer);
    await logplex.settled();
    await logplex.stop();
    return logplex.ledger;
  };
  return { logplex, end };
}

/**
 * Every acknowledged message is stored, no message twice, and none that was never sent.
 *
 * @param {Ledger} ledger
 * @param {string[]} messages
 */
function checkLedger({ acknowledged, overflowed }, messages) {
  const sent = messages.filter((text) => text.startsWith("seq="));
  const ids = sent.map((text) => String(text.split(" ", 1)[0]));
  const stored = new Set(ids);
  const unknown = new Set(overflowed);
  assert.equal(stored.size, ids.length, "a message was stored twice");
  assert.deepEqual(
    [...acknowledged].filter((id) => !stored.has(id)),
    [],
    "acknowledged, not stored",
  );
  assert.deepEqual(
    ids.filter((id) => unknown.has(id)),
    [],
    "stored, and never sent",
  );
}

/** @param {number} pid @param {string} bytes */
function limitFiles(pid, bytes) {
  const { status, stderr } = spawnSync("prlimit", [
    "--pid",
    String(pid),
    `--fsize=${bytes}:unlimited`,
  ]);
  assert.equal(status, 0, String(stderr));
}

/** The reason why a small disk is unavailable, if so. */
function cannotMount() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root mounts disks";
  const folder = newFolder();
  const { status } = mount(folder);
  if (status === 0) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return status !== 0 && "no disk can be mounted here";
}

/** @param {string} folder */
function mount(folder) {
  mkdirSync(folder, { recursive: true });
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]);
}

async function health() {
  const { status } = await fetch(`http://127.0.0.1:${place.port}/healthz`);
  return status;
}

/** @param {() => Promise<boolean>} condition */
async function until(condition) {
  while (!(await condition())) await pause(5);
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(join(place.folder, file)).size;
}
