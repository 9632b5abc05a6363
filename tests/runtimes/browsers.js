// The three browser engines, each with one page: stock Chromium, Firefox and WebKit.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Builder, By, until } from "selenium-webdriver";
import { DriverService } from "selenium-webdriver/remote/index.js";
import {
  chromiumArgs,
  findChromium,
  findFirefox,
  findMiniBrowser,
} from "../../scripts/browsers.js";
import { which } from "../../scripts/tools.js";
import { headers } from "../../www/csp.js";
import { serve } from "../page/server.js";
import { found } from "./programs.js";

/**
 * @import { WebDriver } from "selenium-webdriver"
 * @typedef {{ driver: WebDriver, close: () => Promise<void> }} OpenPage
 * @typedef {{ display?: string }} Screen
 */

/** Milliseconds until a page must show the expected text; running all cases takes several seconds. */
const PATIENCE = 60_000;

/** The driver, program and windowless options of each engine. */
const ENGINES = {
  chromium: {
    driver: () => which("chromedriver"),
    browser: findChromium,
    capabilities: (/** @type {string} */ binary) => ({
      browserName: "chrome",
      "goog:chromeOptions": { binary, args: ["--headless", ...chromiumArgs()] },
    }),
  },
  firefox: {
    driver: () => which("geckodriver"),
    browser: findFirefox,
    capabilities: (/** @type {string} */ binary) => ({
      browserName: "firefox",
      "moz:firefoxOptions": { binary, args: ["-headless"] },
    }),
  },
  webkit: {
    driver: () => which("WebKitWebDriver"),
    browser: findMiniBrowser,
    capabilities: (/** @type {string} */ binary) => ({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    }),
  },
};

/** @typedef {keyof typeof ENGINES} Engine */
export const BROWSERS = /** @type {Engine[]} */ (Object.keys(ENGINES));

/**
 * The browser's program, if its driver is installed too.
 *
 * @param {Engine} name
 */
export function browserProgram(name) {
  const { driver, browser } = ENGINES[name];
  return driver() && browser();
}

/**
 * Starts a browser.
 *
 * @param {Engine} name
 * @returns {Promise<OpenPage>}
 */
export async function openBrowser(name) {
  const { driver: program, capabilities } = ENGINES[name];
  const wanted = capabilities(found(browserProgram(name)));
  const screen = name === "webkit" ? await openScreen() : undefined;
  const service = driverService(found(program()), screen ? { DISPLAY: screen.display } : {});
  const builder = new Builder().disableEnvironmentOverrides().withCapabilities(wanted);
  const driver = await builder.usingServer(await service.start()).build();
  const close = async () => {
    await driver.quit();
    await service.kill();
    screen?.close();
  };
  return { driver, close };
}

/**
 * @param {string} program
 * @param {Record<string, string>} env
 */
function driverService(program, env) {
  const service = new DriverService.Builder(program).setLoopback(true);
  return service.setEnvironment({ ...process.env, ...env }).build();
}

/** A virtual screen, for the engine that requires one. */
async function openScreen() {
  const args = ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
  const xvfb = spawn(found(which("Xvfb")), args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const numbers = createInterface(/** @type {import("node:stream").Readable} */ (xvfb.stdio[3]));
  for await (const number of numbers) return { display: `:${number}`, close: () => xvfb.kill() };
  throw new Error("Xvfb has ended before it had a screen");
}

/**
 * Opens a folder's page under the project page's policy, and returns the text that page.mjs
 * writes into it.
 *
 * @param {OpenPage} page
 * @param {string} folder
 * @param {Record<string, string>} [pageHeaders]
 * @returns {Promise<import("./suite.js").Outcome & { violations: string[] }>}
 */
export async function outcomeIn({ driver }, folder, pageHeaders = headers) {
  const server = await serve({ folder, pageHeaders });
  try {
    await driver.get(server.origin);
    const body = await driver.findElement(By.css("body"));
    await driver.wait(until.elementTextContains(body, "violations"), PATIENCE);
    return JSON.parse(await body.getText());
  } finally {
    server.close();
  }
}
