// `heroku-drain serve`: its reports, which must never block it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, test } from "node:test";
import { which } from "../../scripts/tools.js";
import { pause } from "../receiver/program.js";
import { framed, run } from "./run.js";
import { BAD, GOOD, send, startServe, TOKEN } from "./server.js";

/** Stops a process at the write of its listening message, without spaces as NODE_OPTIONS requires. */
const STOPPER = encodeURIComponent(`
  const { write } = process.stderr;
  process.stderr.write = function (text, ...rest) {
    const isTaken = write.call(this, text, ...rest);
    if (text.includes("listening on")) process.kill(process.pid, "SIGTERM");
    return isTaken;
  };
`);

/** @type {Awaited<ReturnType<typeof startServe>>[]} */
let servers = [];
afterEach(() => {
  for (const server of servers) server.remove();
  servers = [];
});

/** @param {Parameters<typeof startServe>[0]} [options] */
async function started(options) {
  const server = await startServe(options);
  servers.push(server);
  return server;
}

/** @param {Parameters<typeof startServe>[0]} [options] */
async function startedAndRead(options) {
  const server = await started(options);
  server.read();
  return server;
}

describe("standard error of serve", () => {
  test("may lose its reader: batches are stored, and a stop exits with 0", async () => {
    const server = await started();
    server.child.stderr?.destroy();
    for (let n = 0; n < 20; n++) assert.equal(await send(server.url, BAD + GOOD), 204);
    assert.equal(await server.stop(), 0);
    assert.equal(stored(server).length, 20);
  });

  test("may be a full disk: batches are stored, and a stop exits with 0", {
    skip: process.platform !== "linux" && "there is no /dev/full",
  }, async () => {
    const full = openSync("/dev/full", "w");
    const server = await started({ stderr: full });
    closeSync(full);
    for (let n = 0; n < 20; n++) assert.equal(await send(server.url, BAD + GOOD), 204);
    assert.equal(await server.stop(), 0);
    assert.equal(stored(server).length, 20);
  });

  test("may be unread: lines are dropped instead of queued, and counted once it is read", async () => {
    const server = await started();
    const batches = 600;
    for (let n = 0; n < batches; n++) assert.equal(await send(server.url, BAD.repeat(3)), 204);
    server.read();
    const listed = () => server.lines().filter((line) => line.includes("invalid-timestamp")).length;
    const dropped = () => server.lines().reduce((sum, line) => sum + droppedIn(line), 0);
    await until(() => listed() + dropped() >= 3 * batches);
    assert.equal(listed() + dropped(), 3 * batches);
    assert.ok(listed() < 2 * batches, `${listed()} lines waited`);
    await send(server.url, BAD);
    await until(() => listed() + dropped() === 3 * batches + 1);
    assert.equal(await server.stop(), 0);
  });

  test("may be unread when the server is stopped", async () => {
    const server = await started();
    for (let n = 0; n < 600; n++) await send(server.url, BAD.repeat(3));
    assert.equal(await server.stop(), 0);
  });

  test("reports the number of lines lost on a full disk, once there is space", {
    skip: !which("prlimit") && "there is no prlimit",
  }, async () => {
    const path = join((await started()).directory, "stderr");
    const file = openSync(path, "w");
    const server = await started({ stderr: file });
    closeSync(file);
    limitFiles(server.pid, "0");
    for (let n = 0; n < 3; n++) await send(server.url, GOOD, { "logplex-drain-token": "wrong" });
    limitFiles(server.pid, "unlimited");
    await send(server.url, GOOD, { "logplex-drain-token": "wrong" });
    assert.equal(await server.stop(), 0);
    const [, dropped, refused] = readFileSync(path, "utf8").split("\n");
    assert.equal(dropped, "heroku-drain: 3 lines could not be written to standard error");
    assert.match(String(refused), /refused a request/);
  });
});

