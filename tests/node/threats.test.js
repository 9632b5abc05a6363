// Attacks by writers of log lines, senders of payloads and callers of the package; SECURITY.md names each test.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
// The unbundled modules, since one test inspects a module.
import { columns, explain, parse, releaseMemory, toNDJSON } from "../../pkg/index.js";
import { currentMemory } from "../../pkg/memory.js";
import { FRAMINGS } from "../cases/load.js";
import { KEYS } from "./compare.js";

const MEBIBYTE = 1 << 20;
const HEADER = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";
const parseTime = new Date(0);

/** Messages that look like syntax to the framing, JSON, a terminal or an object. */
const SLY = [
  `x\n${framed("forged")}`,
  `${framed("forged")}${framed("forged twice")}`,
  `\n\n  ${framed("forged")}`,
  "83 <40>1 2012-11-30T06:45:29+00:00 host app web.3 - State changed",
  "9 <1>1 ",
  "0 ",
  "4294967295 <190>1 ",
  "\r\n\r",
  "\u001f\u008b\u0008",
  '{"message":"forged"}',
  '"}\n{"forged":true,"message":"',
  '\\"\\u0022\\',
  "\u2028\u2029\u0085",
  "\ud800 \udc00 \ud83d",
  "\u0000\u0007\u001b]0;title\u0007\u001b[2J\u009b31m\u007f",
  "\u202egnp.exe\u2066\u200b\ufeff",
  "__proto__",
  "<img src=x onerror=alert(1)>",
  "=cmd|' /C calc'!A0",
  "%{message} %s %n $(x) {{x}} `x`",
];

for (const framing of /** @type {const} */ (["auto", "octet-counting"])) {
  test(`a message that contains frames forges no record (${framing})`, () => {
    for (const [first, second] of pairs(SLY)) {
      const payload = framed(first) + framed(second) + framed("last");
      for (const form of [payload, new TextEncoder().encode(payload)]) {
        const { records, problems } = parse(form, { framing });
        assert.deepEqual(
          records.map(({ message }) => message),
          [first, second, "last"].map((message) => message.toWellFormed().replace(/\r$/, "")),
        );
        assert.ok(problems.every(({ code }) => code === "crlf"));
      }
    }
  });
}

test("in lines, which checks no count, a line feed in a message starts a record", () => {
  const { records } = parse(framed(`x\n${framed("forged")}`), { framing: "lines" });
  assert.equal(records[1]?.message, "forged");
});

test("a false count loses no byte and adds none", () => {
  const lies = ["0", "1", "9", "50", "99999", "2147483648", "4294967296", "9999999999", "00000"];
  const frame = `${HEADER}one\n`;
  for (const [first, second] of pairs([...lies, "99999999999999999999", "-5", "1e3"])) {
    const payload = `${first} ${frame}${second} ${frame}${framed("last")}`;
    for (const framing of FRAMINGS) {
      const { segments } = explain(payload, { framing });
      const text = segments.map(({ offset, length }) => payload.slice(offset, offset + length));
      assert.equal(text.join(""), payload);
      const { records, problems } = parse(payload, { framing });
      for (const text of [...records.map(messageOf), ...problems.map(textOf)]) {
        assert.ok(payload.includes(text));
      }
    }
  }
});

test("no call returns bytes of an earlier payload", () => {
  const secret = "SECRET";
  const shown = (/** @type {string | Uint8Array} */ payload) => {
    const { ndjson } = toNDJSON(payload);
    const all = [parse(payload), explain(payload), new TextDecoder().decode(ndjson)];
    return JSON.stringify([all, [...ndjson], Object.values(columns(payload)).map(String)]);
  };
  for (const size of [1, 100, 20_000]) {
    for (const count of ["99", "9999999999", "4294967295", "70"]) {
      for (const tail of [`${count} ${HEADER}é`, `${count} `, `${count}`, `${count} <1>1 -`]) {
        parse(new TextEncoder().encode(framed(secret.repeat(size)).repeat(20)));
        parse(framed(secret.repeat(size)).repeat(20));
        assert.ok(!shown(tail).includes(secret));
        assert.ok(!shown(new TextEncoder().encode(tail)).includes(secret));
      }
    }
  }
});

test("a result stays valid when wasm memory is reused", () => {
  const bytes = new TextEncoder().encode(SLY.map((text) => framed(text)).join(""));
  const results = [parse, toNDJSON, columns, explain].map((read) => read(bytes, { parseTime }));
  const before = JSON.stringify(results);
  for (const read of [parse, toNDJSON, columns, explain]) read(framed("x".repeat(MEBIBYTE)));
  releaseMemory();
  parse("");
  assert.equal(JSON.stringify(results), before);
});

test("a record has each deceptive message unchanged", () => {
  for (const message of SLY.filter((text) => !text.endsWith("\r"))) {
    assert.equal(parse(framed(message)).records[0]?.message, message.toWellFormed());
  }
});

test("a problem's message is one line without invisible characters", () => {
  const unseen =
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
  let checked = 0;
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (!unseen.test(character)) continue;
    const [problem] = parse(`x${character}y`).problems;
    if (problem === undefined) throw new Error(`U+${code.toString(16)} gives no problem`);
    assert.doesNotMatch(problem.message, unseen, `U+${code.toString(16)}`);
    checked++;
  }
  assert.ok(checked > 4000, `only ${checked} characters`);
});

