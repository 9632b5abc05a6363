// The server of heroku-drain/node: health checks, shutdown, and connections that send no batch.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { startServer } from "heroku-drain/node";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";
import { root } from "../../scripts/tools.js";
import { connected } from "./connection.js";
import { BODY, deferred, requestHead, TOKEN } from "./requests.js";

/** @import { ServerOptions } from "heroku-drain/node" */

/** Far longer than closing takes, and far shorter than the default `grace` of 20 s. */
const SOON = 5_000;
/** Longer than `headersTimeout` plus one check interval, and shorter than the 30 s between Node's own checks. */
const HEADERS_ENDED = 20_000;

/** @param {Record<string, string | number>} [headers] */
function head(headers = {}, start = "POST / HTTP/1.1") {
  return requestHead(start, TOKEN, headers);
}

/**
 * @param {Partial<ServerOptions>} [options]
 * @param {() => unknown} [onBatch]
 */
async function started(options = {}, onBatch = () => {}) {
  let count = 0;
  const receiver = createReceiver({
    ...{ token: TOKEN, retryDelay: 0 },
    onBatch: async () => {
      count++;
      await onBatch();
    },
  });
  const listener = toNodeListener(receiver);
  const running = await startServer({ listener, port: 0, host: "127.0.0.1", ...options });
  const url = new URL(`http://127.0.0.1:${running.port}`);
  return {
    ...running,
    url,
    open: () => connected(url, 1_000),
    /** The number of received batches. */
    count: () => count,
  };
}

/**
 * Whether a promise settles soon.
 *
 * @param {Promise<unknown>} promise
 * @param {number} [milliseconds]
 */
async function settles(promise, milliseconds = SOON) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const isInTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return isInTime;
}

describe("GET /healthz", () => {
  test("runs the check each time, so it recovers as soon as batches can be stored", async () => {
    let isFull = true;
    const server = await started({
      check: async () => {
        if (isFull) throw new Error("logs/heroku.ndjson: no space left");
      },
    });
    const failing = await fetch(new URL("/healthz", server.url));
    assert.deepEqual(
      [failing.status, await failing.text()],
      [503, "batches cannot be stored\n"],
      "without the reason",
    );
    isFull = false;
    const well = await fetch(new URL("/healthz", server.url));
    assert.deepEqual([well.status, await well.text()], [200, "ok\n"]);
    await server.close();
  });

  for (const [name, check, status, text] of /** @type {const} */ ([
    ["nothing to check", undefined, 200, "ok\n"],
    [
      "a remark",
      () => "the last 9 batches had no records",
      200,
      "ok\nthe last 9 batches had no records\n",
    ],
    ["a remark that is late", async () => "a remark", 200, "ok\na remark\n"],
    [
      "a check that throws at once",
      () => {
        throw new Error("secret");
      },
      503,
      "batches cannot be stored\n",
    ],
  ])) {
    test(`answers ${status} with ${name}`, async () => {
      const server = await started({ check });
      const answer = await fetch(new URL("/healthz", server.url));
      assert.deepEqual([answer.status, await answer.text()], [status, text]);
      await server.close();
    });
  }

  test("answers 503 if the check does not return", async (context) => {
    let isAsked = false;
    const server = await started({
      check: () => {
        isAsked = true;
        return new Promise(() => {});
      },
    });
    const connection = await server.open();
    context.mock.timers.enable({ apis: ["setTimeout"] });
    connection.write(head({ "Content-Length": 0 }, "GET /healthz HTTP/1.1"));
    while (!isAsked) await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(5_000);
    assert.equal((await connection.answer()).status, 503);
    context.mock.timers.reset();
    await server.close();
  });

  test("accepts a query, a slash, HEAD and a complete URL, and leaves other paths to the listener", async () => {
    const server = await started();
    for (const [start, status] of /** @type {const} */ ([
      ["GET /healthz HTTP/1.1", 200],
      ["GET /healthz?probe=1&x=/ HTTP/1.1", 200],
      ["GET /healthz/ HTTP/1.1", 200],
      ["GET /healthz/?x HTTP/1.1", 200],
      ["GET http://logs.example.com:8080/healthz?x HTTP/1.1", 200],
      ["HEAD /healthz HTTP/1.1", 200],
      ["POST /healthz HTTP/1.1", 405],
      ["GET /healthz/more HTTP/1.1", 405],
      ["GET /healthzz HTTP/1.1", 405],
      ["GET /?/healthz HTTP/1.1", 405],
    ])) {
      const connection = await server.open();
      connection.write(head({ "Content-Length": 0 }, start));
      const answer = await connection.answer({ isHead: start.startsWith("HEAD") });
      assert.deepEqual([answer.status, answer.headers.get("connection")], [status, "close"], start);
      const isHealth = status === 200 || start.startsWith("POST /healthz");
      assert.equal(
        answer.headers.get("allow") ?? "",
        status === 200 ? "" : isHealth ? "GET, HEAD" : "POST",
      );
    }
    await server.close();
  });

  test("shares one check among concurrent requests", async () => {
    const checking = deferred();
    let checks = 0;
    const server = await started({
      check: () => {
        checks++;
        return checking.promise;
      },
    });
    const connections = await Promise.all(Array.from({ length: 5 }, server.open));
    for (const connection of connections) {
      connection.write(head({ "Content-Length": 0 }, "GET /healthz HTTP/1.1"));
    }
    const answers = connections.map((connection) => connection.answer());
    await until(() => checks > 0);
    await fetchesOnce(server.url);
    checking.resolve();
    for (const answer of answers) assert.equal((await answer).status, 200);
    assert.equal(checks, 1);
    assert.equal((await fetch(new URL("/healthz", server.url))).status, 200);
    assert.equal(checks, 2);
    await server.close();
  });
});

