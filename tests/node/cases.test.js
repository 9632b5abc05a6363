/**
 * The cases, through the package as it ships.
 */

import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { after, test } from "node:test";
import { parse } from "heroku-drain";
import { FRAMINGS, loadCases } from "../cases/load.js";
import { inUnits } from "../twin/units.js";
import { check } from "./compare.js";

const cases = loadCases();
let done = 0;

for (const { name, about, payload, parseTime, expect, expectString } of cases) {
  test(`${name}: ${about}`, () => {
    for (const framing of FRAMINGS) {
      const options = { framing, parseTime };
      check(payload, options, expect[framing]);
      if (!isUtf8(payload)) continue;
      const string = new TextDecoder("utf-8", { ignoreBOM: true }).decode(payload);
      check(string, options, expectString[framing] ?? inUnits(payload, expect[framing]));
    }
    checkBuffers(payload, parseTime);
    done += 1;
  });
}

/**
 * The same bytes read the same from an ArrayBuffer and from the middle of another one.
 *
 * @param {Uint8Array} payload
 * @param {Date} parseTime
 */
function checkBuffers(payload, parseTime) {
  const wide = new Uint8Array(payload.length + 5).fill(0x39);
  wide.set(payload, 3);
  const inside = wide.subarray(3, 3 + payload.length);
  const result = parse(payload, { parseTime });
  assert.deepEqual(parse(inside, { parseTime }), result);
  assert.deepEqual(parse(new Uint8Array(payload).buffer, { parseTime }), result);
}

after(() => {
  assert.equal(done, cases.length);
  console.log(`shared cases: ${done} (node)`);
});
