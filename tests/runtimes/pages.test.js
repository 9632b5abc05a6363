// The packed package in a page with the policy of the project's own page, in all three engines.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { headers } from "../../www/csp.js";
import { BROWSERS, browserProgram, openBrowser, outcomeIn } from "./browsers.js";
import { bundled } from "./bundlers.js";
import { skipWithout } from "./programs.js";
import { accept, conformanceProject, PAGE } from "./project.js";

const POLICY = "Content-Security-Policy";
/** The same policy, but forbidding wasm. */
const WITHOUT_WASM = {
  ...headers,
  [POLICY]: headers[POLICY].replace(" 'wasm-unsafe-eval'", ""),
};

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
  });
}
