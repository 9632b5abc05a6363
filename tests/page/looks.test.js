// The page on a phone, in the dark, and with a screen reader.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NARROW = { viewport: { width: 320, height: 640 } };

/**
 * @typedef {import("./browser.js").Visitor} Visitor
 * @typedef {{ name: string, look: (visitor: Visitor) => Promise<unknown>, isWide?: boolean }} View
 */

/** @type {View[]} */
const VIEWS = [
  { name: "nothing yet", look: async () => {} },
  { name: "records only", look: (visitor) => seen(visitor, "Hosts and absent values") },
  { name: "problems and records", look: (visitor) => seen(visitor, "Damaged") },
  { name: "hostile text", look: (visitor) => seen(visitor, "Hostile text") },
  { name: "details of a record", look: (visitor) => open(visitor, 2) },
  { name: "details of an error", look: (visitor) => open(visitor, 0) },
  { name: "filters", look: filtered },
  { name: "the columns", look: (visitor) => opened(visitor, "Columns"), isWide: true },
  { name: "exports", look: (visitor) => opened(visitor, "Export") },
  { name: "a link", look: (visitor) => opened(visitor, "Share") },
  { name: "how to connect", look: connecting },
  { name: "a language of other letters", look: korean },
];

/**
 * @param {Visitor} visitor
 * @param {string} title
 */
async function seen(visitor, title) {
  await visitor.pickSample(title);
  await visitor.summary();
  await showPictures(visitor);
}

/** On narrow pages they are collapsed. @param {Visitor} visitor */
async function showPictures({ page }) {
  const overview = page.locator("details.overview");
  await overview.waitFor();
  if (!(await overview.evaluate((element) => /** @type {any} */ (element).open))) {
    await overview.locator("summary").click();
  }
  await page.locator("event-timeline svg").first().waitFor();
}

/**
 * @param {Visitor} visitor
 * @param {number} place
 */
async function open(visitor, place) {
  await visitor.pickSample("Damaged");
  await visitor.rows().nth(place).click();
  await visitor.details().locator("#details-title").waitFor();
}

/** @param {Visitor} visitor */
async function filtered(visitor) {
  await seen(visitor, "Damaged");
  const { page } = visitor;
  const problems = page.getByRole("group", { name: "Problems" });
  await problems.getByRole("button", { name: /^crlf/ }).click();
  await page.getByRole("button", { name: /^Remove the filter/ }).waitFor();
  await page.getByLabel("Search in text").fill("no such text anywhere");
  await page.getByText("No row meets all filters.").waitFor();
}

/**
 * @param {Visitor} visitor
 * @param {string} menu
 */
async function opened(visitor, menu) {
  await visitor.pickSample("Damaged");
  await visitor.page.getByRole("button", { name: menu, exact: true }).click();
  await visitor.page.locator("dialog[open]").getByRole("heading").first().waitFor();
}

/** @param {Visitor} visitor */
async function connecting({ page }) {
  await page.getByRole("button", { name: "Connect a drain" }).click();
  await page.locator("dialog[open]").getByRole("heading", { level: 2 }).waitFor();
}

/** @param {Visitor} visitor */
async function korean(visitor) {
  await visitor.pickSample("Damaged");
  await visitor.page.getByRole("combobox").first().selectOption("ko");
  await visitor.page.getByRole("heading", { name: "페이로드", exact: true }).waitFor();
  await visitor.rows().first().click();
  await visitor.details().locator("#details-title").waitFor();
}

for (const { name, look, isWide = false } of VIEWS) {
  test(
    `where there is little room nothing makes the page scroll sideways: ${name}`,
    onPage(
      async (visitor) => {
        await look(visitor);
        await settled(visitor);
        const { scroll, client } = await visitor.page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth,
          client: document.documentElement.clientWidth,
        }));
        assert.ok(scroll <= client, `${scroll} of ${client} pixels`);
      },
      isWide ? { viewport: { width: 700, height: 640 } } : NARROW,
    ),
  );
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const [width, viewport] of Object.entries({
      wide: { width: 1440, height: 900 },
      ...(!isWide && { narrow: NARROW.viewport }),
    })) {
      test(
        `axe finds nothing wrong, ${colorScheme} and ${width}: ${name}`,
        // Needed to inject axe into the page.
        onPage(checkWithAxe(look), {
          colorScheme,
          viewport,
          bypassCSP: true,
          reducedMotion: "reduce",
        }),
      );
    }
  }
}

test(
  "on a phone, details cover the page and go back to the row they came from",
  onPage(async (visitor) => {
    await open(visitor, 2);
    const box = await visitor.details().boundingBox();
    assert.deepEqual([box?.x, box?.width, box?.height], [0, 320, 640]);
    await visitor.page.keyboard.press("Escape");
    await visitor.details().waitFor({ state: "hidden" });
    const grid = visitor.grid();
    assert.ok(await grid.evaluate((element) => element === document.activeElement));
  }, NARROW),
);

for (const viewport of [
  { width: 1366, height: 650 },
  { width: 1093, height: 614 },
  { width: 1000, height: 600 },
]) {
  test(
    `at ${viewport.width} by ${viewport.height} the details leave room for the row they belong to`,
    onPage(
      async (visitor) => {
        await open(visitor, 4);
        await visitor.seesRow(4);
        const scrolled = await visitor.page.locator(".result").evaluate((element) => ({
          scroll: element.scrollHeight,
          client: element.clientHeight,
        }));
        assert.ok(scrolled.scroll <= scrolled.client, JSON.stringify(scrolled));
        const [title, button] = await Promise.all(
          [".result h2", ".result .panel-head button"].map((selector) =>
            visitor.page.locator(selector).first().boundingBox(),
          ),
        );
        assert.ok(Math.abs(Number(title?.y) - Number(button?.y)) < 20, "one line");
      },
      { viewport },
    ),
  );
}

test(
  "details stay open while the window becomes narrow and wide again",
  onPage(async (visitor) => {
    await open(visitor, 2);
    for (const width of [500, 1440]) {
      await visitor.page.setViewportSize({ width, height: 900 });
      const isModal = width === 500;
      await visitor.page.waitForFunction(
        (isModal) => document.querySelector("dialog[open]")?.matches(":modal") === isModal,
        isModal,
      );
      // The close event arrives after the opening.
      await visitor.page.waitForTimeout(100);
      assert.ok(await visitor.details().getByRole("heading", { name: "Record 1" }).isVisible());
    }
  }),
);

/** @param {View["look"]} look */
function checkWithAxe(look) {
  return async (/** @type {Visitor} */ visitor) => {
    await look(visitor);
    await settled(visitor);
    await visitor.page.evaluate(AXE);
    const violations = await visitor.page.evaluate(async () => {
      const { axe } = /** @type {{ axe: typeof import("axe-core") } & typeof globalThis} */ (
        globalThis
      );
      const { violations } = await axe.run({ rules: { "target-size": { enabled: true } } });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    assert.deepEqual(violations, []);
  };
}

/** @param {Visitor} visitor */
async function settled({ page }) {
  await page.locator('main[aria-busy="false"]').waitFor();
}
