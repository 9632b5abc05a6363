// The worker keeps only columns and bytes, but must agree with the package.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, parse } from "heroku-drain";
import { CELL_LENGTH, MOST_BYTES } from "../../../www/src/messages.js";
import { detailsOf, rowOf } from "../../../www/src/worker/rows.js";
import { CODE_BITS, FIELDS } from "../../../www/src/worker/store.js";
import { casesAndSamples, FRAMINGS, randomPayloads, stored } from "./payloads.js";

/**
 * @import { Framing, Problem, RecordSegment, Segment } from "heroku-drain"
 * @import { ErrorDetails, RecordDetails, RecordRow } from "../../../www/src/messages.js"
 * @import { Store } from "../../../www/src/worker/store.js"
 */

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const payloads = [...casesAndSamples(), ...randomPayloads(1500)];

for (const framing of FRAMINGS) {
  test(`reads every payload as the package does, framing ${framing}`, async () => {
    for (const { name, bytes } of payloads) {
      const store = await stored(bytes, framing);
      const { segments } = explain(bytes, { framing });
      sameRows(store, segments, name);
      sameRecords(store, framing, name);
      sameSums(store, segments, name);
    }
  });
}

/**
 * Rows and gaps are exactly the segments, and details agree with them.
 *
 * @param {Store} store
 * @param {Segment[]} segments
 * @param {string} name
 */
function sameRows(store, segments, name) {
  const rows = segments.filter(({ kind }) => kind !== "gap");
  assert.equal(store.rows, rows.length, name);
  rows.forEach((segment, row) => {
    const details = detailsOf(store, row);
    assert.ok(details, name);
    const { kind, offset, length } = details;
    const { kind: rowKind } = rowOf(store, row);
    assert.deepEqual([kind, offset, length], [segment.kind, segment.offset, segment.length], name);
    assert.equal(rowKind, kind);
    const shown = Math.min(length, MOST_BYTES);
    assert.deepEqual(details.bytes, store.bytes.slice(offset, offset + shown), name);
    if (segment.kind === "record")
      sameRecord(store, /** @type {RecordDetails} */ (details), segment);
    if (segment.kind === "error") sameError(store, /** @type {ErrorDetails} */ (details), segment);
  });
  assert.equal(detailsOf(store, -1), undefined);
  assert.equal(detailsOf(store, rows.length), undefined);
}

/**
 * @param {Store} store
 * @param {RecordDetails} details
 * @param {RecordSegment} segment
 */
function sameRecord(store, details, segment) {
  const moved = segment.fields.map((field) => ({
    ...field,
    offset: field.offset - segment.offset,
    value: start(field.value, MOST_BYTES),
  }));
  assert.deepEqual(details.fields, moved);
  assert.equal(details.record, segment.record);
  assert.equal(details.facilityName, segment.facility);
  assert.equal(details.severityName, segment.severity);
  sameProblems(store, details.warnings, segment.warnings);
  const { warnings, fields } = /** @type {RecordRow} */ (rowOf(store, details.row));
  assert.deepEqual(
    warnings,
    segment.warnings.map(({ code }) => code),
  );
  assert.deepEqual(
    FIELDS.map((field) => fields[field]),
    segment.fields.map(({ value }) => start(value, CELL_LENGTH)),
  );
  rightCount(details, segment.warnings);
}

/**
 * The start of a value, cut between characters.
 *
 * @param {string | number | undefined} value
 * @param {number} most UTF-16 code units
 */
function start(value, most) {
  if (typeof value !== "string" || value.length <= most) return value;
  return value.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}

/**
 * @param {RecordDetails} details
 * @param {Problem[]} warnings
 */
function rightCount({ count, bytes, length }, warnings) {
  if (!count) return;
  const wrong = ["octet-count-mismatch", "truncated"];
  const isWrong = warnings.some(({ code }) => wrong.includes(code));
  assert.equal(count.declared !== count.actual, isWrong);
  assert.equal(count.actual, length - count.offset);
  const head = utf8.decode(bytes.subarray(0, count.offset));
  assert.match(head, /^[0-9]+ $/);
  assert.equal(Number(head), count.declared);
}

/**
 * @param {Store} store
 * @param {ErrorDetails} details
 * @param {import("heroku-drain").ErrorSegment} segment
 */
function sameError(store, details, { problem }) {
  sameProblems(store, [details.shown], [problem]);
  const row = rowOf(store, details.row);
  assert.ok(row.kind === "error");
  assert.deepEqual(
    [row.code, row.message, row.offset, row.length],
    [problem.code, problem.message, problem.offset, problem.length],
  );
  assert.ok(problem.text?.startsWith(row.text));
}

/**
 * @param {Store} store
 * @param {import("../../../www/src/messages.js").ShownProblem[]} shown
 * @param {Problem[]} problems
 */
