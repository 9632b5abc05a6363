// The decompressor: accepted and rejected input, independent of the cuts between chunks.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { Gunzip, OutputTooLarge } from "../../pkg/shared/gunzip.js";
import { randomFrom } from "../twin/payloads.js";

const SEED = Number(process.env.HEROKU_DRAIN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const TEXT = Buffer.from("a line of a log\n".repeat(20));
const GZIP = gzipSync(TEXT);
const ZEROS = Buffer.alloc(4);

/**
 * The decompressed chunks, and the error after them.
 *
 * @param {Uint8Array[]} chunks
 * @param {ConstructorParameters<typeof Gunzip>[0]} [options]
 */
function decompressed(chunks, options) {
  const pieces = [];
  try {
    const gunzip = new Gunzip(options);
    for (const chunk of chunks) for (const piece of gunzip.push(chunk)) pieces.push(piece);
    pieces.push(...gunzip.finish());
  } catch (error) {
    return { bytes: Buffer.concat(pieces), error: /** @type {Error} */ (error) };
  }
  return { bytes: Buffer.concat(pieces), error: undefined };
}

/**
 * @param {Buffer} bytes
 * @param {() => number} random
 */
function cut(bytes, random) {
  const chunks = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Math.floor(random() ** 3 * 2_000);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

test(`members of any size, with zeros after them, are read alike however they are cut (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  for (let round = 0; round < 200; round++) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
      const text = Buffer.alloc(Math.floor(random() ** 4 * 300_000));
      for (let at = 0; at < text.length; at++) text[at] = random() < 0.9 ? 97 : random() * 256;
      return text;
    });
    const sent = parts.flatMap((part) => [
      gzipSync(part, { level: Math.floor(random() * 10) }),
      Buffer.alloc(random() < 0.5 ? 0 : Math.floor(random() * 3_000)),
    ]);
    const { bytes, error } = decompressed(cut(Buffer.concat(sent), random));
    assert.deepEqual([error, bytes.equals(Buffer.concat(parts))], [undefined, true]);
  }
});

test("every chunk of one byte is read", () => {
  const all = Buffer.concat([GZIP, ZEROS, GZIP]);
  const { bytes, error } = decompressed(Array.from(all, (byte) => Uint8Array.of(byte)));
  assert.deepEqual([error, bytes.equals(Buffer.concat([TEXT, TEXT]))], [undefined, true]);
});

describe("gzip", () => {
  for (const [
    name,
    sent,
    expected,
    message,
  ] of /** @type {[string, Buffer[], Buffer, RegExp][]} */ ([
    [
      "text after a member",
      [GZIP, Buffer.from("text")],
      TEXT,
      new RegExp(
        `^expected a gzip member or zeros, found byte 0x74 at compressed offset ${GZIP.length}$`,
      ),
    ],
    [
      "text after zeros",
      [GZIP, ZEROS, Buffer.from("t")],
      TEXT,
      new RegExp(`found byte 0x74 at compressed offset ${GZIP.length + 4}$`),
    ],
    [
      "a byte that begins no member",
      [GZIP, Buffer.from([0x1f, 0])],
      TEXT,
      /^the gzip data is damaged at compressed offset \d+: incorrect header check$/,
    ],
    [
      "the header of a second member",
      [GZIP, GZIP.subarray(0, 10)],
      TEXT,
      new RegExp(
        `^expected more gzip data, found the end at compressed offset ${GZIP.length + 10}$`,
      ),
    ],
    ["text", [TEXT], Buffer.of(), /^the gzip data is damaged at compressed offset \d: incorrect/],
    ["zlib data", [deflateSync(TEXT)], Buffer.of(), /incorrect header check$/],
    ["nothing", [], Buffer.of(), /^expected more gzip data, found the end at compressed offset 0$/],
    ["zeros before a member", [ZEROS, GZIP], Buffer.of(), /damaged at compressed offset/],
  ])) {
    test(`${name}: rejected after everything before it was returned`, () => {
      const all = Buffer.concat(sent);
      for (const chunks of [[all], Array.from(all, (byte) => Uint8Array.of(byte))]) {
        const { bytes, error } = decompressed(chunks);
        assert.match(String(error?.message), message);
        assert.deepEqual(bytes, expected);
      }
    });
  }

  test("every cut of a member is rejected", () => {
    for (let length = 0; length < GZIP.length; length++) {
      const { error } = decompressed([GZIP.subarray(0, length)]);
      assert.match(String(error?.message), /^expected more gzip data/);
    }
  });

  test("a wrong bit anywhere in the checksum or the length is rejected", () => {
    for (let bit = 0; bit < 64; bit++) {
      const damaged = Buffer.from(GZIP);
      const at = GZIP.length - 8 + (bit >> 3);
      damaged[at] = Number(damaged[at]) ^ (1 << (bit & 7));
      const { bytes, error } = decompressed([damaged]);
      assert.match(String(error?.message), /incorrect (data|length) check$/);
      assert.deepEqual(bytes, TEXT);
    }
  });
});

describe("zlib data", () => {
  const options = /** @type {const} */ ({ format: "deflate" });

  test("is read", () => {
    const { bytes, error } = decompressed([deflateSync(TEXT)], options);
    assert.deepEqual([error, bytes], [undefined, TEXT]);
  });

  for (const [name, sent, message] of /** @type {[string, Buffer[], RegExp][]} */ ([
    ["a zero after it", [deflateSync(TEXT), Buffer.alloc(1)], /^expected nothing after the zlib/],
    ["gzip", [GZIP], /incorrect header check$/],
    ["no header", [deflateRawSync(TEXT)], /^the zlib data is damaged/],
    ["no end", [deflateSync(TEXT).subarray(0, -1)], /^expected more zlib data/],
    ["a dictionary", [deflateSync(TEXT, { dictionary: TEXT })], /: a dictionary is needed$/],
  ])) {
    test(`is rejected with ${name}`, () => {
      const { error } = decompressed([Buffer.concat(sent)], options);
      assert.match(String(error?.message), message);
    });
  }
});

test("more than maxBytes is rejected, exactly maxBytes is not", () => {
  assert.equal(decompressed([GZIP], { maxBytes: TEXT.length }).error, undefined);
  for (const chunks of [[GZIP], [GZIP, GZIP]]) {
    const { bytes, error } = decompressed(chunks, { maxBytes: TEXT.length - 1 });
    assert.ok(error instanceof OutputTooLarge, String(error));
    assert.ok(bytes.length < TEXT.length);
  }
});

test("a chunk that grows a thousandfold is returned in pieces", () => {
  const gunzip = new Gunzip({ maxBytes: 10_000_000 });
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  let largest = 0;
  assert.throws(() => {
    for (const { length } of gunzip.push(bomb)) largest = Math.max(largest, length);
  }, OutputTooLarge);
  assert.equal(largest, 65_536);
});

test("a piece stays valid when more is read", () => {
  const texts = Array.from({ length: 20 }, (_, n) => Buffer.alloc(50_000, n));
  const gunzip = new Gunzip();
  const pieces = texts.flatMap((text) => [...gunzip.push(gzipSync(text))]);
  assert.deepEqual(Buffer.concat(pieces), Buffer.concat(texts));
});
