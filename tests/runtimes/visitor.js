// A user of the project's page in any browser, with elements found by their accessible names.

import { By, Key } from "selenium-webdriver";
import { en } from "../../www/src/strings/en.js";

/** @import { WebDriver, WebElement } from "selenium-webdriver" */

/** Milliseconds until the page must show the expected result. */
const PATIENCE = 20_000;

/**
 * Selectors and names of the page's elements, defined only here.
 *
 * @satisfies {Record<string, { css: string, name?: string | RegExp }>}
 */
const PLACES = {
  textBox: { css: "textarea", name: "The body of a log-drain request" },
  sums: { css: '[role="status"]' },
  grid: { css: '[role="grid"]', name: "Rows" },
  details: { css: "dialog.details[open]" },
  share: { css: "button", name: "Share" },
  copyLink: { css: "dialog[open] button", name: "Copy link" },
  copied: { css: 'dialog[open] [role="status"]' },
  linkByHand: { css: "dialog[open] input[readonly]" },
};

const COMMAND = process.platform === "darwin" ? Key.COMMAND : Key.CONTROL;

/** A row of the table's body, by its number from 0. @param {number} index */
function rowSelector(index) {
  return `[role="row"][aria-rowindex="${index + 2}"][aria-busy="false"]`;
}

export class Visitor {
  /**
   * @param {WebDriver} driver
   * @param {string} origin
   */
  constructor(driver, origin) {
    this.driver = driver;
    this.origin = origin;
  }

  /**
   * Opens the page, or a link to it, in a fresh state.
   *
   * @param {string} [address]
   */
  async open(address = this.origin) {
    await this.driver.get("about:blank");
    await this.driver.get(address);
  }

  /** @param {string} text */
  async type(text) {
    const box = await this.#named(PLACES.textBox);
    await box.clear();
    // WebKit's driver drops line feeds.
    await box.sendKeys(text.replaceAll("\n", Key.ENTER));
  }

  /** @param {string} id */
  async pickSample(id) {
    const { title } = en.samples[/** @type {keyof typeof en.samples} */ (id)];
    const button = await this.#named({ css: "button", name: new RegExp(`^${title}`) });
    await button.click();
  }

  /**
   * Waits until the page shows these totals.
   *
   * @param {RegExp} sums
   */
  async sees(sums) {
    await this.#until(`sums like ${sums}`, async () => {
      const texts = await this.#texts(PLACES.sums.css);
      return texts.some((text) => sums.test(text));
    });
  }

  /** The number of rows announced by the table. */
  async rowCount() {
    const grid = await this.#named(PLACES.grid);
    return Number(await grid.getAttribute("aria-rowcount")) - 1;
  }

  /** @param {number} index */
  async row(index) {
    return textOf(await this.#here(rowSelector(index)));
  }

  /** @param {number} index */
  async openRow(index) {
    // Firefox's driver cannot click a row, only its content.
    const cell = await this.#here(`${rowSelector(index)} [role="gridcell"]`);
    await cell.click();
  }

  /** Goes to the last row by keyboard. */
  async goToEnd() {
    const grid = await this.#named(PLACES.grid);
    await grid.sendKeys(Key.END);
  }

  /**
   * Waits for the details of a row, and returns their text by row heading.
   *
   * @param {string} heading
   * @returns {Promise<Record<string, string>>}
   */
  async details(heading) {
    await this.#until(`details of ${heading}`, async () => {
      const texts = await this.#texts(`${PLACES.details.css} :is(h2, h3)`);
      return texts.some((text) => text.startsWith(heading));
    });
    const script = `return [...document.querySelectorAll(arguments[0])].map((heading) =>
      [heading.innerText.trim(), heading.parentElement.innerText.trim()])`;
    const rows = await this.driver.executeScript(script, `${PLACES.details.css} tr > th`);
    return Object.fromEntries(/** @type {[string, string][]} */ (rows));
  }

  /** Shares the payload and returns the link, which the page has copied, or shows if it may not copy. */
  async share() {
    await (await this.#named(PLACES.share)).click();
    await (await this.#named(PLACES.copyLink)).click();
    let shown = "";
    await this.#until("a link that is copied or shown", async () => {
      const [input] = await this.driver.findElements(By.css(PLACES.linkByHand.css));
      shown = (await input?.getProperty("value")) ?? "";
      return shown || (await this.#texts(PLACES.copied.css)).some((text) => text === "Copied");
    });
    return shown || this.#pasted();
  }

  /** The origins of the page's files. @returns {Promise<string[]>} */
  loaded() {
    return this.driver.executeScript(
      'return performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin)',
    );
  }

  /** The clipboard's content, pasted into a fresh page's text box. */
  async #pasted() {
    await this.open();
    const box = await this.#named(PLACES.textBox);
    await box.sendKeys(Key.chord(COMMAND, "v"));
    return String(await box.getProperty("value"));
  }

  /**
   * Waits for the element of this name and returns it.
   *
   * @param {{ css: string, name?: string | RegExp }} place
   */
  async #named({ css, name = "" }) {
    /** @type {WebElement | undefined} */
    let found;
    await this.#until(`${css} named ${name}`, async () => {
      for (const element of await this.driver.findElements(By.css(css))) {
        if (!matches(name, await element.getAccessibleName())) continue;
        found = element;
        return true;
      }
      return false;
    });
    return /** @type {WebElement} */ (found);
  }

  /** @param {string} css */
  async #here(css) {
    await this.#until(css, async () => (await this.driver.findElements(By.css(css))).length > 0);
    return this.driver.findElement(By.css(css));
  }

  /** @param {string} css */
  async #texts(css) {
    const elements = await this.driver.findElements(By.css(css));
    return Promise.all(elements.map(textOf));
  }

  /**
   * Waits for a condition; elements drawn again meanwhile are looked up again.
   *
   * @param {string} what
   * @param {() => Promise<unknown>} isSo
   */
  async #until(what, isSo) {
    const isSoNow = async () => {
      try {
        return Boolean(await isSo());
      } catch (error) {
        if (/** @type {Error} */ (error).name === "StaleElementReferenceError") return false;
        throw error;
      }
    };
    await this.driver.wait(isSoNow, PATIENCE, `the page has no ${what}`);
  }
}

/**
 * The visible text of an element; WebKit's driver omits some when asked for the text itself.
 *
 * @param {WebElement} element
 */
async function textOf(element) {
  return String(await element.getProperty("innerText"))
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * @param {string | RegExp} wanted
 * @param {string} name
 */
function matches(wanted, name) {
  return typeof wanted === "string" ? name === wanted : wanted.test(name);
}
