// Settings persist, and the page works in a browser without storage.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  keepSettings,
  keptSettings,
  startingLanguage,
  startingTheme,
} from "../../../www/src/settings.js";

afterEach(() => {
  for (const name of ["localStorage", "navigator"]) Reflect.deleteProperty(globalThis, name);
});

test("keeps language and colours, each on its own", () => {
  const kept = storage();
  keepSettings({ language: "ko" });
  keepSettings({ theme: "dark" });
  assert.deepEqual(keptSettings(), { language: "ko", theme: "dark" });
  keepSettings({ theme: "system" });
  assert.deepEqual(keptSettings(), { language: "ko", theme: "system" });
  assert.deepEqual([...kept.values()], ['{"language":"ko","theme":"system"}']);
});

test("writes nothing as long as nobody chose", () => {
  const kept = storage();
  browser("ko-KR");
  startingLanguage();
  startingTheme("dark");
  assert.equal(kept.size, 0);
});

test("takes the address before what was kept, and that before the browser", () => {
  storage();
  browser("en-GB", "ko");
  assert.deepEqual([startingLanguage(), startingTheme()], ["en", "system"]);
  keepSettings({ language: "ko", theme: "light" });
  assert.deepEqual([startingLanguage(), startingTheme()], ["ko", "light"]);
  assert.deepEqual([startingLanguage("en"), startingTheme("dark")], ["en", "dark"]);
});

test("reads nothing of what somebody else wrote there", () => {
  const kept = storage();
  keepSettings({ theme: "dark" });
  const [key = ""] = kept.keys();
  for (const text of ["", "{", "null", "1", '{"language":"constructor","theme":["dark"]}']) {
    kept.set(key, text);
    assert.deepEqual(keptSettings(), {}, text);
  }
});

test("goes on where the browser forbids storage", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("forbidden");
    },
  });
  browser("ko");
  keepSettings({ theme: "dark" });
  assert.deepEqual(keptSettings(), {});
  assert.deepEqual([startingLanguage(), startingTheme()], ["ko", "system"]);
});

/** The part of a browser's storage that the page uses. */
function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const value = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => kept.set(key, text),
  };
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value });
  return kept;
}

/** @param {...string} languages */
function browser(...languages) {
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { languages } });
}
