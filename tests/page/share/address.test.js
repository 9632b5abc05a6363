// Addresses read back as written, and an invalid address does no harm.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { facilities, problemCodes, severities } from "heroku-drain";
import { LONGEST_TEXT, readAddress, writeAddress } from "../../../www/src/address.js";
import { everything, MOST_VALUES } from "../../../www/src/messages.js";

/** @import { Query, Sort } from "../../../www/src/messages.js" */

const HOSTILE = [
  ..."#&%+=,:;?/\\'\"`<>-_. ",
  "\n",
  "\r",
  "\0",
  "\u2028",
  "\u202e",
  "é",
  "한국",
  "👋",
  "%20",
  "absent",
  "-",
  "host_name",
  "constructor",
];

test("reads whatever query was written", () => {
  const seed = (Date.now() * Math.random()) >>> 0;
  const random = randomFrom(seed);
  for (let round = 0; round < 2000; round++) {
    const query = randomQuery(random);
    const hash = writeAddress({ query });
    const { query: read, problems } = readAddress(hash);
    const message = `seed ${seed}, round ${round}: ${hash}`;
    assert.deepEqual(sorted({ ...everything(), ...read }), sorted(query), message);
    assert.deepEqual(problems, [], message);
  }
});

test("reads whatever payload and setting was written", () => {
  /** @type {import("../../../www/src/address.js").Address[]} */
  const addresses = [
    { source: { kind: "link", data: "eJw-_09" } },
    { source: { kind: "sample", id: "router" }, row: 0 },
    { source: { kind: "text", text: "21 <190>1 - - - - - Hi.\n", lineEnd: "lf" } },
    { source: { kind: "text", text: "한국 &#%+\n\n", lineEnd: "crlf" }, framing: "lines" },
    { language: "ko", theme: "dark", row: 4_999_999 },
    { theme: "system", framing: "octet-counting" },
  ];
  for (const address of addresses) {
    assert.deepEqual(readAddress(writeAddress(address)), { ...address, problems: [] });
  }
});

test("writes nothing where there is nothing to say", () => {
  assert.equal(writeAddress({}), "");
  assert.equal(writeAddress({ framing: "auto", query: everything() }), "");
  const file = { kind: /** @type {const} */ ("file"), name: "a.log", file: new Blob(["a"]) };
  assert.equal(writeAddress({ source: file }), "");
  const long = "a".repeat(LONGEST_TEXT + 1);
  assert.equal(writeAddress({ source: { kind: "text", text: long, lineEnd: "lf" } }), "");
});

test("reads an empty address", () => {
  for (const hash of ["", "#"]) assert.deepEqual(readAddress(hash), { problems: [] });
});

test("reads a half of a character as U+FFFD", () => {
  const hash = writeAddress({ query: { host_name: ["a\ud800b"], text: "\udfff" } });
  assert.deepEqual(readAddress(hash).query, { host_name: ["a\ufffdb"], text: "\ufffd" });
});

test("tells an absent name from an empty one and from those that look like it", () => {
  const { query } = readAddress("#host=&host=-&host=absent&app=host_name&absent=host_name");
  assert.deepEqual(query, { host_name: ["", "-", "absent", undefined], app_name: ["host_name"] });
});

test("reads severities and facilities by keyword and by number", () => {
  const { query, problems } = readAddress("#severity=err,4&severity=0&facility=local7,kern,14");
  assert.deepEqual(query, { severity: [3, 4, 0], facility: [23, 0, 14] });
  assert.deepEqual(problems, []);
});

test("passes over what means nothing, and names it", () => {
  const odd = {
    framing: "guess",
    severity: "8",
    facility: "local8",
    problem: "constructor",
    absent: "message",
    from: "yesterday",
    to: "2026-02-30T00:00:00Z",
    differs: "",
    sort: "--priority",
    stack: "host_name",
    row: "0",
    lang: "fr",
    theme: "pink",
    v1: "a+b",
    text: "a".repeat(LONGEST_TEXT + 1),
    "line-ends": "cr",
    sample: "../secret",
    search: "",
    __proto__x: "1",
  };
  for (const [name, value] of Object.entries(odd)) {
    const hash = `#${new URLSearchParams([[name, value]])}`;
    assert.deepEqual(readAddress(hash), { problems: [name] });
  }
});

test("keeps what is right of a list that is partly wrong", () => {
  const { query, problems } = readAddress("#severity=err,loud&problem=crlf,nothing");
  assert.deepEqual(query, { severity: [3], problem: ["crlf"] });
  assert.deepEqual(problems, ["severity", "problem"]);
});

test("takes the first of what can be there once", () => {
  const { theme, problems } = readAddress("#theme=dark&theme=light");
  assert.deepEqual({ theme, problems }, { theme: "dark", problems: ["theme"] });
});

test("takes one payload where there are several", () => {
  const { source, problems } = readAddress("#sample=a&text=b&v1=c&line-ends=lf");
  assert.deepEqual(source, { kind: "link", data: "c" });
  assert.deepEqual(problems.sort(), ["line-ends", "sample", "text"]);
  assert.deepEqual(readAddress("#line-ends=lf").problems, ["line-ends"]);
});

test("tells the line ends of a text that shows them", () => {
  const source = { kind: "text", text: "a\nb\n" };
  assert.deepEqual(readAddress("#text=a%0D%0Ab%0D%0A").source, { ...source, lineEnd: "crlf" });
  assert.deepEqual(readAddress("#text=a%0Ab%0A").source, { ...source, lineEnd: "lf" });
  const asked = readAddress("#text=a%0D%0Ab%0D%0A&line-ends=lf");
  assert.deepEqual(asked.source, { ...source, lineEnd: "lf" });
});

