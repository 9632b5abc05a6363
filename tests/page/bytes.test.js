// Finding the bytes of a field, and the field of a byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, join } from "../../www/src/encode.js";
import { unitAt } from "../../www/src/text-places.js";
import { onPage, useBrowser } from "./browser.js";
import { LINE, TEXT } from "./router-line.js";

useBrowser();

const WIDE = { viewport: { width: 1400, height: 1000 } };

test(
  "points at a field and its bytes light up, here, in the pattern and in the hex view",
  onPage(async (visitor) => {
    await visitor.type(TEXT);
    await visitor.rows().first().click();
    const details = visitor.details();
    const bytes = details.locator('pre.bytes [data-field="host_name"]');
    assert.equal(await bytes.innerText(), "203.0.113.9");
    const plain = await background(bytes);
    await details.getByRole("row", { name: /^host_name/ }).hover();
    const lit = await background(bytes);
    assert.notEqual(lit, plain);
    await details.getByRole("button", { name: "Hex" }).click();
    await details.getByRole("row", { name: /^host_name/ }).hover();
    const digits = details.locator('pre.bytes.hex [data-field="host_name"]');
    const shown = (await digits.allInnerTexts()).join(" ");
    assert.match(shown.toLowerCase(), /32 30 33 2e/);
    assert.notEqual(await background(digits.first()), plain);
  }, WIDE),
);

test(
  "points at a field where the system sets the colours, and its bytes have an outline",
  onPage(async (visitor) => {
    await visitor.page.emulateMedia({ forcedColors: "active" });
    await visitor.type(TEXT);
    await visitor.rows().first().click();
    const bytes = visitor.details().locator('pre.bytes [data-field="host_name"]');
    const outline = () => bytes.evaluate((field) => getComputedStyle(field).outlineStyle);
    assert.equal(await outline(), "none");
    await visitor
      .details()
      .getByRole("row", { name: /^host_name/ })
      .hover();
    assert.equal(await outline(), "solid");
  }),
);

test(
  "presses a byte and its field is selected, until Escape lets it go and then closes",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.type(TEXT);
    await visitor.rows().first().click();
    const details = visitor.details();
    await details.locator('pre.bytes [data-field="process_id"]').click();
    const readout = details.getByRole("status").filter({ hasText: "process_id" });
    const start = TEXT.indexOf("router");
    assert.match(await readout.innerText(), new RegExp(`${start}–${start + 5}`));
    await page.keyboard.press("Escape");
    await readout.waitFor({ state: "detached" });
    assert.ok(await details.isVisible());
  }, WIDE),
);

test(
  "sees each field with its type, its bytes and its value, the priority decoded, and the JSON",
  onPage(
    async (visitor) => {
      await visitor.type(TEXT);
      await visitor.rows().first().click();
      const details = visitor.details();
      const row = await details.getByRole("row", { name: /^timestamp/ }).innerText();
      const start = TEXT.indexOf("2026");
      assert.match(row, /timestamp\s+timestamp/);
      assert.ok(row.includes(`${start}–${start + LINE.timestamp.length - 1}`), row);
      assert.ok(row.includes(LINE.timestamp));
      const text = (await details.innerText()).replace(/\s+/g, " ");
      for (const words of ["local3", "info", "19 × 8 + 6", "2026-03-14 07:26:53.589793Z"]) {
        assert.ok(text.includes(words), `${words} in ${text}`);
      }
      await details.getByRole("button", { name: "Copy JSON" }).click();
      await details.getByText("Copied", { exact: true }).waitFor();
      const copied = JSON.parse(await visitor.page.evaluate(() => navigator.clipboard.readText()));
      assert.equal(copied.p_log_type, "Heroku.Runtime");
      assert.deepEqual(copied.p_any_ip_addresses, ["203.0.113.9"]);
      assert.equal(copied.p_event_time, "2026-03-14T07:26:53.589Z");
    },
    { ...WIDE, permissions: ["clipboard-read", "clipboard-write"] },
  ),
);

