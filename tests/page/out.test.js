// Exporting and sharing: files and links.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, toNDJSON } from "heroku-drain";
import { frame } from "../../www/src/encode.js";
import { sampleOf } from "../../www/src/samples.js";
import { onPage, useBrowser } from "./browser.js";

/** @import { Visitor } from "./browser.js" */

useBrowser();

const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const PAYLOAD = frame({
  priority: 190,
  timestamp: "2026-03-14T09:26:53Z",
  message: "Grüße 👋\u0000",
});

/**
 * @param {Visitor} visitor
 * @param {RegExp} format
 * @param {RegExp} [scope]
 */
async function exported({ page }, format, scope = /^Everything/) {
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: scope }).check();
  await page.getByRole("radio", { name: format }).check();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const chunks = await (await (await download).createReadStream()).toArray();
  await page.keyboard.press("Escape");
  return Buffer.concat(chunks);
}

test(
  "downloads the payload, and it is the same byte for byte",
  onPage(async (visitor) => {
    const bytes = /** @type {Uint8Array} */ (sampleOf("damaged")?.build());
    await visitor.pickSample("Damaged");
    assert.deepEqual(await exported(visitor, /^Raw/i), Buffer.from(bytes));
  }),
);

test(
  "downloads NDJSON and JSON, and they hold what the package gives",
  onPage(async (visitor) => {
    const bytes = /** @type {Uint8Array} */ (sampleOf("hosts")?.build());
    await visitor.pickSample("Hosts and absent values");
    const lines = (await exported(visitor, /^NDJSON/)).toString().trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line));
    const parseTime = new Date(events[0].p_parse_time);
    const { ndjson } = toNDJSON(bytes, { parseTime });
    assert.equal(`${lines.join("\n")}\n`, new TextDecoder().decode(ndjson));
    const all = JSON.parse((await exported(visitor, /^JSON/)).toString());
    assert.deepEqual(
      all,
      JSON.parse(
        JSON.stringify(parse(bytes, { parseTime: new Date(all.records[0].p_parse_time) })),
      ),
    );
  }),
);

test(
  "downloads the rows that a filter leaves, and reads them again",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Web requests");
    await page.getByLabel("Search in text").fill("at=error");
    await page.getByText("3 of 6 rows").waitFor();
    const raw = await exported(visitor, /^Raw/i, /in the table/);
    await visitor.drop("again.log", raw);
    await visitor.sees(/3\s+records\s+0\s+errors\s+0\s+warnings/);
    const csv = (await exported(visitor, /^CSV/)).toString();
    assert.match(csv, /^message_len,priority,version,timestamp,host_name,/);
    assert.equal(csv.trimEnd().split("\r\n").length, 4);
  }),
);

test(
  "shares a pasted payload, and the link opens the same bytes, framing, filters and row",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.drop("mine.log", PAYLOAD);
    await visitor.chooseFraming("Lines");
    await visitor.sees(/1\s+record\b/);
    await page.getByLabel("Search in text").fill("grüße");
    await page.getByText("1 of 1 rows").waitFor();
    await visitor.rows().first().click();
    await visitor.details().waitFor();
    const { url, requests } = await linkOf(visitor);
    assert.match(url, /#.*v1=[\w-]+/);
    assert.ok(!url.split("#")[0]?.includes("?"));

    await page.goto("about:blank");
    await page.goto(url);
    await visitor.sees(/1\s+record\b/);
    assert.ok(await page.getByRole("radio", { name: "Lines" }).isChecked());
    assert.equal(await page.getByLabel("Search in text").inputValue(), "grüße");
    await visitor.details().getByRole("heading", { name: "Record 1" }).waitFor();
    assert.match(await visitor.details().innerText(), /Grüße 👋\s*NUL/);
    assert.ok(requests.every((address) => !address.includes("v1=")));
  }, CLIPBOARD),
);

test(
  "shares a sample by its name, so that the link holds no log",
  onPage(async (visitor) => {
    await visitor.pickSample("Damaged");
    const { url } = await linkOf(visitor);
    assert.match(url, /#sample=damaged/);
    assert.doesNotMatch(url, /v1=/);
  }, CLIPBOARD),
);

test(
  "is told when a payload is too long for a link, and can have it as a file",
  onPage(async (visitor) => {
    const { page } = visitor;
    let noise = 1;
    const random = Uint8Array.from({ length: 60_000 }, () => {
      noise = (noise * 48_271) % 2_147_483_647;
      return 33 + (noise % 90);
    });
    await visitor.drop("long.log", frame(random));
    await page.getByRole("button", { name: "Share" }).click();
    await page.locator(".share-refused").waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Download/ }).click();
    assert.equal((await download).suggestedFilename(), "payload.log");
  }),
);

test(
  "opens a broken link, and sees which parts are invalid",
  onPage(
    async (visitor) => {
      await visitor.page.getByText("Not all of the link was understood").waitFor();
      await visitor.sees(/6\s+records/);
      assert.match(await visitor.page.locator(".link-note").innerText(), /severity/);
    },
    { path: "/#sample=router&severity=loud" },
  ),
);

test(
  "opens a link whose payload was cut, and sees a notice",
  onPage(
    async (visitor) => {
      await visitor.page.getByRole("alert").waitFor();
      assert.match(await visitor.page.getByRole("alert").innerText(), /could not be read/);
    },
    { path: "/#v1=q1Y" },
  ),
);

test(
  "opens a link while the page is open",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Damaged");
    await visitor.sees(/7\s+records/);
    await page.evaluate(() => {
      location.hash = "sample=router&search=H12";
    });
    await visitor.sees(/6\s+records/);
    await page.getByText("1 of 6 rows").waitFor();
  }),
);

test(
  "opens a link without a payload, and it is about the one that is there",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Dropped messages");
    await visitor.sees(/5\s+records/);
    await page.evaluate(() => {
      location.hash = "framing=lines&search=L10";
    });
    await visitor.sees(/4\s+records/);
    await page.getByText("1 of 4 rows").waitFor();
    assert.ok(await page.getByRole("radio", { name: "Lines" }).isChecked());
  }),
);

test(
  "opens a link that says nothing of framing, and it is read as by whoever made it",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.chooseFraming("Lines");
    await page.evaluate(() => {
      location.hash = "sample=dropped";
    });
    await visitor.sees(/5\s+records/);
    assert.ok(await page.getByRole("radio", { name: "Auto" }).isChecked());
  }),
);

test(
  "is told that an export failed, and the result is still there",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.pickSample("Web requests");
    await visitor.sees(/6\s+records/);
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (request) {
        if (request.call !== "export") return postMessage.call(this, request);
        const data = { id: request.id, error: "Array buffer allocation failed" };
        setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
      };
    });
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("button", { name: "Download", exact: true }).click();
    await page.getByText(/Array buffer allocation failed/).waitFor();
    await page.keyboard.press("Escape");
    await visitor.sees(/6\s+records/);
  }),
);

/** @param {Visitor} visitor */
async function linkOf(visitor) {
  const { page, requests } = visitor;
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("Copied", { exact: true }).waitFor();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press("Escape");
  return { url, requests };
}
