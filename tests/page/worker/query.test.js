// Filters, facets, timelines and orders equal those of a naive reading of every row.

import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "heroku-drain";
import { everything, MOST_BUCKETS, MOST_SERIES, MOST_VALUES } from "../../../www/src/messages.js";
import { rowOf } from "../../../www/src/worker/rows.js";
import { randomFrom } from "../../twin/payloads.js";
import { asking, FRAMINGS, manyRows, seed, stored } from "./payloads.js";

/**
 * @import { Columns, Framing } from "heroku-drain"
 * @import { FacetName, Query, RecordRow, Row, SortBy, Timeline } from "../../../www/src/messages.js"
 * @import { Store } from "../../../www/src/worker/store.js"
 */

/** @typedef {(query: Partial<Query>) => ReturnType<ReturnType<typeof asking>>} Ask */

const NAMES = /** @type {const} */ (["host_name", "app_name", "process_id"]);
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function asked(bytes) {
  const store = await stored(bytes);
  const ask = asking(store);
  /** @type {Ask} */
  const query = (part) => ask({ ...everything(), ...part });
  return { store, query, rows: allRows(store) };
}

/** @param {Store} store */
function allRows(store) {
  return Array.from({ length: store.rows }, (_, row) => rowOf(store, row));
}

/** @param {string[]} lines */
function linesOf(lines) {
  return new TextEncoder().encode(lines.map((line) => `${line.length + 1} ${line}\n`).join(""));
}

test(`any query gives the rows that meet all its parts, SEED=${seed}`, async () => {
  const { store, query, rows } = await asked(manyRows());
  const random = randomFrom(seed + 1);
  let some = 0;
  for (let count = 0; count < 200; count++) {
    const part = anyQuery(random, rows);
    const view = await query(part);
    const expected = rows.filter((row) => meets(store, row, { ...everything(), ...part }));
    const numbers = expected.map(({ row }) => row);
    assert.deepEqual(Array.from(view.rows), numbers, JSON.stringify(part));
    const { records, errors, rows: length } = view.summary();
    assert.equal(length, expected.length);
    assert.equal(records, expected.filter(({ kind }) => kind === "record").length);
    assert.equal(errors, length - records);
    if (length > 0 && length < rows.length) some++;
  }
  assert.ok(some > 50, "queries that sift");
});

test(`a facet counts what meets the rest of a query, SEED=${seed}`, async () => {
  const { store, query, rows } = await asked(manyRows());
  const random = randomFrom(seed + 2);
  for (let count = 0; count < 60; count++) {
    const part = anyQuery(random, rows);
    for (const { name, values, others } of (await query(part)).summary().facets) {
      const rest = { ...everything(), ...part, [name]: [] };
      const counts = countsOf(
        name,
        rows.filter((row) => meets(store, row, rest)),
      );
      const chosen = /** @type {unknown[]} */ (part[name] ?? []);
      const shown = values.length - chosen.filter((value) => !counts.has(value)).length;
      assert.equal(shown + others, counts.size, name);
      assert.ok(values.length <= MOST_VALUES);
      for (const { value, count, isChosen } of values) {
        assert.equal(count, counts.get(value) ?? 0, `${name} ${value}`);
        assert.equal(isChosen, chosen.includes(value));
      }
      const falling = values.map((each) => each.count);
      assert.deepEqual(
        falling,
        falling.toSorted((a, b) => b - a),
      );
    }
  }
});

test(`a timeline counts what meets a query without its times, SEED=${seed}`, async () => {
  const { store, query, rows } = await asked(manyRows());
  const random = randomFrom(seed + 3);
  for (let count = 0; count < 80; count++) {
    const stackBy = pick(random, /** @type {const} */ (["severity", "app_name", "process_id"]));
    const part = { ...anyQuery(random, rows), stackBy };
    const { timeline } = (await query(part)).summary();
    const rest = { ...everything(), ...part, from: undefined, to: undefined };
    const met = rows.filter((row) => row.kind === "record" && meets(store, row, rest));
    rightTimeline(timeline, /** @type {RecordRow[]} */ (met));
    assert.equal(timeline.stackBy, stackBy);
  }
});

/**
 * @param {Timeline} timeline
 * @param {RecordRow[]} records
 */
