// The clipboard receives the exported file, or a reason why not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { copyableText, FORMATS, fileOf, MOST_COPIED } from "../../../www/src/export-file.js";

const encoder = new TextEncoder();

test("copies a text as it is, its byte order mark too", () => {
  for (const text of ["", "a\r\nb\n", "\ufeffa", "한국 👋"]) {
    assert.equal(copyableText(made(encoder.encode(text))), text);
  }
});

test("copies characters that are cut between two parts", () => {
  const bytes = encoder.encode("é👋한");
  for (let cut = 0; cut <= bytes.length; cut++) {
    assert.equal(copyableText(made(bytes.slice(0, cut), bytes.slice(cut))), "é👋한");
  }
});

test("copies up to the limit, and not a byte more", () => {
  const most = new Uint8Array(MOST_COPIED).fill(0x61);
  assert.equal(copyableText(made(most)).length, MOST_COPIED);
  assert.throws(() => copyableText(made(most, encoder.encode("a"))), { reason: "tooLarge" });
});

test("does not copy what a clipboard would change", () => {
  const parts = [[0x61, 0xff], [0xc3], [0xed, 0xa0, 0x80], [0x61, 0, 0x62]];
  for (const part of parts) {
    assert.throws(() => copyableText(made(new Uint8Array(part))), { reason: "notText" }, `${part}`);
  }
});

test("gives each format a file of its own", () => {
  const names = FORMATS.map((format) => fileOf(format).name);
  assert.deepEqual(names, [
    "heroku-runtime.ndjson",
    "heroku-runtime.json",
    "heroku-runtime.csv",
    "payload.log",
  ]);
});

/** @param {...Uint8Array<ArrayBuffer>} parts */
function made(...parts) {
  const bytes = parts.reduce((length, part) => length + part.length, 0);
  return { parts, bytes, records: 0 };
}
