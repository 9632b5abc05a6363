// Calls posted from the page to the worker without waiting for answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { everything } from "../../../www/src/messages.js";
import { sampleOf } from "../../../www/src/samples.js";

/** @import { Answer } from "../../../www/src/messages.js" */

/** Replaces a worker's global scope; answers are posted to the test. */
class FakeScope extends EventTarget {
  /** @type {Answer[]} */
  answers = [];
  /** @type {Map<number, (answer: Answer) => void>} */
  waiting = new Map();

  /**
   * @param {Answer} answer
   * @param {{ transfer: ArrayBuffer[] }} options
   */
  postMessage(answer, { transfer }) {
    const posted = structuredClone(answer, { transfer });
    if (posted.progress) return;
    this.answers.push(posted);
    this.waiting.get(posted.id)?.(posted);
  }

  /**
   * @param {number} id
   * @param {string} call
   * @param {unknown[]} args
   * @returns {Promise<Answer>}
   */
  ask(id, call, ...args) {
    const answered = new Promise((resolve) => this.waiting.set(id, resolve));
    this.dispatchEvent(Object.assign(new Event("message"), { data: { id, call, args } }));
    return answered;
  }
}

const scope = new FakeScope();
globalThis.self = /** @type {any} */ (scope);
await import("../../../www/src/worker/worker.js");

test("says that it is there, and again whenever it is asked", async () => {
  assert.deepEqual(scope.answers, [{ id: 0 }]);
  assert.deepEqual(await scope.ask(0, "ping"), { id: 0 });
});

test("a payload does not overtake the one before, and calls wait for it", async () => {
  const slow = { kind: "file", name: "x", file: new Blob([new Uint8Array(3_000_000)]) };
  const quick = { kind: "sample", id: "router" };
  scope.answers.length = 0;
  const [first, second, third] = await Promise.all([
    scope.ask(1, "parse", 1, "auto", slow),
    scope.ask(2, "parse", 2, "auto", quick),
    scope.ask(3, "query", 2, everything()),
    // A ping does not wait.
    scope.ask(0, "ping"),
  ]);
  assert.deepEqual(
    scope.answers.map(({ id }) => id),
    [0, 1, 2, 3],
  );
  assert.equal(/** @type {any} */ (first.value).bytes, 3_000_000);
  assert.equal(/** @type {any} */ (second.value).records, 6);
  assert.equal(/** @type {any} */ (third.value).rows, 6);
});

test("a failure is answered with its reason, and ends nothing", async () => {
  const answer = await scope.ask(4, "parse", 3, "auto", { kind: "link", data: "!" });
  assert.deepEqual(answer, {
    id: 4,
    error: "the link is damaged: nothing came out of it before it ended",
    told: { reason: "linkDamaged", bytes: 0 },
  });
  const next = await scope.ask(5, "parse", 4, "auto", { kind: "sample", id: "damaged" });
  assert.equal(/** @type {any} */ (next.value).generation, 4);
});

test("what goes out is handed over, and the payload stays for the next time", async () => {
  const bytes = Buffer.from(/** @type {Uint8Array} */ (sampleOf("damaged")?.build()));
  for (const [id, format] of ["raw", "ndjson", "raw", "json", "csv"].entries()) {
    const { value } = await scope.ask(10 + id, "export", 4, 0, format, "all");
    const { parts, bytes: length } = /** @type {import("../../../www/src/messages.js").Export} */ (
      value
    );
    assert.equal(Buffer.concat(parts).length, length);
    if (format === "raw") assert.deepEqual(Buffer.concat(parts), bytes);
  }
  assert.equal(
    (await scope.ask(20, "export", 3, 0, "raw", "all")).value,
    undefined,
    "an older one",
  );
});
