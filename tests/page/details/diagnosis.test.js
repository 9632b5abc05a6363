// The details of a problem explain its cause, its position and Panther's result.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { diagnose } from "../../../www/src/details/diagnosis.js";
import { frame, join } from "../../../www/src/encode.js";
import { en } from "../../../www/src/strings/en.js";
import { ko } from "../../../www/src/strings/ko.js";
import { FRAMINGS, loadCases } from "../../cases/load.js";
import { detailsOf } from "./details.js";
import { TIMESTAMP_FAULTS } from "./timestamps.js";

/**
 * @import { ErrorCode, Framing, ProblemCode } from "heroku-drain"
 * @import { Cause } from "../../../www/src/details/diagnosis.js"
 */

const HEAD = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";
const NEXT = frame(`${HEAD}next\n`);

/**
 * The first diagnosis of a payload, with its code and the text that it points at.
 *
 * @param {string | Uint8Array} payload
 * @param {Framing} [framing]
 */
function first(payload, framing = "auto") {
  const bytes = Buffer.from(payload);
  for (const details of detailsOf(bytes, framing)) {
    const [shown] = details.kind === "record" ? details.warnings : [details.shown];
    if (!shown) continue;
    const diagnosis = diagnose(shown, details, framing);
    const { offset, length } = diagnosis.place;
    return {
      ...diagnosis,
      code: shown.problem.code,
      at: bytes.toString("utf8", offset, offset + length),
    };
  }
  throw new Error("nothing is wrong");
}

/**
 * @param {string} message
 * @param {number} off
 */
function miscounted(message, off) {
  return join([frame(HEAD + message, { off }), NEXT]);
}

/**
 * A frame that was counted as UTF-8 and then saved in another encoding.
 *
 * @param {string} message
 * @param {number[]} others the bytes of its non-ASCII characters in that encoding
 */
function saved(message, others) {
  const ascii = message.replace(/[^\0-\x7f]+/, "\ufffd").split("\ufffd");
  const body = join([HEAD, ascii[0] ?? "", new Uint8Array(others), ascii[1] ?? ""]);
  const off = Buffer.byteLength(HEAD + message) - body.length;
  return join([frame(body, { off }), NEXT]);
}

/**
 * @param {number[]} bytes
 * @param {string} [end]
 */
function broken(bytes, end = "\n") {
  return join([frame(join([`${HEAD}caf`, new Uint8Array(bytes), end])), NEXT]);
}

/** A frame with all fields, any of which can be replaced. */
const line = ({ count = "9", priority = "190", version = "1", timestamp = "-" }) =>
  `${count} <${priority}>${version} ${timestamp} host app web.1 - x\n`;

const json = (/** @type {unknown} */ value) => JSON.stringify(value);
const text = Buffer.from(NEXT).toString();

