// Every problem code can be filtered, counted, exported and put into a link.

import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, problemCodes } from "heroku-drain";
import { readAddress, writeAddress } from "../../../www/src/address.js";
import { problemSeverity } from "../../../www/src/keywords.js";
import { everything, MOST_PROBLEMS } from "../../../www/src/messages.js";
import { en } from "../../../www/src/strings/en.js";
import { ko } from "../../../www/src/strings/ko.js";
import { bitsOf, emptySets } from "../../../www/src/worker/bits.js";
import { exportOfRows } from "../../../www/src/worker/export.js";
import { storeOf } from "../../../www/src/worker/store.js";
import { asking, nobody } from "./payloads.js";

/** @import { Problem, ProblemCode } from "heroku-drain" */

const FRAME = "21 <190>1 - - - - - Hi.\n";

/**
 * A payload with each code once: as an error of one byte, or as a warning of the only record.
 */
async function everyCode() {
  const bytes = new TextEncoder().encode(FRAME.padEnd(FRAME.length + problemCodes.length, "?"));
  const framing = /** @type {const} */ ("auto");
  const options = { framing, parseTime: new Date(), maxProblems: MOST_PROBLEMS };
  const read = columns(bytes, options);
  const problems = problemCodes.map(problemOf);
  const store = await storeOf(
    { bytes, compressed: undefined },
    options,
    { ...read, problems },
    nobody,
  );
  return { store, ask: asking(store) };
}

/**
 * @param {ProblemCode} code
 * @param {number} index
 * @returns {Problem}
 */
function problemOf(code, index) {
  const severity = problemSeverity(code);
  const place =
    severity === "error" ? { offset: FRAME.length + index, text: "?" } : { offset: 0, record: 0 };
  return { code, severity, message: `about ${code}`, length: 1, ...place };
}

test("the rows with any code can be filtered for", async () => {
  const { store, ask } = await everyCode();
  for (const code of problemCodes) {
    const { rows } = await ask({ ...everything(), problem: [code] });
    assert.equal(rows.length, 1, code);
    const [row = -1] = rows;
    const codes = store.isRecord(row) ? store.warnings(0) : [store.errorOfRow(row)];
    assert.ok(codes.some((problem) => problem.code === code));
  }
});

test("a facet counts every code once", async () => {
  const { ask } = await everyCode();
  const { facets } = (await ask(everything())).summary();
  const values = facets.find(({ name }) => name === "problem")?.values ?? [];
  assert.deepEqual(values.map(({ value }) => value).sort(), [...problemCodes].sort());
  assert.ok(values.every(({ count }) => count === 1));
});

test("all codes survive a link", () => {
  const query = { problem: [...problemCodes] };
  const { problems, ...address } = readAddress(writeAddress({ query }));
  assert.deepEqual([problems, address.query?.problem], [[], problemCodes]);
});

test("every code is exported with the row that has it", async () => {
  const { store } = await everyCode();
  const rows = Uint32Array.from({ length: store.rows }, (_, row) => row);
  const { parts } = await exportOfRows(store, "json", rows, nobody);
  const { problems } = JSON.parse(Buffer.concat(parts).toString());
  const codes = problems.map((/** @type {Problem} */ { code }) => code);
  assert.deepEqual(codes.sort(), [...problemCodes].sort());
});

test("every code has texts in both languages, and there are no texts for others", () => {
  for (const { problems } of [en, ko]) {
    for (const table of [problems.titles, problems.expectations]) {
      assert.deepEqual(Object.keys(table).sort(), [...problemCodes].sort());
    }
  }
});

test("a set is created only if it has a bit for every name", () => {
  const names = Array.from({ length: 32 }, (_, index) => `name ${index}`);
  const bits = bitsOf(names);
  const sets = emptySets(1);
  for (const name of names) sets[0] = Number(sets[0]) | Number(bits[name]);
  for (const name of names) assert.notEqual(Number(sets[0]) & Number(bits[name]), 0, name);
  assert.throws(() => bitsOf([...names, "one more"]), /33 names do not fit in 32 bits/);
});
