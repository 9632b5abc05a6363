// The shared cases as a portable function, without files, processes or a test runner.

import { columns, decodeStream, parse, toNDJSON } from "heroku-drain";
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
 * @property {number} count number of passed cases
 * @property {string[]} failures messages of the first failed cases
 */

/** Few enough to read. */
const MOST_FAILURES = 5;

/**
 * @param {PortableCase[]} cases
 * @returns {Promise<Outcome>}
 */
export async function runCases(cases) {
  /** @type {string[]} */
  const failures = [];
  for (const portable of cases) {
    failures.push(...(await failureOf(portable.name, () => checkCase(revived(portable)))));
  }
  const count = cases.length - failures.length;
  failures.push(
    ...(await failureOf("a payload that takes more memory than wasm begins with", checkLarge)),
    ...(await failureOf("a stream", checkStream)),
  );
  return { count, failures: failures.slice(0, MOST_FAILURES) };
}

/**
 * @param {string} name
 * @param {() => void | Promise<void>} check
 */
async function failureOf(name, check) {
  try {
    await check();
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

const MESSAGE = "Grüße";
const FRAME = `<13>1 - host app web.1 - ${MESSAGE}\n`;
const COUNTED_FRAME = `${new TextEncoder().encode(FRAME).length} ${FRAME}`;

/** Reads a payload that makes memory grow, in both of its forms. */
function checkLarge() {
  const count = 100_000;
  const text = COUNTED_FRAME.repeat(count);
  for (const payload of [text, new TextEncoder().encode(text)]) {
    const { records, problems } = parse(payload);
    assert.equal(records.length, count, "records");
    assert.equal(records.at(-1)?.message, MESSAGE, "the last message");
    assert.deepEqual(problems, []);
    assert.equal(toNDJSON(payload).count, count, "lines");
    assert.equal(columns(payload).length, count, "rows");
  }
}

/** The runtime's own streams, in chunks that cut frames and characters. */
async function checkStream() {
  const bytes = new TextEncoder().encode(COUNTED_FRAME.repeat(1000));
  const source = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 777) controller.enqueue(bytes.slice(at, at + 777));
      controller.close();
    },
  });
  const parseTime = new Date(0);
  const reader = source.pipeThrough(decodeStream({ parseTime })).getReader();
  const records = [];
  // Some engines cannot iterate over a stream.
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    records.push(next.value);
  }
  assert.deepEqual(records, parse(bytes, { parseTime }).records, "the records of a stream");
}
