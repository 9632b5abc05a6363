// Deduplication of retried batches: accepted, in flight and failed ones, and stores that fail.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { memoryStore } from "heroku-drain/receiver";
import { BODY, bodyOf, deferred, observedReceiver, TOKEN } from "./requests.js";

const FRAME = { headers: { "logplex-frame-id": "2FBCF744B905C29CEE1D221A698DE301" } };

test("a retry of what was accepted is answered 204 and not stored again", async () => {
  const { ask, batches, events } = observedReceiver();
  const statuses = [
    (await ask(FRAME)).status,
    (await ask(FRAME)).status,
    (await ask(FRAME)).status,
  ];
  assert.deepEqual(statuses, [204, 204, 204]);
  assert.equal(batches.length, 1);
  assert.deepEqual(
    events.map(({ type }) => type),
    ["accepted", "duplicate", "duplicate"],
  );
});

test("a retry of what failed is tried again", async () => {
  let failures = 2;
  const { ask, batches } = observedReceiver({
    onBatch: () => {
      if (failures-- > 0) throw new Error("not yet");
    },
  });
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await ask(FRAME)).status);
  assert.deepEqual(statuses, [503, 503, 204, 204]);
  assert.equal(batches.length, 3);
});

for (const [name, status] of /** @type {const} */ ([
  ["resolve", 204],
  ["reject", 503],
])) {
  test(`retries of what is in flight wait, and are answered as it is: ${status}`, async () => {
    const storing = deferred();
    const { ask, batches } = observedReceiver({ onBatch: () => storing.promise });
    const asked = [ask(FRAME), ask(FRAME), ask(FRAME)];
    while (batches.length === 0) await new Promise((resolve) => setImmediate(resolve));
    storing[name](new Error("disk full"));
    const statuses = (await Promise.all(asked)).map((answer) => answer.status);
    assert.deepEqual(statuses, [status, status, status]);
    assert.equal(batches.length, 1);
  });
}

test("what takes too long is 503, its signal is aborted, and a retry waits for what becomes of it", async () => {
  const storing = deferred();
  const { ask, batches, events, receiver } = observedReceiver({
    batchTimeout: 20,
    onBatch: () => storing.promise,
  });
  assert.equal((await ask(FRAME)).status, 503);
  assert.ok(batches[0]?.signal.aborted);
  assert.equal((await ask(FRAME)).status, 503, "it is still not known");
  const retry = ask(FRAME);
  storing.resolve();
  assert.equal((await retry).status, 204);
  await receiver.idle();
  assert.equal((await ask(FRAME)).status, 204);
  assert.equal(batches.length, 1, "it was handed over once");
  const told = events.map((event) => ("reason" in event ? event.reason : event.type));
  assert.deepEqual(told.toSorted(), [
    ...["batch-timeout", "batch-timeout", "duplicate", "duplicate", "late"],
  ]);
  const late = events.find((event) => event.type === "late");
  assert.equal(late?.type === "late" && late.accepted, true);
});

test("what takes too long and then fails is tried again", async () => {
  const storing = deferred();
  const { ask, batches, events, receiver } = observedReceiver({
    batchTimeout: 20,
    onBatch: () => (batches.length === 1 ? storing.promise : undefined),
  });
  assert.equal((await ask(FRAME)).status, 503);
  storing.reject(new Error("disk full"));
  await receiver.idle();
  const late = events.find((event) => event.type === "late");
  assert.equal(late?.type === "late" && late.accepted, false);
  assert.equal((await ask(FRAME)).status, 204);
  assert.equal(batches.length, 2);
});

