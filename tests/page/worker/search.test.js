// A search in bytes finds the same as a search in their text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { finderOf } from "../../../www/src/worker/search.js";
import { randomFrom } from "../../twin/payloads.js";
import { seed } from "./payloads.js";

const encoder = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param {string} text
 * @param {string | Uint8Array} within
 */
function isFound(text, within) {
  const bytes = typeof within === "string" ? encoder.encode(within) : within;
  return finderOf(text)(bytes, 0, bytes.length);
}

test("finds letters whether they are capitals or not", () => {
  for (const [text, within] of [
    ["TIMEOUT", "request timeout"],
    ["timeout", "Request TimeOut!"],
    ["ÉTÉ", "un été"],
    ["straße", "Die STRAßE"],
    ["мир", "МИР"],
    ["오류 Error", "[오류 ERROR]"],
    ["a", "A"],
    ["aab", "aaAB"],
    ["\ufffd", Uint8Array.of(0x61, 0xe9)],
    ["😁", "x😁"],
    ["\ufeff", "\ufeff1"],
  ]) {
    assert.ok(isFound(/** @type {string} */ (text), /** @type {string} */ (within)), String(text));
  }
});

test("does not find what is not there", () => {
  for (const [text, within] of [
    ["timeout", "timeou"],
    ["@", "`"],
    ["[", "{"],
    ["é", "e"],
    ["é", "plain ASCII"],
    ["오류", "오뮤"],
    ["aab", "abaaa"],
    ["a", ""],
    ["\ufffd", "whole"],
  ]) {
    assert.ok(!isFound(/** @type {string} */ (text), /** @type {string} */ (within)), String(text));
  }
});

test("looks between start and end only", () => {
  const bytes = encoder.encode("one two");
  const find = finderOf("e t");
  assert.ok(find(bytes, 0, 7));
  assert.ok(find(bytes, 2, 5));
  assert.ok(!find(bytes, 3, 7));
  assert.ok(!find(bytes, 0, 4));
});

test(`finds what the text of the bytes includes, SEED=${seed}`, () => {
  const random = randomFrom(seed);
  const pick = (/** @type {readonly string[]} */ list) =>
    /** @type {string} */ (list[Math.floor(random() * list.length)]);
  const letters = ["a", "B", "b", "é", "É", "가", "나", "😁", " ", "\ufffd", "@", "`"];
  const some = (/** @type {number} */ most) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(letters)).join("");
  let found = 0;
  for (let count = 0; count < 20_000; count++) {
    const bytes = encoder.encode(some(12));
    // Some runs drop a byte, so that not all is UTF-8.
    if (random() < 0.3) bytes[Math.floor(random() * bytes.length)] = 0xc3;
    const text = some(3);
    const expected = utf8.decode(bytes).toLowerCase().includes(text.toLowerCase());
    assert.equal(isFound(text, bytes), expected, JSON.stringify([text, [...bytes]]));
    if (expected) found++;
  }
  assert.ok(found > 1000);
});
