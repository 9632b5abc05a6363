// Somebody brings a payload of their own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, join } from "../../www/src/encode.js";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

const LINE = {
  priority: 158,
  timestamp: "2026-03-14T09:26:53.589793+02:00",
  host_name: "203.0.113.9",
  app_name: "heroku",
  process_id: "router",
  message_id: "ID47",
  message: "at=info method=GET",
};
const TEXT = new TextDecoder().decode(frame(LINE));

test(
  "pastes one and sees all nine fields, the event time and the indicators",
  onPage(async (visitor) => {
    await visitor.type(TEXT);
    assert.match(await visitor.summary(), /^1 record 0 errors 0 warnings$/);
    const speed = visitor.page.locator(".speed");
    assert.match(await speed.innerText(), /^\d+ bytes in [\d.]+ ms$/);
    assert.deepEqual(await visitor.row("records", 0), {
      "#": "1",
      message_len: String(TEXT.length - TEXT.indexOf("<")),
      priority: "158 info",
      version: "1",
      timestamp: "2026-03-14T09:26:53.589793+02:00",
      host_name: "203.0.113.9",
      app_name: "heroku",
      process_id: "router",
      message_id: "ID47",
      message: "at=info method=GET",
      "event time (UTC)": "2026-03-14 07:26:53.589",
      "event time (local)": "2026-03-14 04:56:53.589 −02:30",
      "IP addresses": "203.0.113.9",
      "domain names": "none",
    });
  }),
);

test(
  "tells an absent value, an empty one and a dash apart",
  onPage(async (visitor) => {
    await visitor.drop(
      "dashes.log",
      frame({ ...LINE, host_name: "", message_id: undefined, message: "--" }),
    );
    const row = await visitor.row("records", 0);
    assert.deepEqual([row.host_name, row.message_id, row.message], ["empty", "absent", "--"]);
  }),
);

