// Setting up a drain of your own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

test(
  "types an app and an endpoint, and copies the command that adds the drain; nothing is sent",
  onPage(
    async (visitor) => {
      const { page, requests } = visitor;
      await page.getByRole("button", { name: "Connect a drain" }).click();
      const guide = page.locator("connect-guide");
      await guide.getByRole("heading", { level: 2 }).waitFor();
      const before = requests.length;
      await guide.getByLabel(/app/i).first().fill("tea-shop");
      await guide
        .getByLabel(/endpoint/i)
        .first()
        .fill("https://logs.example.net/drain");
      await guide
        .getByText(/heroku drains:add https:\/\/logs\.example\.net\/drain -a tea-shop/)
        .first()
        .waitFor();
      await guide
        .locator("pre", { hasText: "drains:add https://logs" })
        .locator("xpath=..")
        .getByRole("button")
        .click();
      await guide.getByText("Copied", { exact: true }).first().waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /heroku drains:add/);
      assert.match(copied, /tea-shop/);
      assert.deepEqual(requests.slice(before), []);
      await page.keyboard.press("Escape");
      await guide.waitFor({ state: "detached" });
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);
