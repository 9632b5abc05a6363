// Views of one row: the amount and position of the shown text, and links between its parts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { schema } from "heroku-drain";
import { age, formatAge } from "../../../www/src/details/age.js";
import { caretLine } from "../../../www/src/details/excerpt.js";
import {
  fieldAt,
  fieldBeside,
  frameOf,
  isCovered,
  runsOf,
} from "../../../www/src/details/frame.js";
import { hexColumns, hexDump, offsetDigits } from "../../../www/src/details/hex-view.js";
import { prettyJson } from "../../../www/src/details/json-view.js";
import { linesOf } from "../../../www/src/details/lines.js";
import { bytesOf, hexEnds } from "../../../www/src/details/parts.js";
import { matched, patternParts } from "../../../www/src/details/pattern.js";
import { withoutCutCharacter } from "../../../www/src/details/utf8.js";
import { byteRange } from "../../../www/src/details/values.js";
import { frame, join } from "../../../www/src/encode.js";
import { FRAMINGS, loadCases } from "../../cases/load.js";
import { detailsOf } from "./details.js";

const HEAD = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";
const NEXT = frame(`${HEAD}next\n`);

/** @param {string | Uint8Array} payload */
function firstFrame(payload) {
  const [details] = detailsOf(payload);
  assert.ok(details);
  return frameOf(details, []);
}

/** @param {import("../../../www/src/details/pieces.js").Piece[]} pieces */
const textOf = (pieces) => pieces.map(({ text }) => text).join("");

// The pattern

test("the pattern's parts together are the pattern", () => {
  const parts = patternParts(schema);
  const pattern = parts.map(({ name, literal }) => `%{${name}}${literal}`).join("");
  assert.deepEqual([pattern], schema.parser.fastmatch.match);
  assert.equal(parts.length, schema.fields.length);
});

test("bytes that are a record match all of the pattern, at the record's own fields", () => {
  let records = 0;
  for (const { payload } of loadCases()) {
    for (const details of detailsOf(payload, "lines")) {
      if (details.kind === "error") continue;
      records += 1;
      const { fields, open } = matched(details.bytes, patternParts(schema));
      assert.equal(open, undefined);
      assert.deepEqual(
        fields,
        details.fields.map(({ name, offset, length }) => ({ name, offset, length })),
      );
    }
  }
  assert.ok(records > 100);
});

test("where a delimiter is missing, the field that stays open is the one the parser names", () => {
  let errors = 0;
  for (const { payload } of loadCases()) {
    for (const framing of FRAMINGS) {
      for (const details of detailsOf(payload, framing)) {
        if (details.kind === "record" || details.shown.problem.code !== "delimiter-missing")
          continue;
        errors += 1;
        const { open } = matched(details.bytes, patternParts(schema));
        assert.equal(open?.name, details.shown.problem.field);
      }
    }
  }
  assert.ok(errors > 5);
});

// Bytes

test("a byte is of the field it is in, and of none between fields", () => {
  const shown = firstFrame(NEXT);
  assert.deepEqual(
    [0, 1, 2, 3, 4, 6, 7, 8].map((at) => fieldAt(shown, at)),
    [
      "message_len",
      "message_len",
      undefined,
      undefined,
      "priority",
      "priority",
      undefined,
      "version",
    ],
  );
});

test("the octet count covers what is behind its space, and ends where it says", () => {
  const right = firstFrame(NEXT);
  const covered = (/** @type {typeof right} */ shown) =>
    shown.bytes.filter((_, at) => isCovered(shown, at)).length;
  assert.deepEqual([isCovered(right, 2), isCovered(right, 3)], [false, true]);
  assert.equal(covered(right), 62);
  assert.equal(covered(firstFrame(join([frame(`${HEAD}a b c\n`, { off: -3 }), NEXT]))), 60);
  assert.equal(covered(firstFrame(join([frame(`${HEAD}a b c\n`, { off: 3 }), NEXT]))), 63);
});