describe("a stop", () => {
  test("closes silent, half-sent and idle connections at once, and answers requests in flight", async () => {
    const storing = deferred();
    let isStoring = false;
    const server = await started({}, () => {
      if (server.count() === 1) return undefined;
      isStoring = true;
      return storing.promise;
    });
    const [silent, half, idle, busy, bodyless] = await Promise.all(
      Array.from({ length: 5 }, server.open),
    );
    assert.ok(silent && half && idle && busy && bodyless);
    half.write(head().slice(0, 40));
    idle.write(head());
    idle.write(BODY);
    assert.equal((await idle.answer()).status, 204);
    busy.write(head());
    busy.write(BODY);
    await until(() => isStoring);
    const stopping = server.close();
    for (const connection of [silent, half, idle, bodyless]) {
      assert.ok(await settles(connection.rest()), "the connection is still open");
    }
    storing.resolve();
    const { status, headers } = await busy.answer();
    assert.deepEqual([status, headers.get("connection")], [204, "close"]);
    assert.ok(await settles(stopping), "the server still runs");
  });

  test("closes connections whose answer had begun before the stop", async () => {
    const rest = deferred();
    const server = await started({
      listener: (_, response) => {
        response.write("first");
        rest.promise.then(() => response.end());
      },
    });
    const connection = await server.open();
    connection.write(head({ "Content-Length": 0 }));
    await fetchesOnce(server.url);
    const stopping = server.close();
    rest.resolve();
    assert.match(String(await connection.rest()), /first/);
    assert.ok(await settles(stopping), "the server still runs");
  });

  test("waits no longer than grace", async () => {
    const server = await started({ grace: 50 }, () => new Promise(() => {}));
    const connection = await server.open();
    connection.write(head());
    connection.write(BODY);
    await until(() => server.count() === 1);
    assert.ok(await settles(server.close()), "the server still runs");
    assert.equal(await connection.rest(), "");
  });
});

