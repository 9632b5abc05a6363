// Loading a payload of your own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { frame, join } from "../../www/src/encode.js";
import { onPage, useBrowser } from "./browser.js";
import { LINE, TEXT } from "./router-line.js";

useBrowser();

test(
  "pastes one and sees all nine fields, the event time and the indicators",
  onPage(async (visitor) => {
    await visitor.type(TEXT);
    assert.match(await visitor.summary(), /^1 record 0 errors 0 warnings$/);
    const speed = visitor.page.locator(".speed");
    assert.match(await speed.innerText(), /^\d+ bytes in [\d.]+ ms$/);
    await visitor.showAllColumns();
    assert.deepEqual(await visitor.row(0), {
      "#": "1",
      message_len: String(TEXT.length - TEXT.indexOf("<")),
      priority: "158",
      facility: "local3",
      severity: "info",
      version: "1",
      timestamp: "2026-03-14T09:26:53.589793+02:00",
      host_name: "203.0.113.9",
      app_name: "heroku",
      process_id: "router",
      message_id: "ID47",
      message: "at=info method=GET",
      problems: "",
      "event time (UTC)": "2026-03-14 07:26:53.589793",
      "event time (local)": "2026-03-14 04:56:53.589793 −02:30",
      "IP addresses": "203.0.113.9",
      "domain names": "none",
    });
  }),
);

test(
  "pastes one anywhere on the page",
  onPage(
    async (visitor) => {
      const { page } = visitor;
      await page.evaluate((text) => navigator.clipboard.writeText(text), TEXT);
      await page.getByRole("heading", { level: 1 }).click();
      await page.keyboard.press("ControlOrMeta+v");
      await visitor.sees(/1\s+record\b/);
      assert.equal(await page.getByLabel("The body of a log-drain request").inputValue(), TEXT);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);

test(
  "tells an absent value, an empty one and a dash apart",
  onPage(async (visitor) => {
    await visitor.drop(
      "dashes.log",
      frame({ ...LINE, host_name: "", message_id: undefined, message: "--" }),
    );
    await visitor.showAllColumns();
    const row = await visitor.row(0);
    assert.deepEqual([row.host_name, row.message_id, row.message], ["empty", "absent", "--"]);
  }),
);

test(
  "sees an error between the records it stands between, and counts in bytes",
  onPage(async (visitor) => {
    const good = frame({ ...LINE, message: "😀" });
    await visitor.type(new TextDecoder().decode(join(["stray\n", good, frame(LINE)])));
    await visitor.sees(/2\s+records\s+1\s+error\b/);
    const rows = [await visitor.row(0), await visitor.row(1), await visitor.row(2)];
    assert.deepEqual(
      rows.map(({ message }) => message),
      ["not-a-frame strayLF", "😀", "at=info method=GET"],
    );
    assert.equal(rows[0]?.["event time (UTC)"], "byte 0");
    await visitor.rows().nth(2).click();
    const first = good.length + "stray\n".length;
    await visitor
      .details()
      .getByText(`bytes ${first}–${first + TEXT.length - 1}`)
      .waitFor();
  }),
);

test(
  "drops a file with CRLF and no byte of it changes",
  onPage(async (visitor) => {
    const bytes = join([frame({ ...LINE, end: "\r\n" }), frame({ ...LINE, end: "\r\n" })]);
    await visitor.drop("windows.log", bytes);
    assert.match(await visitor.summary(), /^2 records 0 errors 2 warnings/);
    assert.match(String((await visitor.row(0)).message), /^crlf /);
    const card = visitor.page.locator(".bytes-card");
    assert.match(await card.innerText(), new RegExp(`windows.log\\s+${bytes.length} bytes`));
    assert.match(await card.locator("pre").innerText(), /method=GETCRLF/);
  }),
);

test(
  "drops three files at once, and is told that only the first is read",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.drop(["a.log", "b.log", "c.log"], frame(LINE));
    await visitor.sees(/1\s+record\b/);
    await page.getByText("Only the first of 3 files is read: a.log").waitFor();
    await visitor.drop("b.log", frame(LINE));
    await page.getByText("Only the first").waitFor({ state: "detached" });
  }),
);

test(
  "drops a file of nothing, of a byte order mark, of blanks, and is told so",
  onPage(async (visitor) => {
    for (const [text, words] of [
      ["", "The payload is empty."],
      ["\n \n", "There is nothing in this payload but blanks."],
      ["\ufeff\n", "There is nothing in this payload but a byte order mark and blanks."],
    ]) {
      await visitor.drop("empty.log", new TextEncoder().encode(text));
      await visitor.page.getByText(String(words)).waitFor();
    }
    await visitor.drop("empty.log", new Uint8Array());
    await visitor.page.getByText("The payload is empty.").waitFor();
    assert.equal(await visitor.page.getByText("controls are made visible").count(), 0);
  }),
);

test(
  "sees good UTF-8 as it is wherever a preview is cut",
  onPage(async (visitor) => {
    for (const pad of ["", "a", "ab", "abc"]) {
      const message = pad + "😀é".repeat(1500);
      await visitor.drop(
        "long.log",
        join([frame({ ...LINE, message }), "x", frame({ ...LINE, message })]),
      );
      await visitor.rows().nth(1).click();
      await visitor.details().waitFor();
      assert.doesNotMatch(await visitor.page.getByRole("main").innerText(), /\ufffd/);
      await visitor.page.getByText("The start of it").waitFor();
    }
    await visitor.drop("whole.log", frame({ ...LINE, message: "é".repeat(100) }));
    await visitor.page.getByText("Line ends and controls").waitFor();
  }),
);

