// Every byte of a frame is shown once, with its role.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../../../www/src/details/pieces.js";
import { FRAMINGS, loadCases } from "../../cases/load.js";
import { detailsOf } from "./details.js";

/**
 * @param {string | Uint8Array} payload
 * @param {number[]} [cuts]
 */
function shown(payload, cuts) {
  return pieces(Buffer.from(payload), [], cuts).map(({ kind, start, end, text }) => [
    kind,
    start,
    end,
    text,
  ]);
}

for (const { name, payload } of loadCases()) {
  test(`each byte of ${name} is in exactly one piece`, () => {
    let rows = 0;
    for (const framing of FRAMINGS) {
      for (const details of detailsOf(payload, framing)) {
        rows += 1;
        const fields = details.kind === "record" ? details.fields : [];
        const all = pieces(details.bytes, fields, [3, 70]);
        let end = 0;
        for (const piece of all) {
          assert.equal(piece.start, end);
          assert.ok(piece.end > piece.start);
          end = piece.end;
          const bytes = Buffer.from(details.bytes.subarray(piece.start, piece.end));
          if (piece.kind === "invalid") assert.equal(bytes.length, 1);
          else
            assert.equal(
              piece.text,
              new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
            );
        }
        assert.equal(end, details.bytes.length);
        for (const { name, offset, length } of fields) {
          const own = all.filter(({ field }) => field === name);
          assert.equal(
            own.reduce((sum, piece) => sum + piece.end - piece.start, 0),
            length,
          );
          if (length > 0) assert.equal(own[0]?.start, offset);
        }
      }
    }
    assert.ok(rows > 0 || payload.length < 20, "there are rows to look at");
  });
}

test("a run of one hidden character is one piece, and different ones are several", () => {
  assert.deepEqual(shown("a\0\0\0\r\nb"), [
    ["text", 0, 1, "a"],
    ["hidden", 1, 4, "\0\0\0"],
    ["hidden", 4, 5, "\r"],
    ["hidden", 5, 6, "\n"],
    ["text", 6, 7, "b"],
  ]);
});

test("hidden characters beyond ASCII have all their bytes", () => {
  assert.deepEqual(shown("\ufeffé\u{e0041}"), [
    ["hidden", 0, 3, "\ufeff"],
    ["text", 3, 5, "é"],
    ["hidden", 5, 9, "\u{e0041}"],
  ]);
});

test("each byte that is not UTF-8 is a piece of its own, and what is around it stays text", () => {
  const bytes = Buffer.concat([Buffer.from("é"), Buffer.from([0xe2, 0x82]), Buffer.from("x")]);
  assert.deepEqual(shown(bytes), [
    ["text", 0, 2, "é"],
    ["invalid", 2, 3, ""],
    ["invalid", 3, 4, ""],
    ["text", 4, 5, "x"],
  ]);
});

test("what TextDecoder takes for UTF-8 is text, and nothing else is", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const seconds = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
  for (let first = 0; first < 256; first++) {
    for (const second of seconds) {
      for (const rest of [[], [0x80], [0xbf, 0x80], [0x80, 0x41]]) {
        const bytes = new Uint8Array([first, second, ...rest]);
        let isText = true;
        try {
          decoder.decode(bytes);
        } catch {
          isText = false;
        }
        const hasInvalid = pieces(bytes).some(({ kind }) => kind === "invalid");
        assert.equal(hasInvalid, !isText, bytes.join());
      }
    }
  }
});

test("a cut inside a character moves to its start, beside a broken one it stays", () => {
  assert.deepEqual(shown("añb", [2]), [
    ["text", 0, 1, "a"],
    ["text", 1, 4, "ñb"],
  ]);
  assert.deepEqual(shown(Buffer.from([0x61, 0xb1, 0x62]), [1]), [
    ["text", 0, 1, "a"],
    ["invalid", 1, 2, ""],
    ["text", 2, 3, "b"],
  ]);
});

test("a long text is several pieces, cut between characters", () => {
  const all = pieces(Buffer.from("𝄞".repeat(3000)));
  assert.ok(all.length > 3);
  assert.ok(all.every(({ text }) => /^(?:𝄞)+$/u.test(text)));
});
