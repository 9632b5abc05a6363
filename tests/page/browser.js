// A Chromium with the built page, for one test file.

import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { chromiumArgs, findChromium } from "../../scripts/browsers.js";
import { serve } from "./server.js";

/** @import { Browser, BrowserContextOptions, Locator, Page } from "playwright-core" */

/** Far from UTC and by half an hour, so that a mixed-up time zone shows. */
const TIME_ZONE = "America/St_Johns";

/** Milliseconds until a test gives up waiting. */
const PATIENCE = 15_000;

/** @type {Browser} */
let browser;
/** @type {{ origin: string, close: () => void }} */
let server;

/** Starts the browser and the server for the tests of a file. */
export function useBrowser() {
  before(async () => {
    server = await serve();
    const executablePath = findChromium();
    browser = await chromium.launch({
      args: chromiumArgs(),
      ...(executablePath && { executablePath }),
    });
  });
  after(async () => {
    await browser.close();
    server.close();
  });
}

/**
 * Runs a visit on a freshly opened page. Afterwards checks that nothing failed and that nothing was
 * requested from another origin.
 *
 * @param {(visitor: Visitor) => Promise<void>} visit
 * @param {BrowserContextOptions & { path?: string }} [options]
 */
export function onPage(visit, { path = "/", ...options } = {}) {
  return async () => {
    const context = await browser.newContext({ timezoneId: TIME_ZONE, ...options });
    try {
      const visitor = new Visitor(await context.newPage(), server.origin);
      await visitor.page.goto(server.origin + path);
      await visit(visitor);
      visitor.checkHarmless();
    } finally {
      await context.close();
    }
  };
}

export class Visitor {
  /** @type {string[]} */
  requests = [];
  /** @type {string[]} */
  complaints = [];

  /**
   * @param {Page} page
   * @param {string} origin
   */
  constructor(page, origin) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
    this.origin = origin;
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
  }

  checkHarmless() {
    const isOurs = (/** @type {string} */ url) =>
      url.startsWith(`${this.origin}/`) || url.startsWith(`blob:${this.origin}/`);
    const others = this.requests.filter((url) => !isOurs(url));
    if (others.length > 0) throw new Error(`requests to other origins: ${others}`);
    if (this.complaints.length > 0) throw new Error(`the console says: ${this.complaints}`);
  }

  /** @param {string} title */
  pickSample(title) {
    return this.page.getByRole("button", { name: title }).click();
  }

  /** @param {string} text */
  type(text) {
    return this.page.getByLabel("The body of a log-drain request").fill(text);
  }

  /** @param {"Auto" | "Octet counting" | "Lines"} title */
  chooseFraming(title) {
    return this.page.getByRole("radio", { name: title }).check();
  }

  /**
   * Drops a file on the middle of the page, or copies of it under several names.
   *
   * @param {string | string[]} names
   * @param {Uint8Array} bytes
   */
  async drop(names, bytes) {
    const dataTransfer = await this.page.evaluateHandle(
      ([names, bytes]) => {
        const transfer = new DataTransfer();
        for (const name of names) transfer.items.add(new File([new Uint8Array(bytes)], name));
        return transfer;
      },
      /** @type {const} */ ([[names].flat(), [...bytes]]),
    );
    await this.page.dispatchEvent("main", "dragover", { dataTransfer });
    await this.page.dispatchEvent("main", "drop", { dataTransfer });
  }

  /** The totals that the page announces after parsing: `7 records 4 errors ...`. */
  async summary() {
    const status = this.page.locator(".summary");
    await status.filter({ hasText: /record/ }).waitFor();
    return (await status.innerText()).replace(/\s+/g, " ");
  }

  /**
   * Waits until the page announces these totals.
   *
   * @param {RegExp} sums
   */
  sees(sums) {
    return this.page.locator(".summary").filter({ hasText: sums }).waitFor();
  }

  rows() {
    return this.page.locator('#rows [aria-rowindex]:not([aria-rowindex="1"])');
  }

  grid() {
    return this.page.getByRole("grid", { name: "Rows" });
  }

  /**
   * The text of a row's cells, by column heading.
   *
   * @param {number} place
   * @returns {Promise<Record<string, string>>}
   */
  async row(place) {
    const row = this.page.locator(`#rows [aria-rowindex="${place + 2}"][aria-busy="false"]`);
    await row.waitFor();
    const titles = await this.page.locator("#rows th").allInnerTexts();
    const cells = await row.getByRole("gridcell").allInnerTexts();
    const name = (/** @type {string} */ title) => title.replace(/\s*[↑↓]$/, "").trim();
    return Object.fromEntries(titles.map((title, index) => [name(title), String(cells[index])]));
  }

  /** Makes the table show all columns. */
  async showAllColumns() {
    await this.page.getByRole("button", { name: "Columns" }).click();
    for (const box of await this.page.locator(".column-list input").all()) await box.check();
    await this.page.keyboard.press("Escape");
  }

  /**
   * Waits until a row is inside the table's window and below the heading.
   *
   * @param {number} place
   */
  seesRow(place) {
    return this.page.waitForFunction(
      (selector) => {
        const row = document.querySelector(selector);
        const window = row?.closest(".grid-scroll")?.getBoundingClientRect();
        const heading = row?.closest("table")?.tHead?.getBoundingClientRect();
        if (!row || !window || !heading) return false;
        const { top, bottom } = row.getBoundingClientRect();
        return top >= heading.bottom - 1 && bottom <= window.bottom + 1;
      },
      `#rows [aria-rowindex="${place + 2}"]`,
    );
  }

  /** @returns {Locator} */
  details() {
    return this.page.locator("dialog.details[open]");
  }
}

/** Milliseconds of one task above which a page feels slow. */
export const AT_ONCE = 100;

/**
 * The longest task on the page's main thread, in milliseconds of processor time, which is independent of other
 * programs on the machine.
 *
 * @param {Page} page
 * @param {() => Promise<void>} work the user's actions during the measurement
 */
export async function longestTask(page, work) {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const thread = (/** @type {TraceEvent} */ { pid, tid }) => `${pid}:${tid}`;
  const isMain = (/** @type {TraceEvent} */ { name, args }) =>
    name === "thread_name" && args.name === "CrRendererMain";
  const mains = new Set(traceEvents.filter(isMain).map(thread));
  const tasks = /** @type {TraceEvent[]} */ (traceEvents).filter(
    (event) => event.tdur !== undefined && mains.has(thread(event)),
  );
  if (tasks.length === 0) throw new Error("the browser told of no task");
  return Math.max(...tasks.map(({ tdur }) => Number(tdur))) / 1000;
}

/** @typedef {{ pid: number, tid: number, name: string, args: { name?: string }, tdur?: number }} TraceEvent tdur: microseconds */
