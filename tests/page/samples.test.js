// Somebody tries the samples.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { samples } from "../../www/src/samples.js";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

for (const { id, title, look, build } of samples) {
  test(
    `picks "${title}" and sees what it holds`,
    onPage(async (visitor) => {
      const { records, problems } = parse(build());
      const errors = problems.filter(({ severity }) => severity === "error").length;
      await visitor.pickSample(title);
      const grouped = (/** @type {number} */ count) => count.toLocaleString("en");
      const sums = `${grouped(records.length)} records ${errors} errors ${problems.length - errors} warnings`;
      assert.ok((await visitor.summary()).startsWith(sums), await visitor.summary());
      assert.ok((await visitor.page.getByRole("main").innerText()).includes(look));

      const grid = visitor.page.getByRole("grid", { name: "Records" });
      assert.equal(await grid.getAttribute("aria-rowcount"), String(records.length + 1));
      const { message, process_id } = await visitor.row("records", 0);
      assert.equal(process_id, records[0]?.process_id);
      assert.ok(message && records[0]?.message?.startsWith(message.slice(0, 20)), id);
    }),
  );
}

test(
  "sees every problem of the damaged one: its code, its place and the bytes it carries",
  onPage(async (visitor) => {
    const { problems } = parse(/** @type {(typeof samples)[0]} */ (samples[3]).build());
    await visitor.pickSample("Damaged");
    await visitor.summary();
    for (const [index, problem] of problems.entries()) {
      const row = await visitor.row("problems", index);
      assert.equal(row.Severity, problem.severity);
      assert.equal(row.Code, problem.code);
      assert.equal(row["At byte"], String(problem.offset));
      assert.equal(row["What is wrong"], problem.message);
      const record = Number(problem.record) + 1;
      if (problem.severity === "warning") assert.equal(row.Text, `in record ${record}`);
      else assert.equal(row.Text?.slice(0, 9), problem.text?.slice(0, 9));
    }
    const codes = new Set(problems.map(({ code }) => code));
    for (const code of /** @type {const} */ ([
      "octet-count-mismatch",
      "not-a-frame",
      "crlf",
      "truncated",
    ])) {
      assert.ok(codes.has(code), code);
    }
  }),
);

test(
  "opens a problem, sees it in its place, and goes on to its record",
  onPage(async (visitor) => {
    await visitor.pickSample("Damaged");
    await visitor.rows("problems").nth(2).click();
    const details = visitor.details();
    await details.getByRole("heading", { name: "Problem 3" }).waitFor();
    const place = details.locator("pre");
    assert.match(await place.innerText(), /protocol=httpsCRLF\s*273 <158>1/);
    assert.equal((await place.locator("mark").innerText()).trim(), "CRLF");
    await details.getByRole("button", { name: "Open record 1" }).click();
    await details.getByRole("heading", { name: "Record 1" }).waitFor();
    assert.match(await details.innerText(), /crlf expected the frame to end in LF/);
  }),
);
