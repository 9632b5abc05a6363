// The snippets for Express and Fastify in the package's README, and the example in its types, against our Logplex.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import express from "express";
import { createReceiver, toNodeListener } from "heroku-drain/receiver";
import { root } from "../../scripts/tools.js";
import { Logplex } from "./logplex.js";
import { closed, listening, TOKEN } from "./server.js";

const README = readFileSync(join(root, "pkg/README.md"), "utf8");
const TYPES = readFileSync(join(root, "pkg/receiver.d.ts"), "utf8");

/** The first js block that holds a text. @param {string} text @param {string} needle */
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
    // It connects again and again until the program listens.
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

test("under Express's body parsers: what they read as bytes is used, what they lose is 503", async () => {
  for (const [parser, status] of /** @type {const} */ ([
    [express.raw({ type: "*/*" }), 204],
    [express.json(), 204],
    [express.text({ type: "*/*" }), 503],
  ])) {
    const stored = /** @type {number[]} */ ([]);
    const receiver = createReceiver({
      ...{ allowAnyone: true, retryDelay: 0 },
      onBatch: ({ count }) => stored.push(count),
    });
    const app = express().use(parser).use("/mounted", toNodeListener(receiver));
    const server = createServer(app);
    const url = `http://127.0.0.1:${await listening(server)}/mounted?app=a`;
    const headers = { "content-type": "application/logplex-1" };
    const body = "21 <190>1 - - - - - Hi.\n";
    const answer = await fetch(url, { method: "POST", headers, body });
    assert.deepEqual([answer.status, stored], [status, status === 204 ? [1] : []]);
    await closed(server);
  }
});