describe("a request that Node would answer with 4xx, after which Logplex drops the batch", () => {
  const chunked = head({ "Transfer-Encoding": "chunked" }).replace(/Content-Length.*\r\n/, "");
  for (const [name, sent] of /** @type {[string, string][]} */ ([
    ["half a body", head() + BODY.subarray(0, 30)],
    ["half a header", head().slice(0, 50)],
    ["half a chunk", `${chunked}40\r\nabc`],
    ["a chunk whose size is no number", `${chunked}xyz\r\n`],
    ["a chunk that is longer than its size", `${chunked}2\r\nabcdef\r\n0\r\n\r\n`],
    ["a body without an end of chunks", `${chunked}2\r\nab\r\n`],
    ["a header that is no header", head({ "Bad Name": 1 })],
    ["headers that are too large", head({ "X-Large": "a".repeat(20_000) })],
    ["a length and chunks", head({ "Transfer-Encoding": "chunked" })],
    ["two lengths", head({ "content-length": 7 })],
    ["a method that is none", head({}, "post / HTTP/1.1")],
    ["what is not HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ])) {
    test(`with ${name} gets no answer`, async () => {
      const server = await started();
      const connection = await server.open();
      connection.write(sent);
      connection.end();
      assert.equal(await connection.rest(), "");
      assert.equal(server.count(), 0);
      const next = await server.open();
      next.write(head());
      next.write(BODY);
      assert.equal((await next.answer()).status, 204);
      await server.close();
    });
  }

  test("without a host, which only Node requires, is accepted", async () => {
    const server = await started();
    const connection = await server.open();
    connection.write(head().replace(/Host.*\r\n/, ""));
    connection.write(BODY);
    assert.equal((await connection.answer()).status, 204);
    await server.close();
  });
});

describe("connections that send no request", () => {
  test("are closed soon after headersTimeout, without an answer", async () => {
    const server = await started();
    const [silent, half] = await Promise.all([server.open(), server.open()]);
    assert.ok(silent && half);
    half.write(head().slice(0, 40));
    const ended = Promise.all([silent.rest(), half.rest()]);
    assert.ok(await settles(ended, HEADERS_ENDED), "the connections are still open");
    assert.deepEqual(await ended, ["", ""]);
    await server.close();
  });

  test("are closed, the oldest first, if there are too many; those that sent a batch stay", async () => {
    const server = await started({ maxConnections: 3 });
    const sender = await server.open();
    const send = async () => {
      sender.write(head());
      sender.write(BODY);
      return (await sender.answer()).status;
    };
    assert.equal(await send(), 204);
    const silent = [await server.open(), await server.open()];
    const other = await server.open();
    assert.equal(await silent[0]?.rest(), "");
    other.write(head());
    other.write(BODY);
    assert.equal((await other.answer()).status, 204);
    for (let n = 0; n < 10; n++) silent.push(await server.open());
    assert.equal(await silent[1]?.rest(), "");
    assert.equal(await send(), 204);
    assert.equal(other.isOpen, true);
    await server.close();
  });

  test("are all closed if every connection belongs to a sender", async () => {
    const server = await started({ maxConnections: 1 });
    const sender = await server.open();
    sender.write(head());
    sender.write(BODY);
    assert.equal((await sender.answer()).status, 204);
    const late = await server.open();
    assert.equal(await late.rest(), "");
    assert.equal(sender.isOpen, true);
    await server.close();
  });

  test("cannot be limited by an invalid maxConnections", async () => {
    const expected = {
      name: "TypeError",
      message: /^options.maxConnections must be a positive whole/,
    };
    for (const maxConnections of [0, -1, 1.5, Number.NaN]) {
      await assert.rejects(started({ maxConnections }), expected);
    }
  });
});

describe("a server that may open 128 files", {
  skip: process.platform !== "linux" && "only Linux shows the limit",
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-descriptors-"));
  after(() => rmSync(folder, { recursive: true }));

  test("stores batches while strangers hold 200 connections", async () => {
    const command = 'ulimit -n 128 && exec "$0" "$@"';
    const program = [process.execPath, join(root, "pkg/dist/cli.js"), "serve"];
    const options = ["--port", "0", "--host", "127.0.0.1", "--directory", join(folder, "logs")];
    const child = spawn("sh", ["-c", command, ...program, ...options], {
      env: { ...process.env, LOGPLEX_DRAIN_TOKEN: TOKEN },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    after(() => child.kill("SIGKILL"));
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    await until(() => /listening on .*\d/.test(text));
    const port = Number(/(\d+)[,;]? writing/.exec(text)?.[1]);
    const url = new URL(`http://127.0.0.1:${port}`);
    const strangers = [];
    for (let n = 0; n < 200; n++) strangers.push(await connected(url, SOON));
    const connection = await connected(url, SOON);
    for (let n = 0; n < 3; n++) {
      connection.write(head());
      connection.write(BODY);
      assert.equal((await connection.answer()).status, 204);
    }
    for (const stranger of strangers) stranger.close();
    connection.close();
    child.kill("SIGTERM");
    assert.equal(await ended, 0, text);
  });
});

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * Resolves when the server has read all bytes sent to it before.
 *
 * @param {URL} url
 */
async function fetchesOnce(url) {
  const connection = await connected(url, 1_000);
  connection.write("GET /none HTTP/1.1\r\nHost: logs.example.com\r\n\r\n");
  await connection.answer();
  connection.close();
}
