// Somebody's log holds what should never be believed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, join } from "../../www/src/encode.js";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{1+1}}';
const LINE = { priority: 14, timestamp: "2026-03-14T09:26:53Z", host_name: MARKUP.split(" ")[0] };

test(
  "sees markup as text, in the tables and in the details; no script runs",
  onPage(async (visitor) => {
    const { page } = visitor;
    const title = await page.title();
    const bytes = join([
      MARKUP,
      frame({ ...LINE, app_name: "<b>", process_id: "<i>", message: MARKUP }),
    ]);
    await visitor.drop(`${MARKUP.slice(0, 36)}.log`, bytes);
    assert.match(await visitor.summary(), /^1 record 1 error/);
    assert.equal((await visitor.row("records", 0)).message, MARKUP);
    assert.equal((await visitor.row("problems", 0)).Text, MARKUP);
    for (const list of /** @type {const} */ (["records", "problems"])) {
      await visitor.rows(list).first().click();
      const name = list === "records" ? "Record 1" : "Problem 1";
      await visitor.details().getByRole("heading", { name }).waitFor();
      assert.ok((await visitor.details().innerText()).includes(MARKUP));
    }
    assert.equal(
      await page.locator("main :is(script, img, b:not(.sum b), i:not(.absent))").count(),
      0,
    );
    assert.equal(await page.title(), title);
  }),
);

test(
  "sees control characters and reversed text for what they are",
  onPage(async (visitor) => {
    await visitor.drop(
      "sly.log",
      frame({ ...LINE, message: "a\u001b[2Jb\u0000c\u202edexe.txt\u2066\ufeff" }),
    );
    const { message } = await visitor.row("records", 0);
    assert.equal(message, "aESC[2JbNULcU+202Edexe.txtU+2066U+FEFF");
    const isolated = visitor.page.locator("#records td.message bdi");
    assert.equal(
      await isolated.evaluate((element) => getComputedStyle(element).unicodeBidi),
      "isolate",
    );
  }),
);

test(
  "is told in words when the parser dies, and can try again",
  onPage(async (visitor) => {
    await visitor.pickSample("Web requests");
    await visitor.summary();
    const [worker] = visitor.page.workers();
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error("out of memory");
      });
    });
    const alert = visitor.page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /The parser stopped \(.*out of memory\)/);
    await alert.getByRole("button", { name: "Try again" }).click();
    await visitor.sees(/5\s+records/);
    assert.equal(await alert.count(), 0);
    visitor.complaints.length = 0;
  }),
);

test(
  "drops a compressed body and is told what it is",
  onPage(async (visitor) => {
    await visitor.drop("body.gz", new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]));
    assert.match(await visitor.summary(), /^0 records 1 error/);
    assert.equal((await visitor.row("problems", 0)).Code, "gzip-payload");
  }),
);