test(
  "sees how far an octet count reaches, and by how much it is wrong",
  onPage(async (visitor) => {
    const next = frame(LINE);
    await visitor.drop("wrong.log", join([frame(LINE, { off: -7 }), next]));
    await visitor.rows().first().click();
    const text = (await visitor.details().innerText()).replace(/\s+/g, " ");
    assert.match(text, /octet-count-mismatch/);
    assert.match(text, /7 more than declared/);
    assert.ok(await visitor.details().locator(".count-end").isVisible());
  }, WIDE),
);

test(
  "filters by an indicator, and by the code of a problem, from the details",
  onPage(async (visitor) => {
    const { page } = visitor;
    await visitor.drop(
      "two.log",
      join(["stray\n", frame(LINE), frame({ ...LINE, host_name: "host" })]),
    );
    await visitor.rows().nth(1).click();
    const details = visitor.details();
    await details
      .getByRole("button", { name: /203\.0\.113\.9/ })
      .first()
      .click();
    await page.getByText("1 of 3 rows").waitFor();
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.getByText("3 rows", { exact: true }).waitFor();
    await visitor.rows().first().click();
    await details.getByRole("button", { name: /not-a-frame/ }).click();
    await page.getByText("1 of 3 rows").waitFor();
  }, WIDE),
);

for (const [title, codes] of /** @type {const} */ ([
  ["Output of heroku logs", ["cli-output"]],
  ["Wrapped in JSON", ["json-payload"]],
  ["Pasted on Windows", ["crlf"]],
])) {
  test(
    `is taught what "${title}" is: where, what was found, what Panther makes of it, how to fix it`,
    onPage(async (visitor) => {
      await visitor.pickSample(title);
      await visitor.rows().first().click();
      const details = visitor.details();
      await details.locator("#details-title").waitFor();
      for (const words of ["Expected", "Found", "In Panther", "How to fix it", ...codes]) {
        await details.getByText(words, { exact: true }).first().waitFor();
      }
      assert.ok(await details.locator("mark, .caret, .excerpt").first().isVisible());
    }, WIDE),
  );
}

for (const [name, viewport] of Object.entries({
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
})) {
  test(
    `sees a record far down in the text, on a ${name}`,
    onPage(
      async (visitor) => {
        const { page } = visitor;
        await visitor.type(
          `${new TextDecoder().decode(frame({ ...LINE, message: "😀é" }))}${TEXT.repeat(60)}`,
        );
        await visitor.sees(/61\s+records/);
        await page.locator("textarea").focus();
        await page.keyboard.press("ControlOrMeta+Home");
        await visitor.grid().focus();
        await page.keyboard.press("End");
        await page.keyboard.press("Enter");
        await visitor.details().getByRole("heading", { name: "Record 61" }).waitFor();
        await visitor.details().getByRole("button", { name: "Show in the text" }).click();
        // The close event arrives later.
        await page.waitForTimeout(100);
        const box = page.locator("textarea:focus");
        assert.ok(await box.evaluate((element) => element.scrollTop > element.scrollHeight / 2));
        const selected = await box.evaluate((element) => {
          const { value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (
            element
          );
          return value.slice(selectionStart, selectionEnd);
        });
        assert.equal(selected, TEXT);
      },
      { viewport },
    ),
  );
}

test("a place in the text is found for each byte, whatever its line ends became", () => {
  const text = "a\né😀\ud800\n";
  for (const [lineEnd, payload] of /** @type {const} */ ([
    ["lf", text],
    ["crlf", text.replaceAll("\n", "\r\n")],
  ])) {
    const starts = [0, 1, 2, 3, 5, 6, 7];
    const encoder = new TextEncoder();
    for (const start of starts) {
      const before = text.slice(0, start);
      const sent = lineEnd === "crlf" ? before.replaceAll("\n", "\r\n") : before;
      assert.equal(
        unitAt(text, lineEnd, encoder.encode(sent).length),
        start,
        `${lineEnd} ${start}`,
      );
    }
    assert.equal(unitAt(text, lineEnd, encoder.encode(payload).length), text.length);
  }
});

/** @param {import("playwright-core").Locator} locator */
function background(locator) {
  return locator.evaluate((element) => {
    const { backgroundColor, outline, boxShadow } = getComputedStyle(element);
    return [backgroundColor, outline, boxShadow].join();
  });
}
