// The generated commands in a real shell, for any input; the payload that they post parses without a problem.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "heroku-drain";
import { checkEndpoint } from "../../../www/src/connect/checks.js";
import * as commands from "../../../www/src/connect/commands.js";
import { ENDPOINT } from "../../../www/src/connect/endpoint.js";

const TIME = new Date("2026-05-17T09:30:00.025Z");
const TOKEN = "d.11111111-2222-3333-4444-555555555555";
const HOSTILE = [
  "'",
  "''; touch /tmp/x; '",
  "$(id)",
  "`id`",
  "$HOME",
  "a\nb",
  "a\\",
  '"',
  "*",
  "~",
  "!!",
  "#",
  "{a,b}",
  "a;b&c|d>e<f(g)",
  "한국 👋",
  "",
  " ",
];
const onShell = { skip: process.platform === "win32" && "there is no POSIX shell" };

test("a shell reads any text as one word", onShell, () => {
  for (const text of HOSTILE) {
    assert.deepEqual(inShell(`heroku ${commands.quoted(text)}`), ["heroku", text]);
  }
});

test("a shell reads any app name and any URL unchanged", onShell, () => {
  for (const app of HOSTILE) {
    const endpoint = `https://example.com/${app}`;
    const drain = { app, endpoint };
    const add = inShell(commands.addDrain(drain));
    assert.deepEqual(add, ["heroku", "drains:add", endpoint, "-a", app]);
    const remove = inShell(commands.removeDrain(drain));
    assert.deepEqual(remove, ["heroku", "drains:remove", endpoint, "-a", app]);
    const list = inShell(commands.listDrains(drain));
    assert.deepEqual(list, ["heroku", "drains", "--json", "-a", app]);
    assert.deepEqual(inShell(commands.tailLogs(drain)), ["heroku", "logs", "--tail", "-a", app]);
    assert.equal(inShell(commands.postBatch(drain, TIME)).at(-1), endpoint);
  }
});

test("a drain of a Private Space has a user name and a password in its URL", onShell, () => {
  const { endpoint } = commands.EXAMPLE;
  const command = commands.addPrivateDrain(commands.EXAMPLE);
  const url = String(inShell(command)[2]);
  assert.equal(url, endpoint.replace("https://", "https://USER:PASSWORD@"));
  const typed = commands.addPrivateDrain({
    app: "abc",
    endpoint: "https://me:secret@example.com/",
  });
  assert.equal(inShell(typed)[2], "https://me:secret@example.com/");
});

test("the batch to try is read without a problem, and its headers are right", onShell, () => {
  const { body, headers } = batch();
  const { records, problems } = parse(body, { framing: "octet-counting" });
  assert.deepEqual(problems, []);
  assert.equal(headers.get("logplex-msg-count"), String(records.length));
  assert.equal(headers.get("content-type"), "application/logplex-1");
  assert.match(String(headers.get("logplex-frame-id")), /^[0-9A-F]{32}$/);
  assert.equal(headers.get("logplex-drain-token"), TOKEN);
  for (const { p_event_time } of records) assert.equal(p_event_time.getTime(), TIME.getTime());
});

test("the examples are an app and an endpoint that can be", () => {
  const { url, remarks } = checkEndpoint(commands.EXAMPLE.endpoint);
  assert.deepEqual({ url, remarks }, { url: commands.EXAMPLE.endpoint, remarks: [] });
});

test(
  "the endpoint prints what the batch holds, and refuses who has no token",
  onShell,
  async () => {
    const folder = mkdtempSync(fileURLToPath(new URL("endpoint-", import.meta.url)));
    const file = join(folder, "endpoint.mjs");
    writeFileSync(file, ENDPOINT);
    const port = await freePort();
    const env = { ...process.env, LOGPLEX_DRAIN_TOKEN: TOKEN, PORT: String(port) };
    const program = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const { body, headers } = batch();
      const url = `http://127.0.0.1:${port}/`;
      const post = (/** @type {Headers} */ headers) =>
        fetch(url, { method: "POST", headers, body });
      await listening(url);
      const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
      assert.equal((await post(headers)).status, 204);
      const printed = [await lines.next(), await lines.next()];
      const records = printed.map(({ value }) => JSON.parse(value));
      assert.deepEqual(
        records.map(({ process_id }) => process_id),
        ["router", "web.1"],
      );
      headers.set("logplex-drain-token", `${TOKEN}0`);
      assert.equal((await post(headers)).status, 401);
      headers.delete("logplex-drain-token");
      assert.equal((await post(headers)).status, 401);
    } finally {
      program.kill();
      rmSync(folder, { recursive: true });
    }
  },
);

/**
 * The words into which a shell splits a command, and the program that it would run.
 *
 * @param {string} command
 */
function inShell(command) {
  const shown = `{ printf '%s\\0' "$0" "$@"; }`;
  const programs = ["heroku", "curl"].map((name) => `${name}() ${shown.replace("$0", name)}`);
  const { stdout, stderr, status } = spawnSync("sh", ["-c", [...programs, command].join("\n")], {
    encoding: "utf8",
    env: { ...process.env, LOGPLEX_DRAIN_TOKEN: TOKEN },
  });
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 }, command);
  return stdout.split("\0").slice(0, -1);
}

/** The request posted by the command to try an endpoint. */
function batch() {
  const words = inShell(commands.postBatch(commands.EXAMPLE, TIME));
  const behind = (/** @type {string} */ option) =>
    words.filter((_, index) => words[index - 1] === option);
  const [body = ""] = behind("--data-binary");
  const pairs = behind("-H").map((header) => /** @type {[string, string]} */ (header.split(": ")));
  return { body: new TextEncoder().encode(body), headers: new Headers(pairs) };
}

/** @returns {Promise<number>} */
function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {string} url */
async function listening(url) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the endpoint does not listen");
}
