// The packed package in workerd, Cloudflare's runtime, called over HTTP.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { loadCases } from "../cases/load.js";
import { WORKERD } from "./names.js";
import { skipWithout } from "./programs.js";
import { accept, conformanceProject, WORKER } from "./project.js";
import { answerOf, bundledWorker } from "./workerd.js";

describe("the packed package", { skip: skipWithout(WORKERD) }, () => {
  /** @type {Awaited<ReturnType<typeof conformanceProject>>} */
  let installed;
  before(async () => {
    installed = await conformanceProject();
  });
  after(() => installed?.remove());

  test("runs the shared cases in workerd", async () => {
    const folder = await bundledWorker(installed.project, WORKER, ["workerd", "worker", "browser"]);
    accept("workerd", await answerOf(WORKERD, folder));
  });

  test("says in workerd that wasm is forbidden, bundled without the condition", async () => {
    const folder = await bundledWorker(installed.project, WORKER, ["worker", "browser"]);
    const { count, failures } = await answerOf(WORKERD, folder);
    assert.equal(count, 0, `of ${loadCases().length}`);
    for (const failure of failures) {
      assert.match(failure, /: Error: heroku-drain needs WebAssembly, which is forbidden here; /);
    }
  });
});
