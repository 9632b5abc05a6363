// Measures heroku-drain against split and a regular expression: `npm run bench`, or `npm run bench -- --quick`.

import { cpus } from "node:os";
import { buildPackage } from "../scripts/build.js";
import { setup } from "../scripts/setup.js";
import { main } from "../scripts/tools.js";
import { makePayload } from "./payload.js";
import { splitAndMatch, splitMatchStringify } from "./regex.js";

const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 15 : 60;
const WARM_UP = quick ? 5 : 15;
/** A sample lasts at least so many milliseconds, so that the clock's grain does not count. */
const SAMPLE = quick ? 3 : 8;
const SIZES = [1, 40, 400, 5000];

/** What the last call gave, kept so that no engine may skip the work. */
const sink = { last: /** @type {unknown} */ (undefined) };

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(payload: string | Uint8Array) => unknown} work
 * @property {(payload: string | Uint8Array) => unknown[]} [read] its records, to count the right ones
 */

await main(async () => {
  await setup();
  await buildPackage();
  const groups = await contenders();
  console.log(
    `Node ${process.versions.node}, ${cpus()[0]?.model.trim()}, ${ROUNDS} interleaved rounds`,
  );
  console.log("ns a record: median (10th to 90th percentile), times the first of its group\n");
  for (const unicode of [false, true]) {
    for (const count of unicode ? [5000] : SIZES) compare(count, unicode, groups);
  }
});

/** In groups that do the same job; a group's first is what the others are compared with. */
async function contenders() {
  const { columns, parse, toNDJSON } = await import("heroku-drain");
  /** @type {Contender[][]} */
  const groups = [
    [
      { name: "split + regex", work: splitAndMatch, read: splitAndMatch },
      {
        name: "parse",
        work: (payload) => parse(payload),
        read: (payload) => parse(payload).records,
      },
      { name: "columns", work: (payload) => columns(payload) },
    ],
    [
      {
        name: "split + regex + stringify",
        work: splitMatchStringify,
        read: (payload) => parsed(splitMatchStringify(payload)),
      },
      {
        name: "toNDJSON",
        work: (payload) => toNDJSON(payload),
        read: (payload) => parsed(toNDJSON(payload).ndjson),
      },
    ],
  ];
  return groups;
}

/**
 * @param {number} count
 * @param {boolean} unicode
 * @param {Contender[][]} groups
 */
function compare(count, unicode, groups) {
  const payload = makePayload(count, { unicode });
  const size = `${(payload.bytes.length / 1000).toFixed(1)} KB`;
  for (const input of /** @type {const} */ (["text", "bytes"])) {
    const kind = input === "text" ? "a string" : "bytes";
    console.log(`${count} records, ${size}${unicode ? ", not all ASCII" : ""}, from ${kind}`);
    const times = measure(groups.flat(), payload[input], count);
    for (const group of groups) {
      const base = quantile(times.get(/** @type {Contender} */ (group[0])) ?? [], 0.5);
      for (const contender of group)
        report(contender, times.get(contender) ?? [], base, payload, input);
    }
    console.log();
  }
}

/**
 * Every contender in turn, again and again, so that a slow moment of the machine hits all alike.
 *
 * @param {Contender[]} all
 * @param {string | Uint8Array} payload
 * @param {number} count
 */
function measure(all, payload, count) {
  const batches = new Map(all.map((contender) => [contender, batchSize(contender, payload)]));
  const times = new Map(all.map((contender) => [contender, /** @type {number[]} */ ([])]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const contender of all) {
      const batch = batches.get(contender) ?? 1;
      const spent = (timed(contender, payload, batch) * 1e6) / batch / count;
      if (round >= 0) times.get(contender)?.push(spent);
    }
  }
  return times;
}

/**
 * How many calls fill a sample.
 *
 * @param {Contender} contender
 * @param {string | Uint8Array} payload
 */
function batchSize(contender, payload) {
  let batch = 1;
  while (timed(contender, payload, batch) < SAMPLE) batch *= 2;
  return batch;
}

/**
 * Milliseconds for so many calls.
 *
 * @param {Contender} contender
 * @param {string | Uint8Array} payload
 * @param {number} batch
 */
function timed({ work }, payload, batch) {
  const since = performance.now();
  for (let call = 0; call < batch; call++) sink.last = work(payload);
  return performance.now() - since;
}

/**
 * @param {Contender} contender
 * @param {number[]} times
 * @param {number} base
 * @param {ReturnType<typeof makePayload>} payload
 * @param {"text" | "bytes"} input
 */
function report({ name, read }, times, base, payload, input) {
  const median = quantile(times, 0.5);
  const spread = `(${quantile(times, 0.1).toFixed(0)} to ${quantile(times, 0.9).toFixed(0)})`;
  const right = read ? `${countRight(read(payload[input]), payload.records)} right` : "";
  const row = [
    `  ${name.padEnd(26)}`,
    median.toFixed(0).padStart(6),
    spread.padEnd(16),
    `x${(base / median).toFixed(2)}`.padEnd(7),
    right,
  ];
  console.log(row.join(" "));
}

/**
 * How many of the records that a payload was made from came out, in order and equal in every key.
 *
 * @param {unknown[]} records
 * @param {object[]} expected
 */
function countRight(records, expected) {
  const made = records.map(comparable);
  let next = 0;
  let right = 0;
  for (const record of expected.map(comparable)) {
    const at = made.indexOf(record, next);
    if (at < 0) continue;
    next = at + 1;
    right++;
  }
  return right;
}

/** @param {unknown} record */
function comparable(record) {
  return JSON.stringify({ .../** @type {object} */ (record), p_parse_time: undefined });
}

/** @param {Uint8Array} ndjson */
function parsed(ndjson) {
  return new TextDecoder()
    .decode(ndjson)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/**
 * @param {number[]} numbers
 * @param {number} share
 */
function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
