// Filtering by time, amount and origin.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

/** @import { Visitor } from "./browser.js" */

useBrowser();

/** Large enough to show the charts immediately. */
const WIDE = { viewport: { width: 1280, height: 900 } };

/** @param {Visitor} visitor */
async function busyHour(visitor) {
  await visitor.pickSample("A busy hour");
  await visitor.sees(/100,000\s+records/);
  await visitor.page.locator("event-timeline svg").first().waitFor();
}

/** @param {Visitor} visitor */
async function rowCount({ page }) {
  const text = await page.locator(".row-count").innerText();
  return Number(text.replace(/ (of|rows).*/, "").replaceAll(",", ""));
}

test(
  "sets the time with the arrow keys, and the table follows",
  onPage(async (visitor) => {
    const { page } = visitor;
    await busyHour(visitor);
    const start = page.getByRole("slider", { name: "Start of the time filter" });
    const end = page.getByRole("slider", { name: "End of the time filter" });
    await start.focus();
    for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press("PageUp");
    await page.getByRole("button", { name: /^Remove the filter from/ }).waitFor();
    await page.waitForFunction(() =>
      /[1-9].* of 100,000 rows/.test(document.querySelector(".row-count")?.textContent ?? ""),
    );
    const shown = await rowCount(visitor);
    assert.ok(shown > 0 && shown < 90_000, String(shown));
    const { "event time (UTC)": first } = await visitor.row(0);
    const from = String(await start.getAttribute("aria-valuetext"));
    assert.ok(from.includes(String(first).slice(11, 16)), `${from} and ${first}`);

    await end.focus();
    await page.keyboard.press("PageDown");
    await page.waitForFunction(
      (before) => !document.querySelector(".row-count")?.textContent?.includes(before),
      shown.toLocaleString("en"),
    );
    assert.ok((await rowCount(visitor)) < shown);
    await page.keyboard.press("Escape");
    await page.getByText("100,000 rows", { exact: true }).waitFor();
  }, WIDE),
);

test(
  "drags over a part of the timeline, and only that time is left",
  onPage(async (visitor) => {
    const { page } = visitor;
    await busyHour(visitor);
    const box = await page.locator("event-timeline svg").first().boundingBox();
    assert.ok(box);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 });
    await page.mouse.up();
    await page.getByRole("button", { name: /^Remove the filter from/ }).waitFor();
    await page.getByText(/ of 100,000 rows/).waitFor();
    const shown = await rowCount(visitor);
    assert.ok(shown > 5000 && shown < 20_000, String(shown));
  }, WIDE),
);

test(
  "presses a bar and sees just its rows; the other bars, the timeline and the table agree",
  onPage(async (visitor) => {
    const { page } = visitor;
    await busyHour(visitor);
    await page.locator("facet-bars").getByRole("button", { name: /^err/ }).click();
    await page.getByText(/ of 100,000 rows/).waitFor();
    const shown = await rowCount(visitor);
    assert.equal((await visitor.row(0)).severity, "err");
    await page.locator("facet-bars").getByRole("radio", { name: "Process" }).check();
    const list = page.getByRole("list", { name: "Process" });
    await list.waitFor();
    const counts = await list.locator(".facet-count").allInnerTexts();
    const sum = counts.reduce((sum, text) => sum + Number(text.replaceAll(",", "")), 0);
    assert.equal(sum, shown);
    await page.getByRole("button", { name: "Remove the filter severity err" }).click();
    await page.getByText("100,000 rows", { exact: true }).waitFor();
  }, WIDE),
);

test(
  "filters by a problem's code, by two of them, and by none",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    const strip = page.getByRole("group", { name: "Problems" });
    await strip.getByRole("button", { name: /^crlf/ }).click();
    await page.getByText("1 of 12 rows").waitFor();
    assert.match(String((await visitor.row(0)).message), /^crlf/);
    await strip.getByRole("button", { name: /^not-a-frame/ }).click();
    await page.getByText("2 of 12 rows").waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.getByText("12 rows", { exact: true }).waitFor();
  }, WIDE),
);

