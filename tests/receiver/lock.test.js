// Exclusive locks: two processes, two containers, one process twice, and stale or removed locks.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { openLog } from "heroku-drain/node";
import { lock } from "../../pkg/node/lock.js";
import { claimTo, socketLock } from "../../pkg/node/lock-socket.js";
import { root, which } from "../../scripts/tools.js";
import { newFolder } from "./program.js";

const STARTERS = 6;
const CALLERS = 12;
const ROUNDS = Number(process.env.HEROKU_DRAIN_ROUNDS ?? 4);
const LOCK = join(root, "pkg/node/lock.js");
/** Takes a lock and reports the result; holds the lock until its input ends. */
const HOLDER = `
  import { lock } from ${JSON.stringify(LOCK)};
  process.stdin.resume().on("end", () => process.exit());
  try {
    await lock(process.argv[1]);
    console.log("held");
  } catch (error) {
    console.log(error.message);
  }
`;
/** Arguments of a process that takes a lock and has nothing else to do. */
const TAKER = [
  "--input-type=module",
  "-e",
  `await (await import(${JSON.stringify(LOCK)})).lock(process.argv[1])`,
];

/** @type {string} */
let folder;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (/** @type {string} */ directory = folder) =>
  openLog({ directory, notify: (notice) => notices.push(notice) });
/** @type {string[]} */
const notices = [];
const batchOf = (/** @type {string} */ text) => ({ ndjson: () => Buffer.from(`"${text}"\n`) });
const read = () => readFileSync(join(folder, "heroku.ndjson"), "utf8");
const lockFiles = () => readdirSync(folder).filter((name) => name.includes(".lock"));

/**
 * Starts a process that tries to take the folder's lock.
 *
 * @param {string[]} [prefix] a command that runs it
 */
async function holder(prefix = []) {
  const node = [process.execPath, "--input-type=module", "-e", HOLDER, join(folder, "heroku.lock")];
  const [program, ...args] = [...prefix, ...node];
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const said = await new Promise((resolve) => {
    child.stdout.setEncoding("utf8").once("data", (text) => resolve(text.trim()));
    child.once("close", () => resolve("nothing"));
  });
  const end = () => {
    child.stdin.end();
    return ended;
  };
  const kill = () => {
    child.kill("SIGKILL");
    return ended;
  };
  return { said: String(said), pid: Number(child.pid), end, kill };
}

describe("a second log on the same directory", () => {
  test("is refused in the same process, also by another path", async () => {
    const log = await open();
    await assert.rejects(open(), /heroku\.lock is held by this process: the log is open already/);
    mkdirSync(join(folder, "inner"));
    await assert.rejects(open(join(folder, "inner", "..")), /is held by this process/);
    await log.close();
    await (await open()).close();
    assert.deepEqual(lockFiles(), []);
  });

  test("is refused in another process, with the ID of the first", async () => {
    const first = await holder();
    assert.equal(first.said, "held");
    await assert.rejects(
      open(),
      new RegExp(`heroku\\.lock is held by process ${first.pid}: stop it`),
    );
    await first.end();
    await (await open()).close();
  });

  test("is refused in another container, which has its own process IDs", {
    skip: cannotUnshare() && "no namespaces can be made here",
  }, async () => {
    const apart = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const first = await holder(apart);
    assert.equal(first.said, "held");
    const second = await holder(apart);
    assert.match(second.said, /heroku\.lock is held by process \d+: stop it/);
    await Promise.all([first.end(), second.end()]);
    await (await open()).close();
  });

  test("is refused if its path is too long for the address of a socket", async () => {
    const long = join(folder, "d".repeat(120), "e".repeat(120));
    const name = "n".repeat(64);
    const log = await openLog({ directory: long, name });
    await assert.rejects(openLog({ directory: long, name }), /is held by this process/);
    await assert.rejects(lock(join(folder, "d".repeat(120), "..", "missing", "x")), /ENOENT/);
    await log.close();
    assert.deepEqual(
      readdirSync(long).filter((file) => file.includes("lock")),
      [],
    );
  });
});

