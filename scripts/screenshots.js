// Takes the pictures of the page that the README shows: `npm run screenshots`.

import { statSync } from "node:fs";
import { join } from "node:path";
import { chromiumArgs, findChromium } from "./browsers.js";
import { buildPackage, buildPage } from "./build.js";
import { setup } from "./setup.js";
import { Failure, main, root } from "./tools.js";

/** Bytes; a README that loads slowly is not read. */
const LARGEST = 300_000;
const WIDE = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {"light" | "dark"} colorScheme
 * @property {{ width: number, height: number }} viewport
 * @property {string} sample
 * @property {number} [record] whose details are open, from 1
 */

/** @type {Picture[]} */
const PICTURES = [
  { name: "page-light", colorScheme: "light", viewport: WIDE, sample: "Damaged", record: 3 },
  { name: "page-dark", colorScheme: "dark", viewport: WIDE, sample: "Web requests", record: 4 },
  { name: "page-phone", colorScheme: "light", viewport: PHONE, sample: "Damaged" },
];

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
    for (const picture of PICTURES)
      await take(browser, server.resolvedUrls?.local[0] ?? "", picture);
  } finally {
    await browser.close();
    await server.close();
  }
});

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {Picture} picture
 */
async function take(browser, address, { name, sample, record, ...settings }) {
  const context = {
    timezoneId: "Europe/Berlin",
    locale: "en",
    ...settings,
  };
  const page = await browser.newPage(context);
  await page.goto(address);
  await page.getByRole("button", { name: sample }).click();
  await page.getByRole("grid", { name: "Records" }).waitFor();
  if (record) {
    await page.locator(`#records [aria-rowindex="${record + 1}"]`).click();
    await page.getByRole("heading", { name: `Record ${record}` }).waitFor();
  } else {
    await page.locator(".result").evaluate((element) => element.scrollIntoView());
  }
  // Nothing shall look touched.
  await page.mouse.move(0, 0);
  const path = join(root, "docs", `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  await page.close();
  const { size } = statSync(path);
  console.log(`docs/${name}.png: ${Math.round(size / 1000)} KB`);
  if (size > LARGEST) throw new Failure(`docs/${name}.png is larger than ${LARGEST / 1000} KB.`);
}
