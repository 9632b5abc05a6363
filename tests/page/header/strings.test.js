// Complete translations, and switching to the last requested language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../../../www/src/strings/en.js";
import { bestLanguage, language, speak, words } from "../../../www/src/strings/index.js";
import { ko } from "../../../www/src/strings/ko.js";

const HANGUL = /\p{Script=Hangul}/u;

test("both tables have the same keys, kinds and parameters", () => {
  assert.deepEqual(shape(ko), shape(en));
});

test("no Korean is left in the English table", () => {
  const korean = texts(en).filter((text) => HANGUL.test(text));
  assert.deepEqual(korean, []);
});

test("finds the first language that it has a table for", () => {
  assert.equal(bestLanguage(["ko-KR", "en"]), "ko");
  assert.equal(bestLanguage(["KO"]), "ko");
  assert.equal(bestLanguage(["fr", "en-GB", "ko"]), "en");
  assert.equal(bestLanguage(["constructor", "__proto__", ""]), "en");
  assert.equal(bestLanguage([]), "en");
});

test("speaks the language that was asked for last", async () => {
  const documentElement = { lang: "" };
  Object.defineProperty(globalThis, "document", { configurable: true, value: { documentElement } });
  try {
    assert.deepEqual(await Promise.all([speak("ko"), speak("en")]), [false, true]);
    assert.deepEqual([language(), documentElement.lang], ["en", "en"]);
    assert.deepEqual(await Promise.all([speak("en"), speak("ko")]), [false, true]);
    assert.deepEqual([language(), documentElement.lang], ["ko", "ko"]);
    assert.equal(words(), ko);
  } finally {
    Reflect.deleteProperty(globalThis, "document");
  }
});

/**
 * The table with each entry's kind instead of its text.
 *
 * @param {unknown} entry
 * @returns {unknown}
 */
function shape(entry) {
  if (typeof entry !== "object" || entry === null) return typeof entry;
  if (Array.isArray(entry)) return entry.map(shape);
  const entries = Object.entries(entry).map(([key, value]) => [key, shape(value)]);
  return Object.fromEntries(entries);
}

/**
 * @param {unknown} entry
 * @returns {string[]}
 */
function texts(entry) {
  if (typeof entry === "string") return [entry];
  if (typeof entry === "function") return [String(entry)];
  return Object.values(Object(entry)).flatMap(texts);
}
