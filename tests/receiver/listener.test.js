// A receiver on node:http: client behaviour on connections, and the answers.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";
import { connected } from "./connection.js";
import { BODY, requestHead } from "./requests.js";
import { closed, listening, startServer, TOKEN } from "./server.js";

const BOMB = gzipSync(new Uint8Array(1_001));

/** @param {Record<string, string | number>} [headers] */
function head(headers = {}, start = "POST /drain HTTP/1.1") {
  return requestHead(start, TOKEN, headers);
}

describe("a connection", () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  before(async () => {
    server = await startServer({ idleTimeout: 200 });
  });
  after(() => server.close());

  const open = () => connected(new URL(server.url), 1_000);

  test("is kept, and takes one batch after the other", async () => {
    const connection = await open();
    for (let time = 0; time < 3; time++) {
      connection.write(head());
      connection.write(BODY);
      assert.equal((await connection.answer()).status, 204);
    }
    connection.close();
  });

  test("is closed after a refusal that any stranger can cause", async () => {
    for (const [headers, start, status] of /** @type {const} */ ([
      [{ "Logplex-Drain-Token": "d.other" }, undefined, 401],
      [{}, "PUT /drain HTTP/1.1", 405],
      [{ "Content-Type": "text/plain" }, undefined, 415],
    ])) {
      const connection = await open();
      connection.write(head(headers, start));
      connection.write(BODY);
      const answer = await connection.answer();
      assert.deepEqual([answer.status, answer.headers.get("connection")], [status, "close"]);
    }
  });

  test("is kept after a body that could not be decompressed, for the retry", async () => {
    const connection = await open();
    for (const [headers, status] of /** @type {const} */ ([
      [{ "Content-Encoding": "gzip" }, 503],
      [{}, 204],
    ])) {
      connection.write(head(headers));
      connection.write(BODY);
      assert.equal((await connection.answer()).status, status);
    }
    connection.close();
  });

  test("takes requests that do not wait for answers, and answers in order", async () => {
    const connection = await open();
    const gzip = head({ "Content-Encoding": "gzip" });
    connection.write(Buffer.concat([head(), BODY, gzip, BODY, head(), BODY].map(Buffer.from)));
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await connection.answer()).status);
    assert.deepEqual(statuses, [204, 503, 204]);
    connection.close();
  });

  test("that is refused is reported with the address of its sender", async () => {
    const connection = await open();
    connection.write(
      Buffer.concat([head({ "Logplex-Drain-Token": "d.other" }), BODY].map(Buffer.from)),
    );
    assert.equal((await connection.answer()).status, 401);
    const event = server.events.at(-1);
    assert.equal(event?.type === "rejected" && event.remoteAddress, "127.0.0.1");
    connection.close();
  });

  test("with a length of 16 digits and more is answered 413 before it is sent", async () => {
    for (const length of ["1".repeat(16), "1".repeat(19)]) {
      const connection = await open();
      connection.write(head({ "Content-Length": length }));
      assert.equal((await connection.answer()).status, 413);
    }
  });

  test("without a body is answered 503 if the sender declares messages", async () => {
    const noLength = head().replace(/Content-Length.*\r\n/, "");
    for (const [request, status] of /** @type {const} */ ([
      [head({ "Content-Length": 0 }), 503],
      [noLength, 503],
      [noLength.replace("Msg-Count: 2", "Msg-Count: 0"), 204],
    ])) {
      const connection = await open();
      connection.write(request);
      assert.equal((await connection.answer()).status, status);
      connection.close();
    }
  });

  test("whose body has another transfer encoding is answered 415, not stored undecoded", async () => {
    const { length } = server.stored;
    for (const [coding, status] of /** @type {const} */ ([
      ["gzip, chunked", 415],
      ["deflate, chunked", 415],
      ["Chunked", 204],
    ])) {
      const connection = await open();
      connection.write(head({ "Transfer-Encoding": coding }).replace(/Content-Length.*\r\n/, ""));
      connection.write(`${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`);
      assert.equal((await connection.answer()).status, status);
      connection.close();
    }
    assert.equal(server.stored.length, length + 2);
  });

  test("that breaks in the middle of a body stores nothing, and is reported with its address", async () => {
    const before = server.events.length;
    const connection = await open();
    connection.write(head());
    connection.write(BODY.subarray(0, 30));
    await new Promise((resolve) => setTimeout(resolve, 20));
    connection.close();
    while (server.events.length === before) await new Promise((resolve) => setImmediate(resolve));
    const event = server.events.at(-1);
    assert.ok(event?.type === "rejected");
    assert.deepEqual([event.reason, event.remoteAddress], ["body-incomplete", "127.0.0.1"]);
  });

  test("whose body stops is answered 503 and closed", async () => {
    const connection = await open();
    connection.write(head());
    connection.write(BODY.subarray(0, 30));
    const { status } = await connection.answer();
    assert.equal(status, 503);
    connection.close();
  });

  test("with more than is allowed is answered 413 before it is sent, and closed", async () => {
    const connection = await open();
    connection.write(head({ "Content-Length": 2 ** 31 }));
    connection.write(BODY);
    const { status, headers } = await connection.answer();
    assert.deepEqual([status, headers.get("connection")], [413, "close"]);
  });

  test("that keeps sending what was refused reads the answer, and is cut", async () => {
    const connection = await open();
    connection.write(head({ "Content-Length": 2 ** 31 }));
    const chunk = new Uint8Array(65_536);
    for (let n = 0; n < 40; n++) connection.write(chunk);
    assert.equal((await connection.answer()).status, 413);
  });

  test("with chunks and no length is refused where they become too many", async () => {
    const connection = await open();
    const chunked = head({ "Transfer-Encoding": "chunked" }).replace(/Content-Length.*\r\n/, "");
    connection.write(chunked);
    const chunk = Buffer.alloc(65_536, 97);
    for (let n = 0; n < 17; n++) {
      connection.write(`${chunk.length.toString(16)}\r\n`);
      connection.write(chunk);
      connection.write("\r\n");
    }
    assert.equal((await connection.answer()).status, 413);
    connection.close();
  });

  test("that waits to be told to go on is told, or refused before its body", async () => {
    const expecting = await open();
    expecting.write(head({ Expect: "100-continue" }));
    assert.equal((await expecting.answer({ interim: true })).status, 100);
    expecting.write(BODY);
    assert.equal((await expecting.answer()).status, 204);
    expecting.close();

    const refused = await open();
    refused.write(head({ Expect: "100-continue", "Logplex-Drain-Token": "d.other" }));
    const { status, headers } = await refused.answer({ interim: true });
    assert.deepEqual([status, headers.get("connection")], [401, "close"]);
  });

  test("with a flood of headers is refused, and others are served", async () => {
    const flood = await open();
    flood.write("POST / HTTP/1.1\r\nHost: a\r\n");
    for (let n = 0; n < 2_000; n++) flood.write(`X-${n}: ${"a".repeat(50)}\r\n`);
    const status = await flood.answer().then(
      (answer) => answer.status,
      // The system may discard the answer if more was sent than read.
      () => 431,
    );
    assert.equal(status, 431);
    const connection = await open();
    connection.write(head());
    connection.write(BODY);
    assert.equal((await connection.answer()).status, 204);
    connection.close();
  });

  for (const [name, start, headers, status] of /** @type {const} */ ([
    ["a host that is no host", undefined, { Host: "[::bad" }, 204],
    ["a host with a user and a path", undefined, { Host: "a:b@c/d?e#f" }, 204],
    ["a path that looks like a host", "POST //evil.example.com:99999/x HTTP/1.1", {}, 204],
    ["a path that climbs", "POST /../../etc/passwd?a=%zz&__proto__=1 HTTP/1.1", {}, 204],
    ["a whole address", "POST http://[bad:99999/ HTTP/1.1", {}, 204],
    ["an asterisk", "OPTIONS * HTTP/1.1", {}, 405],
    ["a method that the web forbids", "TRACE / HTTP/1.1", { "Content-Length": 0 }, 405],
    ["GET", "GET / HTTP/1.1", { "Content-Length": 0 }, 405],
    ["HEAD", "HEAD / HTTP/1.1", { "Content-Length": 0 }, 405],
  ])) {
    test(`with ${name} is answered ${status}`, async () => {
      const connection = await open();
      connection.write(head(headers, start));
      if (!("Content-Length" in headers)) connection.write(BODY);
      const answer = await connection.answer({ isHead: start?.startsWith("HEAD") });
      assert.equal(answer.status, status);
      connection.close();
    });
  }
});

