// Parser failures in the browser: the message, and continued use.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { buildTrap } from "../../scripts/build.js";
import { frame } from "../../www/src/encode.js";
import { onPage, useBrowser } from "./browser.js";

/** @import { Route } from "playwright-core" */
/** @import { Visitor } from "./browser.js" */

const WORKER = "**/worker-*.js";

/** A worker that never answers and is unresponsive. */
const HANGING = "addEventListener('message', () => { for (;;); });";

/** Requests to an unresponsive worker time out after some seconds. */
const PATIENCE = 60_000;

/** The wasm in hexadecimal, which fails when a record says so. */
let wasmWithTraps = "";

useBrowser();

before(async () => {
  await buildTrap();
  const wasm = new URL("../../target/trap/wasm/heroku_drain_bg.wasm", import.meta.url);
  wasmWithTraps = readFileSync(wasm).toString("hex");
});

for (const [message, reason] of /** @type {const} */ ([
  ["trap: panic", /internal parser error \(please report\)/],
  ["trap: unreachable", /internal parser error \(please report\)/],
  ["trap: stack", /stack|out of bounds/],
  ["trap: memory", /payload is too large: it has \d+ bytes/],
])) {
  test(
    `is told of "${message}", in bytes and in text, and the next payload is parsed`,
    onPage(async (visitor) => {
      await withWorker(visitor, async (route) => {
        const response = await route.fetch();
        const script = await response.text();
        const body = script.replace(/0061736d[0-9a-f]{1000,}/, wasmWithTraps);
        assert.notEqual(body, script, "the worker has no wasm in it");
        await route.fulfill({ response, body });
      });
      const payload = frame({ message });
      for (const give of [
        () => visitor.drop("trap.log", payload),
        async () => {
          await visitor.page.getByRole("button", { name: "Clear" }).click();
          await visitor.type(new TextDecoder().decode(payload));
        },
      ]) {
        await give();
        await isTold(visitor, reason);
        await goesOn(visitor);
      }
      // A panic prints its reason.
      visitor.complaints.length = 0;
    }),
  );
}

for (const [name, fail] of /** @type {[string, (route: Route) => Promise<void>][]} */ ([
  ["cannot be loaded", (route) => route.abort()],
  ["is not there", (route) => route.fulfill({ status: 404, body: "" })],
  ["cannot be read", (route) => route.fulfill({ contentType: "text/javascript", body: "{" })],
  ["throws", (route) => route.fulfill({ contentType: "text/javascript", body: "throw 'no'" })],
])) {
  test(
    `is told that the parser stopped where its script ${name}, and can try again`,
    onPage(async (visitor) => {
      await withWorker(visitor, fail);
      await isTold(visitor, /The parser stopped/);
      await visitor.pickSample("Web requests");
      await isTold(visitor, /The parser stopped \(.+\)\. It is started again/);
      await visitor.page.unroute(WORKER);
      await visitor.page.getByRole("button", { name: "Try again" }).click();
      await visitor.sees(/6\s+records/);
      assert.equal(await visitor.page.getByRole("alert").count(), 0);
      visitor.complaints.length = 0;
    }),
  );
}

test(
  "can stop a parser that hangs, and try again",
  onPage(async (visitor) => {
    const { page } = visitor;
    await withHanging(visitor);
    await visitor.pickSample("Web requests");
    await visitor.sees(/^\s*Parsing …/);
    await page.unroute(WORKER);
    await page.getByRole("button", { name: "Cancel" }).click({ timeout: PATIENCE });
    await isTold(visitor, /It was cancelled/);
    assert.equal(await page.getByRole("button", { name: "Cancel" }).count(), 0);
    await page.getByRole("button", { name: "Try again" }).click();
    await visitor.sees(/6\s+records/);
    await goesOn(visitor);
  }),
);

test(
  "need not stop a parser that hangs: the next payload is parsed all the same",
  onPage(async (visitor) => {
    const { page } = visitor;
    for (const clear of [false, true]) {
      await withHanging(visitor);
      await visitor.pickSample("Web requests");
      await visitor.sees(/^\s*Parsing …/);
      await page.unroute(WORKER);
      if (clear) await page.getByRole("button", { name: "Clear" }).click();
      await visitor.drop("next.log", frame({ message: "next" }));
      await visitor.sees(/^\s*Parsing …/);
      await visitor.sees(/1\s+record/);
      assert.equal((await visitor.row(0)).message, "next");
      assert.equal(await page.getByRole("alert").count(), 0);
    }
  }),
);

test(
  "is told when the parser hangs over the details, and the next payload is parsed",
  onPage(async (visitor) => {
    const { page } = visitor;
    await hangOverDetails(visitor);
    await visitor.drop("next.log", frame({ message: "next" }));
    await page.getByRole("button", { name: "Cancel" }).click({ timeout: PATIENCE });
    await isTold(visitor, /It was cancelled/);
    await page.getByRole("button", { name: "Try again" }).click();
    await visitor.sees(/1\s+record/);
  }),
);

test(
  "is told when the parser says nothing for long, without doing anything, and can try again",
  onPage(async (visitor) => {
    const { page } = visitor;
    await hangOverDetails(visitor);
    const told = page.getByText(/The parser stopped \(it said nothing for 21 seconds\)/);
    await told.waitFor({ timeout: PATIENCE });
    await page.getByRole("button", { name: "Try again" }).click();
    await visitor.sees(/6\s+records/);
    await goesOn(visitor);
  }),
);

/**
 * Puts the worker into an endless loop before it is asked for details.
 *
 * @param {Visitor} visitor
 */
async function hangOverDetails(visitor) {
  await visitor.pickSample("Web requests");
  await visitor.sees(/6\s+records/);
  const [worker] = visitor.page.workers();
  worker?.evaluate("for (;;);").catch(() => {});
  await visitor.rows().first().click();
}

/**
 * Reloads the page with another worker script.
 *
 * @param {Visitor} visitor
 * @param {(route: Route) => Promise<void>} answer
 */
async function withWorker({ page }, answer) {
  await page.route(WORKER, answer);
  await page.reload();
}

/** @param {Visitor} visitor */
function withHanging(visitor) {
  return withWorker(visitor, (route) =>
    route.fulfill({ contentType: "text/javascript", body: HANGING }),
  );
}

/**
 * @param {Visitor} visitor
 * @param {RegExp} reason
 */
async function isTold({ page }, reason) {
  await page.getByRole("alert").filter({ hasText: reason }).waitFor();
}

/** @param {Visitor} visitor */
async function goesOn(visitor) {
  await visitor.pickSample("Web requests");
  await visitor.sees(/6\s+records/);
  assert.equal(await visitor.page.getByRole("alert").count(), 0);
}
