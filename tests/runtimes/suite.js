// The shared cases as a function that runs anywhere: no file, no process, no test runner.

import { columns, parse, toNDJSON } from "heroku-drain";
import { checkCase } from "../node/compare.js";
import assert from "./assert.js";

/**
 * @import { Expected, Framing } from "../cases/load.js"
 *
 * @typedef {object} PortableCase
 * @property {string} name
 * @property {string} payload hexadecimal
 * @property {string} parseTime
 * @property {Record<Framing, Expected>} expect
 * @property {Partial<Record<Framing, Expected>>} expectString
 *
 * @typedef {object} Outcome
 * @property {number} count how many cases are as expected
 * @property {string[]} failures what is wrong with the first of the others
 */

/** Few enough that a failure can be read. */
const MOST_FAILURES = 5;

/**
 * @param {PortableCase[]} cases
 * @returns {Outcome}
 */
export function runCases(cases) {
  const failures = cases.flatMap((portable) =>
    failureOf(portable.name, () => checkCase(revived(portable))),
  );
  const count = cases.length - failures.length;
  failures.push(...failureOf("a payload that takes more memory than wasm begins with", checkLarge));
  return { count, failures: failures.slice(0, MOST_FAILURES) };
}

/**
 * @param {string} name
 * @param {() => void} check
 */
function failureOf(name, check) {
  try {
    check();
    return [];
  } catch (error) {
    return [`${name}: ${error}`];
  }
}

/** @param {PortableCase} portable */
function revived({ payload, parseTime, ...expected }) {
  const digits = payload.match(/../g) ?? [];
  const bytes = Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
  return { payload: bytes, parseTime: new Date(parseTime), ...expected };
}

/** The memory grows while the payload is read, in both of its forms. */
function checkLarge() {
  const count = 100_000;
  const text = "40 <13>1 - host app web.1 - héllo, world!\n".repeat(count);
  for (const payload of [text, new TextEncoder().encode(text)]) {
    const { records, problems } = parse(payload);
    assert.equal(records.length, count, "records");
    assert.equal(records.at(-1)?.message, "héllo, world!", "the last message");
    assert.deepEqual(problems, []);
    assert.equal(toNDJSON(payload).count, count, "lines");
    assert.equal(columns(payload).length, count, "rows");
  }
}
