// The edge example: on workerd with our Logplex, and its queue's consumer.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { parse } from "heroku-drain";
import worker from "../../examples/edge/worker.js";
import { WORKERD } from "../runtimes/names.js";
import { skipWithout } from "../runtimes/programs.js";
import { startEdge } from "./edge.js";
import { Logplex } from "./logplex.js";
import { BODY } from "./requests.js";
import { TOKEN } from "./server.js";

/** @import { Fault } from "./logplex.js" */

/** Without stalled bodies, which last until the receiver's timeout of several seconds. @type {Fault[]} */
const FAULTS = [
  .../** @type {const} */ (["duplicate", "at-once", "reordered", "lost-answer", "half-body"]),
  .../** @type {const} */ (["slow-body", "wrong-count", "gzip", "deflate", "damaged-gzip"]),
];

describe("on workerd", { skip: skipWithout(WORKERD) }, () => {
  /** @type {Awaited<ReturnType<typeof startEdge>>} */
  let edge;
  before(async () => {
    edge = await startEdge(`d.another ${TOKEN}`);
  });
  after(() => edge?.close());

  /** The ids of the queue's messages. */
  const queued = async () => {
    const records = (await edge.messages()).flatMap((message) => parse(message).records);
    return records.map(({ message }) => String(message).split(" ", 1)[0]);
  };

  /** @param {string} text @param {Partial<import("./logplex.js").Options>} [options] */
  async function sent(text, options) {
    const logplex = new Logplex({ url: edge.url, token: TOKEN, targetBytes: 600, ...options });
    for (let n = 0; n < 100; n++) logplex.log(text);
    await logplex.settled();
    await logplex.stop();
    return logplex.ledger;
  }

  test("each message is in the queue once, whatever goes wrong at the first attempt", async () => {
    let frame = 0;
    const before = (await queued()).length;
    const ledger = await sent("faults", {
      connections: 2,
      fault: ({ attempt }) => (attempt === 1 ? FAULTS[frame++ % FAULTS.length] : undefined),
    });
    const ids = (await queued()).slice(before);
    assert.ok(frame > FAULTS.length, "each fault had its turn");
    assert.deepEqual(ids.toSorted(), ledger.acknowledged.toSorted());
    assert.equal(ids.length, 100);
  });

  test("a queue that fails has the batch sent again", async () => {
    const before = (await queued()).length;
    await edge.fail(1);
    const ledger = await sent("failure");
    const ids = (await queued()).slice(before);
    assert.deepEqual(ids.toSorted(), ledger.acknowledged.toSorted());
    assert.equal(ids.length, 100);
  });

  test("a wrong token is refused, and what is larger than a message of a queue", async () => {
    const before = (await queued()).length;
    const ask = async (
      /** @type {string} */ token,
      /** @type {Uint8Array<ArrayBuffer>} */ body,
    ) => {
      const headers = { "content-type": "application/logplex-1", "logplex-drain-token": token };
      const { status } = await fetch(edge.url, { method: "POST", headers, body });
      return status;
    };
    assert.equal(await ask("d.other", new Uint8Array(10)), 401);
    assert.equal(await ask(TOKEN, new Uint8Array(127_001)), 413);
    assert.equal((await queued()).length, before);
  });
});

test("the consumer hands records on, and leaves in the queue what is not taken", async () => {
  const outcomes = /** @type {string[]} */ ([]);
  const bodies = /** @type {string[]} */ ([]);
  const message = (/** @type {string} */ name) => ({
    body: new Uint8Array(BODY),
    timestamp: new Date(0),
    ack: () => outcomes.push(`${name} taken`),
    retry: () => outcomes.push(`${name} left`),
  });
  const fetch = async (/** @type {string} */ _, /** @type {RequestInit} */ { body }) => {
    bodies.push(new TextDecoder().decode(/** @type {Uint8Array} */ (body)));
    return new Response(null, { status: bodies.length === 1 ? 200 : 500 });
  };
  const env = /** @type {any} */ ({ SINK: { fetch } });
  await worker.queue({ messages: [message("first"), message("second")] }, env);
  assert.deepEqual(outcomes, ["first taken", "second left"]);
  const records = parse(BODY, { parseTime: new Date(0) }).records;
  assert.equal(bodies[0], records.map((record) => `${JSON.stringify(record)}\n`).join(""));
});