test("arrow keys go from field to field, past those without bytes, and stop at the ends", () => {
  const { fields } = firstFrame(NEXT);
  assert.equal(fieldBeside(fields, undefined, 1), "message_len");
  assert.equal(fieldBeside(fields, undefined, -1), "message");
  assert.equal(fieldBeside(fields, "message_len", 1), "priority");
  assert.equal(fieldBeside(fields, "message_len", -1), "message_len");
  assert.equal(fieldBeside(fields, "message", 1), "message");
  const empty = firstFrame("12 <190>1 - - - - - ");
  assert.equal(fieldBeside(empty.fields, "message_id", 1), "message_id");
  assert.equal(fieldBeside([], "message", 1), undefined);
});

test("runs are of neighbours only", () => {
  assert.deepEqual(
    runsOf([1, 3, 2, 5], (item) => item % 2),
    [[1, 3], [2], [5]],
  );
  assert.deepEqual(
    runsOf([1, 2], () => undefined),
    [[1, 2]],
  );
});

test("a long frame comes in parts without a gap, hostile bytes in smaller ones", () => {
  for (const filling of ["x", "é", "\0\u0001"]) {
    const payload = frame(HEAD + filling.repeat(20_000 / filling.length));
    const shown = firstFrame(payload);
    assert.ok(bytesOf(shown.text.upTo(1)) <= 4096);
    const parts = shown.text.upTo(1000);
    assert.equal(bytesOf(parts), payload.length);
    assert.deepEqual(
      shown.text.upTo(2).map((part) => part.length),
      parts.slice(0, 2).map((part) => part.length),
    );
    assert.ok(parts.every((part) => part.length <= 1000));
    const pieces = parts.flat();
    assert.ok(pieces.every(({ start }, index) => start === (pieces[index - 1]?.end ?? 0)));
  }
});

test("parts in hexadecimal end with a row, or with the bytes", () => {
  assert.deepEqual(hexEnds(100, 3), [100]);
  assert.deepEqual(hexEnds(4096, 2), [4096]);
  assert.deepEqual(hexEnds(4097, 2), [4096, 4097]);
  assert.deepEqual(hexEnds(65_536, 3), [4096, 12_288, 20_480]);
});

test("a row in hexadecimal has as many bytes as there is room for", () => {
  for (let characters = 0; characters < 120; characters++) {
    const columns = hexColumns(characters, 4);
    const [row = ""] = hexDump({ ...firstFrame(NEXT), offset: 9000 }, columns).split("\n");
    assert.ok(row.length <= characters || columns === 4);
  }
  assert.deepEqual(
    [30, 38, 39, 70, 71].map((room) => hexColumns(room, 4)),
    [4, 4, 8, 8, 16],
  );
});

test("a dump has offsets in the payload, bytes and ASCII", () => {
  const shown = { ...firstFrame(join([NEXT, frame("<190>1 - - - - - é\n")])), offset: 66 };
  assert.equal(offsetDigits(shown), 3);
  const rows = hexDump({ ...shown, bytes: new Uint8Array(Buffer.from("21 <190>1 - é\n")) }, 8);
  assert.deepEqual(rows.split("\n"), [
    "66  32 31 20 3C 31 39 30 3E  21 <190>",
    "74  31 20 2D 20 C3 A9 0A     1 - ···",
  ]);
});

test("bytes that are cut inside a character are shown without it", () => {
  const cut = (/** @type {number[]} */ bytes) => [...withoutCutCharacter(new Uint8Array(bytes))];
  assert.deepEqual(cut([0x61, 0xe2, 0x98]), [0x61]);
  assert.deepEqual(cut([0x61, 0xf0]), [0x61]);
  assert.deepEqual(cut([0x61, 0xe2, 0x98, 0x95]), [0x61, 0xe2, 0x98, 0x95]);
  assert.deepEqual(cut([0x61, 0x98]), [0x61, 0x98]);
  assert.deepEqual(cut([]), []);
});

// The position of a problem

test("a caret stands under the place, with few bytes around it", () => {
  const excerpt = {
    offset: 100,
    before: new Uint8Array(Buffer.from("é".repeat(40))),
    marked: new Uint8Array(Buffer.from("wrong")),
    after: new Uint8Array(Buffer.from("x".repeat(80))),
  };
  const line = caretLine(excerpt, { offset: 180, length: 5 }, 80);
  assert.deepEqual([textOf(line.before), textOf(line.marked)], ["é".repeat(13), "wrong"]);
  assert.deepEqual([line.isCutBefore, line.isCutAfter, line.more], [true, true, 0]);
  const narrow = caretLine(excerpt, { offset: 180, length: 5 }, 34);
  assert.equal(textOf(narrow.before), "é".repeat(6));
});