test(
  "searches for words in capitals and letters of other alphabets, and for bytes that are not there",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Hosts and absent values");
    const search = page.getByLabel("Search in text");
    for (const [text, rows] of /** @type {const} */ ([
      ["PUNYCODE", "1 of 10 rows"],
      ["an ipv", "2 of 10 rows"],
    ])) {
      await search.fill(text);
      await page.getByText(rows).waitFor();
    }
    await search.fill("no such text");
    await page.getByText("No row meets all filters.").waitFor();
    await page.getByRole("button", { name: "Clear all" }).first().click();
    await page.getByText("10 rows", { exact: true }).waitFor();
    assert.equal(await search.inputValue(), "");
  }, WIDE),
);

test(
  "keeps the details open while the table is sorted, and the row is found again",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Hosts and absent values");
    await visitor.rows().nth(2).click();
    await visitor.details().getByRole("heading", { name: "Record 3" }).waitFor();
    const number = page.getByRole("columnheader", { name: "#" }).getByRole("button");
    await number.click();
    await page.locator('th.number[aria-sort="descending"]').waitFor();
    const selected = page.locator('#rows [aria-selected="true"] td.number');
    await page.waitForFunction(
      () =>
        document.querySelector('#rows [aria-selected="true"]')?.getAttribute("aria-rowindex") ===
        "9",
    );
    assert.equal(await selected.innerText(), "3");
  }, WIDE),
);

test(
  "chooses other columns, and the ones at first again",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Web requests");
    const before = Object.keys(await visitor.row(0));
    await visitor.showAllColumns();
    assert.ok(Object.keys(await visitor.row(0)).length > before.length);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("button", { name: "As at first" }).click();
    await page.keyboard.press("Escape");
    assert.deepEqual(Object.keys(await visitor.row(0)), before);
  }, WIDE),
);

test(
  "filters while another framing is read, and the filter holds",
  onPage(async (visitor) => {
    const { page } = visitor;
    await busyHour(visitor);
    await page.getByRole("radio", { name: "Lines" }).check();
    await page.getByLabel("Search in text").fill("code=H12");
    await page.getByText(/ of 99,984 rows/).waitFor();
    assert.equal(await page.getByLabel("Search in text").inputValue(), "code=H12");
  }, WIDE),
);

test(
  "sorts on a phone, where the rows are cards",
  onPage(
    async (visitor) => {
      const { page } = visitor;
      await visitor.pickSample("Hosts and absent values");
      await page.getByLabel("Sort by").selectOption("priority");
      await page.getByRole("button", { name: "From the greatest down" }).click();
      await page.waitForFunction(
        () => document.querySelector("#rows td.number")?.textContent === "10",
      );
    },
    { viewport: { width: 390, height: 844 } },
  ),
);

test(
  "presses filters again and again while another framing is read, and chips and rows agree in the end",
  onPage(async (visitor) => {
    const { page } = visitor;
    await busyHour(visitor);
    await page.getByLabel("Search in text").fill("ÜN");
    await page.getByRole("radio", { name: "Octet counting" }).check();
    for (let pressed = 0; pressed < 12; pressed++) {
      await page.evaluate(() => {
        const [first] = document.querySelectorAll(".facet-list button");
        /** @type {HTMLElement | undefined} */ (first)?.click();
      });
      await page.waitForTimeout(30);
    }
    await page.getByLabel("Search in text").fill("");
    // Wait until the typed text is queried.
    await page.waitForTimeout(300);
    await page.locator('main[aria-busy="false"]').waitFor();
    const shown = await rowCount(visitor);
    const chips = await page.locator(".chip").count();
    if (chips === 0) assert.equal(shown, 100_000);
    else assert.ok(shown > 0 && shown < 100_000, `${chips} chips and ${shown} rows`);
  }, WIDE),
);

test(
  "cancels a filter that takes too long, and has the rows of before",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    await page.getByText("12 rows", { exact: true }).waitFor();
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (request) {
        if (request.call !== "query" || request.args[1].text !== "slow")
          postMessage.call(this, request);
      };
    });
    const before = await visitor.grid().boundingBox();
    await page.getByLabel("Search in text").fill("slow");
    await page.getByText("Filtering …").first().waitFor();
    assert.deepEqual(await visitor.grid().boundingBox(), before, "nothing moves under a pointer");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("12 rows", { exact: true }).waitFor();
    assert.equal(await page.getByLabel("Search in text").inputValue(), "");
    assert.equal(await page.getByRole("alert").count(), 0);
  }, WIDE),
);
