// Differences between framings: the number of differing rows, and the first difference.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { frame, join } from "../../../www/src/encode.js";
import { Differences } from "../../../www/src/worker/differences.js";
import { casesAndSamples, FRAMINGS, nobody, randomPayloads, stored } from "./payloads.js";

/** @param {(string | Uint8Array)[]} parts */
async function differencesOf(parts) {
  const store = await stored(join(parts));
  return new Differences(store).all(nobody);
}

test("counts what the other framings make of the bytes", async () => {
  for (const { name, bytes } of [...casesAndSamples(), ...randomPayloads(200)]) {
    for (const framing of FRAMINGS) {
      const store = await stored(bytes, framing);
      const differences = await new Differences(store).all(nobody);
      const others = FRAMINGS.filter((other) => other !== framing);
      assert.deepEqual(
        differences.map((difference) => difference.framing),
        others,
      );
      for (const difference of differences) {
        const { records, problems } = parse(bytes, { framing: difference.framing });
        const errors = problems.filter(({ severity }) => severity === "error").length;
        assert.equal(difference.records, records.length, name);
        assert.equal(difference.errors, errors, name);
        assert.equal(difference.warnings, problems.length - errors, name);
      }
    }
  }
});

test("two framings that make different rows tell of it both ways", async () => {
  let apart = 0;
  for (const { name, bytes } of [...casesAndSamples(), ...randomPayloads(300)]) {
    const [auto, lines] = await Promise.all([stored(bytes, "auto"), stored(bytes, "lines")]);
    const [, there] = await new Differences(auto).all(nobody);
    const [back] = await new Differences(lines).all(nobody);
    assert.ok(there && back);
    assert.equal(there.offset, back.offset, name);
    assert.equal(auto.rows - there.rows, lines.rows - back.rows, `rows of both: ${name}`);
    const first = (await new Differences(auto).missingIn("lines", nobody)).indexOf(1);
    if (first >= 0) {
      assert.ok(Number(auto.places.starts[first]) >= Number(there.offset), name);
      apart++;
    }
    assert.equal(there.offset === undefined, there.rows + back.rows === 0, name);
    assert.equal(first < 0, there.rows === 0, name);
  }
  assert.ok(apart > 50);
});

test("a message over two lines is two rows by lines, and one by octet counts", async () => {
  const parts = [frame("<190>1 - - - - - Hi.\n"), frame("<190>1 - - - - - two\nlines\n")];
  const none = { rows: 0, offset: undefined };
  assert.deepEqual(await differencesOf(parts), [
    { framing: "octet-counting", records: 2, errors: 0, warnings: 0, ...none },
    { framing: "lines", records: 2, errors: 1, warnings: 0, rows: 1, offset: 24 },
  ]);
});

test("a blank between frames is an error only where counts always win", async () => {
  const hi = frame("<190>1 - - - - - Hi.\n");
  const [counted] = await differencesOf([hi, " \n", hi]);
  assert.deepEqual([counted?.errors, counted?.rows, counted?.offset], [1, 0, 24]);
});
