// Argument validation, and the errors for invalid arguments.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { columns, explain, parse, toNDJSON } from "heroku-drain";
import { KEYS } from "./compare.js";

const PAYLOAD = "21 <190>1 - - - - - Hi.\n";
const BYTES = new TextEncoder().encode(PAYLOAD);

const throwing = {
  get constructor() {
    throw new RangeError("of the object's own");
  },
};

/** Calls a parser inside the constructor that a careless implementation would use for a view. */
class Reentrant extends Uint8Array {
  /** @param {any} value */
  constructor(value) {
    super(value);
    parse("9 <1>1 x");
  }
}

class Wide extends Uint8Array {
  static get [Symbol.species]() {
    return Uint16Array;
  }
}

/** @type {[string, (...args: any[]) => unknown][]} */
const FUNCTIONS = [
  ["parse", parse],
  ["toNDJSON", toNDJSON],
  ["columns", columns],
  ["explain", explain],
];

for (const [name, read] of FUNCTIONS) {
  test(`${name} takes a string, bytes and a buffer, of another realm too`, () => {
    const parseTime = new Date(0);
    const expected = read(BYTES, { parseTime });
    const buffer = BYTES.buffer.slice(0);
    const foreign = runInNewContext("Uint8Array").from(BYTES);
    const shared = new Uint8Array(new SharedArrayBuffer(BYTES.length));
    shared.set(BYTES);
    const resizable = new Uint8Array(new ArrayBuffer(BYTES.length, { maxByteLength: 1000 }));
    resizable.set(BYTES);
    const offset = new Uint8Array([1, 2, 3, ...BYTES, 4]).subarray(3, 3 + BYTES.length);
    for (const payload of [
      PAYLOAD,
      Buffer.from(BYTES),
      buffer,
      foreign,
      foreign.buffer,
      shared,
      resizable,
      resizable.buffer,
      Reentrant.from(BYTES),
      new Wide(BYTES),
      offset,
    ]) {
      assert.deepEqual(read(payload, { parseTime }), expected);
    }
  });

  test(`${name} reports the passed type and the accepted types`, () => {
    const taken = "payload must be a string, a Uint8Array or an ArrayBuffer, not ";
    /** @type {[unknown, string][]} */
    const wrong = [
      [42, "number 42"],
      [undefined, "undefined"],
      [null, "null"],
      [true, "boolean true"],
      [1n, "a bigint"],
      [Symbol("x"), "a symbol"],
      [() => 0, "a function"],
      [{}, "an instance of Object"],
      [Object.create(null), "an object"],
      [[PAYLOAD], "an instance of Array"],
      [new Uint16Array(2), "an instance of Uint16Array"],
      [new DataView(new ArrayBuffer(2)), "an instance of DataView"],
      [{ [Symbol.toStringTag]: "Uint8Array", length: 1 }, "an instance of Object"],
      [{ [Symbol.toStringTag]: "ArrayBuffer", byteLength: 1 }, "an instance of Object"],
      [Object.create(Uint8Array.prototype), "an imitation of Uint8Array"],
      [new Proxy(BYTES, {}), "an imitation of Uint8Array"],
      [{ constructor: { name: Symbol("x") } }, "an object"],
      [throwing, "an object"],
    ];
    for (const [payload, passed] of wrong) {
      assert.throws(() => read(payload), { name: "TypeError", message: taken + passed });
    }
  });

  test(`${name} says which option is wrong`, () => {
    const framings = '"auto", "octet-counting", "lines"';
    /** @type {[unknown, string][]} */
    const wrong = [
      [null, "options must be an object, not null"],
      ["lines", 'options must be an object, not "lines"'],
      [{ framing: "csv" }, `options.framing must be one of ${framings}, not "csv"`],
      [{ framing: 1 }, `options.framing must be one of ${framings}, not number 1`],
      [{ parseTime: 0 }, "options.parseTime must be a valid Date, not number 0"],
      [
        { parseTime: { [Symbol.toStringTag]: "Date" } },
        "options.parseTime must be a valid Date, not an instance of Object",
      ],
      [{ parseTime: new Date("") }, "options.parseTime must be a valid Date, not an invalid Date"],
      [{ framing: null }, `options.framing must be one of ${framings}, not null`],
      [{ parsetime: new Date() }, "options.parsetime is not an option"],
      [{ foo: undefined }, "options.foo is not an option"],
    ];
    for (const [options, message] of wrong) {
      assert.throws(() => read(PAYLOAD, options), { name: "TypeError", message });
    }
  });

  test(`${name} takes options that are left out or undefined`, () => {
    for (const options of [undefined, {}, { framing: undefined, parseTime: undefined }]) {
      assert.ok(read(PAYLOAD, options));
    }
  });
}

