// Opening the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";
import { SUB_FOLDER } from "./server.js";

useBrowser();

test(
  "says what it is and what to do",
  onPage(async ({ page }) => {
    assert.match(await page.title(), /heroku-drain/);
    const about = page.locator('meta[name="description"]');
    assert.match(String(await about.getAttribute("content")), /nothing is sent/);
    assert.match(await page.getByRole("banner").innerText(), /Nothing leaves this browser/);
    assert.match(await page.getByRole("main").innerText(), /No payload yet\s+Paste the body/);
    await page.getByRole("heading", { level: 1, name: "heroku-drain" }).waitFor();
  }),
);

test(
  "asks for its own few files and nothing else",
  onPage(async (visitor) => {
    const { origin, requests } = visitor;
    await visitor.pickSample("Web requests");
    await visitor.summary();
    const paths = requests.map((url) => url.replace(`${origin}/`, ""));
    for (const path of paths) {
      assert.match(path, /^$|^favicon\.svg$|^assets\/[a-z]+-[\w-]+\.(js|css)$/);
    }
  }),
);

test(
  "is forbidden to load or send anything, by a header or by the page itself",
  onPage(async ({ page, complaints }) => {
    const header = (await page.reload())?.headers()["content-security-policy"] ?? "";
    const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
    const content = String(await meta.getAttribute("content"));
    assert.match(header, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.equal(header, `${content}; frame-ancestors 'none'`);
    const isSent = await page.evaluate(() =>
      fetch("/sent").then(
        () => true,
        () => false,
      ),
    );
    assert.equal(isSent, false);
    // The browser reported it twice, once for each policy, as intended.
    assert.ok(complaints.splice(0).every((text) => /Content Security Policy|violates/.test(text)));
  }),
);

test(
  "works from a sub-folder of a server that sets no headers",
  onPage(
    async (visitor) => {
      await visitor.pickSample("Web requests");
      assert.match(await visitor.summary(), /^6 records 0 errors 0 warnings/);
      assert.ok(visitor.requests.every((url) => new URL(url).pathname.startsWith(SUB_FOLDER)));
    },
    { path: SUB_FOLDER },
  ),
);

test(
  "is told where a part of the page does not come, and it comes the next time",
  onPage(async (visitor) => {
    const { page } = visitor;
    await page.route("**/connect-guide-*.js", (route) => route.abort());
    await page.getByRole("button", { name: "Connect a drain" }).click();
    await page.getByRole("alert").getByText("could not load this part").waitFor();
    await page.keyboard.press("Escape");
    visitor.complaints.length = 0;
    await page.unroute("**/connect-guide-*.js");
  }),
);