test(
  "picks a file, and the same one again",
  onPage(async (visitor) => {
    const input = visitor.page.getByLabel("Open file…");
    const file = { name: "drain.log", mimeType: "text/plain", buffer: Buffer.from(frame(LINE)) };
    await input.setInputFiles(file);
    await visitor.sees(/^\s*1\s+record\b/);
    const twice = Buffer.concat([file.buffer, file.buffer]);
    await input.setInputFiles({ ...file, buffer: twice });
    await visitor.sees(/^\s*2\s+records/);
  }),
);

test(
  "pastes CRLF, is told that the text box changed it, and chooses how the line ends were",
  onPage(
    async (visitor) => {
      const { page } = visitor;
      const text = new TextDecoder().decode(frame({ ...LINE, end: "\r\n" }));
      await page.evaluate((text) => navigator.clipboard.writeText(text), text);
      await page.getByLabel("The body of a log-drain request").focus();
      await page.keyboard.press("ControlOrMeta+v");
      await page.getByText("the browser made them LF").waitFor();
      await visitor.sees(/1\s+record\s+0\s+errors\s+1\s+warning\b/);
      assert.match(String((await visitor.row(0)).message), /^crlf /);
      await page.getByRole("radio", { name: "LF", exact: true }).check();
      await page.getByText("octet-count-mismatch").first().waitFor();
      await page.getByRole("radio", { name: "CRLF" }).check();
      await page.getByText("octet-count-mismatch").first().waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Read it exactly as pasted" }).click();
      await page.locator(".bytes-card").getByText("Pasted text").waitFor();
      await visitor.sees(/1\s+record\s+0\s+errors\s+1\s+warning\b/);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);

test(
  "pastes CRLF behind other text, and nothing of it can get lost",
  onPage(
    async (visitor) => {
      const { page } = visitor;
      const text = new TextDecoder().decode(frame({ ...LINE, end: "\r\n" }));
      await page.evaluate((text) => navigator.clipboard.writeText(text), text);
      await visitor.type(TEXT);
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.press("ControlOrMeta+v");
      await page.getByText("the browser made them LF").waitFor();
      assert.equal(
        await page.getByRole("button", { name: "Read it exactly as pasted" }).count(),
        0,
      );
      await page.keyboard.type("more");
      await page.getByText("the browser made them LF").waitFor();
      await visitor.type("");
      await page.getByText("the browser made them LF").waitFor({ state: "detached" });
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);

test(
  "drops a gzip file and sees what was in it",
  onPage(async (visitor) => {
    const bytes = gzipSync(join([frame(LINE), frame(LINE)]));
    await visitor.drop("drain.log.gz", bytes);
    await visitor.sees(/2\s+records\s+0\s+errors\s+0\s+warnings/);
    await visitor.page.getByText(`It was gzip: ${bytes.length} bytes decompressed to`).waitFor();
  }),
);

test(
  "switches the framing and sees another reading of the same bytes",
  onPage(async (visitor) => {
    await visitor.drop("twoLines.log", frame({ ...LINE, message: "one\ntwo" }));
    await visitor.sees(/1\s+record\s+0\s+errors/);
    await visitor.chooseFraming("Lines");
    await visitor.sees(/1\s+record\s+1\s+error\b/);
    await visitor.page.getByText("One frame per line").waitFor();
    await visitor.page.getByRole("row", { name: "Auto 1 0 2 rows" }).waitFor();
    await visitor.page.getByRole("row", { name: /^Auto/ }).getByRole("button").click();
    await visitor.page.getByText("not so in").waitFor();
    await visitor.page.getByText("2 of 2 rows").waitFor();
    await visitor.chooseFraming("Octet counting");
    await visitor.sees(/1\s+record\s+0\s+errors/);
  }),
);

test(
  "clears it and is back where they started",
  onPage(async (visitor) => {
    await visitor.pickSample("Damaged");
    await visitor.summary();
    await visitor.page.getByRole("button", { name: "Clear" }).click();
    await visitor.page.getByText("No payload yet").waitFor();
    await visitor.type(TEXT);
    await visitor.sees(/1\s+record/);
    await visitor.type("");
    await visitor.page.getByText("No payload yet").waitFor();
  }),
);

test(
  "sees that a result is not the one of what was typed, until it is",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.type(TEXT);
    await visitor.sees(/1\s+record\b/);
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (request) {
        setTimeout(() => postMessage.call(this, request), 600);
      };
    });
    await visitor.type(TEXT.repeat(2));
    await visitor.sees(/^Parsing …$/);
    assert.equal(await page.locator(".result.stale").count(), 1);
    await visitor.sees(/2\s+records/);
    assert.equal(await page.locator(".result.stale").count(), 0);
  }),
);

test(
  "types on, and what is shown is always the last",
  onPage(async (visitor) => {
    for (const count of [1, 2, 3, 4, 5]) await visitor.type(TEXT.repeat(count));
    await visitor.sees(/5\s+records/);
    await visitor.pickSample("A busy hour");
    await visitor.pickSample("Web requests");
    await visitor.chooseFraming("Lines");
    await visitor.sees(/^\s*6\s+records/);
    assert.equal((await visitor.row(0)).process_id, "router");
    assert.equal(await visitor.rows().count(), 6);
  }),
);

test(
  "pastes much text that goes both ways, and it is read as a file is",
  onPage(
    async (visitor) => {
      const { page } = visitor;
      await page.evaluate((text) => navigator.clipboard.writeText(text), "aא".repeat(50_000));
      await page.getByLabel("The body of a log-drain request").focus();
      await page.keyboard.press("ControlOrMeta+v");
      await page.locator(".bytes-card").getByText("Pasted text").waitFor();
      await visitor.sees(/0\s+records\s+1\s+error\b/);
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);