/** @type {{ code: ProblemCode, cause: Cause, payload: string | Uint8Array, framing?: Framing }[]} */
const CAUSES = [
  { code: "octet-count-mismatch", cause: "countsCharacters", payload: miscounted("café ☕\n", -3) },
  { code: "octet-count-mismatch", cause: "countsCodeUnits", payload: miscounted("🎉🎉\n", -4) },
  { code: "octet-count-mismatch", cause: "countsCodePoints", payload: miscounted("🎉🎉\n", -6) },
  {
    code: "octet-count-mismatch",
    cause: "lineEndsAreCrlf",
    payload: miscounted("first\r\nsecond\r\nthird\r\n", -3),
  },
  {
    code: "octet-count-mismatch",
    cause: "lineEndsAreCrlf",
    payload: miscounted("first\r\nsecond", -1),
  },
  { code: "octet-count-mismatch", cause: "lineEndsAreLf", payload: miscounted("a\nb\nc\n", 3) },
  {
    code: "octet-count-mismatch",
    cause: "countSlightlyTooLarge",
    payload: frame(`${HEAD}a\n`, { off: 1 }),
  },
  { code: "octet-count-mismatch", cause: "countSlightlyTooLarge", payload: miscounted("a b\n", 2) },
  { code: "octet-count-mismatch", cause: "lineEndLost", payload: frame(`${HEAD}a`, { off: 1 }) },
  { code: "octet-count-mismatch", cause: "savedAs", payload: saved("café\n", [0xe9]) },
  {
    code: "octet-count-mismatch",
    cause: "savedAs",
    payload: saved("한글\n", [0xc7, 0xd1, 0xb1, 0xdb]),
  },
  { code: "octet-count-mismatch", cause: "countsItself", payload: miscounted("a b\n", 3) },
  { code: "octet-count-mismatch", cause: "countTooLarge", payload: miscounted("secret=***\n", 12) },
  { code: "octet-count-mismatch", cause: "countTooSmall", payload: miscounted("a &amp; b\n", -4) },
  { code: "truncated", cause: "cutShort", payload: frame(`${HEAD}GET /`, { off: 57 }) },
  { code: "truncated", cause: "cutAtLimit", payload: frame(HEAD.padEnd(4091, "x"), { off: 57 }) },
  { code: "truncated", cause: "lineEndsAreLf", payload: frame(`${HEAD}a\nb\n`, { off: 2 }) },
  { code: "truncated", cause: "countsItself", payload: frame(`${HEAD}a`, { off: 3 }) },
  { code: "crlf", cause: "frameEndsInCrlf", payload: frame(`${HEAD}a\r\n`) },
  { code: "byte-order-mark", cause: "markInFront", payload: `\ufeff${text}` },

  {
    code: "not-a-frame",
    cause: "cliLine",
    payload: join(["\u001b[36m2024-05-29T07:07:25+00:00 app[web.1]:\u001b[0m hi\n", NEXT]),
  },
  { code: "invalid-utf8", cause: "latin1", payload: broken([0xe9]) },
  { code: "invalid-utf8", cause: "latin1", payload: broken([0xe9], " au lait\n") },
  {
    code: "invalid-utf8",
    cause: "cutCharacter",
    payload: frame(join([`${HEAD}${"x".repeat(9999)}`, new Uint8Array([0xe7])])),
  },
  {
    code: "invalid-utf8",
    cause: "characterRest",
    payload: frame(join([HEAD, new Uint8Array([0xa9, 0xb0]), "x\n"])),
  },
  { code: "invalid-utf8", cause: "eucKr", payload: broken([0xc7, 0xd1, 0xb1, 0xdb]) },
  { code: "invalid-utf8", cause: "cutCharacter", payload: broken([0xe2, 0x98]) },
  { code: "invalid-utf8", cause: "cutCharacter", payload: broken([0xf0, 0x9f, 0x8e], "x\n") },
  { code: "invalid-utf8", cause: "characterRest", payload: broken([0x93], "x\n") },
  { code: "invalid-utf8", cause: "surrogate", payload: broken([0xed, 0xa0, 0xbd]) },
  { code: "invalid-utf8", cause: "overlong", payload: broken([0xc0, 0x80]) },
  { code: "invalid-utf8", cause: "utf16", payload: broken([0xff, 0xfe, 0x41, 0x00]) },
  { code: "invalid-utf8", cause: "neverUtf8", payload: broken([0xff, 0x81, 0xff], "x\n") },

  {
    code: "priority-out-of-range",
    cause: "priorityNegative",
    payload: line({ priority: "-1" }),
    framing: "lines",
  },
  {
    code: "priority-out-of-range",
    cause: "priorityTooLarge",
    payload: line({ priority: "192" }),
    framing: "lines",
  },

  {
    code: "not-a-frame",
    cause: "blanksBetween",
    payload: join([NEXT, " \n"]),
    framing: "octet-counting",
  },
  { code: "not-a-frame", cause: "httpHead", payload: "POST /logs HTTP/1.1\nHost: a.example\n" },
  { code: "not-a-frame", cause: "httpHead", payload: "Logplex-Msg-Count: 1\n" },
  { code: "not-a-frame", cause: "countIsZero", payload: line({ count: "0" }) },
  { code: "not-a-frame", cause: "countTooLong", payload: line({ count: "00000000063" }) },
  { code: "not-a-frame", cause: "countWithoutSpace", payload: "63<190>1 - host app web.1 - x" },
  { code: "not-a-frame", cause: "countSigned", payload: line({ count: "+63" }) },
  { code: "not-a-frame", cause: "countAbsent", payload: line({ count: "-" }) },
  { code: "not-a-frame", cause: "markInside", payload: `\ufeff${text}`, framing: "octet-counting" },
  { code: "not-a-frame", cause: "jsonLine", payload: join(['{"level":"info"}\n', NEXT]) },
  {
    code: "not-a-frame",
    cause: "cliLine",
    payload: join(["2024-05-29T07:07:25Z app[web.1]: up\n", NEXT]),
  },
  { code: "not-a-frame", cause: "noCount", payload: "hello" },
  {
    code: "not-a-frame",
    cause: "multipartBoundary",
    payload: join(['--b0undary\r\nContent-Disposition: form-data; name="file"\r\n\r\n', NEXT]),
  },
  { code: "not-a-frame", cause: "linePrefix", payload: join(["drain_1  | ", NEXT]) },
  {
    code: "not-a-frame",
    cause: "htmlEscaped",
    payload: join(["&lt;190&gt;1 - - - - - x\n", NEXT]),
  },
  {
    code: "delimiter-missing",
    cause: "htmlEscaped",
    payload: join([frame("&#60;190&gt;1 - - - - - x\n"), NEXT]),
  },

  { code: "missing-octet-count", cause: "syslogWithoutCount", payload: `${HEAD}a\n` },
  {
    code: "missing-octet-count",
    cause: "oldSyslogWithoutCount",
    payload: "<13>Mar 14 09:26:53 host app: a\n",
  },
  {
    code: "missing-octet-count",
    cause: "oldSyslogWithoutCount",
    payload: "<34>Oct  1 22:14:15 host su: a\n",
  },
  {
    code: "delimiter-missing",
    cause: "oldSyslogWithoutCount",
    payload: "<34>Oct 11 22:14:15 host su: a\n",
    framing: "lines",
  },

  {
    code: "delimiter-missing",
    cause: "continuationLine",
    payload: "  at Job.run (job.js:7:3)\n",
    framing: "lines",
  },
  {
    code: "delimiter-missing",
    cause: "countMissingInLine",
    payload: `${HEAD}a\n`,
    framing: "lines",
  },
  {
    code: "delimiter-missing",
    cause: "priorityNotFound",
    payload: frame("190 1 - host app web.1 - x\n"),
  },
  {
    code: "delimiter-missing",
    cause: "priorityNotFound",
    payload: "9 lines of text\n",
    framing: "lines",
  },
  {
    code: "delimiter-missing",
    cause: "priorityNotClosed",
    payload: frame("<190 1 - host app web.1 - x\n"),
  },
  { code: "delimiter-missing", cause: "messageMissing", payload: frame(HEAD.trim()) },
  { code: "delimiter-missing", cause: "fieldsMissing", payload: frame("<190>1 - host\n") },

  {
    code: "invalid-integer",
    cause: "integerTooLarge",
    payload: line({ count: "2147483648" }),
    framing: "lines",
  },
  {
    code: "invalid-integer",
    cause: "integerTooLarge",
    payload: frame("<99999999999>1 - - - - - x"),
  },
  { code: "invalid-integer", cause: "integerHidden", payload: `\ufeff${text}`, framing: "lines" },
  { code: "invalid-integer", cause: "integerBlank", payload: line({ count: "63 " }) },
  { code: "invalid-integer", cause: "integerBlank", payload: frame("< 190>1 - - - - - x") },
  { code: "invalid-integer", cause: "integerWritten", payload: frame("<1e2>1 - - - - - x") },
  { code: "invalid-integer", cause: "integerWritten", payload: frame("<0xBE>1 - - - - - x") },
  {
    code: "invalid-integer",
    cause: "integerWritten",
    payload: line({ count: "1,024" }),
    framing: "lines",
  },
  { code: "invalid-integer", cause: "integerDigits", payload: frame("<١٩٠>1 - - - - - x") },
  { code: "invalid-integer", cause: "notInteger", payload: frame("<local7.info>1 - - - - - x") },

  {
    code: "invalid-timestamp",
    cause: "dayOutOfRange",
    payload: line({ timestamp: "2026-02-30T09:26:59Z" }),
    framing: "lines",
  },
  {
    code: "invalid-timestamp",
    cause: "blankForT",
    payload: line({ timestamp: "2026-02-20 09:26:59Z" }),
    framing: "lines",
  },
  {
    code: "invalid-timestamp",
    cause: "oldSyslog",
    payload: frame("<13>Mar 14 09:26:53 host app[1]: a b c\n"),
  },

  { code: "gzip-payload", cause: "gzipBytes", payload: new Uint8Array([0x1f, 0x8b, 8, 0]) },
  { code: "gzip-payload", cause: "gzipAsText", payload: "\u001f\ufffd\b\0" },
  { code: "json-payload", cause: "jsonWrapped", payload: json({ id: 7, body: text }) },
  {
    code: "json-payload",
    cause: "jsonWrapped",
    payload: json([{ log: `${HEAD}a` }]).replace("<", "\\u003c"),
  },
  {
    code: "json-payload",
    cause: "jsonBase64",
    payload: json({ id: "0123456789abcdef01", body: btoa(text), isBase64Encoded: true }),
  },
  { code: "json-payload", cause: "jsonString", payload: json(text) },
  { code: "json-payload", cause: "jsonEvents", payload: json(parse(text).records[0]) },
  { code: "json-payload", cause: "jsonOther", payload: json({ level: "info" }) },
  {
    code: "form-encoded",
    cause: "formWrapped",
    payload: `a=1&payload=${encodeURIComponent(text)}`,
  },
  { code: "form-encoded", cause: "formOther", payload: encodeURIComponent(text) },
  {
    code: "cli-output",
    cause: "cliPlain",
    payload: "2024-05-29T07:07:25.1+00:00 app[web.1]: up\n",
  },
  {
    code: "cli-output",
    cause: "cliColoured",
    payload: "\u001b[36m2024-05-29T07:07:25.1+00:00 app[web.1]:\u001b[0m up\n",
  },
];

