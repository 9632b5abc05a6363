/**
 * Random payloads through the package and through the twin, as a second opinion.
 *
 * HEROKU_DRAIN_SEED repeats a run, HEROKU_DRAIN_RUNS makes it longer.
 */

import { test } from "node:test";
import { FRAMINGS } from "../cases/load.js";
import { anyPayload, asString, randomFrom } from "../twin/payloads.js";
import { twin } from "../twin/twin.js";
import { inUnits } from "../twin/units.js";
import { check } from "./compare.js";

const seed = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env.HEROKU_DRAIN_RUNS ?? 3000);
const parseTime = new Date("2024-06-01T00:00:00.000Z");

test(`the package reads ${runs} random payloads as the twin does, seed ${seed}`, () => {
  console.log(`HEROKU_DRAIN_SEED=${seed} HEROKU_DRAIN_RUNS=${runs}`);
  for (let run = 0; run < runs; run += 1) {
    // Each run has its own seed, so that it can be repeated alone.
    const random = randomFrom(seed + run);
    const bytes = anyPayload(random);
    const string = asString(random, bytes);
    for (const framing of FRAMINGS) {
      const options = { framing, parseTime };
      explained(seed + run, framing, bytes, () => check(bytes, options, twin(bytes, options)));
      explained(seed + run, framing, string, () => checkString(string, options));
    }
  }
});

/**
 * @param {string} string
 * @param {{ framing: import("../twin/twin.js").Framing, parseTime: Date }} options
 */
function checkString(string, options) {
  const bytes = new TextEncoder().encode(string);
  check(string, options, inUnits(bytes, twin(bytes, { ...options, string: true })));
}

/**
 * Adds the payload to a failure's message.
 *
 * @param {number} seed
 * @param {string} framing
 * @param {string | Uint8Array} payload
 * @param {() => void} compare
 */
function explained(seed, framing, payload, compare) {
  try {
    compare();
  } catch (error) {
    const shown = typeof payload === "string" ? JSON.stringify(payload) : escaped(payload);
    throw new Error(`HEROKU_DRAIN_SEED=${seed} HEROKU_DRAIN_RUNS=1, ${framing}: ${shown}`, {
      cause: error,
    });
  }
}

/** @param {Uint8Array} bytes */
function escaped(bytes) {
  return `bytes ${JSON.stringify(Buffer.from(bytes).toString("latin1"))}`;
}
