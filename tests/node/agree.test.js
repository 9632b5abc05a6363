/**
 * Random payloads on which the package's functions must agree with each other, for bytes and for
 * the string that they encode.
 *
 * HEROKU_DRAIN_SEED repeats a run, HEROKU_DRAIN_RUNS makes it longer.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, explain, parse, schema, toNDJSON } from "heroku-drain";
import { FRAMINGS } from "../cases/load.js";
import { afterAccidents, anyPayload, asString, randomFrom, wellFormed } from "../twin/payloads.js";
import { inUnits, unitOffsets } from "../twin/units.js";
import { bare, check } from "./compare.js";

/** @typedef {import("./compare.js").Options} Options */
/** @typedef {import("./compare.js").Payload} Payload */

const seed = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env.HEROKU_DRAIN_RUNS ?? 1000);
const parseTime = new Date("2024-06-01T00:00:00.000Z");
/** Pieces of a payload with more records and more problems than a batch. */
const LONG = 700;

test(`all functions agree on ${runs} random payloads, seed ${seed}`, () => {
  each(runs, anyPayload, (bytes, random, options) => {
    agree(bytes, options);
    agree(asString(random, bytes), options);
  });
});

test(`all functions agree on payloads of several batches, seed ${seed}`, () => {
  each(Math.ceil(runs / 500), longPayload, (bytes, random, options) => {
    agree(bytes, options);
    agree(asString(random, bytes), options);
  });
});

test(`bytes and their string agree on ${runs} random payloads, seed ${seed}`, () => {
  let compared = 0;
  each(runs, anyPayload, (bytes, random, options) => {
    compared += Number(agreeAsString(asString(random, bytes), options));
  });
  assert.ok(compared > 2.5 * runs, `only ${compared} were compared`);
});

test(`bytes and their string agree on payloads of several batches, seed ${seed}`, () => {
  each(Math.ceil(runs / 500), longPayload, (bytes, random, options) => {
    agreeAsString(asString(random, bytes), options);
  });
});

test("without options the framing is auto and the parse time is now", () => {
  each(100, anyPayload, (bytes, _random, { framing }) => {
    const before = Date.now();
    const result = parse(bytes, { framing });
    const { records } = result;
    const times = new Set(records.map(({ p_parse_time }) => Number(p_parse_time)));
    assert.ok([...times].every((time) => time >= before && time <= Date.now()));
    assert.ok(times.size < 2, "one parse time for all records");
    if (framing !== "auto") return;
    const [parseTime] = records.length > 0 ? [...times] : [0];
    const options = { parseTime: new Date(Number(parseTime)) };
    assert.deepEqual(parse(bytes, options), result);
  });
});

/**
 * Checks random payloads in every framing. Each run has its own seed.
 *
 * @param {number} runs
 * @param {(random: import("../twin/payloads.js").Random) => Uint8Array} make
 * @param {(bytes: Uint8Array, random: import("../twin/payloads.js").Random, options: Options) => void} property
 */
function each(runs, make, property) {
  console.log(`HEROKU_DRAIN_SEED=${seed} HEROKU_DRAIN_RUNS=${runs}`);
  for (let run = 0; run < runs; run += 1) {
    for (const framing of FRAMINGS) {
      const random = randomFrom(seed + run);
      try {
        property(make(random), random, { framing, parseTime });
      } catch (error) {
        const again = `HEROKU_DRAIN_SEED=${seed + run} HEROKU_DRAIN_RUNS=1`;
        throw new Error(`${again}, ${framing}`, { cause: error });
      }
    }
  }
}

/** @param {import("../twin/payloads.js").Random} random */
function longPayload(random) {
  const parts = [];
  while (parts.length < LONG) {
    const payload = wellFormed(random);
    parts.push(random() < 0.5 ? payload : afterAccidents(random, payload));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Expects of every function the results of `parse`, and the offsets of `explain`.
 *
 * @param {Payload} payload
 * @param {Options} options
 */
function agree(payload, options) {
  check(payload, options, told(payload, options));
}

/**
 * @param {Payload} payload
 * @param {Options} options
 * @returns {import("../cases/load.js").Expected}
 */
function told(payload, options) {
  const { records, problems } = parse(payload, options);
  const { segments } = explain(payload, options);
  return {
    records: /** @type {any[]} */ (records),
    problems: problems.map(bare),
    segments: segments.map(({ kind, offset, length }) => [kind, offset, length]),
  };
}

/**
 * Checks that a string has the same results as its bytes, except for the unit of offsets. Returns
 * whether they are comparable: in a string no frame ends inside a character.
 *
 * @param {string} string
 * @param {Options} options
 */
function agreeAsString(string, options) {
  const bytes = new TextEncoder().encode(string);
  const expected = told(bytes, options);
  const isInside = (/** @type {number} */ at) => at < bytes.length && (bytes[at] & 0xc0) === 0x80;
  if (expected.segments.some(([, offset]) => isInside(offset))) return false;
  assert.deepEqual(told(string, options), inUnits(bytes, expected));
  const units = unitOffsets(bytes);
  const unit = (/** @type {number} */ at) => units[at];
  assert.deepEqual(toNDJSON(string, options).ndjson, toNDJSON(bytes, options).ndjson);
  assert.deepEqual(texts(string, options), texts(bytes, options, unit));
  assert.deepEqual(table(string, options), table(bytes, options, unit));
  assert.deepEqual(fields(string, options), fields(bytes, options, unit));
  return true;
}

/**
 * The texts of problems, with offsets converted to another unit.
 *
 * @param {Payload} payload
 * @param {Options} options
 * @param {(at: number) => number} [unit]
 */
function texts(payload, options, unit) {
  return parse(payload, options).problems.map(({ message, text }) => {
    const place = / at (?:byte|character) ([0-9]+)/.exec(message);
    assert.ok(place, message);
    const at = unit ? unit(Number(place[1])) : Number(place[1]);
    return { message: message.replace(place[0], ` at ${at}`), text };
  });
}

/**
 * Columns, with offsets converted to another unit.
 *
 * @param {Payload} payload
 * @param {Options} options
 * @param {(at: number) => number} [unit]
 */
function table(payload, options, unit = (at) => at) {
  const { problems: _, ...table } = columns(payload, options);
  table.frame.set(table.frame.map((at) => unit(at)));
  for (const { name, type } of schema.fields) {
    const column = table[name];
    if (type !== "int") column.set(column.map((at) => unit(at)));
  }
  return table;
}

/**
 * The fields of record segments, with offsets converted to another unit.
 *
 * @param {Payload} payload
 * @param {Options} options
 * @param {(at: number) => number} [unit]
 */
function fields(payload, options, unit = (at) => at) {
  return explain(payload, options).segments.map((segment) => {
    if (segment.kind !== "record") return [];
    const { record, facility, severity } = segment;
    const fields = segment.fields.map(({ name, offset, length, value }) => {
      return { name, start: unit(offset), end: unit(offset + length), value };
    });
    return [record, facility, severity, fields];
  });
}