/** @type {{ code: ErrorCode, cause: Cause, payload: string | Uint8Array, guess: string }[]} */
const FORMATS = [
  { code: "utf16-payload", cause: "utf16Bytes", payload: utf16("\ufeff"), guess: "UTF-16" },
  { code: "utf16-payload", cause: "utf16Bytes", payload: utf16("").swap16(), guess: "UTF-16BE" },
  { code: "utf16-payload", cause: "utf16Bytes", payload: utf16(""), guess: "UTF-16LE" },
  {
    code: "utf16-payload",
    cause: "utf16AsText",
    payload: utf16("\ufeff").toString("utf8"),
    guess: "",
  },
  { code: "base64-payload", cause: "base64Frames", payload: btoa(text), guess: "base64 -d" },
  {
    code: "base64-payload",
    cause: "base64Frames",
    payload: Buffer.from(text.replace("next", "?>?>?>")).toString("base64url"),
    guess: "basenc --base64url -d",
  },
  {
    code: "html-escaped",
    cause: "htmlEscaped",
    payload: text.replace("<", "&LT;").replace(">", "&gt;"),
    guess: "&LT;",
  },
  {
    code: "html-escaped",
    cause: "htmlEscaped",
    payload: text.replace("<", "&#x3C;").replace(">", "&#62;"),
    guess: "&#x3C;",
  },
];

