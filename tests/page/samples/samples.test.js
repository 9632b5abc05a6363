// Each sample matches its description, in both languages.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { explain, parse } from "heroku-drain";
import { SAMPLE_IDS } from "../../../www/src/samples/ids.js";
import { sampleOf } from "../../../www/src/samples.js";
import { en } from "../../../www/src/strings/en.js";
import { ko } from "../../../www/src/strings/ko.js";

/**
 * @import { Framing, HerokuRuntime, ProblemCode, RecordSegment } from "heroku-drain"
 * @import { SampleId } from "../../../www/src/samples/ids.js"
 * @typedef {ReturnType<typeof read>} Reading
 */

/**
 * The number of times each problem occurs; others must not occur.
 *
 * @type {Record<SampleId, { records: number } & Partial<Record<ProblemCode, number>>>}
 */
const CONTENTS = {
  router: { records: 6 },
  busy: { records: 100_000 },
  rails: { records: 10 },
  metrics: { records: 10 },
  dropped: { records: 5 },
  cut: { records: 4, "invalid-utf8": 2 },
  windows: { records: 4, crlf: 4 },
  damaged: {
    records: 7,
    "missing-octet-count": 1,
    "not-a-frame": 1,
    "invalid-integer": 1,
    "invalid-timestamp": 1,
    "delimiter-missing": 1,
    "byte-order-mark": 1,
    crlf: 1,
    "octet-count-mismatch": 2,
    "priority-out-of-range": 1,
    "invalid-utf8": 1,
    truncated: 1,
  },
  syslog: { records: 7 },
  hosts: { records: 10 },
  hostile: { records: 11 },
  cli: { records: 0, "cli-output": 1 },
  json: { records: 0, "json-payload": 1 },
};

/**
 * Every figure in a sample's description, computed from the parsed sample.
 *
 * @type {Record<SampleId, (reading: Reading) => (string | number | undefined)[]>}
 */
const FIGURES = {
  router: ({ records }) => {
    const failed = records.filter(({ message }) => message?.includes("at=error"));
    const codes = failed.map(({ message }) => message?.match(/code=(H\d+)/)?.[1]);
    return [records.length, failed.length, ...codes, ...new Set(records.map((r) => r.priority))];
  },
  busy: ({ records }) => [
    records.length.toLocaleString("en"),
    ...minutesOf(records, "ConnectionTimeoutError"),
    ...minutesOf(records, "NoMethodError"),
  ],
  rails: ({ records, by }) => [
    ...records.map(({ message }) => message?.split("\n").length).filter((lines) => lines !== 1),
    by("lines").errors.length,
  ],
  metrics: ({ records }) => [
    ...records.flatMap(({ message }) => message?.match(/^Error (R\d+)/)?.[1] ?? []),
    records.length,
  ],
  dropped: ({ records, by }) => [
    String(records[0]?.message).match(/L\d+/)?.[0],
    records.length,
    by("lines").records.length,
  ],
  cut: ({ records, bytes }) => {
    const parts = records.filter(({ timestamp }) => timestamp === records[1]?.timestamp);
    return [messageBytes(bytes, 1).toLocaleString("en"), parts.length];
  },
  windows: ({ records, by }) => [records.length, by("octet-counting").errors.length],
  damaged: ({ records, errors, warnings }) => [records.length, errors.length, warnings.length],
  syslog: ({ records }) => [
    records.filter((r) => r.host_name?.startsWith("d.") && r.message?.startsWith("- ")).length,
  ],
  hosts: ({ records }) => [records.length],
  hostile: ({ records }) => [records.length],
  cli: ({ bytes, errors }) => [linesOf(bytes), errors.length],
  json: ({ bytes, errors }) => [linesOf(bytes), errors.length],
};

for (const id of SAMPLE_IDS) {
  describe(id, () => {
    const reading = read(bytesOf(id), "auto");

    test("has the records and the problems it is meant to have, and no others", () => {
      assert.deepEqual(contentsOf(reading), CONTENTS[id]);
    });

    for (const [language, words] of Object.entries({ en, ko })) {
      test(`promises only what it holds: ${language}`, () => {
        const { title, look } = words.samples[id];
        assert.ok(title.trim());
        assert.deepEqual(figuresIn(look), FIGURES[id](reading).map(String).sort());
      });
    }

    test("is the same whenever it is built", () => {
      assert.ok(Buffer.from(bytesOf(id)).equals(reading.bytes));
    });

    test("names no address and no domain that could be somebody's", () => {
      const text = Buffer.from(reading.bytes).toString("latin1");
      assert.deepEqual(
        new Set(text.match(ADDRESS)?.filter((found) => !RESERVED.test(found))),
        new Set(),
      );
      assert.deepEqual(
        new Set(text.match(DOMAIN)?.filter((found) => !/^example\./.test(found))),
        new Set(),
      );
    });
  });
}

