// Bytes that produced no record, or possibly a wrong one, are stored in the same commit as the records.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { openLog } from "heroku-drain/node";
import { linesIn, openOn } from "./kept.js";
import { MemoryDisk } from "./memory-disk.js";
import { newFolder, TOKEN } from "./program.js";
import { startServer } from "./server.js";

/** @type {string} */
let folder;
/** @type {import("heroku-drain/node").Log} */
let log;
/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;

beforeEach(async () => {
  folder = newFolder();
  log = await openLog({ directory: folder });
  server = await startServer({ dedupe: false }, log.write);
});
afterEach(async () => {
  await server.close();
  await log.close();
  rmSync(folder, { recursive: true });
});

/** @param {string | Buffer} message */
function frame(message, timestamp = "-") {
  const header = Buffer.from(`<190>1 ${timestamp} host app web.1 - `);
  const payload = Buffer.concat([header, Buffer.from(message)]);
  return Buffer.concat([Buffer.from(`${payload.length} `), payload]);
}
const good = frame("good\n");
const badTime = frame("x\n", "2026-12-31T23:59:60Z");

let batch = 0;

/**
 * Posts a body, and returns its rejected bytes.
 *
 * @param {Buffer} body
 * @param {Record<string, string>} [headers]
 */
async function rejectedOf(body, headers = {}) {
  const { status } = await fetch(server.url, {
    method: "POST",
    body: new Uint8Array(body),
    headers: {
      "content-type": "application/logplex-1",
      "logplex-drain-token": TOKEN,
      "logplex-frame-id": `frame-${++batch}`,
      ...headers,
    },
  });
  assert.equal(status, 204);
  const text = readFileSync(join(folder, "heroku.rejected.ndjson"), "utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const bytesOf = (/** @type {any} */ entry) => Buffer.from(entry.bytes_base64, "base64");

describe("the file of rejected bytes", () => {
  test("is empty while every byte produces a record", async () => {
    assert.deepEqual(
      await rejectedOf(Buffer.concat([good, good]), { "logplex-msg-count": "2" }),
      [],
    );
  });

  test("has each frame that produced no record, with its bytes, offset and code", async () => {
    const stray = Buffer.from("no frame \xff\n", "latin1");
    const body = Buffer.concat([stray, good, badTime]);
    const before = Date.now();
    const entries = await rejectedOf(body, { "logplex-msg-count": "3" });
    assert.deepEqual(
      entries.map((entry) => [entry.frame_id, entry.offset, entry.code, bytesOf(entry)]),
      [
        [`frame-${batch}`, 0, "not-a-frame", stray],
        [`frame-${batch}`, stray.length + good.length, "invalid-timestamp", badTime],
      ],
    );
    assert.deepEqual(Object.keys(entries[0]), [
      "frame_id",
      "received_at",
      "offset",
      "code",
      "bytes_base64",
    ]);
    const receivedAt = Date.parse(entries[0].received_at);
    assert.ok(receivedAt >= before && receivedAt <= Date.now());
    assert.match(readFileSync(join(folder, "heroku.ndjson"), "utf8"), /^\{.*"good".*\}\n$/);
  });

  test("has a body without any record", async () => {
    const body = Buffer.from('{"json": "wrapped"}');
    const [entry, ...more] = await rejectedOf(body);
    assert.deepEqual([entry.code, bytesOf(entry), more], ["json-payload", body, []]);
  });

  /** @type {Record<string, { body: Buffer, headers?: Record<string, string> }>} */
  const WHOLE = {
    "msg-count-mismatch": {
      body: Buffer.concat([good, badTime]),
      headers: { "logplex-msg-count": "5" },
    },
    truncated: { body: good.subarray(0, -4) },
    "octet-count-mismatch": { body: Buffer.concat([good.subarray(0, -3), good]) },
    "invalid-utf8": { body: Buffer.concat([badTime, frame(Buffer.from([0xe2, 0x82]))]) },
  };
  for (const [code, { body, headers }] of Object.entries(WHOLE)) {
    test(`has the whole body once for ${code}`, async () => {
      const [entry, ...more] = await rejectedOf(body, headers);
      assert.deepEqual([entry.code, entry.offset, bytesOf(entry), more], [code, 0, body, []]);
    });
  }
});

describe("a batch of another caller", () => {
  const problem = { severity: "error", code: "not-a-frame", offset: 2, length: 3 };
  const bytes = Buffer.from("abcdefgh");
  /** @param {object} fields */
  const rejected = async (fields) => {
    const disk = new MemoryDisk(() => 0.5);
    const log = await openOn(disk, { now: () => 86_400_000 });
    await log.write(/** @type {any} */ ({ ndjson: () => new Uint8Array(0), bytes, ...fields }));
    await log.close();
    return linesIn(disk, "/d/d.rejected.ndjson").map((line) => JSON.parse(line));
  };

  test("needs no counts, no frame id and no time", async () => {
    assert.deepEqual(await rejected({ problems: [problem] }), [
      {
        frame_id: null,
        received_at: "1970-01-02T00:00:00.000Z",
        offset: 2,
        code: "not-a-frame",
        bytes_base64: Buffer.from("cde").toString("base64"),
      },
    ]);
  });

  test("keeps the whole body if more problems were counted than listed", async () => {
    for (const counts of [{ errorCount: 2 }, { errorCount: 1, warningCount: 1 }]) {
      const [entry, ...more] = await rejected({ problems: [problem], ...counts });
      assert.deepEqual([entry.code, bytesOf(entry), more], ["too-many-problems", bytes, []]);
    }
    const [entry] = await rejected({ errorCount: 0, warningCount: 7 });
    assert.equal(entry.code, "too-many-problems");
  });

  test("is refused without the bytes that must be kept", async () => {
    await assert.rejects(rejected({ problems: [problem], bytes: undefined }), {
      name: "TypeError",
      message: "bytes must be a Uint8Array",
    });
  });
});

test("the file of rejected bytes is completed when full, with the same number as the file of records", async () => {
  const directory = join(folder, "small");
  const small = await openLog({ directory, largestFile: 300, now: () => 0 });
  const problems = /** @type {any} */ ([
    { severity: "error", code: "not-a-frame", offset: 0, length: 50 },
  ]);
  for (let count = 0; count < 3; count++) {
    const bytes = Buffer.alloc(50, 48 + count);
    await small.write({ ndjson: () => Buffer.from(`${count}\n`), problems, bytes });
  }
  await small.close();
  const names = readdirSync(directory).filter((name) => name.includes("-"));
  const numbers = ["00000001", "00000002"];
  assert.deepEqual(names.sort(), [
    ...numbers.map((number) => `heroku-${number}-1970-01-01.ndjson`),
    ...numbers.map((number) => `heroku.rejected-${number}-1970-01-01.ndjson`),
  ]);
});
