// The payloads of the worker's tests: every case and sample, and random payloads, in every framing.

import { columns } from "heroku-drain";
import { MOST_PROBLEMS } from "../../../www/src/messages.js";
import { samples } from "../../../www/src/samples.js";
import { Differences } from "../../../www/src/worker/differences.js";
import { Filters } from "../../../www/src/worker/filters.js";
import { storeOf } from "../../../www/src/worker/store.js";
import { Views } from "../../../www/src/worker/view.js";
import { FRAMINGS, loadCases } from "../../cases/load.js";
import { anyPayload, randomFrom, wellFormed } from "../../twin/payloads.js";

/** @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer> }} Named */

export { FRAMINGS };

/** Ignores progress. */
export function nobody() {}

/** @returns {Named[]} */
export function casesAndSamples() {
  return [
    ...loadCases().map(({ name, payload }) => ({ name, bytes: new Uint8Array(payload) })),
    ...smallSamples(),
  ];
}

/** Those without a hundred thousand records. */
export function smallSamples() {
  const small = samples.filter(({ id }) => id !== "busy");
  return small.map(({ id, build }) => ({ name: id, bytes: build() }));
}

/** A new seed for each run; SEED repeats a failure. */
export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/**
 * @param {number} count
 * @returns {Named[]}
 */
export function randomPayloads(count) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => ({
    name: `random ${index} of SEED=${seed}`,
    bytes: new Uint8Array(anyPayload(random)),
  }));
}

/**
 * A payload with enough rows to filter: records as Logplex sends them, and after accidents.
 *
 * @param {number} [from] a seed
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function manyRows(from = seed) {
  const random = randomFrom(from);
  const parts = smallSamples().map(({ bytes }) => bytes);
  for (let count = 0; count < 60; count++) parts.push(new Uint8Array(wellFormed(random)));
  for (let count = 0; count < 20; count++) parts.push(new Uint8Array(anyPayload(random)));
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {import("heroku-drain").Framing} [framing]
 * @param {number} [maxProblems]
 */
export function stored(bytes, framing = "auto", maxProblems = MOST_PROBLEMS) {
  const options = { framing, parseTime: new Date("2026-03-14T09:26:53.589Z"), maxProblems };
  return storeOf({ bytes, compressed: undefined }, options, columns(bytes, options), nobody);
}

/**
 * Answers queries about a payload.
 *
 * @param {import("../../../www/src/worker/store.js").Store} store
 */
export function asking(store) {
  const differences = new Differences(store);
  const missingIn = differences.missingIn.bind(differences);
  const views = new Views(store, new Filters(store, missingIn));
  return (/** @type {import("../../../www/src/messages.js").Query} */ query) =>
    views.viewOf(1, query, nobody);
}
