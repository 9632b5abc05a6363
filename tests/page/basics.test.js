// Basic page quality: metadata, stable layout, and no requests to other origins.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

/** @import { Page } from "playwright-core" */

useBrowser();

const WIDE = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };

/** The largest share of the window that may shift; 0.1 already annoys. */
const MOST_SHIFT = 0.05;
/** Milliseconds without a change after which the page is considered settled. */
const STILL = 600;

test(
  "says what it is, to search engines and to whoever has many tabs",
  onPage(async ({ page }) => {
    assert.match(await page.title(), /heroku-drain/i);
    const description = await attribute(page, 'meta[name="description"]', "content");
    assert.ok(description.length >= 50 && description.length <= 250, description);
    await page.locator("h1").waitFor();
    assert.equal(await page.locator("h1").count(), 1);
    assert.equal(await page.locator("main").count(), 1);
    assert.equal(await page.evaluate(() => document.characterSet), "UTF-8");
    assert.equal(await page.evaluate(() => document.compatMode), "CSS1Compat");
  }),
);

test(
  "fits the window of a phone, and lets people zoom",
  onPage(async ({ page }) => {
    const viewport = await attribute(page, 'meta[name="viewport"]', "content");
    assert.match(viewport, /width=device-width/);
    assert.doesNotMatch(viewport, /user-scalable|maximum-scale/);
  }),
);

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(
    `gives a phone's own bars the colour of its head: ${colorScheme}`,
    onPage(
      async ({ page }) => {
        await page.locator("h1").waitFor();
        const colours = await page.evaluate(() => {
          const metas = [...document.querySelectorAll('meta[name="theme-color"]')];
          const fitting = metas.find(
            (meta) => matchMedia(meta.getAttribute("media") ?? "all").matches,
          );
          // Browsers format colours differently.
          const probe = document.createElement("i");
          probe.style.color = fitting?.getAttribute("content") ?? "";
          document.body.append(probe);
          const head = document.elementFromPoint(2, 2);
          const shown = [head, head?.closest("header")].map(
            (element) => element && getComputedStyle(element).backgroundColor,
          );
          return { told: getComputedStyle(probe).color, shown };
        });
        assert.ok(colours.shown.includes(colours.told), JSON.stringify(colours));
      },
      { colorScheme },
    ),
  );
}

for (const [language, name] of Object.entries({ en: /Payload/, ko: /페이로드/ })) {
  test(
    `says in which language it is: ${language}`,
    onPage(
      async ({ page }) => {
        await page.getByRole("heading", { name }).first().waitFor();
        assert.equal(await attribute(page, "html", "lang"), language);
      },
      { path: `/#lang=${language}` },
    ),
  );
}

test(
  "has icons for a tab and for a home screen",
  onPage(async ({ page, origin }) => {
    const [tab, screen] = await Promise.all(
      ['link[rel~="icon"]', 'link[rel="apple-touch-icon"]'].map(async (selector) => {
        const href = await attribute(page, selector, "href");
        return page.request.get(new URL(href, origin).href);
      }),
    );
    assert.equal(tab?.headers()["content-type"], "image/svg+xml");
    const png = Buffer.from((await screen?.body()) ?? []);
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    // IHDR, the first chunk of every PNG, begins with the width and the height.
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [180, 180]);
  }),
);

describe("keeps still", () => {
  for (const [window, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
    for (const hash of ["", "#sample=damaged", "#sample=busy&row=4"]) {
      test(
        `while it comes to be, ${window}: ${hash || "empty"}`,
        onPage(
          async ({ page }) => {
            await seesResult(page, hash !== "");
            await hasKeptStill(page);
          },
          { path: `/${hash}`, viewport },
        ),
      );
    }

    test(
      `while somebody chooses a sample, ${window}`,
      onPage(
        async (visitor) => {
          await visitor.pickSample("Damaged");
          await seesResult(visitor.page, true);
          await hasKeptStill(visitor.page);
        },
        { viewport },
      ),
    );
  }
});

test(
  "asks nobody else for anything, whatever it holds, and complains of nothing",
  onPage(async (visitor) => {
    for (const title of ["Hostile text", "Damaged", "A busy hour"]) {
      await visitor.pickSample(title);
      await seesResult(visitor.page, true);
    }
    assert.ok(visitor.requests.length > 0);
    visitor.checkHarmless();
  }),
);

/**
 * @param {Page} page
 * @param {string} selector
 * @param {string} name
 */
async function attribute(page, selector, name) {
  return (await page.locator(selector).first().getAttribute(name)) ?? "";
}

/**
 * Waits until everything is drawn and nothing changes any more.
 *
 * @param {Page} page
 * @param {boolean} hasRows
 */
async function seesResult(page, hasRows) {
  await page.locator('main[aria-busy="false"]').waitFor();
  if (hasRows) await page.locator('[role="row"][aria-busy="false"]').first().waitFor();
  await page.evaluate(
    (still) =>
      new Promise((resolve) => {
        let timer = setTimeout(resolve, still);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, still);
        }).observe(document, { attributes: true, childList: true, subtree: true });
      }),
    STILL,
  );
}

/** @param {Page} page */
async function hasKeptStill(page) {
  const shifts = await unaskedShifts(page);
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  assert.ok(sum < MOST_SHIFT, `${sum}: ${JSON.stringify(shifts, undefined, 1)}`);
}

/**
 * Layout shifts since the page loaded without user input.
 *
 * @param {Page} page
 * @returns {Promise<{ value: number, moved: string[] }[]>} value: Chromium's layout shift score
 */
function unaskedShifts(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        /** @param {any} entry a layout-shift entry, which TypeScript has no type for */
        const told = ({ value, sources }) => ({
          value,
          moved: sources.map(
            (/** @type {any} */ { node, previousRect, currentRect }) =>
              `${node?.nodeName} ${node?.className} from ${previousRect.y} to ${currentRect.y}`,
          ),
        });
        new PerformanceObserver((list) => {
          const shifts = /** @type {any[]} */ (list.getEntries());
          resolve(shifts.filter(({ hadRecentInput }) => !hadRecentInput).map(told));
        }).observe({ type: "layout-shift", buffered: true });
        // Nothing is reported if nothing moved.
        setTimeout(() => resolve([]), 500);
      }),
  );
}