describe("serve reports", () => {
  test("the address that it listens on", async () => {
    const server = await startedAndRead();
    await server.stop();
    const place = `http://127.0.0.1:${server.port}, writing ${server.directory}/heroku.ndjson`;
    assert.equal(server.lines()[0], `heroku-drain: listening on ${place}`);
  });

  test("refused requests with address, status and reason, a few per minute, and no data from them", async () => {
    const server = await startedAndRead();
    const token = "d.11111111-1111-4111-8111-111111111111";
    for (let n = 0; n < 8; n++) {
      const url = `${server.url}secret\u202epath?key=value`;
      assert.equal(await send(url, GOOD, { "logplex-drain-token": token }), 401);
    }
    await server.stop();
    const refused = server.lines().filter((line) => line.includes("refused"));
    assert.deepEqual(refused, [
      ...Array(5).fill("heroku-drain: refused a request from 127.0.0.1: 401 unauthorized"),
      "heroku-drain: 3 more refused requests not listed",
    ]);
    assert.ok(server.lines().some((line) => line.endsWith("batches: 8 rejected (unauthorized)")));
    assert.doesNotMatch(server.lines().join("\n"), /1111|secret|key=value/);
  });

  test("warnings about possibly forged or lost records, and wrong message counts", async () => {
    const server = await startedAndRead();
    const wrong = framed("<190>1 - host app web.1 - a\n").replace(/^\d+/, "20");
    await send(server.url, wrong + GOOD, { "logplex-frame-id": "first" });
    await send(server.url, GOOD.slice(0, -4), { "logplex-frame-id": "second" });
    await send(server.url, GOOD, { "logplex-frame-id": "third", "logplex-msg-count": "5" });
    await send(server.url, GOOD.replace(/\n$/, "\r\n"), { "logplex-frame-id": "fourth" });
    await server.stop();
    const lines = server.lines().filter((line) => line.includes("batch "));
    assert.match(String(lines[0]), /batch first: octet-count-mismatch: /);
    assert.match(String(lines[1]), /batch second: truncated: /);
    assert.match(String(lines[2]), /batch third: count-mismatch: .*5/);
  });

  test("a batch that an earlier run has stored as a duplicate", async () => {
    const first = await startedAndRead();
    await send(first.url, GOOD, { "logplex-frame-id": "same" });
    await first.stop();
    assert.match(String(first.lines().at(-1)), /: 1 record stored; batches: 1 stored$/);
    const second = await startedAndRead({ directory: first.directory });
    await send(second.url, GOOD, { "logplex-frame-id": "same" });
    await second.stop();
    assert.match(String(second.lines().at(-1)), /: 0 records stored; batches: 1 duplicate$/);
  });

  test("a batch that could not be written as failed", {
    skip: !which("prlimit") && "there is no prlimit",
  }, async () => {
    const server = await startedAndRead();
    limitFiles(server.pid, "0");
    assert.equal(await send(server.url, GOOD), 503);
    limitFiles(server.pid, "unlimited");
    await server.stop();
    const lines = server.lines();
    assert.ok(lines.some((line) => /batches cannot be stored: .*file too large/i.test(line)));
    assert.match(String(lines.at(-1)), /: 0 records stored; batches: 1 failed \(batch-failed\)$/);
  });
});

