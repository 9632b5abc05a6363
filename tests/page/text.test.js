// Text from a payload shows every character, including spaces and invisible ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../../www/src/details/pieces.js";
import { plainName } from "../../www/src/overview/values.js";
import { plainText, shownText } from "../../www/src/text.js";

/** Every Unicode space except U+0020, and the Braille blank. */
const SPACES = [
  0x00a0,
  0x1680,
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000],
];
const INVISIBLE = [
  0x00ad, 0x034f, 0x115f, 0x180e, 0x200b, 0x200e, 0x202e, 0x2060, 0x3164, 0xfeff, 0xffa0, 0x13430,
  0x1343f, 0x16fe4, 0x1d159,
];

for (const code of [...SPACES, ...INVISIBLE]) {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  test(`${name} is shown by its name, in bytes, fields and labels`, () => {
    const text = `a${String.fromCodePoint(code)}b`;
    const shown = pieces(new TextEncoder().encode(text));
    assert.deepEqual(
      shown.map(({ kind }) => kind),
      ["text", "hidden", "text"],
    );
    assert.ok(JSON.stringify(shownText(text)).includes(`"${name}"`));
    assert.equal(plainText(text), `a[${name}]b`);
    assert.equal(plainName("app_name", text), `a[${name}]b`);
  });
}

test("ordinary spaces and letters of any script stay as they are", () => {
  const text = "a  b 한글 é\u0301 🎉";
  assert.equal(plainText(text), text);
  assert.equal(pieces(new TextEncoder().encode(text)).length, 1);
});

test("a label names controls, and counts those that repeat", () => {
  assert.equal(plainText("a\0\0\u001b[0m"), "a[NUL ×2][ESC][0m");
});