/** @param {string} mark a byte order mark, or nothing */
function utf16(mark) {
  return Buffer.from(mark + text, "utf16le");
}

for (const [index, { code, cause, payload, guess }] of FORMATS.entries()) {
  test(`a payload in another format, ${code}, is explained as ${cause} (${index})`, () => {
    const found = first(payload);
    const { facts, outcome } = found;
    assert.deepEqual([found.code, found.cause, facts.guess], [code, cause, guess]);
    assert.equal(outcome, "noLineMatches");
    for (const words of [en.problems, ko.problems]) {
      const { found: said, fix } = words.causes[cause];
      assert.ok(`${said(facts)} ${fix(facts)}`.includes(guess));
    }
  });
}

/** Text after a frame with a correct count. @type {[Cause, string][]} */
const FOLLOWING = [
  ["httpHead", "POST /logs HTTP/1.1\r\nHost: logs.example.com\r\n\r\n"],
  ["httpHead", "HTTP/1.1 204 No Content\r\n\r\n"],
  ["multipartBoundary", "--b0undary\r\nContent-Type: text/plain\r\n\r\n"],
  ["linePrefix", "drain_1  | "],
  ["linePrefix", "2026-03-14T09:26:53Z "],
  ["jsonLine", '{"level":"info"}\n'],
  ["syslogWithoutCount", `${HEAD}uncounted\n`],
  ["oldSyslogWithoutCount", "<34>Oct 11 22:14:15 host su: failed\n"],
];