function rightTimeline({ start, step, buckets, series, untimed, stackBy }, records) {
  const timed = records.filter(({ eventTime }) => !Number.isNaN(eventTime));
  assert.equal(untimed, records.length - timed.length);
  assert.equal(buckets === 0, timed.length === 0);
  assert.ok(buckets <= MOST_BUCKETS && series.length <= MOST_SERIES);
  assert.equal(Math.abs(start % step), 0);
  const own = series.filter(({ isOthers }) => !isOthers).map(({ value }) => value);
  const bucketOf = (/** @type {number} */ time) =>
    expectedBuckets.findIndex((from) => from <= time && time < from + step);
  const expectedBuckets = Array.from({ length: buckets }, (_, at) => start + at * step);
  for (const { value, isOthers, counts } of series) {
    const expected = new Uint32Array(buckets);
    for (const record of timed) {
      const key = stackBy === "severity" ? record.severity : record.fields[stackBy];
      if (isOthers ? own.includes(key) : key !== value) continue;
      expected[bucketOf(record.eventTime)]++;
    }
    assert.deepEqual(counts, expected);
    assert.ok(counts.some((count) => count > 0));
  }
  if (buckets === 0) return;
  const sums = Array.from({ length: buckets }, (_, at) =>
    series.reduce((sum, { counts }) => sum + Number(counts[at]), 0),
  );
  assert.ok(Number(sums[0]) > 0 && Number(sums.at(-1)) > 0, "from the first to the last");
  assert.equal(
    sums.reduce((all, sum) => all + sum, 0),
    timed.length,
  );
}

test("a timeline fits whatever times there are", async () => {
  const ends = {
    "0000-01-01T00:00:00+23:59": "9999-12-31T23:59:59-23:59",
    "1969-12-31T23:59:59.999Z": "1970-01-01T00:00:00Z",
    "2026-03-14T09:26:53.589793Z": "2026-03-14T09:26:53.589794Z",
    "2026-03-14T09:00:00Z": "2026-03-14T10:00:00Z",
    "2026-03-14T09:00:01Z": "2026-09-14T10:00:00Z",
  };
  const steps = [];
  for (const [first, last] of Object.entries(ends)) {
    const lines = [first, last].map((time) => `<190>1 ${time} host app web.1 - hi`);
    const { query, rows } = await asked(linesOf(lines));
    const { timeline } = (await query({})).summary();
    rightTimeline(timeline, /** @type {RecordRow[]} */ (rows));
    steps.push(timeline.step);
  }
  const [year, minute] = [365 * 24 * 3_600_000, 60_000];
  assert.deepEqual(steps, [100 * year, 1, 1, minute / 2, 48 * 60 * minute]);
});

test("of many values the least frequent are left out, but none that is asked for", async () => {
  const lines = Array.from({ length: 300 }, (_, index) => `<190>1 - host app p.${index} - x`);
  const frequent = Array.from({ length: 5 }, () => "<190>1 - host app often - x");
  const { query } = await asked(linesOf([...lines, ...frequent]));
  const asksFor = [undefined, "p.299", "p.x"];
  const { facets, timeline } = (await query({ process_id: asksFor })).summary();
  const facet = facets.find(({ name }) => name === "process_id");
  assert.ok(facet);
  assert.equal(facet.values.length, MOST_VALUES);
  assert.equal(facet.others, 301 - (MOST_VALUES - 2));
  assert.deepEqual(facet.values[0], { value: "often", count: 5, isChosen: false });
  const chosen = facet.values.filter(({ isChosen }) => isChosen);
  assert.deepEqual(
    chosen.map(({ value, count }) => [value, count]),
    [
      ["p.299", 1],
      [undefined, 0],
      ["p.x", 0],
    ],
  );
  assert.deepEqual([timeline.untimed, timeline.buckets, timeline.series], [1, 0, []]);
});

test("a name is the same value however many come between, and whatever its bytes were", async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `<190>1 - host app p.${index} - x`);
  const bytes = linesOf([...lines, ...lines]);
  const { query } = await asked(bytes);
  const { facets } = (await query({})).summary();
  const facet = facets.find(({ name }) => name === "process_id");
  assert.ok(facet?.values.every(({ count }) => count === 2));
  assert.equal(facet?.others, 3000 - MOST_VALUES);

  const broken = linesOf(["<190>1 - host app p? - x", "<190>1 - host app p? - x"]);
  broken[broken.indexOf(0x3f)] = 0xe9;
  broken[broken.lastIndexOf(0x3f)] = 0xff;
  const view = await (await asked(broken)).query({ process_id: ["p\ufffd"] });
  assert.equal(view.rows.length, 2);
});

test("many names share the last series of a timeline", async () => {
  const lines = Array.from({ length: 12 }, (_, index) =>
    Array.from({ length: index + 1 }, () => `<190>1 2026-03-14T09:26:53Z h app p.${index} - x`),
  ).flat();
  const { query, rows } = await asked(linesOf(lines));
  const { timeline } = (await query({ stackBy: "process_id" })).summary();
  rightTimeline(timeline, /** @type {RecordRow[]} */ (rows));
  const { series } = timeline;
  assert.deepEqual(
    series.map(({ value, isOthers, counts }) => [value, isOthers, counts[0]]),
    [
      ...[11, 10, 9, 8, 7, 6, 5].map((index) => [`p.${index}`, false, index + 1]),
      [undefined, true, 15],
    ],
  );
});

