// Faults between Logplex and a receiver: an acknowledged batch is stored exactly once.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { randomFrom } from "../twin/payloads.js";
import { Logplex } from "./logplex.js";
import { startServer, TOKEN } from "./server.js";

/** @import { Fault } from "./logplex.js" */

/** Faults that a retry overcomes. @type {Fault[]} */
const PASSING = /** @type {const} */ ([
  "duplicate",
  "at-once",
  "reordered",
  "lost-answer",
  "half-body",
  "slow-body",
  "stalled-body",
  "wrong-count",
  "gzip",
  "deflate",
  "damaged-gzip",
]).slice();

/**
 * Sends several hundred messages in small batches.
 *
 * @param {Parameters<typeof startServer>[0]} options
 * @param {Parameters<typeof startServer>[1]} onBatch
 * @param {Partial<import("./logplex.js").Options>} faults
 */
async function sent(options, onBatch, faults) {
  const server = await startServer(options, onBatch);
  const logplex = new Logplex({
    url: server.url,
    token: TOKEN,
    targetBytes: 600,
    requestTimeout: 2_000,
    reconnectTime: 1,
    ...faults,
  });
  for (let n = 0; n < 150; n++) logplex.log(`message ${n}\nwith a line of its own`);
  await logplex.settled();
  await logplex.stop();
  await server.receiver.idle();
  await server.close();
  return { ...server, ledger: logplex.ledger };
}

/**
 * @param {string[]} stored
 * @param {import("./logplex.js").Ledger} ledger
 */
function checkLedger(stored, { acknowledged, givenUp, overflowed }) {
  const ids = stored.filter((text) => text.startsWith("seq=")).map((text) => text.split(" ", 1)[0]);
  assert.equal(new Set(ids).size, ids.length, "a message was stored twice");
  const missing = acknowledged.filter((id) => !ids.includes(id));
  assert.deepEqual(missing, [], "acknowledged, and not stored");
  assert.equal(
    acknowledged.length + givenUp.length + overflowed.length,
    150,
    "all are accounted for",
  );
}

describe("each fault alone", () => {
  for (const fault of PASSING) {
    test(`${fault} at the first attempt loses nothing and stores nothing twice`, async () => {
      const { stored, ledger } = await sent({ idleTimeout: 50 }, undefined, {
        fault: ({ attempt }) => (attempt === 1 ? fault : undefined),
      });
      checkLedger(stored, ledger);
      assert.equal(ledger.acknowledged.length, 150);
      assert.equal(stored.length, 150);
    });
  }

  test("a wrong token is not stored, and Logplex tells of it in front of the next batch", async () => {
    let frames = 0;
    const { stored, events, ledger } = await sent({}, undefined, {
      fault: () => (frames++ === 2 ? "wrong-token" : undefined),
    });
    checkLedger(stored, ledger);
    assert.ok(ledger.givenUp.length > 0);
    assert.equal(ledger.told, ledger.givenUp.length);
    const notices = stored.filter((text) => text.startsWith("Error L10 "));
    assert.equal(notices.length, 1);
    assert.match(String(notices[0]), new RegExp(`: ${ledger.givenUp.length} messages dropped`));
    const warnings = events.flatMap((event) => (event.type === "accepted" ? event.warnings : []));
    assert.deepEqual(warnings, [], "the notice is counted");
  });

  test("three lost answers make Logplex give up what is stored, once", async () => {
    let first = "";
    const { stored, ledger } = await sent({}, undefined, {
      fault: ({ id }) => {
        first ||= id;
        return id === first ? "lost-answer" : undefined;
      },
    });
    checkLedger(stored, ledger);
    assert.ok(ledger.givenUp.length > 0);
    assert.ok(ledger.givenUp.every((id) => stored.some((text) => text.startsWith(`${id} `))));
  });

  test("a batch that is stored after its answer was due is not stored again", async () => {
    let slow = true;
    const { stored, events, ledger } = await sent(
      { batchTimeout: 40 },
      async () => {
        const pause = slow ? 60 : 0;
        slow = false;
        await new Promise((resolve) => setTimeout(resolve, pause));
      },
      {},
    );
    checkLedger(stored, ledger);
    assert.equal(stored.length, 150);
    const types = events.map(({ type }) => type);
    assert.ok(types.includes("failed") && types.includes("late") && types.includes("duplicate"));
  });
});

describe("random faults", () => {
  const seed = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed: ${seed} (HEROKU_DRAIN_SEED)`);

  for (let run = 0; run < 8; run++) {
    test(`every acknowledged message is stored exactly once, run ${run}`, async () => {
      const random = randomFrom(seed + run);
      const one = (/** @type {readonly any[]} */ list) => list[Math.floor(random() * list.length)];
      const options = {
        idleTimeout: 40,
        batchTimeout: 60,
        maxInFlight: 2,
        retryDelay: one([0, 5]),
      };
      const onBatch = async () => {
        await new Promise((resolve) => setTimeout(resolve, one([0, 0, 0, 1, 5, 30, 90])));
        if (random() < 0.15) throw new Error("the disk is full");
      };
      const { stored, ledger } = await sent(options, onBatch, {
        connections: 3,
        random,
        requestTimeout: 150,
        fault: () => (random() < 0.5 ? one([...PASSING, "wrong-token"]) : undefined),
      });
      checkLedger(stored, ledger);
      assert.ok(ledger.acknowledged.length > 0);
    });
  }
});
