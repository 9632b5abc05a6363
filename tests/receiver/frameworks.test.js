// The snippets for Express and Fastify in the package's README, and the example in its types, with our Logplex.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import express from "express";
import Fastify from "fastify";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";
import { root } from "../../scripts/tools.js";
import { framed, Logplex } from "./logplex.js";
import { closed, listening, TOKEN } from "./server.js";

const README = readFileSync(join(root, "pkg/README.md"), "utf8");
const TYPES = readFileSync(join(root, "pkg/receiver.d.ts"), "utf8");

/** The first js block that contains a text. @param {string} text @param {string} needle */
function snippet(text, needle) {
  const plain = text.replaceAll(/^ \* ?/gm, "");
  const blocks = [...plain.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => String(code));
  const found = blocks.find((code) => code.includes(needle));
  assert.ok(found, `no js block has ${needle}`);
  return found;
}

/** @param {string} source @param {number} port */
async function runs(source, port) {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-snippet-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "app.mjs"), source);
  const child = spawn(process.execPath, ["app.mjs"], {
    cwd: folder,
    env: { ...process.env, LOGPLEX_DRAIN_TOKEN: TOKEN, PORT: String(port) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    const logplex = new Logplex({ url: `http://127.0.0.1:${port}/drain?app=shop`, token: TOKEN });
    const ids = Array.from({ length: 50 }, (_, n) => logplex.log(`message ${n}`));
    // It reconnects until the program listens.
    await logplex.settled();
    await logplex.stop();
    assert.deepEqual(logplex.ledger.acknowledged, ids);
    const lines = readFileSync(join(folder, "events.ndjson"), "utf8").trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).message.split(" ", 1)[0]),
      ids,
    );
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

async function freePort() {
  const server = createServer();
  const port = await listening(server);
  await closed(server);
  return port;
}

for (const [name, text, needle] of /** @type {const} */ ([
  ["node:http, as the types show it", TYPES, "createServer(toNodeListener(receiver))"],
  ["node:http, as the README shows it", README, "createServer(listener)"],
  ["Express, as the README shows it", README, 'from "express"'],
  ["Fastify, as the README shows it", README, 'from "fastify"'],
])) {
  test(`${name}, stores what Logplex sends`, async () => {
    await runs(snippet(text, needle), await freePort());
  });
}

const TYPE = "application/logplex-1";
const SENT = Buffer.concat([
  framed("<190>1 - - - - - Grüß.\n"),
  framed("<190>1 - - - - - a real \ufffd\n"),
]);

/**
 * The stored records of a body, and its warnings.
 *
 * @param {(listener: (request: any, response: any) => void) => import("node:http").RequestListener} app
 * @param {{ body?: Uint8Array<ArrayBuffer>, headers?: Record<string, string>, direct?: boolean }} [sent]
 */
async function stored(app, { body = new Uint8Array(SENT), headers = {}, direct = true } = {}) {
  /** @type {import("heroku-drain/receiver").Batch[]} */
  const batches = [];
  const receiver = createReceiver({
    ...{ allowAnyone: true, retryDelay: 0 },
    onBatch: (batch) => batches.push(batch),
  });
  const listener = toNodeListener(direct ? receiver : (request) => receiver(request));
  const server = createServer(app(listener));
  const url = `http://127.0.0.1:${await listening(server)}/mounted?app=a`;
  try {
    const all = { "content-type": TYPE, ...headers };
    const { status } = await fetch(url, { method: "POST", headers: all, body });
    const codes = batches.flatMap(({ warnings }) => warnings.map(({ code }) => code));
    return { status, bytes: Buffer.concat(batches.map(({ bytes }) => bytes)), codes };
  } finally {
    await closed(server);
  }
}

/** @param {any[]} parsers */
const expressWith =
  (...parsers) =>
  (/** @type {(request: any, response: any) => void} */ listener) =>
    express()
      .use(...parsers)
      .use("/mounted", listener);

for (const [name, parsers] of /** @type {[string, any[]][]} */ ([
  ["express.raw", [express.raw({ type: TYPE })]],
  ["express.text", [express.text({ type: TYPE })]],
  ["express.json for other types", [express.json()]],
  [
    "a rawBody of bytes beside what was parsed",
    [
      parsing((request, bytes) => {
        request.rawBody = bytes;
        request.body = {};
      }),
    ],
  ],
  [
    "a rawBody of text beside what was parsed",
    [
      parsing((request, bytes) => {
        request.rawBody = bytes.toString();
        request.body = {};
      }),
    ],
  ],
])) {
  for (const direct of [true, false]) {
    test(`after ${name}, a body is stored unchanged (direct: ${direct})`, async () => {
      const { status, bytes, codes } = await stored(expressWith(...parsers), { direct });
      assert.deepEqual([status, bytes, codes], [204, SENT, []]);
    });
  }
}

test("after express.text, a compressed body is stored decompressed", async () => {
  const app = expressWith(express.text({ type: TYPE }));
  for (const direct of [true, false]) {
    const headers = { "content-encoding": "gzip" };
    const sent = { body: new Uint8Array(gzipSync(SENT)), headers, direct };
    const { status, bytes } = await stored(app, sent);
    assert.deepEqual([status, bytes], [204, SENT]);
  }
});

test("after express.text, a body that lost bytes is stored with a warning", async () => {
  const body = new Uint8Array(Buffer.from(SENT.toString(), "latin1"));
  const app = expressWith(express.text({ type: TYPE }));
  const { status, codes } = await stored(app, { body });
  assert.deepEqual([status, codes], [204, ["body-read-as-text"]]);
});

test("after express.text, an empty body is accepted", async () => {
  const app = expressWith(express.text({ type: TYPE }));
  for (const direct of [true, false]) {
    assert.equal((await stored(app, { body: new Uint8Array(), direct })).status, 204);
  }
});

test("after a parser that keeps neither bytes nor text, the answer is 503", async () => {
  const { status, bytes } = await stored(
    expressWith(
      parsing((request) => {
        request.body = {};
      }),
    ),
  );
  assert.deepEqual([status, bytes.length], [503, 0]);
});

test("after express.text, a body that is too large is refused with 413", async () => {
  const body = new Uint8Array(2 ** 20 + 1).fill(97);
  const app = expressWith(express.text({ type: TYPE, limit: "2mb" }));
  assert.equal((await stored(app, { body })).status, 413);
});

test("a body that Fastify has read as text is stored unchanged", async () => {
  const app = Fastify();
  app.addContentTypeParser("*", { parseAs: "string" }, (_, body, done) => done(null, body));
  const { status, bytes, codes } = await stored((listener) => {
    app.post("/mounted", (request, reply) => {
      reply.hijack();
      listener(Object.assign(request.raw, { body: request.body }), reply.raw);
    });
    return async (request, response) => {
      await app.ready();
      app.routing(request, response);
    };
  });
  await app.close();
  assert.deepEqual([status, bytes, codes], [204, SENT, []]);
});

/**
 * Middleware that reads a body in its own way.
 *
 * @param {(request: any, bytes: Buffer) => void} keep
 * @returns {any}
 */
function parsing(keep) {
  return async (
    /** @type {any} */ request,
    /** @type {unknown} */ _,
    /** @type {() => void} */ next,
  ) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    keep(request, Buffer.concat(chunks));
    next();
  };
}