test("a gzip payload is one problem and is not decompressed", () => {
  releaseMemory();
  const bomb = gzipSync(framed("x".repeat(64 * MEBIBYTE)));
  for (const framing of FRAMINGS) {
    const { records, problems } = parse(bomb, { framing });
    assert.deepEqual([records.length, problems.length, problems[0]?.code], [0, 1, "gzip-payload"]);
  }
  assert.ok(memoryLength() < 4 * MEBIBYTE);
});

test("a million frames are a million records, and their memory is released", () => {
  const frame = "17 <1>1 - - - - - x\n";
  const payload = new TextEncoder().encode(frame.repeat(1 << 20));
  assert.equal(payload.length, 20 << 20);
  assert.equal(parse(payload).records.length, 1 << 20);
  assert.equal(toNDJSON(payload).count, 1 << 20);
  assert.equal(columns(payload).length, 1 << 20);
  assert.ok(memoryLength() < 64 * MEBIBYTE);
});

test("a million problems, of four bytes each, fit into 512 MB of heap", () => {
  const program = `
    const { parse } = await import("heroku-drain");
    const { problems } = parse("<1>\\n".repeat(1 << 20), { maxProblems: Infinity });
    console.log(problems.length);`;
  const args = ["--max-old-space-size=512", "--input-type=module", "--eval", program];
  const printed = execFileSync(process.execPath, args, { cwd: import.meta.dirname });
  assert.equal(Number(printed), 1 << 20);
});

test("fields named like properties of objects are only text", () => {
  const untouched = JSON.stringify(ownKeysOfPrototypes());
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "toJSON"];
  for (const name of names) {
    const frame = `<1>${name} - ${name} ${name} ${name} ${name} ${name}`;
    const payload = `${frame.length} ${frame}`;
    const [record, ...others] = parse(payload, { parseTime }).records;
    assert.equal(others.length, 0);
    assert.ok(record);
    assert.deepEqual(Object.keys(record), KEYS);
    assert.equal(Object.getPrototypeOf(record), Object.prototype);
    assert.deepEqual([record.host_name, record.app_name, record.message], [name, name, name]);
    assert.deepEqual(record.p_any_domain_names, [name]);
    const line = new TextDecoder().decode(toNDJSON(payload, { parseTime }).ndjson);
    assert.equal(line, `${JSON.stringify(record)}\n`);
    for (const { problem } of /** @type {any[]} */ (explain(`x ${name}`).segments)) {
      assert.equal(Object.getPrototypeOf(problem), Object.prototype);
    }
  }
  assert.equal(JSON.stringify(ownKeysOfPrototypes()), untouched);
});

test("a line of NDJSON is one line, one JSON object, and the record", () => {
  const payload = SLY.map((text) => framed(text)).join("");
  const { ndjson, count } = toNDJSON(payload, { parseTime });
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(ndjson);
  const lines = text.split("\n");
  assert.equal(lines.pop(), "");
  assert.deepEqual([lines.length, count], [SLY.length, SLY.length]);
  assert.ok(ndjson.every((byte) => byte >= 0x20 || byte === 0x0a));
  for (const [at, record] of parse(payload, { parseTime }).records.entries()) {
    assert.equal(lines[at], JSON.stringify(record));
  }
});

test("options with side effects while they are read do no harm", () => {
  const payload = framed("hello");
  const bytes = new TextEncoder().encode(payload);
  const calling = {
    get framing() {
      parse(framed("x".repeat(MEBIBYTE)));
      releaseMemory();
      return /** @type {const} */ ("auto");
    },
  };
  const throwing = {
    get framing() {
      throw new RangeError("the caller's own");
    },
  };
  const detaching = {
    get framing() {
      structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
      return /** @type {const} */ ("auto");
    },
  };
  for (const read of [parse, toNDJSON, columns, explain]) {
    assert.deepEqual(contentOf(read(payload, calling)), contentOf(read(payload)));
    assert.throws(() => read(payload, /** @type {any} */ (throwing)), RangeError);
    assert.deepEqual(contentOf(read(payload)), contentOf(read(new TextEncoder().encode(payload))));
  }
  assert.throws(() => parse(bytes, detaching), TypeError);
  assert.equal(parse(payload).records[0]?.message, "hello");
});

/** @param {string} message */
function framed(message) {
  const payload = `${HEADER}${message}\n`;
  return `${Buffer.byteLength(payload)} ${payload}`;
}

/**
 * All ordered pairs of items.
 *
 * @template T
 * @param {T[]} items
 * @returns {[T, T][]}
 */
function pairs(items) {
  return items.flatMap((first) => items.map((second) => /** @type {[T, T]} */ ([first, second])));
}

/** @param {import("heroku-drain").HerokuRuntime} record */
function messageOf({ message }) {
  return message ?? "";
}

/** @param {import("heroku-drain").Problem} problem */
function textOf({ text }) {
  return text ?? "";
}

/**
 * A result without the parse times.
 *
 * @param {object} result
 */
function contentOf(result) {
  return JSON.stringify(result, (key, value) => {
    if (key === "p_parse_time") return undefined;
    return key === "ndjson" ? value.length : value;
  });
}

function ownKeysOfPrototypes() {
  return [Object, Array, Function, String, Date, Uint8Array].map(({ prototype }) =>
    Reflect.ownKeys(prototype).map(String),
  );
}

function memoryLength() {
  return currentMemory()?.buffer.byteLength ?? 0;
}