for (const [cause, other] of FOLLOWING) {
  test(`the frame before ${JSON.stringify(other)} is right, and the text is ${cause}`, () => {
    const rows = detailsOf(join([NEXT, other, NEXT]));
    assert.deepEqual(
      rows.map((row) => (row.kind === "record" ? row.warnings.length : "error")),
      [0, "error", 0],
    );
    assert.equal(first(join([NEXT, other, NEXT])).cause, cause);
  });
}

for (const by of [1, 2]) {
  test(`counts that are all ${by} too large keep every message whole, and are explained`, () => {
    const all = [1, 2, 3].map((number) => frame(`${HEAD}message ${number}\n`, { off: by }));
    const rows = detailsOf(join(all));
    assert.equal(rows.length, 3);
    rows.forEach((row, index) => {
      assert.ok(row.kind === "record");
      assert.equal(row.fields.at(-1)?.value, `message ${index + 1}`);
      const [shown] = row.warnings;
      assert.equal(shown && diagnose(shown, row, "auto").cause, "countSlightlyTooLarge");
    });
  });
}

test("frames without line feeds, as removed by curl -d, are each explained", () => {
  const all = ["one", "two", "three"].map((name) => frame(HEAD + name, { off: 1 }));
  for (const row of detailsOf(join(all))) {
    assert.ok(row.kind === "record");
    const [shown] = row.warnings;
    assert.equal(shown && diagnose(shown, row, "auto").cause, "lineEndLost");
  }
});

for (const [index, { code, cause, payload, framing }] of CAUSES.entries()) {
  test(`${code} is told as ${cause} (${index})`, () => {
    const found = first(payload, framing);
    assert.deepEqual([found.code, found.cause], [code, cause]);
  });
}

test("characters may have been counted without the line end", () => {
  const { cause, facts } = first(miscounted("café ☕\n", -4));
  assert.deepEqual([cause, facts.number], ["countsCharacters", 1]);
  assert.equal(first(miscounted("🎉🎉\n", -5)).cause, "countsCodeUnits");
  assert.equal(first(miscounted("🎉🎉\n", -7)).cause, "countsCodePoints");
});

