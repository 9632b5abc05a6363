// A payload of a hundred thousand records.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { sampleOf } from "../../www/src/samples.js";
import { AT_ONCE, longestTask, onPage, useBrowser } from "./browser.js";

useBrowser();

const { records } = parse(/** @type {Uint8Array} */ (sampleOf("busy")?.build()));

/** Rows of a tall window, including the buffered ones above and below it. */
const MOST_ROWS_IN_PAGE = 80;

test(
  "goes on using the page while they are parsed, and only the rows in view exist",
  onPage(async (visitor) => {
    const { page } = visitor;
    const longest = await longestTask(page, async () => {
      await visitor.pickSample("A busy hour");
      await visitor.sees(/100,000\s+records/);
    });
    assert.ok(longest < AT_ONCE, `the page did not answer for ${longest} ms`);
    assert.ok((await visitor.rows().count()) <= MOST_ROWS_IN_PAGE);
  }),
);

test(
  "scrolls to anywhere and sees the records that belong there",
  onPage(async (visitor) => {
    await visitor.pickSample("A busy hour");
    await visitor.sees(/100,000\s+records/);
    const window = visitor.page.locator("#rows .grid-scroll");
    for (const part of [0.5, 0.9, 0.1, 1, 0]) {
      const height = await window.evaluate((element, part) => {
        element.scrollTop = (element.scrollHeight - element.clientHeight) * part;
        return element.scrollHeight;
      }, part);
      assert.ok(height > 100_000 * 20);
      const index = Math.min(99_990, Math.max(5, Math.round(part * 100_000)));
      const { "#": number, "event time (UTC)": time } = await visitor.row(index);
      assert.equal(number, (index + 1).toLocaleString("en"));
      const sent = String(records[index]?.timestamp)
        .replace("T", " ")
        .replace(/0*[+]00:00$/, "");
      assert.ok(time?.startsWith(sent), `${time} and ${sent}`);
      assert.ok((await visitor.rows().count()) <= MOST_ROWS_IN_PAGE);
    }
  }),
);

test(
  "opens the details of a record far down",
  onPage(async (visitor) => {
    await visitor.pickSample("A busy hour");
    const grid = visitor.grid();
    await grid.focus();
    await visitor.page.keyboard.press("End");
    await visitor.page.keyboard.press("Enter");
    const details = visitor.details();
    await details.getByRole("heading", { name: "Record 100,000" }).waitFor();
    assert.match(await details.innerText(), /"process_id": "router"/);
    // The table has become lower to make room.
    await visitor.seesRow(99_999);
    assert.match(await details.locator(".shown-bytes pre").innerText(), /^\d+ <158>1 2026-03-14T/);
  }),
);

test(
  "is told when some problems were only counted",
  onPage(async (visitor) => {
    const { page } = visitor;
    // A million real problems take too long.
    await page.evaluate(() => {
      const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
      Object.defineProperty(MessageEvent.prototype, "data", {
        get() {
          const answer = data?.get?.call(this);
          if (answer?.value?.unlisted === 0) answer.value.unlisted = 5;
          return answer;
        },
      });
    });
    await visitor.drop("stray.log", new TextEncoder().encode("stray\n"));
    const notice = page.getByText("The first 1,000,000 problems are listed.");
    assert.match(await notice.innerText(), /5 more problems are only counted/);
  }),
);
