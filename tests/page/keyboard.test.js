// Using the page without a mouse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

/** More presses of Tab than the page has stops. */
const STOPS = 60;

/**
 * Presses Tab until the target has focus.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").Locator} target
 */
async function tabTo(page, target) {
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press("Tab");
    const element = await target.elementHandle();
    if (await element?.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail("Tab does not lead there");
}

test(
  "goes from a sample through the table to the details, and back",
  onPage(async (visitor) => {
    const { page } = visitor;
    await tabTo(page, page.getByRole("button", { name: "Dropped messages" }));
    await page.keyboard.press("Enter");
    await visitor.sees(/5\s+records/);

    const grid = visitor.grid();
    await tabTo(page, grid);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await visitor.details().getByRole("heading", { name: "Record 3" }).waitFor();
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
    const grid = visitor.grid();
    await grid.focus();
    await page.keyboard.press("End");
    assert.equal((await visitor.row(99_999))["#"], "100,000");
    assert.equal(await activeRow(grid), "100001");
    await visitor.seesRow(99_999);
    await page.keyboard.press("PageUp");
    assert.ok(Number(await activeRow(grid)) < 100_000);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    await visitor.seesRow(0);
    assert.equal(await activeRow(grid), "2");
  }),
);

test(
  "sees the details follow the row, without leaving the table",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    await visitor.rows().first().click();
    await visitor.details().locator("#details-title").waitFor();
    await visitor.details().getByText("row 1 of 12").waitFor();
    await page.keyboard.press("ArrowDown");
    await visitor.details().getByText("row 2 of 12").waitFor();
    await page.keyboard.press("End");
    await visitor.details().getByText("row 12 of 12").waitFor();
    await page.locator('#rows [aria-rowindex="13"][aria-selected="true"]').waitFor();
    assert.equal(await page.locator('#rows [aria-selected="true"]').count(), 1);
  }),
);

test(
  "goes on to the last row, and Escape still closes",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    const grid = visitor.grid();
    await grid.focus();
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
    assert.ok(await grid.evaluate((element) => element === document.activeElement));
  }),
);

test(
  "presses Escape in the text box, and it keeps the keyboard",
  onPage(async (visitor) => {
    const box = visitor.page.getByLabel("The body of a log-drain request");
    await visitor.type("21 <190>1 - - - - - Hi.\n");
    await visitor.rows().first().click();
    await visitor.details().waitFor();
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
    await tabTo(page, page.getByRole("button", { name: "Dropped messages" }));
    await page.keyboard.press("Space");
    await visitor.sees(/4\s+records\s+0\s+errors/);
  }),
);

test(
  "searches from the table with a slash, and goes back",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Web requests");
    await visitor.sees(/6\s+records/);
    await visitor.grid().focus();
    await page.keyboard.press("/");
    await page.keyboard.type("H12");
    await page.getByText("1 of 6 rows").waitFor();
    assert.match(String((await visitor.row(0)).message), /code=H12/);
  }),
);

test(
  "sorts by a heading's button: upwards, downwards, and as it came",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Hosts and absent values");
    const heading = page.getByRole("columnheader", { name: "process_id" });
    const numbers = async () => {
      const cells = await page.locator("#rows td.number").allInnerTexts();
      return cells.map(Number);
    };
    const before = await numbers();
    await heading.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await page.keyboard.press("Enter");
    await page.locator('th[aria-sort="descending"]').waitFor();
    await page.waitForFunction(() =>
      document.querySelector("#rows td.process_id")?.textContent?.includes("web.10"),
    );
    await page.keyboard.press("Enter");
    await page.locator("th.process_id:not([aria-sort])").waitFor();
    await page.waitForFunction(
      () => document.querySelector("#rows td.number")?.textContent === "1",
    );
    assert.deepEqual(await numbers(), before);
  }),
);

/**
 * @param {import("playwright-core").Locator} grid
 * @returns {Promise<string | null | undefined>} the index of the focused row, as a screen reader counts
 */
function activeRow(grid) {
  return grid.evaluate((element) => {
    const id = element.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.getAttribute("aria-rowindex");
  });
}