test("the key that holds the frames is named", () => {
  assert.equal(first(json({ id: 7, body: text })).facts.guess, "body");
  assert.equal(first(json({ data: btoa(text) })).facts.guess, "data");
  assert.equal(first(`a=1&payload=${encodeURIComponent(text)}`).facts.guess, "payload");
});

test("what was meant by bytes of another encoding is told", () => {
  assert.equal(first(broken([0xe9])).facts.guess, "é");
  assert.equal(first(broken([0xc7, 0xd1, 0xb1, 0xdb])).facts.guess, "한글");
  const { byte, there, wanted } = first(broken([0xe2, 0x98])).facts;
  assert.deepEqual([byte, there, wanted], ["E2", 2, 3]);
});

test("an error points at the field, not at all of the frame", () => {
  assert.equal(
    first(line({ timestamp: "2026-02-30T09:26:59Z" }), "lines").at,
    "2026-02-30T09:26:59Z",
  );
  assert.equal(first(frame("<1e2>1 - - - - - x")).at, "1e2");
  assert.equal(first(frame("<190>1 - host\n")).at, "host");
  const { place } = first(frame("<190>1 -"));
  assert.deepEqual(place, { offset: 9, length: 1 });
});

test("fields in front of the wrong one are known", () => {
  const { fields } = first(frame("<190>1 - host\n"));
  assert.deepEqual(
    fields.map(({ name }) => name),
    ["message_len", "priority", "version", "timestamp"],
  );
});

/** The causes that say whether the framing "lines", Panther's own, returns a record for the bytes. */
const EVENTS = ["sameEvent", "cutEvent", "crlfDropped", "replaced", "numberKept", "countIgnored"];
const NO_EVENTS = ["markRejected", "nothingThere", "lineRejected", "noLineMatches"];

test("what is said of Panther is what lines give, which is how Panther reads", () => {
  let checked = 0;
  for (const { cause, payload, framing } of CAUSES) {
    const { outcome, place } = first(payload, framing);
    if (![...EVENTS, ...NO_EVENTS].includes(outcome)) continue;
    checked += 1;
    const row = detailsOf(payload, "lines").find(
      ({ offset, length }) => place.offset < offset + length,
    );
    const expected = EVENTS.includes(outcome) ? "record" : "error";
    assert.equal(row?.kind ?? "error", expected, `${cause}: ${outcome}`);
  }
  assert.ok(checked > 40);
});

test("every problem of every case has words in both languages", () => {
  let problems = 0;
  for (const { payload } of loadCases()) {
    for (const framing of FRAMINGS) {
      for (const details of detailsOf(payload, framing)) {
        for (const shown of details.kind === "record" ? details.warnings : [details.shown]) {
          problems += 1;
          const { cause, outcome, facts, place } = diagnose(shown, details, framing);
          for (const words of [en.problems, ko.problems]) {
            const said = [
              words.titles[shown.problem.code],
              words.expectations[shown.problem.code](facts),
              words.outcomes[outcome],
              words.causes[cause].found(facts),
              words.causes[cause].fix(facts),
            ];
            for (const text of said) {
              assert.doesNotMatch(text, /undefined|NaN|“”|\b0 bytes declared/);
              assert.ok(text.length > 3);
            }
          }
          assert.ok(place.offset >= details.offset || shown.problem.code === "byte-order-mark");
          assert.ok(place.length >= 0);
        }
      }
    }
  }
  assert.ok(problems > 100);
});

test("both languages have the same words, and there is none that nothing leads to", () => {
  assert.deepEqual(Object.keys(ko.problems.causes), Object.keys(en.problems.causes));
  assert.deepEqual(Object.keys(ko.details), Object.keys(en.details));
  const told = [...CAUSES, ...FORMATS].map(({ cause }) => cause);
  // Only a stream can have frames that are too long.
  const expected = new Set([...told, ...TIMESTAMP_FAULTS, "frameTooLong"]);
  assert.deepEqual(Object.keys(en.problems.causes).sort(), [...expected].sort());
});
