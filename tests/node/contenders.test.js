// The benchmark's contenders must do the same work: the parsers in bench/ create the same objects.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { parseCarefully } from "../../bench/careful.js";
import { makePayload } from "../../bench/payload.js";
import { splitAndMatch } from "../../bench/regex.js";
import { KEYS } from "./compare.js";

const ODD = [
  "<190>1 - - - - - Hi.\n",
  "<0>1 2024-02-29T23:59:59.5Z ::1 app web.1 - Grüße 👋\n",
  "<191>1 2024-02-29T23:59:59-01:30 h a p m \n\n",
  "<190>1 - 10.0.0.1 - - - -",
]
  .map(framed)
  .join("");

for (const unicode of [false, true]) {
  for (const input of /** @type {const} */ (["text", "bytes"])) {
    test(`the careful parser reads ${input}${unicode ? " that is not ASCII" : ""} as heroku-drain does`, () => {
      assertSame(parseCarefully, makePayload(3000, { unicode })[input]);
    });
  }
}

test("the careful parser reads odd headers as heroku-drain does", () => {
  assert.equal(parse(ODD).records.length, 4);
  assertSame(parseCarefully, ODD);
  assertSame(parseCarefully, new TextEncoder().encode(ODD));
});

test("the careful parser takes no header that is wrong", () => {
  for (const header of [
    "<192>1 - - - - -",
    "<1x>1 - - - - -",
    "<1>1 2023-02-29T00:00:00Z - - - -",
    "<1>1 2023-02-28T24:00:00.000000+00:00 - - - -",
    "<1>1 - - -",
  ]) {
    assert.deepEqual(parseCarefully(framed(header)), [], header);
  }
});

test("the regular expression makes the same objects of what it understands", () => {
  const made = splitAndMatch(makePayload(50).text);
  assert.ok(made.length > 0);
  for (const record of made) assert.deepEqual(Object.keys(record), KEYS);
});

/** @param {string} message */
function framed(message) {
  return `${new TextEncoder().encode(message).length} ${message}`;
}

/**
 * @param {(payload: string | Uint8Array) => object[]} read
 * @param {string | Uint8Array} payload
 */
function assertSame(read, payload) {
  const [made, expected] = [read(payload), parse(payload).records].map((records) =>
    records.map((record) => ({ ...record, p_parse_time: 0, p_event_time: eventTime(record) })),
  );
  assert.deepEqual(made, expected);
  assert.deepEqual(made.map(Object.keys), expected.map(Object.keys));
}

/** @param {any} record */
function eventTime({ p_event_time, p_parse_time }) {
  return p_event_time === p_parse_time ? "time of parsing" : Number(p_event_time);
}