test("each has a name of its own in both languages, and no name is without a sample", () => {
  for (const { samples } of [en, ko]) {
    assert.deepEqual(Object.keys(samples), [...SAMPLE_IDS]);
    assert.equal(new Set(Object.values(samples).map(({ title }) => title)).size, SAMPLE_IDS.length);
  }
});

test("no sample goes by a name that is not in the list", () => {
  assert.equal(sampleOf("constructor"), undefined);
});

test("the line that is cut ends and goes on inside one character", () => {
  const { records } = read(bytesOf("cut"), "auto");
  assert.match(String(records[1]?.message), /[^\ufffd]\ufffd$/);
  assert.match(String(records[2]?.message), /^\ufffd+[^\ufffd]/);
});

test("the drop notice is glued in front of the next frame", () => {
  const text = Buffer.from(bytesOf("dropped")).toString();
  assert.match(text, /^\d+ <172>1 [^\n]*\.\d+ <45>1 /);
});

test("the forged frame is in a message, and would be a record by lines", () => {
  const has = (/** @type {Framing} */ framing) =>
    read(bytesOf("hostile"), framing).records.some((r) => r.message?.startsWith("forged"));
  assert.deepEqual([has("auto"), has("octet-counting"), has("lines")], [false, false, true]);
});

test("what happens in the busy hour stands out, and in the payload's order", () => {
  const { records } = read(bytesOf("busy"), "auto");
  const times = records.map(({ p_event_time }) => p_event_time.getTime());
  assert.ok(times.every((time, index) => index === 0 || time >= Number(times[index - 1])));
  /** @type {Record<string, number>} */
  const severe = {};
  for (const { priority, p_event_time } of records) {
    if ((Number(priority) & 7) > 3) continue;
    const minute = minuteOf(p_event_time);
    severe[minute] = (severe[minute] ?? 0) + 1;
  }
  const loud = Object.keys(severe).filter((minute) => Number(severe[minute]) > 200);
  assert.deepEqual(
    loud,
    [17, 18, 19, 20, 43, 44, 45, 46].map((minute) => `12:${minute}`),
  );
});

const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
/** RFC 5737. */
const RESERVED = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./;
const DOMAIN = /[a-z0-9-]+\.(?:com|net|org|io|dev|app|kr|de)\b/g;

/** @param {SampleId} id */
function bytesOf(id) {
  const sample = sampleOf(id);
  assert.ok(sample, id);
  return sample.build();
}

/**
 * @param {Uint8Array} bytes
 * @param {Framing} framing
 */
function read(bytes, framing) {
  const { records, problems } = parse(bytes, { framing });
  return {
    bytes,
    records,
    errors: problems.filter(({ severity }) => severity === "error"),
    warnings: problems.filter(({ severity }) => severity === "warning"),
    by: (/** @type {Framing} */ other) => read(bytes, other),
  };
}

/** @param {Reading} reading */
function contentsOf({ records, errors, warnings }) {
  /** @type {Record<string, number>} */
  const contents = { records: records.length };
  for (const { code } of [...errors, ...warnings]) contents[code] = (contents[code] ?? 0) + 1;
  return contents;
}

/** @param {string} look */
function figuresIn(look) {
  return (look.match(/(?<![\w-])[A-Z]?\d[\d,:]*/g) ?? [])
    .map((figure) => figure.replace(/[,:]$/, ""))
    .sort();
}

/**
 * The first minute in which a text occurs, and the first in which it no longer does.
 *
 * @param {HerokuRuntime[]} records
 * @param {string} text
 */
function minutesOf(records, text) {
  const found = records.filter(({ message }) => message?.includes(text));
  const [first, last] = [found[0], found.at(-1)].map((record) => Number(record?.p_event_time));
  return [Number(first), Number(last) + 60_000].map((time) => minuteOf(new Date(time)));
}

/** @param {Date} time */
function minuteOf(time) {
  return time.toISOString().slice(11, 16);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} record
 */
function messageBytes(bytes, record) {
  const isRecord = (/** @type {{ kind: string }} */ { kind }) => kind === "record";
  const segment = /** @type {RecordSegment} */ (explain(bytes).segments.filter(isRecord)[record]);
  return Number(segment.fields.at(-1)?.length);
}

/** @param {Uint8Array} bytes */
function linesOf(bytes) {
  return Buffer.from(bytes).toString().split("\n").length - 1;
}
