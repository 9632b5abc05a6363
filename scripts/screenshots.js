// Screenshots of the page for the README, and its icon for phones: `npm run screenshots`.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromiumArgs, findChromium } from "./browsers.js";
import { buildPackage, buildPage } from "./build.js";
import { setup } from "./setup.js";
import { Failure, main, root } from "./tools.js";

/** Size limit in bytes, so that the README loads quickly. */
const LARGEST = 300_000;
/** Size of a home-screen icon in pixels. */
const ICON = 180;
const WIDE = { width: 1360, height: 1050 };
const PHONE = { width: 390, height: 844 };

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {"light" | "dark"} colorScheme
 * @property {{ width: number, height: number }} viewport
 * @property {string} address URL fragment, as documented in docs/LINKS.md
 */

/** @type {Picture[]} */
const PICTURES = [
  {
    name: "page-light",
    colorScheme: "light",
    viewport: WIDE,
    address: "#sample=busy&row=31413",
  },
  {
    name: "page-dark",
    colorScheme: "dark",
    viewport: WIDE,
    address: "#sample=damaged&row=5",
  },
  { name: "page-phone", colorScheme: "light", viewport: PHONE, address: "#sample=damaged" },
  {
    name: "page-korean",
    colorScheme: "light",
    viewport: WIDE,
    address: "#lang=ko&sample=cut&row=2",
  },
];

/** Elements to wait for before a screenshot; on a phone it starts at the result. */
const PLACES = {
  settled: 'main[aria-busy="false"]',
  row: '[role="grid"] [aria-rowindex="2"][aria-busy="false"], [role="grid"] [aria-selected="true"][aria-busy="false"]',
  details: "dialog.details[open] table",
  result: "#result-title",
};

await main(async () => {
  await setup({ tests: true });
  await buildPackage();
  await buildPage();
  const { preview } = await import("vite");
  const { chromium } = await import("playwright-core");
  const server = await preview({ root: join(root, "www"), logLevel: "warn" });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: chromiumArgs(),
    ...(executablePath && { executablePath }),
  });
  try {
    await makeIcon(browser);
    for (const picture of PICTURES)
      await take(browser, server.resolvedUrls?.local[0] ?? "", picture);
  } finally {
    await browser.close();
    await server.close();
  }
});

/**
 * Phones do not accept SVG, and they round the corners themselves.
 *
 * @param {import("playwright-core").Browser} browser
 */
async function makeIcon(browser) {
  const folder = join(root, "www/public");
  const svg = readFileSync(join(folder, "favicon.svg"), "utf8").replace(/ rx="\d+"/, "");
  const page = await browser.newPage({ viewport: { width: ICON, height: ICON } });
  await page.setContent(`<style>body { margin: 0 }</style>${svg}`);
  await page.screenshot({ path: join(folder, "touch-icon.png") });
  await page.close();
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin
 * @param {Picture} picture
 */
async function take(browser, origin, { name, address, ...settings }) {
  const page = await browser.newPage({
    locale: "en",
    reducedMotion: "reduce",
    timezoneId: "Europe/Berlin",
    ...settings,
  });
  await page.goto(origin + address);
  await seeAll(page, address.includes("row="));
  if (address.includes("lang=ko") && !(await page.evaluate(hasHangul))) {
    console.log(`docs/${name}.png: left out, for this machine has no Korean font`);
    return page.close();
  }
  const path = join(root, "docs", `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  await page.close();
  const { size } = statSync(path);
  console.log(`docs/${name}.png: ${Math.round(size / 1000)} KB`);
  if (size > LARGEST) throw new Failure(`docs/${name}.png is larger than ${LARGEST / 1000} KB.`);
}

/**
 * @param {import("playwright-core").Page} page
 * @param {boolean} hasDetails
 */
async function seeAll(page, hasDetails) {
  await page.locator(PLACES.row).first().waitFor();
  await page.locator(PLACES.settled).waitFor();
  if (hasDetails) await page.locator(PLACES.details).first().waitFor();
  else await page.locator(PLACES.result).evaluate((element) => element.scrollIntoView());
  // Parts that load on display.
  await page.waitForLoadState("networkidle");
}

/** Whether two syllables look different, unlike the boxes of a missing font. Runs in the page. */
function hasHangul() {
  const drawn = ["한", "글"].map((syllable) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    if (context) context.font = "40px sans-serif";
    context?.fillText(syllable, 10, 60);
    return canvas.toDataURL();
  });
  return drawn[0] !== drawn[1];
}