test("a complete URL as the request target has the same path and query as a path alone", async () => {
  /** @type {import("heroku-drain/receiver").AppHints[]} */
  const hints = [];
  const server = await startServer({}, ({ appHints }) => hints.push(appHints));
  for (const target of [
    "/p?app=shop",
    "http://logs.example.com/p?app=shop",
    "HTTPS://logs.example.com:8080/p?app=shop",
    "http://logs.example.com?app=shop",
    "http://logs.example.com",
  ]) {
    const connection = await connected(new URL(server.url), 1_000);
    connection.write(head({}, `POST ${target} HTTP/1.1`));
    connection.write(BODY);
    assert.equal((await connection.answer()).status, 204);
    connection.close();
  }
  await server.close();
  const expected = { path: "/p", query: { app: "shop" }, username: undefined };
  assert.deepEqual(hints, [
    ...[expected, expected, expected],
    { ...expected, path: "/" },
    { ...expected, path: "/", query: {} },
  ]);
});

test("a client that leaves before the answer breaks nothing", async () => {
  /** @type {() => void} */
  let stored = () => {};
  const storing = new Promise((resolve) => {
    stored = () => resolve(undefined);
  });
  const server = await startServer({}, () => storing);
  const connection = await connected(new URL(server.url), 1_000);
  connection.write(head({ "Logplex-Frame-Id": "A" }));
  connection.write(BODY);
  await new Promise((resolve) => setTimeout(resolve, 30));
  connection.close();
  const again = await connected(new URL(server.url), 1_000);
  again.write(head({ "Logplex-Frame-Id": "A" }));
  again.write(BODY);
  await new Promise((resolve) => setTimeout(resolve, 30));
  stored();
  assert.equal((await again.answer()).status, 204);
  assert.equal(server.stored.length, 2, "two records, once");
  again.close();
  await server.close();
});