describe("a stale lock", () => {
  test("as a symbolic link to nothing is replaced", {
    skip: process.platform !== "linux" && "other systems lock a file or a pipe",
  }, () => {
    const path = join(folder, "heroku.lock");
    symlinkSync(join(folder, "nothing"), path);
    // The timeout is a bound on a hang.
    const { status } = spawnSync(process.execPath, [...TAKER, path], { timeout: 60_000 });
    assert.equal(status, 0);
    assert.ok(!existsSync(join(folder, "nothing")));
  });

  test("of a killed process is taken over, and leaves no file", async () => {
    const first = await holder();
    await first.kill();
    assert.ok(existsSync(join(folder, "heroku.lock")));
    const log = await open();
    assert.deepEqual(lockFiles(), ["heroku.lock"]);
    await log.close();
    assert.deepEqual(lockFiles(), []);
  });

  test(`is taken over by one of ${STARTERS} processes that start at once, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const starters = await Promise.all(Array.from({ length: STARTERS }, () => holder()));
      const holding = starters.filter(({ said }) => said === "held");
      assert.equal(holding.length, 1, starters.map(({ said }) => said).join("\n"));
      for (const { said } of starters) assert.match(said, /^held$|is held by process \d+/);
      await Promise.all(starters.map(({ kill }) => kill()));
    }
    await (await open()).close();
    assert.deepEqual(lockFiles(), []);
  });

  test(`is taken over by one of ${CALLERS} callers at once, in any order of their steps`, {
    skip: process.platform !== "linux" && "the lock is not a socket here",
  }, async () => {
    const path = join(folder, "heroku.lock");
    for (let round = 0; round < 10 * ROUNDS; round++) {
      await leaveSocket(path);
      const callers = Array.from({ length: CALLERS }, () => socketLock(path));
      const results = await Promise.allSettled(callers);
      const held = results.filter(({ status }) => status === "fulfilled");
      assert.equal(held.length, 1);
      const [{ value }] = /** @type {PromiseFulfilledResult<any>[]} */ (held);
      assert.ok(value.isHeld());
      // Other processes may end meanwhile, and must not remove it.
      assert.deepEqual(lockFiles(), ["heroku.lock"]);
      await value.release();
      assert.deepEqual(lockFiles(), []);
    }
  });

  test("of processes killed during a takeover is taken over", {
    skip: process.platform !== "linux" && "the lock is not a socket here",
  }, async () => {
    const path = join(folder, "heroku.lock");
    await leaveSocket(path);
    // Claims to the lock, and to a claim, as left by two killed processes.
    for (let count = 0; count < 2; count++) {
      const claim = claimTo(count === 0 ? path : join(folder, String(lockFiles().at(-1))), path);
      await leaveSocket(claim);
    }
    assert.equal(lockFiles().length, 3);
    const log = await open();
    assert.deepEqual(lockFiles(), ["heroku.lock"]);
    await log.close();
  });
});

describe("a lock that is removed while the log is open", () => {
  test("stops the log for a batch, and is taken again", async () => {
    const log = await open();
    await log.write(batchOf("first"));
    rmSync(join(folder, "heroku.lock"));
    await assert.rejects(log.write(batchOf("second")), /heroku\.lock was removed or replaced/);
    assert.equal(read(), '"first"\n');
    await log.write(batchOf("third"));
    await log.close();
    assert.equal(read(), '"first"\n"third"\n');
  });

  test("stops the log while another process holds it", async () => {
    const log = await open();
    rmSync(join(folder, "heroku.lock"));
    const other = await holder();
    assert.equal(other.said, "held");
    await assert.rejects(log.write(batchOf("first")), /heroku\.lock was removed or replaced/);
    const heldBy = new RegExp(`is held by process ${other.pid}`);
    await assert.rejects(log.write(batchOf("second")), heldBy);
    await assert.rejects(log.check(), heldBy);
    assert.equal(read(), "");
    await other.end();
    await log.write(batchOf("third"));
    await log.close();
    assert.equal(read(), '"third"\n');
  });
});

test("a lock does not keep its process alive", async () => {
  const path = join(folder, "heroku.lock");
  const child = spawn(process.execPath, [...TAKER, path]);
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 0);
});

test("a file system without sockets is reported, with advice", {
  skip: cannotUnshare() && "only root of a Linux machine is told so by /sys",
}, async () => {
  await assert.rejects(
    lock("/sys/x.lock"),
    /^Error: \/sys\/\S+ cannot be a Unix socket \(E\w+\): use a directory on a local file system/,
  );
});

/**
 * A socket without a listener, as left by a killed process.
 *
 * @param {string} path
 */
async function leaveSocket(path) {
  const server = createServer();
  await new Promise((resolve) => server.listen(`${path}.left`, () => resolve(undefined)));
  linkSync(`${path}.left`, path);
  await new Promise((resolve) => server.close(resolve));
}

function cannotUnshare() {
  return process.platform !== "linux" || process.getuid?.() !== 0 || !which("unshare");
}