test("reads a time in any offset, to the microsecond", () => {
  const time = Date.UTC(2026, 4, 17, 9, 30);
  /** @type {[string, number][]} */
  const times = [
    ["2026-05-17T09:30:00Z", time],
    ["2026-05-17T18:30:00%2B09:00", time],
    // As typed by hand; the plus sign decodes to a space.
    ["2026-05-17T18:30:00+09:00", time],
    ["2026-05-17T07:00:00-02:30", time],
    ["2026-05-17t09:30:00.25z", time + 250],
    ["2026-05-17T09:30:00.000500Z", time + 0.5],
    [String(time), time],
    ["-1.5", -1.5],
  ];
  for (const [text, from] of times) {
    assert.deepEqual(readAddress(`#from=${text}`), { query: { from }, problems: [] }, text);
  }
  for (const text of ["2026-05-17T24:00:00Z", "2026-05-17", "1e400", "Infinity", "9e15", "NaN"]) {
    assert.deepEqual(readAddress(`#from=${text}`), { problems: ["from"] }, text);
  }
});

test("keeps to a limit, however many values there are", () => {
  const many = Array.from({ length: 5000 }, (_, index) => `host=h${index}`).join("&");
  const { query, problems } = readAddress(`#${many}`);
  assert.equal(query?.host_name?.length, MOST_VALUES);
  assert.deepEqual(problems, ["host"]);
});

test("does not throw, whatever stands there", () => {
  const seed = (Date.now() * Math.random()) >>> 0;
  const random = randomFrom(seed);
  const names = "v1 text sample framing search severity host absent from sort row lang".split(" ");
  for (let round = 0; round < 2000; round++) {
    const pieces = Array.from({ length: random(9) }, () => pick(random, [...HOSTILE, ...names]));
    const hash = `#${pieces.join(pick(random, ["", "=", "&", "%"]))}`;
    const { problems, ...address } = readAddress(hash);
    const again = readAddress(writeAddress(address));
    assert.deepEqual(again, { ...address, problems: [] }, `seed ${seed}: ${JSON.stringify(hash)}`);
    assert.ok(problems.every((name) => typeof name === "string"));
  }
});

test("the examples of docs/LINKS.md mean something", () => {
  const docs = readFileSync(new URL("../../../docs/LINKS.md", import.meta.url), "utf8");
  const examples = docs.match(/(?<=\n {4}|`)#[^\s`]+/g) ?? [];
  assert.ok(examples.length > 3, `${examples.length} examples`);
  for (const example of examples) {
    const { problems, ...address } = readAddress(example);
    assert.deepEqual(problems, [], example);
    assert.notDeepEqual(address, {}, example);
  }
});

test("docs/LINKS.md names every parameter, and only those", () => {
  const docs = readFileSync(new URL("../../../docs/LINKS.md", import.meta.url), "utf8");
  const rows = [...docs.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name = ""]) => name);
  const written = writeAddress({
    source: { kind: "text", text: "a", lineEnd: "crlf" },
    framing: "lines",
    language: "ko",
    theme: "dark",
    row: 1,
    query: {
      text: "a",
      severity: [1],
      facility: [1],
      host_name: ["a", undefined],
      app_name: ["a"],
      process_id: ["a"],
      problem: ["crlf"],
      from: 0,
      to: 1,
      differs: "lines",
      sort: { by: "priority", isDescending: true },
      stackBy: "app_name",
    },
  });
  const all = [...new URLSearchParams(written.slice(1)).keys(), "v1", "sample"];
  assert.deepEqual(rows.sort(), [...new Set(all)].sort());
});

/** @param {Query} query with its lists sorted, since they are sets */
function sorted(query) {
  const lists = Object.entries(query).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(String).sort() : value,
  ]);
  return Object.fromEntries(lists);
}

/**
 * @param {(below: number) => number} random
 * @returns {Query}
 */
function randomQuery(random) {
  return {
    text: random(2) ? randomName(random).replace(/[\r\n]/g, "") : "",
    severity: someOf(random, [...severities.keys()]),
    facility: someOf(random, [...facilities.keys()]),
    host_name: randomNames(random),
    app_name: randomNames(random),
    process_id: randomNames(random),
    problem: someOf(random, [...problemCodes]),
    from: randomTime(random),
    to: randomTime(random),
    differs: pick(random, [undefined, "auto", "octet-counting", "lines"]),
    sort: {
      by: /** @type {Sort["by"]} */ (pick(random, ["order", "event_time", "message_len"])),
      isDescending: random(2) === 1,
    },
    stackBy: pick(random, ["severity", "app_name", "process_id"]),
  };
}

/** @param {(below: number) => number} random */
function randomNames(random) {
  const names = Array.from({ length: random(4) }, () => randomName(random));
  return [...new Set(random(3) ? names : [...names, undefined])];
}

/** @param {(below: number) => number} random */
function randomName(random) {
  return Array.from({ length: random(5) }, () => pick(random, HOSTILE)).join("");
}

/** @param {(below: number) => number} random */
function randomTime(random) {
  const millisecond = random(2 ** 31) * 1000 + random(1000);
  return pick(random, [undefined, millisecond, -millisecond, millisecond + random(1000) / 1000]);
}

/**
 * @template T
 * @param {(below: number) => number} random
 * @param {readonly T[]} list
 * @returns {T}
 */
function pick(random, list) {
  return /** @type {T} */ (list[random(list.length)]);
}

/**
 * @template T
 * @param {(below: number) => number} random
 * @param {readonly T[]} list
 */
function someOf(random, list) {
  return list.filter(() => random(4) === 0);
}

/**
 * mulberry32.
 *
 * @param {number} seed
 * @returns {(below: number) => number}
 */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