test("a receiver answers alike, whether the web's classes stand in between or not", async () => {
  const receiver = createReceiver({
    ...{ token: TOKEN, retryDelay: 0, idleTimeout: 100, maxBytes: 1_000 },
    onBatch: ({ bytes, frameId, appHints }) => {
      if (frameId === "BAD") throw new Error(`secret ${bytes.length}`);
      assert.deepEqual([bytes.length, appHints.query], [BODY.length, { app: "shop" }]);
    },
  });
  const behind = async (/** @type {import("heroku-drain/receiver").NodeListener} */ listener) => {
    const server = createServer(listener);
    const url = new URL(`http://127.0.0.1:${await listening(server)}`);
    const answers = [];
    for (const [headers, start, body] of SENT) {
      const connection = await connected(url, 1_000);
      connection.write(head(headers, start));
      connection.write(body);
      const { status, headers: given, text } = await connection.answer();
      given.delete("date");
      answers.push([status, Object.fromEntries(given), text]);
      connection.close();
    }
    await closed(server);
    return answers;
  };
  const direct = await behind(toNodeListener(receiver));
  const wrapped = await behind(toNodeListener((request) => receiver(request)));
  assert.deepEqual(
    direct.map(([status]) => status),
    [204, 401, 405, 415, 413, 413, 503, 503],
  );
  assert.deepEqual(direct, wrapped);
});

/** @type {[headers: Record<string, string | number>, start: string, body: Uint8Array | string][]} */
const SENT = [
  [{}, "POST /drain?app=shop HTTP/1.1", BODY],
  [{ "Logplex-Drain-Token": "d.other" }, "POST / HTTP/1.1", BODY],
  [{}, "PUT / HTTP/1.1", BODY],
  [{ "Content-Type": "text/plain" }, "POST / HTTP/1.1", BODY],
  [{ "Content-Length": 1_001 }, "POST / HTTP/1.1", new Uint8Array(1_001)],
  [{ "Content-Encoding": "gzip", "Content-Length": BOMB.length }, "POST / HTTP/1.1", BOMB],
  [{ "Logplex-Frame-Id": "BAD" }, "POST / HTTP/1.1", BODY],
  [{}, "POST / HTTP/1.1", BODY.subarray(0, 30)],
];

test("any function from a request to a response is served, and one that throws is 500", async () => {
  const listener = toNodeListener(async (request) => {
    if (request.url.endsWith("/throw")) throw new Error("secret");
    if (request.url.endsWith("/missing")) return new Response("", { status: 404 });
    const text = `${request.method} ${await request.text()}`;
    return new Response(text, { status: 201, headers: { "x-a": "b" } });
  });
  const server = createServer(listener);
  const url = `http://127.0.0.1:${await listening(server)}`;
  const made = await fetch(url, { method: "POST", body: "hi" });
  assert.deepEqual(
    [made.status, made.headers.get("x-a"), await made.text()],
    [201, "b", "POST hi"],
  );
  const missing = await fetch(`${url}/missing`, { method: "POST", body: "hi" });
  assert.deepEqual([missing.status, missing.headers.get("connection")], [404, "close"]);
  const failed = await fetch(`${url}/throw`, { method: "POST", body: "hi" });
  assert.deepEqual([failed.status, await failed.text()], [500, "the receiver failed\n"]);
  await closed(server);
});
