// The lists that Rust keeps, and the types and words that follow them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { schema } from "heroku-drain";
import { framings, problemCodes } from "../../pkg/wasm/schema.js";
import { FRAMINGS } from "../cases/load.js";
import { KEYS } from "./compare.js";

const types = readFileSync(new URL("../../pkg/index.d.ts", import.meta.url), "utf8");
const design = readFileSync(new URL("../../DESIGN.md", import.meta.url), "utf8");

/**
 * The strings of a union type in index.d.ts.
 *
 * @param {string} name
 */
function union(name) {
  const [, body] = new RegExp(`export type ${name} =([^;]+);`).exec(types) ?? [];
  return [...String(body).matchAll(/"([^"]+)"/g)].map(([, text]) => text);
}

test("the types know the problem codes, no more and no fewer", () => {
  assert.ok(problemCodes.length > 0);
  assert.deepEqual([...union("ErrorCode"), ...union("WarningCode")], [...problemCodes]);
});

test("the design explains every problem code", () => {
  for (const code of problemCodes) assert.ok(design.includes(`\`${code}\``), code);
});

test("the types and the cases know the framings", () => {
  assert.deepEqual(union("Framing"), [...framings]);
  assert.deepEqual([...FRAMINGS], [...framings]);
});

test("the types and the records know the schema's fields, in its order", () => {
  const names = schema.fields.map(({ name }) => name);
  assert.deepEqual(union("FieldName"), names);
  assert.deepEqual(KEYS.slice(0, names.length), names);
});
