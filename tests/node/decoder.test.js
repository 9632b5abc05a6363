// Streams: for any chunks, the combined results equal those of one call for the whole stream.

import assert from "node:assert/strict";
import { test } from "node:test";
// The unbundled modules, since one test inspects a module.
import {
  Decoder,
  decodeStream,
  explain,
  frame,
  parse,
  releaseMemory,
  toNDJSON,
} from "../../pkg/index.js";
import { currentMemory } from "../../pkg/memory.js";
import { FRAMINGS, loadCases } from "../cases/load.js";
import { anyPayload, randomFrom } from "../twin/payloads.js";

/** @import { DecoderOutputs, ParseOptions, ParseResult, StreamOptions } from "heroku-drain" */

const MEBIBYTE = 1 << 20;
const encoder = new TextEncoder();
const parseTime = new Date("2024-06-01T00:00:00Z");

/** @param {string} message */
function framed(message) {
  const payload = `<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ${message}\n`;
  return `${encoder.encode(payload).length} ${payload}`;
}

/**
 * @param {Iterable<Uint8Array>} chunks
 * @param {StreamOptions} [options]
 */
function decoded(chunks, options) {
  const [result] = resultsOf([new Decoder(options)], chunks);
  return /** @type {ParseResult} */ (result);
}

/**
 * The combined results of all calls of a decoder, for each output.
 *
 * @param {Iterable<Uint8Array>} chunks
 * @param {StreamOptions} [options]
 * @returns {DecoderOutputs}
 */
function decodedAsAll(chunks, options) {
  const decoders = [
    new Decoder(options),
    new Decoder({ ...options, output: "ndjson" }),
    new Decoder({ ...options, output: "segments" }),
  ];
  const [records, ndjson, segments] = resultsOf(decoders, chunks);
  return /** @type {any} */ ({ records, ndjson, segments });
}

/**
 * @param {Decoder<any>[]} decoders
 * @param {Iterable<Uint8Array>} chunks
 */
function resultsOf(decoders, chunks) {
  /** @type {any[][]} */
  const results = [];
  // One by one: the content of a chunk may change before the next one.
  for (const chunk of chunks) results.push(decoders.map((decoder) => decoder.push(chunk)));
  results.push(decoders.map((decoder) => decoder.finish()));
  return decoders.map((_, at) => together(results.map((all) => all[at])));
}

/**
 * One result with the concatenated lists and the summed numbers of all results.
 *
 * @param {any[]} results
 * @returns {any}
 */
function together(results) {
  const whole = { ...results[0] };
  for (const key of Object.keys(whole)) {
    const values = results.map((result) => result[key]);
    if (key === "ndjson") whole[key] = new Uint8Array(Buffer.concat(values));
    else if (Array.isArray(values[0])) whole[key] = values.flat();
    else whole[key] = values.reduce((sum, value) => sum + value);
  }
  return whole;
}

/**
 * The results of the functions for whole payloads.
 *
 * @param {Uint8Array} payload
 * @param {ParseOptions} options
 * @returns {DecoderOutputs}
 */
