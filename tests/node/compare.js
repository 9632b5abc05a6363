/**
 * Checks every function of the package on one payload against expected results. It is independent
 * of the runtime except for `assert`, which is replaced if missing.
 */

import assert from "node:assert/strict";
import { columns, explain, parse, schema, toNDJSON } from "heroku-drain";
import { inUnits } from "../twin/units.js";

/**
 * @typedef {import("../twin/twin.js").Framing} Framing
 * @typedef {import("../cases/load.js").Expected} Expected
 * @typedef {import("heroku-drain").ProblemReport} ProblemReport
 * @typedef {string | Uint8Array} Payload
 * @typedef {{ framing: Framing, parseTime: Date }} Options
 */

/** A record's keys, all present and in this order. */
export const KEYS = [
  "message_len",
  "priority",
  "version",
  "timestamp",
  "host_name",
  "app_name",
  "process_id",
  "message_id",
  "message",
  "p_log_type",
  "p_event_time",
  "p_parse_time",
  "p_any_ip_addresses",
  "p_any_domain_names",
];

/**
 * Checks one case in all framings: its bytes and, if they are UTF-8, the string that they encode.
 *
 * @param {Pick<import("../cases/load.js").Case, "payload" | "parseTime" | "expect" | "expectString">} shared
 */
export function checkCase({ payload, parseTime, expect, expectString }) {
  const string = textOf(payload);
  for (const framing of /** @type {Framing[]} */ (Object.keys(expect))) {
    const options = { framing, parseTime };
    check(payload, options, expect[framing]);
    if (string === undefined) continue;
    check(string, options, expectString[framing] ?? inUnits(payload, expect[framing]));
  }
  checkBuffers(payload, parseTime);
}

/** @param {Uint8Array} payload */
function textOf(payload) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return undefined;
  }
}

/**
 * Bytes give the same results in an ArrayBuffer and in the middle of another one.
 *
 * @param {Uint8Array} payload
 * @param {Date} parseTime
 */
function checkBuffers(payload, parseTime) {
  const wide = new Uint8Array(payload.length + 5).fill(0x39);
  wide.set(payload, 3);
  const inside = wide.subarray(3, 3 + payload.length);
  const result = parse(payload, { parseTime });
  assert.deepEqual(parse(inside, { parseTime }), result);
  assert.deepEqual(parse(new Uint8Array(payload).buffer, { parseTime }), result);
}

/**
 * @param {Payload} payload
 * @param {Options} options
 * @param {Expected} expected In the payload's units.
 */
export function check(payload, options, expected) {
  const lines = expected.records.map((record) => JSON.stringify(record));
  const report = checkParse(payload, options, lines, expected.problems);
  checkNDJSON(payload, options, lines, report);
  checkColumns(payload, options, expected, report);
  checkSegments(payload, options, expected);
}

/**
 * The text of a range of the payload, as records contain it.
 *
 * @param {Payload} payload
 * @param {number} start
 * @param {number} end
 */
function slice(payload, start, end) {
  if (typeof payload === "string") return payload.slice(start, end).toWellFormed();
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload.subarray(start, end));
}

/**
 * @param {Payload} payload
 * @param {Options} options
 * @param {string[]} lines
 * @param {Expected["problems"]} expected
 */
function checkParse(payload, options, lines, expected) {
  const { records, ...report } = parse(payload, options);
  const { problems } = report;
  assert.deepEqual(
    records.map((record) => JSON.stringify(record)),
    lines,
    "records",
  );
  for (const record of records) {
    assert.deepEqual(Object.keys(record), KEYS, "a record's keys");
    assert.ok(record.p_event_time instanceof Date && record.p_parse_time instanceof Date, "dates");
    for (const list of [record.p_any_ip_addresses, record.p_any_domain_names]) {
      assert.ok(list === undefined || (Object.isFrozen(list) && list.length === 1), "a list");
    }
  }
  assert.deepEqual(problems.map(bare), expected, "problems");
  for (const { severity, message, offset, length, text } of problems) {
    assert.match(message, /^expected .+ at (?:byte|character) [0-9]+/, "a message");
    const bytes = severity === "error" ? slice(payload, offset, offset + length) : undefined;
    assert.equal(text, bytes, "the text of a problem");
  }
  const errors = problems.filter(({ severity }) => severity === "error").length;
  assert.equal(report.errorCount, errors, "the number of errors");
  assert.equal(report.warningCount, problems.length - errors, "the number of warnings");
  return report;
}

/**
 * A problem in the format of the cases.
 *
 * @param {import("heroku-drain").Problem} problem
 */
export function bare({ code, severity, offset, length, field, record }) {
  return JSON.parse(JSON.stringify({ code, severity, offset, length, field, record }));
}

/**
 * @param {Payload} payload
 * @param {Options} options
 * @param {string[]} lines
 * @param {ProblemReport} expected
 */
function checkNDJSON(payload, options, lines, expected) {
  const result = toNDJSON(payload, options);
  const { ndjson, count, ...report } = result;
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(ndjson);
  assert.equal(text, lines.map((line) => `${line}\n`).join(""), "NDJSON");
  assert.equal(count, lines.length, "the count of NDJSON");
  assert.deepEqual(report, expected, "the problems beside NDJSON");
  const into = new Uint8Array(result.ndjson.length);
  assert.deepEqual(
    toNDJSON(payload, { ...options, into }),
    result,
    "NDJSON in memory that is given",
  );
}

