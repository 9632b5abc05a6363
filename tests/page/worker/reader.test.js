// The page's side of the worker: answered and unanswered requests.

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { everything } from "../../../www/src/messages.js";

/** @import { Answer, Request } from "../../../www/src/messages.js" */

/** Replaces the browser's Worker; the test answers. */
class FakeWorker extends EventTarget {
  /** @type {Request[]} */
  requests = [];
  isTerminated = false;

  constructor() {
    super();
    workers.push(this);
  }

  /** @param {Request} request */
  postMessage(request) {
    this.requests.push(request);
  }

  terminate() {
    this.isTerminated = true;
  }

  /** @param {Answer} answer */
  answer(answer) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: answer }));
  }
}

/** @type {FakeWorker[]} */
let workers = [];
globalThis.Worker = /** @type {any} */ (FakeWorker);
const { Reader } = await import("../../../www/src/reader.js");

/** @type {import("../../../www/src/messages.js").Source} */
const text = { kind: "text", text: "x", lineEnd: "lf" };

beforeEach(() => {
  workers = [];
  mock.timers.enable({ apis: ["setInterval"] });
});

afterEach(() => mock.timers.reset());

function started() {
  const crashes = /** @type {string[]} */ ([]);
  const progress = /** @type {unknown[]} */ ([]);
  const reader = new Reader({
    onCrash: ({ message }) => crashes.push(message),
    onProgress: (each) => progress.push(each),
  });
  return { reader, crashes, progress, worker: /** @type {FakeWorker} */ (workers[0]) };
}

/** Runs pending promises. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @param {FakeWorker} worker */
function newest(worker) {
  return /** @type {Request} */ (worker.requests.at(-1));
}

/**
 * @param {ReturnType<typeof started>} page
 * @param {import("../../../www/src/messages.js").Source} [source]
 */
async function parsed({ reader, worker }, source = text) {
  const summary = reader.parse("auto", source);
  await settled();
  const { id, args } = newest(worker);
  worker.answer({ id, value: { generation: args[0] } });
  return /** @type {{ generation: number }} */ (await summary);
}

test("a payload is sent once", async () => {
  const page = started();
  const { reader, worker } = page;
  await parsed(page);
  reader.parse("lines", text);
  await settled();
  assert.deepEqual(
    worker.requests.map(({ args }) => args),
    [
      [1, "auto", text],
      [2, "lines", undefined],
    ],
  );
});

test("of payloads that wait only the newest is sent, and only it has an answer", async () => {
  const { reader, worker } = started();
  const summaries = ["auto", "lines", "octet-counting"].map((framing) =>
    reader.parse(/** @type {any} */ (framing), { ...text }),
  );
  await settled();
  assert.equal(worker.requests.length, 1);
  worker.answer({ id: newest(worker).id, value: "summary" });
  assert.deepEqual(await Promise.all(summaries), [undefined, undefined, "summary"]);
});

test("of queries that wait for one under way only the newest is done", async () => {
  const page = started();
  const { reader, worker } = page;
  const { generation } = await parsed(page);
  const views = [reader.query(generation, { ...everything(), text: "a" })];
  await settled();
  for (const each of ["b", "c", "d"]) {
    views.push(reader.query(generation, { ...everything(), text: each }));
  }
  await settled();
  worker.answer({ id: newest(worker).id, value: "view of a" });
  await settled();
  worker.answer({ id: newest(worker).id, value: "view of d" });
  assert.deepEqual(await Promise.all(views), ["view of a", undefined, undefined, "view of d"]);
  assert.equal(worker.requests.length, 3);
});

test("an answer about an older payload is dropped, and so is its failure", async () => {
  const page = started();
  const { reader, worker } = page;
  const { generation } = await parsed(page);
  const [rows, details] = [reader.rows(generation, 1, 0, 9), reader.details(generation, 0)];
  const asked = worker.requests.slice(-2);
  reader.parse("auto", { ...text });
  worker.answer({ id: Number(asked[0]?.id), value: [] });
  worker.answer({ id: Number(asked[1]?.id), error: "no" });
  assert.deepEqual([await rows, await details], [undefined, undefined]);
});

test("a failure reaches who asked, and the payload is sent again", async () => {
  const { reader, worker } = started();
  const summary = reader.parse("auto", text);
  await settled();
  worker.answer({ id: newest(worker).id, error: "the gzip data is damaged" });
  await assert.rejects(summary, { message: "the gzip data is damaged" });
  reader.parse("auto", text);
  await settled();
  assert.deepEqual(newest(worker).args, [2, "auto", text]);
});

test("progress of what is still wanted is passed on", async () => {
  const page = started();
  const { reader, worker, progress } = page;
  const { generation } = await parsed(page);
  reader.export(generation, 1, "csv", "view");
  const { id } = newest(worker);
  worker.answer({ id, progress: { stage: "exporting", done: 1, total: 2 } });
  reader.parse("auto", { ...text });
  worker.answer({ id, progress: { stage: "exporting", done: 2, total: 2 } });
  assert.deepEqual(progress, [{ stage: "exporting", done: 1, total: 2 }]);
});