test("a caret may point into what a problem takes in, at its end, and at a long place", () => {
  const excerpt = {
    offset: 0,
    before: new Uint8Array(),
    marked: new Uint8Array(Buffer.from(`9 <1e2>1 ${"x".repeat(91)}`)),
    after: new Uint8Array(Buffer.from("next")),
  };
  const field = caretLine(excerpt, { offset: 3, length: 3 }, 80);
  assert.deepEqual(
    [textOf(field.before), textOf(field.marked), field.isCutBefore],
    ["9 <", "1e2", false],
  );
  const end = caretLine(excerpt, { offset: 100, length: 0 }, 80);
  assert.deepEqual([end.marked, textOf(end.after)], [[], "next"]);
  const long = caretLine(excerpt, { offset: 0, length: 100 }, 80);
  assert.deepEqual([textOf(long.marked).length, long.more, long.after], [60, 40, []]);
});

test("where not all of a place is here, what follows it is not shown as if it did", () => {
  const part = new Uint8Array(Buffer.from("abc"));
  const excerpt = { offset: 0, before: new Uint8Array(), marked: part, after: part };
  const line = caretLine(excerpt, { offset: 0, length: 100_000 }, 80);
  assert.deepEqual([textOf(line.marked), line.more, line.after], ["abc", 99_997, []]);
});

test("every problem of every case has its place in its line", () => {
  for (const { payload } of loadCases()) {
    for (const details of detailsOf(payload)) {
      for (const { problem, excerpt } of details.kind === "record"
        ? details.warnings
        : [details.shown]) {
        const { before, marked, more, after } = caretLine(excerpt, problem, 80);
        const bytes = (/** @type {typeof marked} */ pieces) =>
          pieces.reduce((sum, { start, end }) => sum + end - start, 0);
        assert.equal(bytes(marked) + more, problem.length);
        assert.ok(bytes(before) <= 32 && bytes(after) <= 48);
      }
    }
  }
});

// Values derived from the fields

test("an age is told in the largest unit that has begun", () => {
  const now = Date.UTC(2026, 2, 14);
  const ages = [0, 999, 1000, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000, 7 * 86_400_000];
  assert.deepEqual(
    ages.map((by) => Object.values(age(now - by, now)).join(" ")),
    [
      "0 second",
      "0 second",
      "-1 second",
      "-59 second",
      "-1 minute",
      "-59 minute",
      "-1 hour",
      "-1 day",
      "-1 week",
    ],
  );
  assert.deepEqual(age(now + 2 * 31_556_952_000, now), { value: 2, unit: "year" });
  assert.equal(formatAge(now - 5 * 60_000, now, "en"), "5 minutes ago");
  assert.equal(formatAge(now - 5 * 60_000, now, "ko"), "5분 전");
});

test("a frame is one line, many, or has no end", () => {
  const lines = (/** @type {string} */ text, more = 0) => {
    const bytes = new Uint8Array(Buffer.from(text));
    return linesOf({ bytes, length: bytes.length + more });
  };
  assert.deepEqual(lines("a\n"), { kind: "one", lines: 1 });
  assert.deepEqual(lines("a"), { kind: "open", lines: 1 });
  assert.deepEqual(lines("a\nb\n"), { kind: "many", lines: 2 });
  assert.deepEqual(lines("a\nb"), { kind: "many", lines: 2 });
  assert.deepEqual(lines("a", 10), { kind: "one", lines: 1 });
});

test("places of bytes are told from the first to the last", () => {
  assert.deepEqual(
    [byteRange(0, 66), byteRange(1000, 2), byteRange(7, 1), byteRange(7, 0)],
    ["0–65", "1,000–1,001", "7", "7"],
  );
});

test("JSON for people says the same as the event", () => {
  const json = '{"message_len":2147483647,"message":"a\\u0000\\u2028"}';
  assert.equal(JSON.stringify(JSON.parse(prettyJson(json))), JSON.stringify(JSON.parse(json)));
  assert.match(prettyJson(json), /\n {2}"message_len": 2147483647,\n/);
});