/**
 * @param {Payload} payload
 * @param {Options} options
 * @param {Expected} expected
 * @param {ProblemReport} report
 */
function checkColumns(payload, options, { records, segments }, report) {
  const table = columns(payload, options);
  const { problems, errorCount, warningCount } = table;
  assert.deepEqual({ problems, errorCount, warningCount }, report, "the problems beside columns");
  const frames = segments.flatMap(([kind, offset, length]) =>
    kind === "record" ? [offset, offset + length] : [],
  );
  assert.deepEqual([...table.frame], frames, "the frames");
  assert.equal(table.length, records.length, "the length of columns");
  assert.equal(table.absent.length, records.length, "the length of a column");
  const arrays = Object.values(table).filter((value) => ArrayBuffer.isView(value));
  const used = arrays.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
  assert.equal(table.absent.buffer.byteLength, used, "one buffer, and nothing else in it");
  records.forEach((record, row) => {
    schema.fields.forEach(({ name, type }, index) => {
      const value = record[name];
      const absent = (table.absent[row] & (1 << index)) !== 0;
      assert.equal(absent, value === undefined, `whether ${name} is absent`);
      const column = /** @type {any} */ (table)[name];
      if (type === "int") {
        if (!absent) assert.equal(column[row], value, `column ${name}`);
        return;
      }
      const text = slice(payload, column[2 * row], column[2 * row + 1]);
      if (absent) assert.match(text, /^-?$/, `column ${name}, where it is absent`);
      else assert.equal(text, value, `column ${name}`);
    });
    checkEventTime(table.event_time[row], record);
  });
}

/**
 * @param {number} time
 * @param {Record<string, unknown>} record
 */
function checkEventTime(time, record) {
  if (record.timestamp === undefined) {
    assert.ok(Number.isNaN(time), "the event time where there is none");
    return;
  }
  const digits = /\.([0-9]+)/.exec(String(record.timestamp))?.[1] ?? "";
  const microseconds = Number(digits.padEnd(6, "0").slice(3, 6));
  const whole = Date.parse(JSON.parse(JSON.stringify(record.p_event_time)));
  const exact = whole + microseconds / 1000;
  // Far from 1970 a double is coarser than a microsecond.
  const tolerance = Math.max(1e-4, Math.abs(exact) * 2 ** -51);
  assert.ok(Math.abs(time - exact) <= tolerance, `the event time: ${time}, expected ${exact}`);
  assert.equal(Math.floor(time), whole, "the event time's millisecond");
}

/**
 * @param {Payload} payload
 * @param {Options} options
 * @param {Expected} expected
 */
function checkSegments(payload, options, expected) {
  const { segments } = explain(payload, options);
  const places = segments.map(({ kind, offset, length }) => [kind, offset, length]);
  assert.deepEqual(places, expected.segments, "segments");
  let end = 0;
  for (const { offset, length } of segments) {
    assert.equal(offset, end, "a segment begins where the last one ends");
    assert.ok(length > 0, "a segment is not empty");
    end += length;
  }
  assert.equal(end, payload.length, "the last segment ends where the payload does");
  checkErrorSegments(segments, expected);
  checkRecordSegments(payload, segments, expected);
}

/**
 * @param {import("heroku-drain").Segment[]} segments
 * @param {Expected} expected
 */
function checkErrorSegments(segments, expected) {
  const problems = segments.flatMap((segment) =>
    segment.kind === "error" ? [bare(segment.problem)] : [],
  );
  const errors = expected.problems.filter(({ severity }) => severity === "error");
  assert.deepEqual(problems, errors, "the problems of error segments");
}

/**
 * @param {Payload} payload
 * @param {import("heroku-drain").Segment[]} segments
 * @param {Expected} expected
 */
function checkRecordSegments(payload, segments, expected) {
  const rows = segments.flatMap((segment) => (segment.kind === "record" ? [segment] : []));
  rows.forEach(({ fields, facility, severity, warnings }, row) => {
    const record = expected.records[row];
    const named = fields.map(({ name, type }) => ({ name, type }));
    assert.deepEqual(
      named,
      schema.fields.map(({ name, type }) => ({ name, type })),
      "fields",
    );
    for (const { name, offset, length, value } of fields) {
      assert.equal(value, record[name], `the value of ${name}`);
      checkField(slice(payload, offset, offset + length), name, value);
    }
    assert.deepEqual(
      warnings.map(bare),
      expected.problems.filter((problem) => problem.record === row),
      "the warnings of a record segment",
    );
    const inRange = Number(record.priority) >= 0 && Number(record.priority) <= 191;
    assert.equal(typeof facility, inRange ? "string" : "undefined", "the facility");
    assert.equal(typeof severity, inRange ? "string" : "undefined", "the severity");
  });
}

/**
 * @param {string} text
 * @param {string} name
 * @param {unknown} value
 */
function checkField(text, name, value) {
  if (value === undefined) assert.match(text, /^-?$/, `the span of ${name}, which is absent`);
  else if (typeof value === "number") assert.equal(Number(text) + 0, value, `the span of ${name}`);
  else assert.equal(text, value, `the span of ${name}`);
}