test("stopping ends the worker and settles what waits; the next payload starts another", async () => {
  const page = started();
  const { reader, worker } = page;
  const { generation } = await parsed(page);
  const waiting = [reader.link(generation), reader.differences(generation)];
  reader.stop();
  assert.ok(worker.isTerminated);
  assert.deepEqual(await Promise.all(waiting), [undefined, undefined]);
  reader.parse("auto", text);
  await settled();
  assert.equal(workers.length, 2);
  assert.deepEqual(newest(/** @type {FakeWorker} */ (workers[1])).args, [3, "auto", text]);
});

test("a crash is told once, settles what waits, and is survived", async () => {
  const page = started();
  const { reader, worker, crashes } = page;
  const { generation } = await parsed(page);
  const waiting = [reader.query(generation, everything()), reader.parse("lines", text)];
  await settled();
  worker.dispatchEvent(Object.assign(new Event("error"), { message: "out of memory" }));
  assert.deepEqual(crashes, ["out of memory"]);
  assert.deepEqual(await Promise.all(waiting), [undefined, undefined]);
  reader.parse("auto", text);
  await settled();
  assert.equal(newest(/** @type {FakeWorker} */ (workers[1])).args[2], text, "sent again");
});

test("what is forgotten is sent again, and asked about no more", async () => {
  const page = started();
  const { reader, worker } = page;
  const { generation } = await parsed(page);
  const details = reader.details(generation, 0);
  const { id } = newest(worker);
  reader.forget();
  assert.equal(newest(worker).call, "forget");
  worker.answer({ id, value: "details" });
  assert.equal(await details, undefined);
  reader.parse("auto", text);
  await settled();
  assert.equal(newest(worker).args[2], text);
});

describe("a worker that is waited for", () => {
  /** @param {number} seconds */
  const pass = (seconds) => mock.timers.tick(1000 * seconds);
  const pings = (/** @type {FakeWorker} */ worker) =>
    worker.requests.filter(({ call }) => String(call) === "ping").length;

  test("and says nothing is given up, and the page is told", async () => {
    const page = started();
    const { reader, worker, crashes } = page;
    worker.answer({ id: 0 });
    const { generation } = await parsed(page);
    const details = reader.details(generation, 0);
    pass(21);
    assert.deepEqual([worker.isTerminated, pings(worker)], [false, 21]);
    pass(1);
    assert.equal(worker.isTerminated, true);
    assert.deepEqual(crashes, ["it said nothing for 21 seconds"]);
    assert.equal(await details, undefined);
    pass(100);
    assert.deepEqual([crashes.length, workers.length], [1, 1]);
    const summary = reader.parse("auto", text);
    await settled();
    const [, next] = workers;
    next?.answer({ id: newest(next).id, value: "summary" });
    assert.equal(await summary, "summary");
  });

  test("and answers when it is asked may take as long as it likes", async () => {
    const page = started();
    const { reader, worker, crashes } = page;
    const { generation } = await parsed(page);
    const details = reader.details(generation, 0);
    const { id } = newest(worker);
    for (let second = 0; second < 200; second++) {
      pass(1);
      if (second % 15 === 0) worker.answer({ id: 0 });
    }
    worker.answer({ id, value: "details" });
    assert.equal(await details, "details");
    assert.deepEqual(crashes, []);
  });

  test("has longer for more bytes: of a file, or of what came out of it", async () => {
    for (const [size, told, seconds] of [
      [50 * 2 ** 20, undefined, 71],
      [100, 300 * 2 ** 20, 321],
    ]) {
      workers = [];
      const { reader, worker, crashes } = started();
      const file = /** @type {any} */ ({ size });
      reader.parse("auto", { kind: "file", name: "x", file });
      await settled();
      const { id } = newest(worker);
      worker.answer({ id: 0 });
      if (told) worker.answer({ id, progress: { stage: "parsing", done: 0, total: told } });
      pass(Number(seconds));
      assert.deepEqual(crashes, []);
      pass(1);
      assert.deepEqual(crashes, [`it said nothing for ${seconds} seconds`]);
    }
  });

  test("is not asked before it is there, nor when nothing is waited for", async () => {
    const page = started();
    const { reader, worker, crashes } = page;
    const summary = reader.parse("auto", text);
    await settled();
    pass(1000);
    assert.deepEqual([pings(worker), crashes], [0, []]);
    const [{ id, args }] = worker.requests;
    worker.answer({ id: 0 });
    worker.answer({ id, value: { generation: args[0] } });
    await summary;
    pass(1000);
    assert.deepEqual([pings(worker), crashes], [0, []]);
  });
});