test("idle waits for what was answered long ago", async () => {
  const storing = deferred();
  const { ask, receiver } = observedReceiver({ batchTimeout: 5, onBatch: () => storing.promise });
  await ask();
  let isIdle = false;
  const idle = receiver.idle().then(() => {
    isIdle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isIdle, false);
  storing.resolve();
  await idle;
});

test("the same id of two drains, and of two users, is two batches", async () => {
  const users = ["a", "b"].map((username) => ({ username, password: "p" }));
  const { ask, batches } = observedReceiver({ tokens: [TOKEN, "d.2"], credentials: users });
  const id = FRAME.headers;
  await ask({ headers: { ...id, "logplex-drain-token": TOKEN } });
  await ask({ headers: { ...id, "logplex-drain-token": "d.2" } });
  for (const { username, password } of users) {
    const authorization = `Basic ${btoa(`${username}:${password}`)}`;
    await ask({ headers: { ...id, "logplex-drain-token": undefined, authorization } });
  }
  assert.equal(batches.length, 4);
});

test("a frame id that makes no sense is ignored with a warning", async () => {
  const { ask, batches } = observedReceiver();
  for (const id of ["A".repeat(129), "a b", "é"]) {
    for (let time = 0; time < 2; time++) {
      assert.equal((await ask({ headers: { "logplex-frame-id": id } })).status, 204);
      assert.deepEqual(
        batches.at(-1)?.warnings.map(({ code }) => code),
        ["header-ignored"],
      );
      assert.equal(batches.at(-1)?.frameId, undefined);
    }
  }
  assert.equal(batches.length, 6);
});

test("with dedupe: false every attempt is stored", async () => {
  const { ask, batches } = observedReceiver({ dedupe: false });
  await ask(FRAME);
  await ask(FRAME);
  assert.equal(batches.length, 2);
});

test("two receivers know nothing of each other", async () => {
  const [one, other] = [observedReceiver(), observedReceiver()];
  await one.ask(FRAME);
  await other.ask(FRAME);
  assert.deepEqual([one.batches.length, other.batches.length], [1, 1]);
});

describe("the memory store", () => {
  test("forgets the oldest beyond its entries", () => {
    const store = memoryStore({ maxEntries: 2 });
    for (const key of ["a", "b", "a", "c"]) store.accept(key);
    const claims = ["a", "b", "c", "d"].map((key) => store.claim(key));
    assert.deepEqual(claims, ["accepted", "new", "accepted", "new"]);
  });

  test("forgets what is older than its age", () => {
    let time = 0;
    const store = memoryStore({ maxAge: 10, now: () => time });
    store.accept("a");
    time = 10;
    assert.equal(store.claim("a"), "accepted");
    time = 11;
    assert.equal(store.claim("a"), "new");
  });

  test("is what a receiver has, with its clock", async () => {
    let time = 0;
    const { ask, batches } = observedReceiver({ dedupe: { maxAge: 10 }, now: () => time });
    await ask(FRAME);
    time = 11;
    await ask(FRAME);
    assert.equal(batches.length, 2);
  });
});

describe("a store outside", () => {
  /** @param {Partial<import("heroku-drain/receiver").FrameStore>} methods */
  function storeWith(methods) {
    const calls = /** @type {string[][]} */ ([]);
    const method = (/** @type {"claim" | "accept" | "release"} */ name) => {
      return async (/** @type {string} */ key) => {
        calls.push([name, key]);
        return /** @type {any} */ (methods[name]?.(key) ?? "new");
      };
    };
    return {
      calls,
      store: { claim: method("claim"), accept: method("accept"), release: method("release") },
    };
  }

  const fail = () => {
    throw new Error("no connection");
  };

  test("is asked, and told what became of the batch, with a key that shows nothing", async () => {
    const { calls, store } = storeWith({});
    let isBroken = true;
    const onBatch = () => {
      if (isBroken) throw new Error("disk full");
    };
    const { ask } = observedReceiver({ dedupe: store, onBatch });
    await ask(FRAME);
    isBroken = false;
    await ask(FRAME);
    await ask();
    assert.deepEqual(
      calls.map(([name]) => name),
      ["claim", "release", "claim", "accept"],
    );
    assert.equal(new Set(calls.map(([, key]) => key)).size, 1);
    assert.match(String(calls[0]?.[1]), /^[0-9a-f]{64}$/);
  });

  for (const [claim, status, type] of /** @type {const} */ ([
    ["accepted", 204, "duplicate"],
    ["busy", 503, "failed"],
  ])) {
    test(`that says "${claim}" has the answer ${status}`, async () => {
      const { calls, store } = storeWith({ claim: () => claim });
      const { ask, batches, events } = observedReceiver({ dedupe: store });
      assert.equal((await ask(FRAME)).status, status);
      assert.deepEqual([batches.length, events[0]?.type, calls.length], [0, type, 1]);
    });
  }

  test("that cannot be asked is 503, and nothing is stored", async () => {
    const { ask, batches, events } = observedReceiver({ dedupe: storeWith({ claim: fail }).store });
    assert.equal((await ask(FRAME)).status, 503);
    assert.equal(batches.length, 0);
    assert.equal(events[0]?.type === "failed" && events[0].reason, "store-failed");
  });

  test("that cannot be told does not have the batch sent again", async () => {
    const { ask, events } = observedReceiver({ dedupe: storeWith({ accept: fail }).store });
    assert.equal((await ask(FRAME)).status, 204);
    assert.deepEqual(
      events.map(({ type }) => type),
      ["store-failed", "accepted"],
    );
  });

  test("that cannot be told of a failure leaves the answer at 503", async () => {
    const { ask, events } = observedReceiver({
      dedupe: storeWith({ release: fail }).store,
      onBatch: fail,
    });
    assert.equal((await ask(FRAME)).status, 503);
    assert.deepEqual(
      events.map(({ type }) => type),
      ["store-failed", "failed"],
    );
  });

  test("that answers too late has the batch released, not stored", async () => {
    const claiming = deferred();
    const { calls, store } = storeWith({ claim: () => /** @type {any} */ (claiming.promise) });
    const { ask, batches, receiver } = observedReceiver({ dedupe: store, batchTimeout: 5 });
    assert.equal((await ask(FRAME)).status, 503);
    claiming.resolve("new");
    await receiver.idle();
    assert.deepEqual(
      calls.map(([name]) => name),
      ["claim", "release"],
    );
    assert.equal(batches.length, 0);
  });
});

describe("places", () => {
  test("beyond them a request waits, unread, and goes on when there is one", async () => {
    const storing = deferred();
    const { ask, batches } = observedReceiver({
      ...{ maxInFlight: 1, retryDelay: 2_000 },
      onBatch: () => storing.promise,
    });
    const first = ask();
    while (batches.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const { stream } = bodyOf(BODY);
    const second = ask({ body: stream });
    for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(stream.locked, false);
    storing.resolve();
    assert.deepEqual([(await first).status, (await second).status], [204, 204]);
  });

  test("whoever waits too long, or behind too many, is answered 503", async () => {
    const storing = deferred();
    const { ask, batches, events } = observedReceiver({
      ...{ maxInFlight: 1, retryDelay: 30 },
      onBatch: () => storing.promise,
    });
    const first = ask();
    while (batches.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const others = await Promise.all([ask(), ask(), ask()]);
    assert.deepEqual(
      others.map(({ status }) => status),
      [503, 503, 503],
    );
    const reasons = events.map((event) => event.type === "rejected" && event.reason);
    assert.deepEqual(reasons, Array(3).fill("too-many-in-flight"));
    storing.resolve();
    assert.equal((await first).status, 204);
    assert.equal((await ask()).status, 204);
  });

  test("what is not yet decided keeps its place after its answer", async () => {
    const storing = deferred();
    const { ask, receiver } = observedReceiver({
      ...{ maxInFlight: 1, batchTimeout: 5 },
      onBatch: () => storing.promise,
    });
    assert.equal((await ask()).status, 503);
    const { text } = await ask();
    assert.equal(text, "too many batches are in flight\n");
    storing.resolve();
    await receiver.idle();
    assert.equal((await ask()).status, 204);
  });

  test("every refusal gives its place back", async () => {
    const { ask } = observedReceiver({ maxInFlight: 1, idleTimeout: 5, maxBytes: 500 });
    for (let n = 0; n < 3; n++) {
      await ask({ body: bodyOf("stall").stream });
      await ask({ body: bodyOf("break").stream });
      await ask({ body: new Uint8Array(501) });
      await ask({ headers: { "content-encoding": "gzip" } });
      await ask(FRAME);
    }
    assert.equal((await ask()).status, 204);
  });
});

test("a 503 is held back, a 4xx is not", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { ask } = observedReceiver({
    retryDelay: 4_000,
    onBatch: () => {
      throw new Error("disk full");
    },
  });
  assert.equal((await ask({ headers: { "logplex-drain-token": "d.other" } })).status, 401);
  let status = 0;
  const asked = ask().then((answer) => {
    status = answer.status;
  });
  for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(status, 0);
  context.mock.timers.tick(4_000);
  await asked;
  assert.equal(status, 503);
});