test("severities are stacked with the most severe at the bottom", async () => {
  const priorities = [191, 999, 190, 184, 185, 186, 187, 188, 189];
  const lines = priorities.map((priority) => `<${priority}>1 2026-03-14T09:26:53Z h a p - x`);
  const { query, rows } = await asked(linesOf(lines));
  const { timeline } = (await query({})).summary();
  rightTimeline(timeline, /** @type {RecordRow[]} */ (rows));
  assert.deepEqual(
    timeline.series.map(({ value, isOthers }) => (isOthers ? "others" : value)),
    [0, 1, 2, 3, 4, 5, 6, "others"],
  );
});

const orders = /** @type {const} */ ([
  ...["order", "event_time", "priority", "host_name", "app_name", "process_id", "message_len"],
]);

for (const by of orders) {
  test(`sorts by ${by} and keeps equal rows in the payload's order, SEED=${seed}`, async () => {
    const { query, rows } = await asked(manyRows());
    for (const isDescending of [false, true]) {
      const view = await query({ sort: { by, isDescending } });
      const sorted = Array.from(view.rows, (row) => /** @type {Row} */ (rows[row]));
      assert.equal(new Set(sorted).size, rows.length, "all rows");
      const keys = sorted.map((row) => keyOf(row, by));
      const absent = keys.indexOf(undefined);
      const present = absent < 0 ? keys.length : absent;
      assert.ok(
        keys.slice(present).every((key) => key === undefined),
        "absent ones are last",
      );
      for (let place = 1; place < keys.length; place++) {
        const inOrder = compare(keys[place - 1], keys[place]) * (isDescending ? -1 : 1);
        assert.ok(place >= present || inOrder <= 0, `${keys[place - 1]} before ${keys[place]}`);
        const isStable = Number(sorted[place - 1]?.row) < Number(sorted[place]?.row);
        if (keys[place - 1] === keys[place]) assert.ok(isStable, "equal ones as they came");
      }
      sorted.forEach(({ row }, place) => {
        assert.equal(view.place(row), place);
      });
    }
  });
}

test("sorts numbers in names as numbers", async () => {
  const names = ["web.10", "web.2", "-", "web.1", "Web.3", ""];
  const { query, rows } = await asked(linesOf(names.map((name) => `<190>1 - h a ${name} - x`)));
  const view = await query({ sort: { by: "process_id", isDescending: false } });
  const sorted = Array.from(view.rows, (row) =>
    keyOf(/** @type {Row} */ (rows[row]), "process_id"),
  );
  assert.deepEqual(sorted, ["", "web.1", "web.2", "Web.3", "web.10", undefined]);
});

test("a row that is not in the view has no place", async () => {
  const { query } = await asked(linesOf(["<190>1 - h a p - one", "<190>1 - h a p - two"]));
  const view = await query({ text: "two" });
  assert.deepEqual(
    [0, 1, 2, -1].map((row) => view.place(row)),
    [-1, 0, -1, -1],
  );
});

/**
 * @param {() => number} random
 * @param {Row[]} rows
 * @returns {Partial<Query>}
 */
function anyQuery(random, rows) {
  /** @type {Partial<Query>} */
  const query = {};
  const someRow = () => pick(random, rows);
  const some = (/** @type {number} */ chance) => random() < chance;
  if (some(0.3)) query.text = someText(random, someRow());
  if (some(0.2)) query.severity = [pick(random, [0, 3, 5]), pick(random, [6, 7])];
  if (some(0.2)) query.facility = [pick(random, [0, 1, 5, 19, 21, 23])];
  for (const name of NAMES) {
    const value = () => /** @type {string | undefined} */ (fieldOf(someRow(), name));
    if (some(0.2)) query[name] = [...new Set([value(), value()])];
  }
  if (some(0.2))
    query.problem = [pick(random, ["crlf", "not-a-frame", "truncated", "invalid-utf8"])];
  const times = rows.flatMap((row) => (row.kind === "record" ? [row.eventTime] : []));
  const known = times.filter((time) => !Number.isNaN(time));
  if (some(0.15)) query.from = pick(random, known);
  if (some(0.15)) query.to = pick(random, known);
  if (some(0.2)) query.differs = pick(random, FRAMINGS);
  return query;
}

/**
 * @param {() => number} random
 * @param {Row} row
 */
