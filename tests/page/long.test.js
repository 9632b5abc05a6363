// Somebody brings 50 MB.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { after, before, test } from "node:test";
import { join } from "../../www/src/encode.js";
import { sampleOf } from "../../www/src/samples.js";
import { onPage, useBrowser, watchMainThread } from "./browser.js";

useBrowser();

const LEAST_BYTES = 50_000_000;
/** Milliseconds: what a person takes for at once. */
const AT_ONCE = 100;
/** Milliseconds until the whole of it must be there, on a slow machine. */
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
    const stalls = await watchMainThread(page);
    await page.getByLabel("Open file…").setInputFiles(file);
    await page
      .locator(".summary")
      .filter({ hasText: `${records.toLocaleString("en")} records` })
      .waitFor({ timeout: PATIENCE });
    await visitor.grid().focus();
    await page.keyboard.press("End");
    assert.equal((await visitor.row(records - 1))["#"], records.toLocaleString("en"));
    const { longest } = await stalls();
    assert.ok(longest < AT_ONCE, `the page stood still for ${longest} ms`);
    const seen = await page.evaluate(() => /** @type {any} */ (globalThis).seenProgress);
    assert.ok(seen.length > 0, "no progress was shown");
    assert.ok(
      seen.every((/** @type {number} */ part) => part >= 0 && part <= 1),
      String(seen),
    );
  }),
);

test(
  "cancels it, is told so, and the next payload is read",
  onPage(async (visitor) => {
    const { page } = visitor;
    // A disk that takes its time.
    await page.evaluate(() => {
      const { stream } = Blob.prototype;
      Blob.prototype.stream = stream;
    });
    await page.getByLabel("Open file…").setInputFiles(file);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("alert").filter({ hasText: "It was cancelled." }).waitFor();
    await visitor.pickSample("Web requests");
    await visitor.sees(/6\s+records/);
    assert.equal(await page.getByRole("alert").count(), 0);
  }),
);

/** Notes each state of the progress bar. @param {import("playwright-core").Page} page */
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