function readAsAll(payload, options) {
  const { maxProblems: _, ...explainOptions } = options;
  return {
    records: parse(payload, options),
    ndjson: toNDJSON(payload, options),
    segments: explain(payload, explainOptions),
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} size
 */
function* chunksOf(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Every offset is a cut, except in a large payload, where about this many are. */
const MOST_CUTS = 200;

test("every cut of every case, as records, NDJSON and segments", () => {
  let cuts = 0;
  for (const { name, payload } of loadCases()) {
    for (const framing of FRAMINGS) {
      const options = { framing, parseTime };
      const expected = readAsAll(payload, options);
      const step = 1 + Math.floor(payload.length / MOST_CUTS);
      for (let cut = 0; cut <= payload.length; cut += step, cuts++) {
        const found = decodedAsAll([payload.subarray(0, cut), payload.subarray(cut)], options);
        assert.deepEqual(found, expected, `${name} in ${framing}, cut at ${cut}`);
      }
      const found = decodedAsAll(chunksOf(payload, 3), options);
      assert.deepEqual(found, expected, `${name} in ${framing}`);
    }
  }
  assert.ok(cuts > 10_000);
});

const seed = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(process.env.HEROKU_DRAIN_RUNS ?? 250);

test(`${runs} random payloads in random chunks, seed ${seed}`, () => {
  for (let run = 0; run < runs; run++) {
    const note = `HEROKU_DRAIN_SEED=${seed + run} HEROKU_DRAIN_RUNS=1`;
    const random = randomFrom(seed + run);
    const payload = anyPayload(random);
    for (const framing of FRAMINGS) {
      for (const largestFrame of [undefined, 1, 50, 200]) {
        const options = { framing, parseTime, largestFrame };
        const whole = decodedAsAll([payload], options);
        const found = decodedAsAll(randomChunks(payload, random, 40), options);
        assert.deepEqual(found, whole, note);
        if (!largestFrame)
          assert.deepEqual(whole, readAsAll(payload, { framing, parseTime }), note);
      }
    }
  }
});

test("a large payload in random chunks", () => {
  const random = randomFrom(seed);
  const payload = Buffer.concat(Array.from({ length: 6000 }, () => anyPayload(random)));
  const limits = { maxProblems: Number.POSITIVE_INFINITY, parseTime };
  const expected = readAsAll(payload, limits);
  const { records, problems } = expected.records;
  assert.ok(records.length > 5000 && problems.length > 1000);
  // Large enough that no wrong octet count makes a frame too long.
  const options = { ...limits, largestFrame: 2 ** 24 };
  for (const most of [300, 5000, 100_000, payload.length]) {
    const found = decodedAsAll(randomChunks(payload, random, most), options);
    assert.deepEqual(found, expected, `HEROKU_DRAIN_SEED=${seed}`);
  }
});

/**
 * @param {Uint8Array} bytes
 * @param {() => number} random
 * @param {number} most
 */
function* randomChunks(bytes, random, most) {
  for (let at = 0, size = 0; at < bytes.length; at += size) {
    size = Math.floor(random() * (most + 1));
    // A reused buffer, as readers have.
    const chunk = new Uint8Array(bytes.subarray(at, at + size));
    yield chunk;
    chunk.fill(0x39);
  }
}

test("a frame that is too long is told piece by piece, and reading goes on behind it", () => {
  const long = framed("x".repeat(1000));
  const stream = encoder.encode(framed("a") + long + framed("b"));
  const { records, problems } = decoded(chunksOf(stream, 100), { largestFrame: 500, parseTime });
  assert.deepEqual(
    records.map(({ message }) => message),
    ["a", "b"],
  );
  assert.ok(problems.length > 1);
  assert.equal(problems.map(({ text }) => text).join(""), long);
  for (const { code, severity, offset, length, message, text } of problems) {
    assert.equal(code, "frame-too-long");
    assert.equal(severity, "error");
    assert.equal(text?.length, length);
    const found = JSON.stringify(text?.slice(0, 48)).slice(0, -1);
    assert.match(
      message,
      new RegExp(`^expected a frame of at most 500 bytes, found .* byte ${offset}$`),
    );
    assert.ok(message.includes(found), message);
  }
});

test("places are counted from the stream's start, records too", () => {
  const bad = "9 <1>1 x\n";
  const stream = encoder.encode(`\uFEFF${(framed("a") + bad).repeat(3)}`);
  const expected = parse(stream, { parseTime });
  assert.deepEqual(
    expected.problems.map(({ code, record }) => [code, record]),
    [["byte-order-mark", 0], ...Array(3).fill(["delimiter-missing", undefined])],
  );
  assert.deepEqual(decoded(chunksOf(stream, 1), { parseTime }), expected);
});

test("a record comes as soon as nothing can change it", () => {
  const decoder = new Decoder();
  assert.equal(decoder.push(encoder.encode(framed("a"))).records.length, 1);
  assert.equal(decoder.push(encoder.encode(frame("<190>1 - h a p - x"))).records.length, 0);
  assert.equal(decoder.push(encoder.encode("63 <1")).records.length, 1);
  const lines = new Decoder({ framing: "lines" });
  assert.equal(
    lines.push(encoder.encode(framed("x".repeat(100_000)).slice(0, -1))).records.length,
    0,
  );
  assert.equal(lines.push(encoder.encode("\n")).records.length, 1);
  const counted = new Decoder({ framing: "octet-counting" });
  const long = encoder.encode(framed("x".repeat(100_000)));
  let count = 0;
  for (const byte of chunksOf(long, 1)) {
    assert.equal(count, 0);
    count += counted.push(byte).records.length;
  }
  assert.equal(count, 1);
});

test("a decoder that has finished begins another stream", () => {
  const decoder = new Decoder({ parseTime });
  const stream = encoder.encode(`\uFEFF${framed("a")}x`);
  const once = [decoder.push(stream), decoder.finish()];
  assert.deepEqual([decoder.push(stream), decoder.finish()], once);
  const nothing = { records: [], problems: [], errorCount: 0, warningCount: 0 };
  assert.deepEqual(decoder.finish(), nothing);
});

test("decoders, parse and new instances do not disturb each other", () => {
  const decoders = [new Decoder({ parseTime }), new Decoder({ parseTime, framing: "lines" })];
  const streams = ["a", "b"].map((name) => encoder.encode(framed(name.repeat(30)).repeat(5)));
  const results = streams.map(() => /** @type {ParseResult[]} */ ([]));
  for (let at = 0; at < 500; at += 7) {
    decoders.forEach((decoder, index) => {
      results[index]?.push(decoder.push(streams[index]?.subarray(at, at + 7) ?? new Uint8Array()));
    });
    parse(framed("in between"));
    if (at % 70 === 0) releaseMemory();
  }
  decoders.forEach((decoder, index) => {
    results[index]?.push(decoder.finish());
    const options = { parseTime, framing: index === 1 ? "lines" : "auto" };
    const expected = parse(
      /** @type {Uint8Array} */ (streams[index]),
      /** @type {any} */ (options),
    );
    assert.deepEqual(
      results[index]?.flatMap(({ records }) => records),
      expected.records,
    );
  });
});

test("no more is held than the largest frame needs", () => {
  releaseMemory();
  const decoder = new Decoder({ framing: "lines", largestFrame: 65_536 });
  const chunk = new Uint8Array(MEBIBYTE).fill(0x78);
  let told = 0;
  for (let time = 0; time < 50; time++) {
    for (const { length } of decoder.push(chunk).problems) told += length;
  }
  for (const { length } of decoder.finish().problems) told += length;
  assert.equal(told, 50 * MEBIBYTE);
  const size = currentMemory()?.buffer.byteLength ?? 0;
  assert.ok(size < 6 * MEBIBYTE, `${size} bytes`);
});

test("chunks of one byte take no longer than they must", () => {
  for (const text of ['{"', " ", "9", "x", "x\n", "299000 <1>1 x\n", "9 <1>1 x"]) {
    const stream = encoder.encode(text.repeat(100_000 / text.length));
    for (const framing of FRAMINGS) decoded(chunksOf(stream, 1), { framing, largestFrame: 40_000 });
  }
});

test("counts that end just behind what is held take no longer than others", () => {
  for (const largestFrame of [32_768, 1_048_576]) {
    const count = String(largestFrame + 45).padStart(7, "0");
    const stream = encoder.encode(`${count} <1>1 `.repeat((3 * largestFrame) / 13));
    for (const size of [stream.length, 65_536, 1000]) {
      const { problems } = decoded(chunksOf(stream, size), { largestFrame, parseTime });
      assert.ok(problems.length > 0);
    }
  }
});

test("what is held at the end may be as long as a window", () => {
  for (const length of [5063, 5064, 5065, 6000]) {
    for (const framing of FRAMINGS) {
      const stream = new Uint8Array(length).fill(0x78);
      const options = { framing, largestFrame: 5000, parseTime };
      assert.deepEqual(decoded(chunksOf(stream, 1), options), decoded([stream], options));
    }
  }
});

test("a push that fails leaves the decoder as it was", () => {
  const decoder = new Decoder({ parseTime });
  const stream = encoder.encode(framed("a") + framed("b") + framed("c").slice(0, -9));
  const [head, tail] = [stream.subarray(0, 30), stream.subarray(30)];
  decoder.push(head);
  const Original = globalThis.Uint8Array;
  globalThis.Uint8Array = /** @type {any} */ (
    new Proxy(Original, {
      construct(target, args) {
        if (typeof args[0] === "number" && args[0] > 0) throw new RangeError("no memory");
        return Reflect.construct(target, args);
      },
    })
  );
  try {
    assert.throws(() => decoder.push(tail), RangeError);
  } finally {
    globalThis.Uint8Array = Original;
  }
  const found = [decoder.push(tail), decoder.finish()].flatMap(({ records }) => records);
  assert.deepEqual(found, parse(stream, { parseTime }).records);
});

test("a date that was handed out is not that of later records", () => {
  const decoder = new Decoder({ parseTime, framing: "lines" });
  const line = encoder.encode("1 <190>1 - - - - - x\n");
  decoder.push(line).records[0]?.p_parse_time.setFullYear(1999);
  assert.deepEqual(decoder.push(line).records[0]?.p_parse_time, parseTime);
});

test("a stream of records", async () => {
  const stream = encoder.encode(`${framed("a")}x${framed("b")}${framed("é")}`);
  const expected = parse(stream, { parseTime });
  /** @type {unknown[]} */
  const problems = [];
  const onProblem = (/** @type {unknown} */ problem) => problems.push(problem);
  const records = [];
  const through = decodeStream({ parseTime, onProblem });
  for await (const record of new Blob([stream]).stream().pipeThrough(through)) {
    records.push(record);
  }
  assert.deepEqual([records, problems], [expected.records, expected.problems]);
});

test("a chunk that is not bytes makes a stream of records fail", async () => {
  const { readable, writable } = decodeStream();
  const record = readable.getReader().read();
  writable
    .getWriter()
    .write(/** @type {any} */ ("text"))
    .catch(() => {});
  await assert.rejects(record, {
    name: "TypeError",
    message: 'chunk must be a Uint8Array or an ArrayBuffer, not "text"',
  });
});

test("a decoder of NDJSON writes to the caller's buffer while the lines fit", () => {
  const stream = encoder.encode(framed("a").repeat(2000));
  const expected = toNDJSON(stream, { parseTime });
  const decoder = new Decoder({ parseTime, output: "ndjson" });
  const into = new Uint8Array(expected.ndjson.length);
  const first = decoder.push(stream.subarray(0, 100_000), { into });
  assert.equal(first.ndjson.buffer, into.buffer);
  const head = new Uint8Array(first.ndjson);
  const rest = decoder.push(stream.subarray(100_000), { into: into.subarray(0, 10) });
  assert.notEqual(rest.ndjson.buffer, into.buffer, "the lines do not fit");
  const end = decoder.finish({ into });
  assert.equal(end.ndjson.buffer, into.buffer);
  const found = Buffer.concat([head, rest.ndjson, end.ndjson]);
  assert.deepEqual(new Uint8Array(found), expected.ndjson);
  assert.equal(first.count + rest.count + end.count, expected.count);
});

test("the result of an empty stream is empty for every output", () => {
  const report = { problems: [], errorCount: 0, warningCount: 0 };
  const none = new Uint8Array(0);
  for (const [output, expected] of /** @type {const} */ ([
    ["records", { records: [], ...report }],
    ["ndjson", { ndjson: none, count: 0, ...report }],
    ["segments", { segments: [] }],
  ])) {
    const decoder = new Decoder({ output });
    assert.deepEqual(decoder.push(none), expected);
    assert.deepEqual(decoder.push(encoder.encode("9")), expected);
    assert.deepEqual(new Decoder({ output }).finish(), expected);
  }
});

test("lines of a stream have the given parse time, otherwise that of their call", () => {
  const line = encoder.encode("1 <190>1 - - - - - x\n");
  const times = (/** @type {Date | undefined} */ time) => {
    const decoder = new Decoder({ framing: "lines", output: "ndjson", parseTime: time });
    const texts = [decoder.push(line), decoder.push(line)].map(({ ndjson }) =>
      new TextDecoder().decode(ndjson),
    );
    return texts.map((text) => Date.parse(JSON.parse(text).p_parse_time));
  };
  assert.deepEqual(times(parseTime), [Number(parseTime), Number(parseTime)]);
  const before = Date.now();
  for (const time of times(undefined)) assert.ok(before <= time && time <= Date.now());
});

test("only a decoder of NDJSON accepts a buffer for its lines", () => {
  const options = /** @type {any} */ ({ into: new Uint8Array(9) });
  const refused = { name: "TypeError", message: "options.into is not an option" };
  for (const output of /** @type {const} */ (["records", "segments"])) {
    const decoder = new Decoder({ output });
    assert.throws(() => decoder.push(new Uint8Array(1), options), refused);
    assert.throws(() => decoder.finish(options), refused);
    assert.throws(() => new Decoder(/** @type {any} */ ({ output, ...options })), refused);
  }
  const decoder = new Decoder({ output: "ndjson" });
  assert.throws(() => decoder.push(new Uint8Array(1), /** @type {any} */ ({ into: "x" })), {
    name: "TypeError",
    message: 'options.into must be a Uint8Array, not "x"',
  });
});

/** @type {[unknown, string][]} */
const WRONG = [
  [{ outputs: "ndjson" }, "options.outputs is not an option"],
  [null, "options must be an object, not null"],
  [
    { framing: "frames" },
    'options.framing must be one of "auto", "octet-counting", "lines", not "frames"',
  ],
  [{ parseTime: 0 }, "options.parseTime must be a valid Date, not number 0"],
  [
    { largestFrame: 0 },
    "options.largestFrame must be a whole number from 1 to 268435456, not number 0",
  ],
  [
    { largestFrame: 1.5 },
    "options.largestFrame must be a whole number from 1 to 268435456, not number 1.5",
  ],
  [
    { largestFrame: "9" },
    'options.largestFrame must be a whole number from 1 to 268435456, not "9"',
  ],
  [{ onProblem: "log" }, 'options.onProblem must be a function, not "log"'],
];

for (const [options, message] of WRONG) {
  test(`wrong options: ${message}`, () => {
    assert.throws(() => decodeStream(/** @type {any} */ (options)), { name: "TypeError", message });
    if (!message.includes("onProblem")) {
      assert.throws(() => new Decoder(/** @type {any} */ (options)), {
        name: "TypeError",
        message,
      });
    }
  });
}

test("each constructor refuses the other's options", () => {
  const output = 'options.output must be one of "records", "ndjson", "segments", not "lines"';
  const any = (/** @type {unknown} */ options) => /** @type {any} */ (options);
  assert.throws(() => new Decoder(any({ output: "lines" })), { message: output });
  assert.throws(() => decodeStream(any({ output: "records" })), {
    message: "options.output is not an option",
  });
  assert.throws(() => new Decoder(any({ onProblem() {} })), {
    message: "options.onProblem is not an option",
  });
});

test("a chunk of the wrong type leaves the decoder as it was", () => {
  const decoder = new Decoder({ parseTime });
  decoder.push(encoder.encode(framed("a").slice(0, 20)));
  for (const chunk of [
    "text",
    undefined,
    null,
    5,
    [1],
    new Int8Array(1),
    new DataView(new ArrayBuffer(1)),
  ]) {
    assert.throws(() => decoder.push(/** @type {any} */ (chunk)), /^TypeError: chunk must be/);
  }
  const { records } = decoder.push(encoder.encode(framed("a").slice(20)));
  assert.equal(records[0]?.message, "a");
});