describe("serve", () => {
  test("mentions in its health check that batches keep producing no records", async () => {
    const server = await started();
    const health = async () => (await fetch(`${server.url}healthz`)).text();
    for (let n = 0; n < 2; n++) await send(server.url, BAD);
    assert.equal(await health(), "ok\n");
    for (let n = 0; n < 10; n++) await send(server.url, BAD);
    const remark =
      "the last 12 batches produced no record; their bytes are in heroku.rejected.ndjson";
    assert.equal(await health(), `ok\n${remark}\n`);
    await send(server.url, GOOD + BAD);
    assert.equal(await health(), "ok\n");
  });

  for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"])) {
    test(`stops cleanly at ${signal}`, async () => {
      const server = await startedAndRead();
      assert.equal(await send(server.url, GOOD), 204);
      assert.equal(await server.stop(signal), 0);
      assert.match(server.lines().join("\n"), /stopping/);
    });
  }

  test("stores bytes that produced no record in a file that parse reads", async () => {
    const server = await started();
    assert.equal(await send(server.url, GOOD + BAD), 204);
    assert.equal(await server.stop(), 0);
    const path = join(server.directory, "heroku.rejected.ndjson");
    const { status, stdout, stderr } = run(["parse", "--strict", path]);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(
      stderr,
      /rejected\.ndjson: line 1: error invalid-timestamp: .*"noon" at byte 10\n/,
    );
  });

  test("names the variable if PORT is not a port", async () => {
    for (const port of ["", "http", "70000"]) {
      const { status, stderr } = run(["serve"], {
        env: { PORT: port, LOGPLEX_DRAIN_TOKEN: TOKEN },
      });
      const message = "expected PORT in the environment to be a whole number up to 65535";
      assert.deepEqual(
        [status, stderr],
        [2, `heroku-drain: ${message}; see heroku-drain --help\n`],
      );
    }
  });

  test("refuses an invalid token, and exits with 2", () => {
    const directory = mkdtempSync(join(tmpdir(), "heroku-drain-serve-"));
    const env = { LOGPLEX_DRAIN_TOKEN: "d.\u00e9" };
    const { status, stderr } = run(["serve", "--port", "0", "--directory", directory], { env });
    rmSync(directory, { recursive: true });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /^heroku-drain: .*token.*\n$/);
  });

  test("can be stopped as soon as it says that it listens", () => {
    const directory = mkdtempSync(join(tmpdir(), "heroku-drain-serve-"));
    const env = {
      LOGPLEX_DRAIN_TOKEN: TOKEN,
      NODE_OPTIONS: `--import=data:text/javascript,${STOPPER}`,
    };
    const { status, stderr } = run(["serve", "--port", "0", "--directory", directory], { env });
    rmSync(directory, { recursive: true });
    assert.equal(status, 0, stderr);
  });

  test("names the option that the log does not accept, and ends with 2", () => {
    for (const [args, message] of /** @type {const} */ ([
      [["--name", "a.rejected"], '--name must not end in ".rejected"'],
      [["--largest-file", "0"], "--largest-file must be a positive whole number of bytes"],
      [["--directory", ""], "--directory must be a path, not empty"],
    ])) {
      const { status, stderr } = run(["serve", "--allow-anyone", ...args]);
      const expected = `heroku-drain: ${message}; see heroku-drain --help\n`;
      assert.deepEqual([status, stderr], [2, expected]);
    }
  });

  test("names the directory if it cannot open the log, and ends with 3", () => {
    const file = join(mkdtempSync(join(tmpdir(), "heroku-drain-serve-")), "file\u009b");
    writeFileSync(file, "");
    const { status, stderr } = run(["serve", "--allow-anyone", "--directory", file]);
    rmSync(dirname(file), { recursive: true });
    const message = `cannot open the log in ${file.replace("\u009b", "\\u{9b}")}: file already exists`;
    assert.deepEqual([status, stderr], [3, `heroku-drain: ${message}\n`]);
  });

  test("reports why it cannot listen, and exits with 3", async () => {
    const { port, directory } = await started();
    const args = ["--host", "127.0.0.1", "--port", String(port), "--directory", `${directory}2`];
    const { status, stderr } = run(["serve", ...args], { env: { LOGPLEX_DRAIN_TOKEN: TOKEN } });
    const reason = `address already in use 127.0.0.1:${port}`;
    assert.deepEqual([status, stderr], [3, `heroku-drain: cannot start the server: ${reason}\n`]);
  });
});

/** @param {() => boolean} condition */
async function until(condition) {
  for (let n = 0; n < 2_000 && !condition(); n++) await pause(5);
}

/** The number of dropped lines that a line reports. @param {string} line */
function droppedIn(line) {
  return Number(/: ([\d,]+) lines? could not be written/.exec(line)?.[1]?.replace(",", "") ?? 0);
}

/** @param {{ directory: string }} server */
function stored({ directory }) {
  return readFileSync(join(directory, "heroku.ndjson"), "utf8").trim().split("\n");
}

/** @param {number} pid @param {string} bytes */
function limitFiles(pid, bytes) {
  const args = ["--pid", String(pid), `--fsize=${bytes}:unlimited`];
  const { status, stderr } = spawnSync("prlimit", args);
  assert.equal(status, 0, String(stderr));
}