test("toNDJSON writes to memory of the caller, and to no other", () => {
  const room = new Uint8Array(1000).fill(1);
  const into = room.subarray(10, 900);
  const { ndjson } = toNDJSON(PAYLOAD, { into });
  assert.equal(ndjson.buffer, room.buffer);
  assert.deepEqual([ndjson.byteOffset, room[9], room[10 + ndjson.length]], [10, 1, 1]);
  const foreign = runInNewContext("Uint8Array").from(room);
  assert.equal(toNDJSON(PAYLOAD, { into: foreign }).ndjson.buffer, foreign.buffer);
  const buffer = Buffer.alloc(1000);
  assert.equal(toNDJSON(PAYLOAD, { into: buffer }).ndjson.buffer, buffer.buffer);
  const expected = toNDJSON(BYTES, { parseTime: new Date(0) }).ndjson;
  const both = new Uint8Array(1000);
  both.set(BYTES, 5);
  const payload = both.subarray(5, 5 + BYTES.length);
  assert.deepEqual(toNDJSON(payload, { into: both, parseTime: new Date(0) }).ndjson, expected);

  const fixed = "options.into must be memory that is neither shared nor resizable";
  /** @type {[unknown, string][]} */
  const wrong = [
    [null, "options.into must be a Uint8Array, not null"],
    ["", 'options.into must be a Uint8Array, not ""'],
    [new ArrayBuffer(9), "options.into must be a Uint8Array, not an instance of ArrayBuffer"],
    [new Uint16Array(9), "options.into must be a Uint8Array, not an instance of Uint16Array"],
    [
      Object.create(Uint8Array.prototype),
      "options.into must be a Uint8Array, not an imitation of Uint8Array",
    ],
    [new Uint8Array(new SharedArrayBuffer(9)), fixed],
    [new Uint8Array(new ArrayBuffer(9, { maxByteLength: 10 })), fixed],
  ];
  for (const [given, message] of wrong) {
    const call = () => toNDJSON(PAYLOAD, /** @type {any} */ ({ into: given }));
    assert.throws(call, { name: "TypeError", message });
  }
});

test("toNDJSON gives lines memory of their own where they do not fit, in whichever batch", () => {
  const payload = PAYLOAD.repeat(1500);
  const options = { parseTime: new Date(0) };
  const expected = toNDJSON(payload, options);
  const { length } = expected.ndjson;
  for (const room of [0, 1, length / 3, length / 2, length - 1, length, length + 1].map(
    Math.floor,
  )) {
    const into = new Uint8Array(room);
    const result = toNDJSON(payload, { ...options, into });
    assert.deepEqual(result, expected);
    assert.equal(result.ndjson.buffer === into.buffer, room >= length);
  }
  const none = toNDJSON("", { into: new Uint8Array(0) });
  assert.deepEqual([none.ndjson.length, none.count], [0, 0]);
});

test("the parse time is the caller's, or now", () => {
  const parseTime = new Date(Date.UTC(2024, 5, 1));
  const [record] = parse(PAYLOAD, { parseTime }).records;
  assert.deepEqual(record?.p_parse_time, parseTime);
  assert.notEqual(record?.p_parse_time, parseTime, "a date of the caller's may change");
  assert.deepEqual(record?.p_event_time, parseTime, "without a timestamp, the parse time counts");

  const before = Date.now();
  const now = Number(parse(PAYLOAD).records[0]?.p_parse_time);
  assert.ok(before <= now && now <= Date.now());
});

test("a lone surrogate counts and reads as U+FFFD", () => {
  const text = "<190>1 - - - - - \uD83D!";
  const length = new TextEncoder().encode(text).length;
  const { records, problems } = parse(`${length} ${text}`);
  assert.equal(records[0]?.message, "\uFFFD!");
  assert.deepEqual(problems, []);
  assert.equal(parse("\uD83D").problems[0]?.text, "\uFFFD");
});

test("lists of indicators are frozen or absent, and records have the same keys in the same order", () => {
  const { records } = parse(
    `${PAYLOAD}29 <190>1 - 10.0.0.1 - - - Hi.\n29 <190>1 - example. - - - Hi.\n`,
  );
  assert.deepEqual(
    records.map((record) => [record.p_any_ip_addresses, record.p_any_domain_names]),
    [
      [undefined, undefined],
      [["10.0.0.1"], undefined],
      [undefined, ["example."]],
    ],
  );
  for (const record of records) {
    assert.ok(Object.isFrozen(record.p_any_ip_addresses ?? record.p_any_domain_names ?? ""));
    assert.equal(Object.getPrototypeOf(record), Object.prototype);
    assert.deepEqual(Object.keys(record), KEYS);
  }
});