function sameProblems(store, shown, problems) {
  // A whole payload in another format can be longer than the page's excerpt.
  assert.deepEqual(
    shown.map(({ problem }) => problem),
    problems.map(({ text, ...problem }) =>
      text === undefined ? problem : { ...problem, text: start(text, MOST_BYTES) },
    ),
  );
  for (const { problem, excerpt } of shown) {
    const { offset, before, marked, after } = excerpt;
    assert.equal(offset + before.length, problem.offset);
    assert.equal(marked.length, Math.min(problem.length, MOST_BYTES));
    const [from, to] = [problem.offset, problem.offset + problem.length];
    const text = [
      store.bytes.slice(offset, from),
      store.bytes.slice(from, from + marked.length),
      store.bytes.slice(to, to + after.length),
    ];
    assert.deepEqual([before, marked, after], text);
  }
}

/**
 * @param {Store} store
 * @param {Framing} framing
 * @param {string} name
 */
function sameRecords(store, framing, name) {
  const { records, problems } = parse(store.bytes, { ...store.options, framing });
  assert.equal(store.columns.length, records.length, name);
  records.forEach((record, index) => {
    const row = store.places.rowOfRecord[index];
    assert.equal(store.places.records[row], index);
    const event = store.event(index);
    assert.deepEqual(event, record, name);
    const details = /** @type {RecordDetails} */ (detailsOf(store, row));
    assert.equal(details.json, JSON.stringify(record), name);
    assert.deepEqual(
      [details.ipAddresses, details.domainNames],
      [record.p_any_ip_addresses, record.p_any_domain_names],
    );
  });
  for (const { code } of problems) assert.ok(CODE_BITS[code], code);
}

/**
 * @param {Store} store
 * @param {Segment[]} segments
 * @param {string} name
 */
function sameSums(store, segments, name) {
  const gaps = segments.filter(({ kind }) => kind === "gap");
  const summary = store.summary(7, 0.5);
  const { bytes, rows, records, errors, warnings, unlisted, gapBytes, generation } = summary;
  assert.equal(generation, 7);
  assert.equal(bytes, store.bytes.length);
  assert.equal(
    gapBytes,
    gaps.reduce((sum, { length }) => sum + length, 0),
    name,
  );
  assert.equal(records, segments.filter(({ kind }) => kind === "record").length);
  assert.equal(errors, segments.filter(({ kind }) => kind === "error").length);
  assert.equal(errors + warnings, store.columns.problems.length);
  assert.deepEqual([rows, unlisted], [store.rows, 0]);
  assert.equal(summary.isMarked, utf8.decode(store.bytes).startsWith("\ufeff"));
}

test("shows the start of a long payload, cut between characters", async () => {
  const text = `${"한".repeat(2000)}`;
  const { head, isHeadCut } = (await stored(new TextEncoder().encode(text))).summary(1, 0);
  assert.equal(head, "한".repeat(1333));
  assert.equal(isHeadCut, true);
  const short = (await stored(new TextEncoder().encode("한"))).summary(1, 0);
  assert.deepEqual([short.head, short.isHeadCut], ["한", false]);
});

test("cuts a long message in the table and in the details, but not in the event", async () => {
  const message = "가😁".repeat(30_000);
  const payload = new TextEncoder().encode(`1 <190>1 - - - - - ${message}\n`);
  const store = await stored(payload, "lines");
  const row = /** @type {RecordRow} */ (rowOf(store, 0));
  assert.equal(row.fields.message, `${"가😁".repeat(133)}가`);
  const details = /** @type {RecordDetails} */ (detailsOf(store, 0));
  assert.equal(details.bytes.length, MOST_BYTES);
  const shown = String(details.fields[8]?.value);
  assert.ok(message.startsWith(shown) && shown.length > MOST_BYTES / 3, "whole characters");
  assert.equal(details.fields[8]?.length, new TextEncoder().encode(message).length);
  assert.equal(JSON.parse(details.json).message, message);
});

test("problems beyond the limit are counted, and errors among them have no row", async () => {
  const bytes = new TextEncoder().encode(`${"<1>x\n".repeat(5)}21 <190>1 - - - - - Hi.\n`);
  const store = await stored(bytes, "auto", 2);
  const { rows, records, errors, warnings, unlisted } = store.summary(1, 0);
  assert.deepEqual([rows, records, errors, warnings, unlisted], [3, 1, 5, 0, 3]);
});

test("cuts a long error", async () => {
  const payload = new TextEncoder().encode("가".repeat(MOST_BYTES));
  const store = await stored(payload);
  const row = rowOf(store, 0);
  assert.ok(row.kind === "error");
  assert.equal(row.text, "가".repeat(400));
  const details = /** @type {ErrorDetails} */ (detailsOf(store, 0));
  assert.equal(details.length, payload.length);
  assert.equal(details.bytes.length, MOST_BYTES);
  assert.equal(details.shown.excerpt.marked.length, MOST_BYTES);
  assert.equal(details.shown.problem.text?.length, MOST_BYTES);
});
