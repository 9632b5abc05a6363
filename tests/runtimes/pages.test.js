// The packed package in a page with the policy of the project's own page, in all three engines; and that page itself.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { By, until } from "selenium-webdriver";
import { headers } from "../../www/csp.js";
import { serve } from "../page/server.js";
import { BROWSERS, browserProgram, openBrowser, outcomeIn } from "./browsers.js";
import { bundled } from "./bundlers.js";
import { skipWithout } from "./programs.js";
import { accept, conformanceProject, PAGE } from "./project.js";

const POLICY = "Content-Security-Policy";
/** The same policy, but that wasm is forbidden. */
const WITHOUT_WASM = {
  ...headers,
  [POLICY]: headers[POLICY].replace(" 'wasm-unsafe-eval'", ""),
};

/** Milliseconds until the page must show what became of a payload. */
const PATIENCE = 15_000;

const FRAME = "<190>1 - host app web.1 - Grüße";

/** @type {Awaited<ReturnType<typeof conformanceProject>>} */
let installed;
/** The bundle's folder. @type {string} */
let folder;
before(async () => {
  installed = await conformanceProject();
  const { project } = installed;
  folder = await bundled("vite", { project, entry: PAGE, target: "browser" });
});
after(() => installed?.remove());

for (const name of BROWSERS) {
  describe(name, { skip: skipWithout(browserProgram(name)) }, () => {
    /** @type {import("./browsers.js").OpenPage} */
    let page;
    before(async () => {
      page = await openBrowser(name);
    });
    after(() => page?.close());

    test("runs the shared cases in a page with a strict policy", async () => {
      const outcome = await outcomeIn(page, folder);
      assert.deepEqual(outcome.violations, []);
      accept(`strict page in ${name}`, outcome);
    });

    test("says that wasm is forbidden where the policy does not allow it", async () => {
      const { count, failures } = await outcomeIn(page, folder, WITHOUT_WASM);
      assert.equal(count, 0);
      for (const failure of failures) {
        assert.match(failure, /: Error: heroku-drain needs WebAssembly, which is forbidden here; /);
      }
    });

    test("shows on the project's page what became of a payload", () => seesTable(page));
  });
}

/** @param {import("./browsers.js").OpenPage} page */
async function seesTable({ driver }) {
  const server = await serve();
  try {
    await driver.get(server.origin);
    const box = await driver.wait(until.elementLocated(By.css("textarea")), PATIENCE);
    await box.sendKeys(`no frame\n${Buffer.byteLength(FRAME)} ${FRAME}`);
    const summary = await driver.wait(until.elementLocated(By.css(".summary")), PATIENCE);
    await driver.wait(until.elementTextMatches(summary, /1\s+record\b/), PATIENCE);
    assert.match(await summary.getText(), /1\s+record\b.*1\s+error\b/s);
    const row = await driver.findElement(By.css('#records [aria-rowindex="2"]'));
    assert.match(await row.getText(), /web\.1.*Grüße/s);
  } finally {
    server.close();
  }
}
