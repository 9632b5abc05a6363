// Log content that must not be trusted.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { frame, join as joined } from "../../www/src/encode.js";
import { AT_ONCE, longestTask, onPage, useBrowser } from "./browser.js";

useBrowser();

const folder = mkdtempSync(join(tmpdir(), "heroku-drain-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{1+1}}';
const LINE = { priority: 14, timestamp: "2026-03-14T09:26:53Z", host_name: MARKUP.split(" ")[0] };

test(
  "sees markup as text in tables and details, and no script runs",
  onPage(async (visitor) => {
    const { page } = visitor;
    const title = await page.title();
    const bytes = joined([
      MARKUP,
      frame({ ...LINE, app_name: "<b>", process_id: "<i>", message: MARKUP }),
    ]);
    await visitor.drop(`${MARKUP.slice(0, 36)}.log`, bytes);
    assert.match(await visitor.summary(), /^1 record 1 error/);
    assert.equal((await visitor.row(0)).message, `not-a-frame ${MARKUP}`);
    assert.equal((await visitor.row(1)).message, MARKUP);
    for (const place of [0, 1]) {
      await visitor.rows().nth(place).click();
      await visitor.details().locator(".details-head").waitFor();
      assert.ok((await visitor.details().innerText()).includes(MARKUP));
    }
    assert.equal(
      await page.locator("main :is(script, img, b:not(.sum b), i:not(.absent))").count(),
      0,
    );
    assert.equal(await page.title(), title);
    const asked = visitor.requests.map((url) => new URL(url).pathname);
    assert.deepEqual(
      asked.filter((path) => !/^\/$|^\/favicon\.svg$|^\/assets\/[\w-]+\.(js|css)$/.test(path)),
      [],
    );
  }),
);

test(
  "sees control characters and reversed text made visible",
  onPage(async (visitor) => {
    await visitor.drop(
      "sly.log",
      frame({ ...LINE, message: "a\u001b[2Jb\u0000c\u202edexe.txt\u2066\ufeff" }),
    );
    const { message } = await visitor.row(0);
    assert.equal(message, "aESC[2JbNULcU+202Edexe.txtU+2066U+FEFF");
    const isolated = visitor.page.locator("#rows td.message .verbatim");
    assert.equal(
      await isolated.evaluate((element) => getComputedStyle(element).unicodeBidi),
      "isolate",
    );
  }),
);

test(
  "sees look-alike and invisible spaces by their numbers",
  onPage(async (visitor) => {
    await visitor.drop(
      "blank.log",
      frame({ ...LINE, message: "a  b\u00a0\u2007\u3000c\u3164d\u{e0041}\0\0\0\0" }),
    );
    const { message } = await visitor.row(0);
    assert.equal(message, "a  bU+00A0U+2007U+3000cU+3164dU+E0041NUL ×4");
  }),
);

for (const { name, bytes } of [
  { name: "20 KB of NUL", bytes: new Uint8Array(20_000) },
  { name: "controls in turn", bytes: new Uint8Array(20_000).map((_, index) => index % 2) },
  {
    name: "65 KB of anything in a record",
    bytes: frame({ ...LINE, message: "\0a\u202e\né".repeat(8000) }),
  },
  { name: "5 MB without a blank", bytes: frame({ ...LINE, message: "y".repeat(5_000_000) }) },
  { name: "100 KB of LF in a record", bytes: frame({ ...LINE, message: "\n".repeat(100_000) }) },
]) {
  test(
    `goes on using the page with ${name}`,
    onPage(async (visitor) => {
      const { page } = visitor;
      // A path, since bytes would go through the page's own thread.
      const file = join(folder, "controls.log");
      writeFileSync(file, bytes);
      const longest = await longestTask(page, async () => {
        await page.getByLabel("Open file…").setInputFiles(file);
        await visitor.summary();
        await page.getByRole("gridcell").first().click();
        await visitor.details().waitFor();
        await page.getByRole("button", { name: "Hex" }).click();
        await page.locator("pre.bytes.hex").waitFor();
      });
      assert.ok(longest < AT_ONCE, `the page did not answer for ${longest} ms`);
    }),
  );
}

test(
  "does not see an older payload's failure over a newer result",
  onPage(async (visitor) => {
    const { page } = visitor;
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (request) {
        if (request.args[2]?.kind !== "file") return postMessage.call(this, request);
        const data = { id: request.id, error: "NotReadableError" };
        setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })), 300);
      };
    });
    await visitor.drop("gone.log", new Uint8Array(1));
    await visitor.pickSample("Web requests");
    await visitor.sees(/6\s+records/);
    assert.equal(await page.getByText("NotReadableError").count(), 0);
    await visitor.drop("gone.log", new Uint8Array(1));
    await page.getByRole("button", { name: "Clear" }).click();
    await page.waitForTimeout(400);
    assert.equal(await page.getByText("NotReadableError").count(), 0);
    await visitor.drop("gone.log", new Uint8Array(1));
    await page.getByText("NotReadableError").waitFor();
  }),
);

test(
  "sees a message when the parser dies, and can try again",
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
    await visitor.sees(/6\s+records/);
    assert.equal(await alert.count(), 0);

    await visitor.page.getByRole("button", { name: "Clear" }).click();
    const [next] = visitor.page.workers();
    await next?.evaluate(() => {
      setTimeout(() => {
        throw new Error("out of memory");
      });
    });
    await alert.getByRole("heading", { name: "The parser stopped" }).waitFor();
    visitor.complaints.length = 0;
  }),
);

for (const [name, bytes, reason] of /** @type {const} */ ([
  ["cut short", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], /gzip/],
  ["damaged", [0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], /gzip/],
])) {
  test(
    `drops a gzip file that is ${name}, and sees a notice`,
    onPage(async (visitor) => {
      await visitor.drop("body.gz", new Uint8Array(bytes));
      const alert = visitor.page.getByRole("alert");
      await alert.waitFor();
      assert.match(await alert.innerText(), reason);
    }),
  );
}
