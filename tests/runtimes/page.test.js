// The project's page in stock browsers, as it is served: from a payload to a link, and back.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { headers } from "../../www/csp.js";
import { frame, join } from "../../www/src/encode.js";
import { serve, VIOLATIONS } from "../page/server.js";
import { BROWSERS, browserProgram, openBrowser } from "./browsers.js";
import { skipWithout } from "./programs.js";
import { Visitor } from "./visitor.js";

const POLICY = "Content-Security-Policy";
/** The page's own headers, plus reports of violations. */
const REPORTING = { ...headers, [POLICY]: `${headers[POLICY]}; report-uri ${VIOLATIONS}` };

const MESSAGE = {
  priority: 190,
  timestamp: "2026-03-14T09:26:53.589793+00:00",
  host_name: "203.0.113.24",
  app_name: "app",
  process_id: "web.1",
  message: "Grüße 안녕 <b>x</b>",
};
/** One error, then two frames. */
const PAYLOAD = new TextDecoder().decode(
  join(["no frame\n", frame(MESSAGE), frame({ ...MESSAGE, process_id: "web.2" })]),
);
const SUMS = /\b2 records\s*1 error\s*0 warnings/;

for (const name of BROWSERS) {
  describe(name, { skip: skipWithout(browserProgram(name)) }, () => {
    /** @type {Awaited<ReturnType<typeof openBrowser>>} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    /** @type {Visitor} */
    let visitor;
    before(async () => {
      server = await serve({ pageHeaders: REPORTING });
      browser = await openBrowser(name);
      visitor = new Visitor(browser.driver, server.origin);
    });
    after(async () => {
      await browser?.close();
      server?.close();
    });

    test("types a payload, sees its rows, and opens a record with all its fields", async () => {
      await visitor.open();
      await visitor.type(PAYLOAD);
      await visitor.sees(SUMS);
      assert.equal(await visitor.rowCount(), 3);
      assert.match(await visitor.row(0), /not-a-frame|no frame/);
      assert.match(await visitor.row(1), /web\.1.*Grüße 안녕 <b>x<\/b>/);
      await visitor.openRow(1);
      const details = await visitor.details("Record 1");
      assert.match(String(details.message_len), /\b\d+\b/);
      assert.match(String(details.host_name), /203\.0\.113\.24/);
      assert.match(String(details.message), /Grüße 안녕 <b>x<\/b>/);
    });

    test("shares a payload, and whoever opens the link sees the same", async () => {
      await visitor.open();
      await visitor.type(PAYLOAD);
      await visitor.sees(SUMS);
      const link = await visitor.share();
      assert.ok(link.startsWith(`${server.origin}/`), link);
      assert.ok(new URL(link).hash.length > 20, link);
      await visitor.open(link);
      await visitor.sees(SUMS);
      assert.match(await visitor.row(2), /web\.2.*Grüße 안녕 <b>x<\/b>/);
    });

    test("goes through 100,000 rows to the last", async () => {
      await visitor.open();
      await visitor.pickSample("busy");
      await visitor.sees(/\b100,000 records/);
      assert.equal(await visitor.rowCount(), 100_000);
      await visitor.goToEnd();
      assert.match(await visitor.row(99_999), /12:59:59/);
    });

    test("has loaded nothing from anywhere else, and its policy has stopped nothing of its own", async () => {
      await visitor.open();
      await visitor.pickSample("hostile");
      await visitor.sees(/\b11 records/);
      assert.deepEqual([...new Set(await visitor.loaded())], [server.origin]);
      assert.deepEqual(server.violations, []);
    });
  });
}
