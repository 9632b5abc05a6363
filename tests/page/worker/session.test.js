// Requests from a page to the worker, in a realistic order, and at the wrong time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { parse } from "heroku-drain";
import { everything, LONGEST_LINK } from "../../../www/src/messages.js";
import { sampleOf } from "../../../www/src/samples.js";
import { bytesOfLink } from "../../../www/src/worker/packed.js";
import { Session } from "../../../www/src/worker/session.js";
import { nobody } from "./payloads.js";

/** @import { Source } from "../../../www/src/messages.js" */

/** @type {Source} */
const router = { kind: "sample", id: "router" };
/** @type {Source} */
const damaged = { kind: "sample", id: "damaged" };

/** @param {string} id */
function bytesOfSample(id) {
  return /** @type {Uint8Array<ArrayBuffer>} */ (sampleOf(id)?.build());
}

test("reads a payload, shows its rows and one in detail", async () => {
  const calls = new Session().calls(nobody);
  const summary = await calls.parse(1, "auto", damaged);
  const { records, problems } = parse(bytesOfSample("damaged"));
  assert.equal(summary.generation, 1);
  assert.equal(summary.framing, "auto");
  assert.equal(summary.records, records.length);
  assert.equal(summary.errors + summary.warnings, problems.length);
  assert.ok(summary.milliseconds > 0);

  const view = await calls.query(1, everything());
  assert.ok(view);
  assert.equal(view.rows, summary.records + summary.errors);
  const rows = await calls.rows(1, view.view, 1, 3);
  assert.deepEqual(
    rows?.map(({ row }) => row),
    [1, 2],
  );
  assert.equal((await calls.rows(1, view.view, 0, 1000))?.length, view.rows);
  assert.equal((await calls.details(1, 2))?.row, 2);
  assert.equal(await calls.details(1, 1000), undefined);
  assert.equal(await calls.place(1, view.view, 2), 2);
  assert.equal((await calls.differences(1))?.length, 2);
});

test("reads the last payload with another framing without being sent it again", async () => {
  const calls = new Session().calls(nobody);
  await calls.parse(1, "auto", damaged);
  const summary = await calls.parse(2, "lines");
  assert.equal(summary.framing, "lines");
  assert.equal(
    summary.records,
    parse(bytesOfSample("damaged"), { framing: "lines" }).records.length,
  );
});

test("what is asked of an older payload, or of an older view, has no answer", async () => {
  const calls = new Session().calls(nobody);
  await calls.parse(1, "auto", router);
  const first = await calls.query(1, everything());
  const second = await calls.query(1, everything());
  assert.ok(first && second && first.view !== second.view);
  assert.equal(await calls.rows(1, first.view, 0, 1), undefined);
  assert.equal(await calls.place(1, first.view, 0), undefined);
  assert.equal(await calls.export(1, first.view, "csv", "view"), undefined);
  assert.equal((await calls.rows(1, second.view, 0, 1))?.length, 1);

  await calls.parse(2, "auto", damaged);
  assert.equal(await calls.query(1, everything()), undefined);
  assert.equal(await calls.differences(1), undefined);
  assert.equal(await calls.details(1, 0), undefined);
  assert.equal(await calls.link(1), undefined);
  assert.equal(await calls.export(1, second.view, "csv", "all"), undefined);
  assert.equal(await calls.rows(2, second.view, 0, 1), undefined, "no query yet");
});

test("exports a row, a view and everything", async () => {
  const calls = new Session().calls(nobody);
  const { records, errors } = await calls.parse(1, "auto", damaged);
  const view = await calls.query(1, { ...everything(), problem: ["crlf"] });
  assert.ok(view);
  assert.equal((await calls.export(1, view.view, "ndjson", "view"))?.records, view.records);
  assert.equal((await calls.export(1, view.view, "ndjson", "all"))?.records, records);
  const raw = await calls.export(1, view.view, "raw", "row", records + errors - 1);
  const details = await calls.details(1, records + errors - 1);
  assert.deepEqual(raw?.parts, [details?.bytes]);
  assert.equal(await calls.export(1, view.view, "raw", "row", 1000), undefined);
  assert.equal(await calls.export(1, view.view, "raw", "row"), undefined);
});

test("makes a link of a payload, and says of a long one how long it would be", async () => {
  const calls = new Session().calls(nobody);
  await calls.parse(1, "auto", damaged);
  const link = await calls.link(1);
  assert.ok(link && "data" in link);
  assert.deepEqual(await bytesOfLink(link.data), bytesOfSample("damaged"));
  await calls.parse(2, "auto", { kind: "link", data: link.data });
  assert.deepEqual(await calls.link(2), link);

  await calls.parse(3, "auto", { kind: "sample", id: "busy" });
  const long = await calls.link(3);
  assert.ok(long && "tooLong" in long && long.tooLong > LONGEST_LINK);
});

test("opens a gzip file, and forgets it", async () => {
  const calls = new Session().calls(nobody);
  const packed = gzipSync(bytesOfSample("router"));
  const file = new Blob([new Uint8Array(packed)]);
  const summary = await calls.parse(1, "auto", { kind: "file", name: "x.gz", file });
  assert.deepEqual(summary.compressed, { format: "gzip", bytes: packed.length });
  assert.equal(summary.bytes, bytesOfSample("router").length);
  await calls.forget();
  assert.equal(await calls.query(1, everything()), undefined);
  assert.equal((await calls.parse(2, "auto")).bytes, 0);
});

test("a payload that cannot be read leaves nothing of the one before", async () => {
  const calls = new Session().calls(nobody);
  await calls.parse(1, "auto", router);
  const file = new Blob([Uint8Array.of(0x1f, 0x8b, 1)]);
  await assert.rejects(calls.parse(2, "auto", { kind: "file", name: "x", file }), /damaged/);
  assert.equal(await calls.query(1, everything()), undefined);
  assert.equal(await calls.query(2, everything()), undefined);
  assert.equal((await calls.parse(3, "auto", router)).records, 6);
});

test("answers about an empty payload", async () => {
  const calls = new Session().calls(nobody);
  const summary = await calls.parse(1, "auto", { kind: "text", text: "", lineEnd: "lf" });
  assert.deepEqual([summary.bytes, summary.records, summary.errors, summary.head], [0, 0, 0, ""]);
  const view = await calls.query(1, { ...everything(), text: "x", host_name: ["a"] });
  assert.deepEqual([view?.rows, view?.timeline.buckets], [0, 0]);
  const out = await calls.export(1, Number(view?.view), "json", "all");
  assert.equal(
    Buffer.concat(out?.parts ?? []).toString(),
    '{"records":[],"problems":[],"errorCount":0,"warningCount":0}',
  );
  assert.deepEqual(await calls.export(1, Number(view?.view), "raw", "all"), {
    parts: [],
    records: 0,
    bytes: 0,
  });
  const all = await calls.differences(1);
  assert.ok(all?.every(({ rows, offset }) => rows === 0 && offset === undefined));
});