function someText(random, row) {
  const text = row.kind === "record" ? String(row.fields.message ?? "-") : row.text;
  const start = Math.floor(random() * text.length);
  const piece = text.slice(start, start + 1 + Math.floor(random() * 8));
  // Skips half of a surrogate pair.
  return pick(random, [piece, piece.toUpperCase(), piece.toLowerCase(), "web"]).toWellFormed();
}

/**
 * @template T
 * @param {() => number} random
 * @param {readonly T[]} list
 * @returns {T}
 */
function pick(random, list) {
  return /** @type {T} */ (list[Math.floor(random() * list.length)]);
}

/**
 * @param {Store} store
 * @param {Row} row
 * @param {Query} query
 */
function meets(store, row, query) {
  const isRecord = row.kind === "record";
  const has = (/** @type {unknown[]} */ list, /** @type {unknown} */ value) =>
    list.length === 0 || (isRecord && list.includes(value));
  const codes = isRecord ? row.warnings : [row.code];
  const time = isRecord ? row.eventTime : Number.NaN;
  return (
    isFound(textOf(store, row), query.text) &&
    has(query.severity, isRecord ? row.severity : undefined) &&
    has(query.facility, isRecord ? row.facility : undefined) &&
    NAMES.every((name) => has(query[name], fieldOf(row, name))) &&
    (query.problem.length === 0 || codes.some((code) => query.problem.includes(code))) &&
    (query.from === undefined || time >= query.from) &&
    (query.to === undefined || time < query.to) &&
    (query.differs === undefined || isMissing(store, row, query.differs))
  );
}

/**
 * Ignores the case of ASCII letters.
 *
 * @param {string} text
 * @param {string} needle
 */
function isFound(text, needle) {
  return smallLetters(text).includes(smallLetters(needle));
}

/** @param {string} text */
function smallLetters(text) {
  return text.replaceAll("\u212a", "\u0001").toLowerCase();
}

/**
 * @param {Store} store
 * @param {Row} row
 */
function textOf({ bytes, places }, { row }) {
  return utf8.decode(bytes.subarray(places.starts[row], places.ends[row]));
}

/**
 * @param {Store} store
 * @param {Row} row
 * @param {Framing} framing
 */
function isMissing({ bytes, columns: ours }, row, framing) {
  if (!known.has(bytes)) known.set(bytes, new Map());
  const ofBytes = /** @type {Map<Framing, Set<string>>} */ (known.get(bytes));
  if (!ofBytes.has(framing)) ofBytes.set(framing, new Set(marksOf(columns(bytes, { framing }))));
  const mark = row.kind === "error" ? errorMark(row) : recordMark(ours, row.record);
  return !ofBytes.get(framing)?.has(mark);
}

/** The marks of a payload in each framing. @type {WeakMap<Uint8Array, Map<Framing, Set<string>>>} */
const known = new WeakMap();

/** @param {Columns} read */
function marksOf(read) {
  const errors = read.problems.filter(({ severity }) => severity === "error");
  const records = Array.from(read.message_len, (_, record) => recordMark(read, record));
  return [...errors.map(errorMark), ...records];
}

/** @param {{ offset: number, length: number }} error */
function errorMark({ offset, length }) {
  return `${offset} ${length}`;
}

/**
 * @param {Columns} read
 * @param {number} record
 */
function recordMark({ version, message, message_len }, record) {
  return `${message_len[record]} <${version[2 * record]} ${message[2 * record + 1]}`;
}

/**
 * @param {Row} row
 * @param {import("heroku-drain").FieldName} name
 */
function fieldOf(row, name) {
  return row.kind === "record" ? row.fields[name] : undefined;
}

/**
 * @param {FacetName} name
 * @param {Row[]} rows
 */
function countsOf(name, rows) {
  /** @type {Map<unknown, number>} */
  const counts = new Map();
  for (const row of rows) {
    for (const value of valuesOf(name, row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/**
 * @param {FacetName} name
 * @param {Row} row
 * @returns {unknown[]}
 */
function valuesOf(name, row) {
  if (name === "problem") return row.kind === "error" ? [row.code] : [...new Set(row.warnings)];
  if (row.kind === "error") return [];
  if (name !== "severity" && name !== "facility") return [row.fields[name]];
  return row[name] === undefined ? [] : [row[name]];
}

/**
 * @param {Row} row
 * @param {SortBy} by
 */
function keyOf(row, by) {
  if (by === "order") return row.row;
  if (row.kind === "error") return undefined;
  if (by !== "event_time") return row.fields[by];
  return Number.isNaN(row.eventTime) ? undefined : row.eventTime;
}

const { compare: compareTexts } = new Intl.Collator("en", { numeric: true });

/**
 * @param {string | number | undefined} one
 * @param {string | number | undefined} other
 */
function compare(one, other) {
  if (typeof one === "string") return compareTexts(one, String(other));
  return Number(one) - Number(other);
}
