// Trying the samples.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { samples } from "../../www/src/samples.js";
import { en } from "../../www/src/strings/en.js";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

for (const { id, build } of samples) {
  const { title, look } = en.samples[id];
  test(
    `picks "${title}" and sees what it holds`,
    onPage(async (visitor) => {
      const { records, problems } = parse(build());
      const errors = problems.filter(({ severity }) => severity === "error").length;
      await visitor.pickSample(title);
      const { common } = en;
      const sums = [
        common.records(records.length),
        common.errors(errors),
        common.warnings(problems.length - errors),
      ];
      const summary = await visitor.summary();
      for (const sum of sums) assert.ok(summary.includes(sum), `${summary}: ${sum}`);
      assert.ok((await visitor.page.getByRole("main").innerText()).includes(look));
    }),
  );
}
