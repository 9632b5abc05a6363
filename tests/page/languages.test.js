// The page in Korean and in a dark theme.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

const KOREAN = { locale: "ko-KR" };

test(
  "is spoken to in Korean by a browser that prefers it",
  onPage(async (visitor) => {
    const { page } = visitor;
    await page.getByRole("heading", { name: "페이로드", exact: true }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "ko");
    await page.getByRole("button", { name: /^웹 요청/ }).click();
    await page
      .locator(".summary")
      .filter({ hasText: /6\s*레코드/ })
      .waitFor();
    await page.locator("#rows [aria-rowindex='2']").click();
    await visitor.details().locator("#details-title").waitFor();
    const words = await page.getByRole("main").innerText();
    assert.doesNotMatch(words, /undefined|\[object|function/);
  }, KOREAN),
);

test(
  "switches to Korean and back, and everything that is open is drawn anew",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    await visitor.rows().nth(2).click();
    await visitor.details().getByRole("heading", { name: "Record 1" }).waitFor();
    const language = page.getByRole("combobox").first();
    await language.selectOption("ko");
    await page.getByRole("heading", { name: "페이로드", exact: true }).waitFor();
    await visitor
      .details()
      .getByRole("heading", { name: /레코드/ })
      .waitFor();
    await language.selectOption("en");
    await visitor.details().getByRole("heading", { name: "Record 1" }).waitFor();
  }),
);

test(
  "finds language and colours as they were left, and nothing else is kept",
  onPage(async ({ page }) => {
    const [language, theme] = [
      page.getByRole("combobox").first(),
      page.getByRole("combobox").nth(1),
    ];
    await language.selectOption("ko");
    await page.getByRole("heading", { name: "페이로드", exact: true }).waitFor();
    await theme.selectOption("dark");
    await page.reload();
    await page.getByRole("heading", { name: "페이로드", exact: true }).waitFor();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    const kept = await page.evaluate(() => Object.entries(localStorage));
    assert.deepEqual(kept, [["heroku-drain", '{"language":"ko","theme":"dark"}']]);
  }),
);

test(
  "is spoken to in English where the table of another language does not come",
  onPage(async (visitor) => {
    const { page } = visitor;
    await page.route("**/ko-*.js", (route) => route.abort());
    await page.getByRole("combobox").first().selectOption("ko");
    await page.waitForTimeout(200);
    await visitor.pickSample("Web requests");
    await visitor.sees(/6\s+records/);
    visitor.complaints.length = 0;
  }),
);

test(
  "is told in Korean of a gzip file that was cut",
  onPage(async (visitor) => {
    await visitor.drop("cut.gz", new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]));
    await visitor.page
      .getByRole("alert")
      .getByText("gzip 파일이 손상되었거나 잘렸습니다")
      .waitFor();
  }, KOREAN),
);
