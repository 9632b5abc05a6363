// Somebody uses the page without a mouse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

/** More presses of Tab than the page has stops. */
const STOPS = 40;

/**
 * Presses Tab until the keyboard is there.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").Locator} target
 */
async function tabTo(page, target) {
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail("Tab does not lead there");
}

test(
  "goes from a sample through the table to the details, and back",
  onPage(async (visitor) => {
    const { page } = visitor;
    await tabTo(page, page.getByRole("button", { name: "App, dynos and Postgres" }));
    await page.keyboard.press("Enter");
    await visitor.sees(/8\s+records/);

    const grid = page.getByRole("grid", { name: "Records" });
    await tabTo(page, grid);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const heading = visitor.details().getByRole("heading", { name: "Record 3" });
    await heading.waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "details-title");
    await tabTo(page, visitor.details().getByRole("button", { name: "Next" }));
    await page.keyboard.press("Enter");
    await visitor.details().getByRole("heading", { name: "Record 4" }).waitFor();

    await page.keyboard.press("Escape");
    await visitor.details().waitFor({ state: "hidden" });
    assert.ok(await grid.evaluate((element) => element === document.activeElement));
    assert.equal(await activeRow(grid), "5", "the keyboard is at the record that was shown");
  }),
);

test(
  "walks a long table: to its end, up a page, to its start",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("A busy hour");
    const grid = page.getByRole("grid", { name: "Records" });
    await grid.focus();
    await page.keyboard.press("End");
    assert.equal((await visitor.row("records", 99_999))["#"], "100,000");
    assert.equal(await activeRow(grid), "100001");
    await visitor.seesRow("records", 99_999);
    await page.keyboard.press("PageUp");
    assert.ok(Number(await activeRow(grid)) < 100_000);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    assert.equal(await activeRow(grid), "2");
    await visitor.seesRow("records", 0);
  }),
);

test(
  "sees the details follow the row, without leaving the table",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    await visitor.rows("problems").first().click();
    await visitor.details().getByRole("heading", { name: "Problem 1", exact: true }).waitFor();
    await page.keyboard.press("ArrowDown");
    await visitor.details().getByRole("heading", { name: "Problem 2" }).waitFor();
    await page.keyboard.press("End");
    await visitor.details().getByRole("heading", { name: "Problem 10" }).waitFor();
    assert.equal(await page.locator('#problems [aria-selected="true"]').count(), 1);
  }),
);

test(
  "goes on to the last record, or from a problem to its record, and Escape still closes",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    const records = page.getByRole("grid", { name: "Records" });
    await records.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    const next = visitor.details().getByRole("button", { name: "Next" });
    await next.focus();
    await page.keyboard.press("Enter");
    await page.locator('.details button[aria-disabled="true"]').waitFor();
    await page.keyboard.press("Enter");
    assert.ok(await next.evaluate((element) => element === document.activeElement));
    await page.keyboard.press("Escape");
    await visitor.details().waitFor({ state: "hidden" });
    assert.ok(await records.evaluate((element) => element === document.activeElement));

    await visitor.rows("problems").nth(2).click();
    await visitor.details().getByRole("button", { name: "Open record 1" }).focus();
    await page.keyboard.press("Enter");
    await visitor.details().getByRole("heading", { name: "Record 1" }).waitFor();
    await page.keyboard.press("Escape");
    await visitor.details().waitFor({ state: "hidden" });
  }),
);

test(
  "presses Escape in the text box, and it keeps the keyboard",
  onPage(async (visitor) => {
    await visitor.pickSample("Web requests");
    await visitor.rows("records").first().click();
    await visitor.details().waitFor();
    const box = visitor.page.getByLabel("The body of a log-drain request");
    await box.focus();
    await visitor.page.keyboard.press("Escape");
    assert.ok(await visitor.details().isVisible());
    assert.ok(await box.evaluate((element) => element === document.activeElement));
  }),
);

test(
  "chooses the framing with the arrow keys",
  onPage(async (visitor) => {
    const { page } = visitor;
    await tabTo(page, page.getByRole("radio", { name: "Auto" }));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.getByRole("radio", { name: "Lines" }).isChecked());
    await tabTo(page, page.getByRole("button", { name: "App, dynos and Postgres" }));
    await page.keyboard.press("Space");
    await visitor.sees(/7\s+records\s+2\s+errors/);
  }),
);

/**
 * @param {import("playwright-core").Locator} grid
 * @returns {Promise<string | null | undefined>} the row that the keyboard is at, as a screen reader counts
 */
function activeRow(grid) {
  return grid.evaluate((element) => {
    const id = element.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.getAttribute("aria-rowindex");
  });
}
