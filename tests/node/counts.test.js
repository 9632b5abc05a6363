/**
 * Octet counts: a correct one always wins, and a wrong one has one correct reading.
 *
 * HEROKU_DRAIN_SEED repeats a run, HEROKU_DRAIN_RUNS makes it longer.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, parse } from "heroku-drain";
import { miscountedLines, randomFrom, wellFormedFrames } from "../twin/payloads.js";

const seed = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env.HEROKU_DRAIN_RUNS ?? 2000);

test(`${runs} well-formed bodies keep their messages and cause no warning about counts, seed ${seed}`, () => {
  each(wellFormedFrames, (frames) => {
    const bytes = Buffer.concat(frames.map(({ frame }) => frame));
    const expected = frames.map(({ message }) => message.replace(/\r?\n$/, ""));
    const lengths = frames.map(({ frame }) => ["record", frame.length]);
    for (const framing of /** @type {const} */ (["auto", "octet-counting"])) {
      for (const payload of [bytes, bytes.toString()]) {
        const { records, problems } = parse(payload, { framing });
        assert.deepEqual(messages(records), expected);
        assert.deepEqual(
          problems.filter(({ code }) => code !== "crlf"),
          [],
        );
      }
      const { segments } = explain(bytes, { framing });
      assert.deepEqual(
        segments.map(({ kind, length }) => [kind, length]),
        lengths,
      );
    }
  });
});

test(`${runs} bodies with counts off by up to three keep their messages, seed ${seed}`, () => {
  each(miscountedLines, (lines) => {
    const { records, problems } = parse(Buffer.concat(lines.map(({ frame }) => frame)));
    assert.deepEqual(
      messages(records),
      lines.map(({ message }) => message),
    );
    // A count that is one too small excludes the line feed, as some senders do, and is correct.
    const wrong = lines.flatMap(({ off }, row) => (off === -1 || off === 0 ? [] : [row]));
    assert.deepEqual(
      problems.map(({ record }) => record),
      wrong,
    );
  });
});

/** @param {{ message?: string | undefined }[]} records */
function messages(records) {
  return records.map(({ message }) => message);
}

/**
 * Each run has its own seed.
 *
 * @template T
 * @param {(random: import("../twin/payloads.js").Random) => T} make
 * @param {(made: T) => void} property
 */
function each(make, property) {
  for (let run = 0; run < runs; run += 1) {
    try {
      property(make(randomFrom(seed + run)));
    } catch (error) {
      const again = `HEROKU_DRAIN_SEED=${seed + run} HEROKU_DRAIN_RUNS=1`;
      throw new Error(again, { cause: error });
    }
  }
}
