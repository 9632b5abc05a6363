// Exports equal the package's output, and read back to the same values.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, toNDJSON } from "heroku-drain";
import { everything } from "../../../www/src/messages.js";
import { exportOfAll, exportOfRows } from "../../../www/src/worker/export.js";
import { FIELDS } from "../../../www/src/worker/store.js";
import {
  asking,
  casesAndSamples,
  FRAMINGS,
  manyRows,
  nobody,
  randomPayloads,
  seed,
  stored,
} from "./payloads.js";

/**
 * @import { HerokuRuntime, Problem } from "heroku-drain"
 * @import { Export, Format } from "../../../www/src/messages.js"
 * @import { Store } from "../../../www/src/worker/store.js"
 */

const FORMATS = /** @type {const} */ (["ndjson", "json", "csv", "raw"]);
const payloads = [...casesAndSamples(), ...randomPayloads(150)];

/** @param {Export} out */
function bytesOf({ parts, bytes }) {
  const whole = Buffer.concat(parts);
  assert.equal(whole.length, bytes);
  return whole;
}

/** @param {Export} out */
function textOf(out) {
  return bytesOf(out).toString();
}

for (const framing of FRAMINGS) {
  test(`everything goes out as the package gives it, framing ${framing}`, async () => {
    for (const { name, bytes } of payloads) {
      const store = await stored(bytes, framing);
      const { options } = store;
      const parsed = parse(bytes, options);
      const [ndjson, json, csv, raw] = await Promise.all(
        FORMATS.map((format) => exportOfAll(store, format, nobody)),
      );
      assert.ok(ndjson && json && csv && raw);
      assert.deepEqual(bytesOf(ndjson), Buffer.from(toNDJSON(bytes, options).ndjson), name);
      assert.equal(textOf(json), JSON.stringify(parsed), name);
      sameTable(textOf(csv), parsed.records, name);
      assert.deepEqual(bytesOf(raw), Buffer.from(bytes), name);
      for (const { records } of [ndjson, json, csv, raw])
        assert.equal(records, store.columns.length);
      assert.ok(
        raw.parts.every(({ buffer }) => buffer !== bytes.buffer),
        "the payload stays",
      );
    }
  });
}

test(`a view goes out in its order, SEED=${seed}`, async () => {
  const store = await stored(manyRows());
  const query = {
    ...everything(),
    text: "e",
    sort: /** @type {const} */ ({ by: "event_time", isDescending: true }),
  };
  const { rows } = await asking(store)(query);
  assert.ok(rows.length > 10 && rows.length < store.rows);
  const records = recordsOf(store, rows);
  const out = await allFormats(store, rows);
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  assert.equal(textOf(out.ndjson), lines.join(""));
  sameTable(textOf(out.csv), records, "view");
  const { starts, ends } = store.places;
  const bytes = Array.from(rows, (row) => store.bytes.subarray(starts[row], ends[row]));
  assert.deepEqual(bytesOf(out.raw), Buffer.concat(bytes));
  for (const { records: count } of Object.values(out)) assert.equal(count, records.length);

  const { records: read, problems, ...counts } = JSON.parse(textOf(out.json));
  assert.deepEqual(counts, countsOf(problems));
  assert.deepEqual(read, JSON.parse(JSON.stringify(records)));
  const expected = Array.from(rows, (row) => problemsOf(store, row)).flat();
  const shared = (/** @type {any} */ { record, ...rest }) => rest;
  assert.deepEqual(problems.map(shared), JSON.parse(JSON.stringify(expected.map(shared))));
  const whole = parse(store.bytes, store.options);
  expected.forEach((problem, index) => {
    if (problem.record === undefined) return;
    const record = JSON.stringify(whole.records[problem.record]);
    assert.equal(JSON.stringify(read[problems[index].record]), record, "its own record");
  });
});

test("one row goes out alone", async () => {
  const store = await stored(manyRows(1));
  for (const row of [0, 5, store.rows - 1]) {
    const out = await allFormats(store, Uint32Array.of(row));
    const { starts, ends } = store.places;
    assert.deepEqual(bytesOf(out.raw), Buffer.from(store.bytes.slice(starts[row], ends[row])));
    const { records, problems } = JSON.parse(textOf(out.json));
    assert.equal(records.length, store.isRecord(row) ? 1 : 0);
    assert.equal(problems.length, problemsOf(store, row).length);
  }
});

