// The lists defined in Rust, and the types and words that follow them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explain, facilities, problemCodes, schema, severities } from "heroku-drain";
import { framings } from "../../pkg/wasm/schema.js";
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

test("severities and facilities are the keywords of every priority", () => {
  assert.deepEqual([severities.length, facilities.length], [8, 24]);
  for (let priority = -1; priority <= 192; priority++) {
    const { segments } = explain(`1 <${priority}>1 - - - - - -`, { framing: "lines" });
    const [segment] = segments;
    assert.ok(segment?.kind === "record");
    const isValid = priority >= 0 && priority <= 191;
    assert.equal(segment.facility, isValid ? facilities[priority >> 3] : undefined);
    assert.equal(segment.severity, isValid ? severities[priority & 7] : undefined);
    assert.ok(isValid === (segment.facility !== undefined));
  }
  assert.deepEqual([facilities[19], severities[6]], ["local3", "info"]);
});

test("the lists are frozen", () => {
  for (const list of [problemCodes, severities, facilities]) assert.ok(Object.isFrozen(list));
});

test("the schema has the published shape", () => {
  const { fields, parser, ...head } = schema;
  assert.deepEqual(Object.keys(head), ["schema", "description", "referenceURL"]);
  assert.equal(head.schema, "Heroku.Runtime");
  assert.equal(head.referenceURL, "https://devcenter.heroku.com/articles/logging#runtime-logs");
  assert.deepEqual(parser.fastmatch.emptyValues, ["-"]);
  assert.deepEqual(
    fields.find(({ name }) => name === "timestamp"),
    { name: "timestamp", type: "timestamp", timeFormats: ["rfc3339"], isEventTime: true },
  );
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