test(
  "opens a record and sees its fields with their types and places, its priority and its JSON",
  onPage(
    async (visitor) => {
      await visitor.type(TEXT);
      await visitor.rows("records").first().click();
      const details = visitor.details();
      const timestamp = details.getByRole("row", { name: /^timestamp/ });
      const start = TEXT.indexOf("2026");
      assert.deepEqual(await timestamp.getByRole("cell").allInnerTexts(), [
        "timestamp",
        `${start}–${start + LINE.timestamp.length}`,
        LINE.timestamp,
      ]);
      assert.match(await details.innerText(), /158 facility local3, severity info/);
      assert.equal(
        (await details.locator(".shown-bytes pre").innerText()).trim(),
        TEXT.replace("\n", "LF"),
      );

      await details.getByRole("button", { name: "Copy JSON" }).click();
      await details.getByText("Copied", { exact: true }).waitFor();
      const copied = JSON.parse(await visitor.page.evaluate(() => navigator.clipboard.readText()));
      assert.equal(copied.p_log_type, "Heroku.Runtime");
      assert.deepEqual(copied.p_any_ip_addresses, ["203.0.113.9"]);
      assert.equal(copied.p_event_time, "2026-03-14T07:26:53.589Z");
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);

test(
  "sees where in the text a record stands, counted in characters",
  onPage(async (visitor) => {
    await visitor.type(
      new TextDecoder().decode(join([frame({ ...LINE, message: "😀" }), frame(LINE)])),
    );
    await visitor.rows("records").nth(1).click();
    await visitor.details().getByRole("button", { name: "Show in the text" }).click();
    const selected = await visitor.page.evaluate(() => String(getSelection()));
    assert.equal(selected, TEXT);
  }),
);

for (const [name, viewport] of Object.entries({
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
})) {
  test(
    `sees a record far down in the text, on a ${name}`,
    onPage(
      async (visitor) => {
        await visitor.type(TEXT.repeat(60));
        await visitor.sees(/60\s+records/);
        await visitor.page.locator("textarea").focus();
        await visitor.page.keyboard.press("ControlOrMeta+Home");
        await visitor.page.getByRole("grid", { name: "Records" }).focus();
        await visitor.page.keyboard.press("End");
        await visitor.page.keyboard.press("Enter");
        await visitor.details().getByRole("heading", { name: "Record 60" }).waitFor();
        await visitor.details().getByRole("button", { name: "Show in the text" }).click();
        // The event of the closing comes late.
        await visitor.page.waitForTimeout(100);
        const box = visitor.page.locator("textarea:focus");
        assert.ok(await box.evaluate((element) => element.scrollTop > element.scrollHeight / 2));
      },
      { viewport },
    ),
  );
}

test(
  "drops a file with CRLF and no byte of it changes",
  onPage(async (visitor) => {
    const bytes = join([frame({ ...LINE, end: "\r\n" }), frame({ ...LINE, end: "\r\n" })]);
    await visitor.drop("windows.log", bytes);
    assert.match(await visitor.summary(), /^2 records 0 errors 2 warnings/);
    assert.equal((await visitor.row("problems", 0)).Code, "crlf");
    const card = visitor.page.locator(".bytes-card");
    assert.match(await card.innerText(), new RegExp(`windows.log\\s+${bytes.length} bytes`));
    assert.match(await card.locator("pre").innerText(), /method=GETCRLF/);
  }),
);

test(
  "drops three files at once, or something that is none, and is told what happens",
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
      await visitor.rows("problems").first().click();
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
  "pastes CRLF, is told that the text box changed it, and has it parsed as pasted",
  onPage(
    async (visitor) => {
      const { page } = visitor;
      const text = new TextDecoder().decode(frame({ ...LINE, end: "\r\n" }));
      await page.evaluate((text) => navigator.clipboard.writeText(text), text);
      await page.getByLabel("The body of a log-drain request").focus();
      await page.keyboard.press("ControlOrMeta+v");
      await page.getByText("this box made them LF").waitFor();
      await page.getByRole("button", { name: "Parse it as pasted" }).click();
      await visitor.sees(/1\s+record\s+0\s+errors\s+1\s+warning\b/);
      assert.equal((await visitor.row("problems", 0)).Code, "crlf");
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
      await page.getByText("this box made them LF").waitFor();
      assert.equal(await page.getByRole("button", { name: "Parse it as pasted" }).count(), 0);
      await page.keyboard.type("more");
      await page.getByText("this box made them LF").waitFor();
      await visitor.type("");
      await page.getByText("this box made them LF").waitFor({ state: "detached" });
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ),
);

test(
  "switches the framing and sees another reading of the same bytes",
  onPage(async (visitor) => {
    await visitor.drop("twoLines.log", frame({ ...LINE, message: "one\ntwo" }));
    await visitor.sees(/1\s+record\s+0\s+errors/);
    await visitor.chooseFraming("Lines");
    await visitor.sees(/1\s+record\s+1\s+error\b/);
    await visitor.page.getByText("One frame a line").waitFor();
    await visitor.chooseFraming("Octet counting");
    await visitor.sees(/1\s+record\s+0\s+errors/);
  }),
);

test(
  "downloads the events as NDJSON",
  onPage(async (visitor) => {
    await visitor.pickSample("Hosts and absent values");
    const download = visitor.page.waitForEvent("download");
    await visitor.page.getByRole("button", { name: "Download NDJSON" }).click();
    const chunks = await (await (await download).createReadStream()).toArray();
    const lines = Buffer.concat(chunks).toString().trimEnd().split("\n");
    assert.equal(lines.length, 10);
    assert.equal(JSON.parse(String(lines[1])).host_name, "203.0.113.80");
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
    await visitor.sees(/^\s*5\s+records/);
    assert.equal((await visitor.row("records", 0)).process_id, "router");
    assert.equal(await visitor.rows("records").count(), 5);
  }),
);