test("a large payload goes out in parts, and is told of", async () => {
  const line = `<190>1 - host app web.1 - ${"가".repeat(300)}\n`;
  const frame = Buffer.from(`${Buffer.byteLength(line)} ${line}`);
  const bytes = new Uint8Array(Buffer.concat(Array.from({ length: 9000 }, () => frame)));
  const store = await stored(bytes);
  /** @type {import("../../../www/src/messages.js").Progress[]} */
  const told = [];
  const json = await exportOfAll(store, "json", (progress) => told.push(progress));
  assert.ok(json.parts.length > 1);
  assert.equal(textOf(json), JSON.stringify(parse(bytes, store.options)));
  assert.ok(told.every(({ stage, done, total }) => stage === "exporting" && done <= total));
  const raw = await exportOfAll(store, "raw", nobody);
  assert.ok(raw.parts.length > 1);
  assert.deepEqual(bytesOf(raw), Buffer.from(bytes));
});

test("a complete export counts unlisted problems, an export of some rows does not", async () => {
  const store = await stored(new TextEncoder().encode("<1>x\n".repeat(5)), "auto", 2);
  const all = JSON.parse(textOf(await exportOfAll(store, "json", nobody)));
  assert.deepEqual([all.problems.length, all.errorCount, all.warningCount], [2, 5, 0]);
  const one = JSON.parse(textOf((await allFormats(store, Uint32Array.of(1))).json));
  assert.deepEqual([one.problems.length, one.errorCount, one.warningCount], [1, 1, 0]);
});

/** @param {Problem[]} problems */
function countsOf(problems) {
  const errorCount = problems.filter(({ severity }) => severity === "error").length;
  return { errorCount, warningCount: problems.length - errorCount };
}

/**
 * @param {Store} store
 * @param {Uint32Array} rows
 */
async function allFormats(store, rows) {
  const out = /** @type {Record<Format, Export>} */ ({});
  for (const format of FORMATS) out[format] = await exportOfRows(store, format, rows, nobody);
  return out;
}

/**
 * @param {Store} store
 * @param {Uint32Array} rows
 */
function recordsOf(store, rows) {
  const { records } = parse(store.bytes, store.options);
  const indexes = Array.from(rows, (row) => Number(store.places.records[row]));
  return indexes
    .filter((index) => index >= 0)
    .map((index) => /** @type {HerokuRuntime} */ (records[index]));
}

/**
 * @param {Store} store
 * @param {number} row
 */
function problemsOf(store, row) {
  if (!store.isRecord(row)) return [store.errorOfRow(row)];
  return store.warnings(Number(store.places.records[row]));
}

/**
 * @param {string} csv
 * @param {HerokuRuntime[]} records
 * @param {string} name
 */
function sameTable(csv, records, name) {
  const [head, ...lines] = readCsv(csv);
  assert.deepEqual(
    head?.map(({ text }) => text),
    [...FIELDS, "p_event_time", "p_any_ip_addresses", "p_any_domain_names"],
  );
  assert.equal(lines.length, records.length, name);
  lines.forEach((cells, index) => {
    const record = /** @type {HerokuRuntime} */ (records[index]);
    const values = cells.map(({ text, isQuoted }) => (text === "" && !isQuoted ? undefined : text));
    const expected = [
      ...FIELDS.map((field) => record[field]?.toString()),
      record.p_event_time.toISOString(),
      record.p_any_ip_addresses?.[0],
      record.p_any_domain_names?.[0],
    ];
    assert.deepEqual(values, expected, name);
  });
}

/**
 * Reads CSV by the grammar of RFC 4180.
 *
 * @param {string} text
 * @returns {{ text: string, isQuoted: boolean }[][]}
 */
function readCsv(text) {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  /** @type {{ text: string, isQuoted: boolean }[][]} */
  const lines = [];
  let line = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    assert.ok(match, `a cell at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    const [, quoted, plain = "", end] = match;
    line.push({ text: quoted?.replaceAll('""', '"') ?? plain, isQuoted: quoted !== undefined });
    if (end === ",") continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
