/**
 * The shared cases, through the built package.
 */

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { loadCases } from "../cases/load.js";
import { checkCase } from "./compare.js";

const cases = loadCases();
let done = 0;

for (const shared of cases) {
  test(`${shared.name}: ${shared.about}`, () => {
    checkCase(shared);
    done += 1;
  });
}

after(() => {
  assert.equal(done, cases.length);
  console.log(`shared cases: ${done} (node)`);
});
