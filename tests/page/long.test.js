// A payload of 50 MB.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { after, before, test } from "node:test";
import { join } from "../../www/src/encode.js";
import { sampleOf } from "../../www/src/samples.js";
import { AT_ONCE, longestTask, onPage, useBrowser } from "./browser.js";

useBrowser();

const LEAST_BYTES = 50_000_000;
/** Large enough to show the charts immediately. */
const WIDE = { viewport: { width: 1400, height: 900 } };
/** Milliseconds until the whole payload must be shown, on a slow machine. */
const PATIENCE = 60_000;

let folder = "";
let file = "";
let records = 0;

before(() => {
  folder = mkdtempSync(path(tmpdir(), "heroku-drain-"));
  file = path(folder, "capture.log");
  const hour = /** @type {Uint8Array} */ (sampleOf("busy")?.build());
  const times = Math.ceil(LEAST_BYTES / hour.length);
  records = times * 100_000;
  writeFileSync(file, join(Array.from({ length: times }, () => hour)));
});

after(() => rmSync(folder, { recursive: true, force: true }));

test(
  "sees how far it is, goes on using the page, and finds any record",
  onPage(async (visitor) => {
    const { page } = visitor;
    await sawProgress(page);
    await withSlowDisk(page);
    const longest = await longestTask(page, async () => {
      await page.getByLabel("Open file…").setInputFiles(file);
      await page.getByText(`${records.toLocaleString("en")} rows`).waitFor({ timeout: PATIENCE });
      await page.locator("event-timeline svg").first().waitFor();
      await visitor.grid().focus();
      await page.keyboard.press("End");
      assert.equal((await visitor.row(records - 1))["#"], records.toLocaleString("en"));
    });
    assert.ok(longest < AT_ONCE, `the page did not answer for ${longest} ms`);
    const seen = await page.evaluate(() => /** @type {any} */ (globalThis).seenProgress);
    assert.ok(seen.length > 2, "no progress was shown");
    assert.ok(
      seen.every((/** @type {number} */ part) => part >= 0 && part <= 1),
      String(seen),
    );
  }, WIDE),
);

test(
  "filters, sorts and looks into it, and the page goes on",
  onPage(async (visitor) => {
    const { page } = visitor;
    await page.getByLabel("Open file…").setInputFiles(file);
    await page.getByText(`${records.toLocaleString("en")} rows`).waitFor({ timeout: PATIENCE });
    const longest = await longestTask(page, async () => {
      await page.getByLabel("Search in text").fill("code=H12");
      await page.getByText(/ of [\d,]+ rows/).waitFor();
      await page.getByRole("columnheader", { name: "event time" }).getByRole("button").click();
      await page.locator("th.event_time[aria-sort]").waitFor();
      await visitor.rows().nth(3).click();
      await visitor.details().waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Clear all" }).click();
      await page.getByText(`${records.toLocaleString("en")} rows`).waitFor();
    });
    assert.ok(longest < AT_ONCE, `the page did not answer for ${longest} ms`);
  }, WIDE),
);

test(
  "cancels it, is told so, and the next payload is read",
  onPage(async (visitor) => {
    const { page } = visitor;
    await withSlowDisk(page);
    await page.getByLabel("Open file…").setInputFiles(file);
    await page.getByText(/^Reading: .* MB of .* MB$/).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("alert").filter({ hasText: "It was cancelled." }).waitFor();
    await visitor.pickSample("Web requests");
    await visitor.sees(/6\s+records/);
    assert.equal(await page.getByRole("alert").count(), 0);
  }, WIDE),
);

/** Makes the worker wait for each chunk of a file. @param {import("playwright-core").Page} page */
async function withSlowDisk(page) {
  const worker = page.workers()[0] ?? (await page.waitForEvent("worker"));
  await worker.evaluate(() => {
    const { stream } = Blob.prototype;
    Blob.prototype.stream = function () {
      const slow = new TransformStream({
        async transform(chunk, controller) {
          await new Promise((resolve) => setTimeout(resolve, 30));
          controller.enqueue(chunk);
        },
      });
      return /** @type {any} */ (stream.call(this).pipeThrough(slow));
    };
  });
}

/** Records each state of the progress bar. @param {import("playwright-core").Page} page */
function sawProgress(page) {
  return page.evaluate(() => {
    const seen = /** @type {number[]} */ ([]);
    Object.assign(globalThis, { seenProgress: seen });
    new MutationObserver(() => {
      const bar = document.querySelector("progress");
      if (bar && bar.position >= 0) seen.push(bar.position);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}
