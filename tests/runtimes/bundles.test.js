// The packed package after bundling, in Node and in Chromium under the policy of the project's page.

import { after, before, describe, test } from "node:test";
import { openBrowser, outcomeIn } from "./browsers.js";
import { BUNDLE, bundled } from "./bundlers.js";
import { BUNDLERS } from "./names.js";
import { printed } from "./programs.js";
import { accept, conformanceProject, MODULE, PAGE } from "./project.js";

describe("the packed package", () => {
  /** @type {Awaited<ReturnType<typeof conformanceProject>>} */
  let installed;
  /** @type {import("./browsers.js").OpenPage} */
  let chromium;
  before(async () => {
    installed = await conformanceProject();
    chromium = await openBrowser("chromium");
  });
  after(async () => {
    await chromium?.close();
    installed?.remove();
  });

  for (const bundler of BUNDLERS) {
    test(`runs the shared cases in Node, bundled by ${bundler}`, async () => {
      const { project } = installed;
      const cwd = await bundled(bundler, { project, entry: MODULE, target: "node" });
      accept(`${bundler} for node`, JSON.parse(printed(process.execPath, [BUNDLE.node], { cwd })));
    });

    test(`runs the shared cases in Chromium, bundled by ${bundler}`, async () => {
      const { project } = installed;
      const folder = await bundled(bundler, { project, entry: PAGE, target: "browser" });
      accept(`${bundler} for browsers`, await outcomeIn(chromium, folder));
    });
  }
});
