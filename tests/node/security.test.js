// SECURITY.md: each threat names existing tests.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { testNamesOf } from "./source.js";

const THREATS = [
  "tests/node/threats.test.js",
  "tests/node/realm.test.js",
  "tests/page/policy.test.js",
  "tests/threats.rs",
];

/** @param {string} path */
const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The table's rows, without its heading: the threat, the protection, and the tests. */
const rows = text("SECURITY.md")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .slice(1);

/** Each named test: a file, and the test's name if the file has several tests. */
const named = rows.flatMap(([, , tests = ""]) =>
  tests.split("<br>").map((entry) => {
    const [, path = "", name = ""] = /^`([^`]+)`(?:: (.+))?$/.exec(entry) ?? [];
    return { entry, path, name };
  }),
);

/**
 * Patterns of the names of the tests in a file.
 *
 * @param {string} path
 * @returns {RegExp[]}
 */
function testsIn(path) {
  const source = text(path);
  if (path.endsWith(".js")) return testNamesOf(source);
  const functions = source.matchAll(/#\[test\]\n\s*fn (\w+)\(\)/g);
  return Array.from(functions, ([, name]) => new RegExp(`^${name}$`));
}

/**
 * Whether a file contains an active test of this name; a shared case is a test by itself.
 *
 * @param {string} path
 * @param {string} name
 */
function holds(path, name) {
  if (/^tests\/cases\/\w+\.json$/.test(path)) return text(path) !== "";
  return testsIn(path).some((pattern) => pattern.test(name));
}

test("each threat names what is done and a test", () => {
  assert.ok(rows.length > 10);
  for (const [threat, done, tests, ...rest] of rows) {
    assert.ok(threat && done && tests && rest.length === 0, threat);
  }
});

test("each test that is named exists and is run", () => {
  for (const { entry, path, name } of named) assert.ok(path && holds(path, name), entry);
});

test("each test of the threats is named", () => {
  for (const path of THREATS) {
    for (const pattern of testsIn(path)) {
      const isNamed = named.some((one) => one.path === path && pattern.test(one.name));
      assert.ok(isNamed, `${path}: ${pattern}`);
    }
  }
});

test("a name that no test has is found", () => {
  assert.ok(
    holds("tests/node/hostile.test.js", "64 MB of counts is answered, as a string and as bytes"),
  );
  assert.ok(!holds("tests/node/hostile.test.js", "64 MB of counts is refused"));
  assert.ok(holds("src/problem.rs", "an_excerpt_is_one_short_harmless_line"));
  assert.ok(!holds("src/problem.rs", "an_excerpt"));
});
