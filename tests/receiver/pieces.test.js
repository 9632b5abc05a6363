// A body in pieces equals the whole body, for any cuts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Pieces } from "../../pkg/receiver/pieces.js";
import { randomFrom } from "../twin/payloads.js";

const MEBIBYTE = 2 ** 20;
const Original = Uint8Array;
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const random = randomFrom(seed);
const bytes = Uint8Array.from({ length: 3 * MEBIBYTE }, () => 256 * random());

/**
 * @param {Uint8Array} whole
 * @param {(at: number) => number} lengthAt
 */
function cut(whole, lengthAt) {
  const pieces = new Pieces(whole.length);
  for (let at = 0; at < whole.length; ) {
    const length = Math.min(lengthAt(at), whole.length - at);
    pieces.add(whole.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

/**
 * @param {Pieces} pieces
 * @param {Uint8Array} whole
 * @param {string} [name]
 */
function same(pieces, whole, name) {
  assert.equal(pieces.length, whole.length, name);
  assert.ok(Buffer.from(whole).equals(pieces.borrowed()), name);
  assert.ok(Buffer.from(whole).equals(pieces.whole()), name);
  assert.notEqual(pieces.whole().buffer, pieces.borrowed().buffer, name);
}

test("pieces of any lengths come to the bytes that they were cut from", () => {
  for (let round = 0; round < 300; round++) {
    const whole = bytes.subarray(0, Math.floor(100_000 * random() ** 3));
    const longest = 1 + Math.floor(whole.length * random() ** 2);
    const pieces = cut(whole, () => Math.floor((1 + longest) * random()));
    same(pieces, whole, `round ${round} of SEED=${seed}`);
  }
});

test("none, one, and as many as are kept apart, one less and one more", () => {
  for (const count of [0, 1, 2, 31, 32, 33, 34, 64, 65, 66, 67, 100]) {
    const whole = bytes.subarray(0, 7 * count);
    same(
      cut(whole, () => 7),
      whole,
      `${count} pieces`,
    );
  }
});

test("more than the memory that is used again", () => {
  for (const length of [MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, bytes.length]) {
    const whole = bytes.subarray(0, length);
    same(
      cut(whole, () => 65_536),
      whole,
      `${length} bytes`,
    );
  }
});

test("pieces can be added after they were looked at", () => {
  const pieces = cut(bytes.subarray(0, 300), () => 3);
  assert.equal(pieces.borrowed().length, 300);
  pieces.add(bytes.subarray(300, 310));
  same(pieces, bytes.subarray(0, 310));
});

test("what is borrowed stays until something else is", () => {
  const first = cut(bytes.subarray(0, 100), () => 50);
  const second = cut(bytes.subarray(100, 200), () => 50);
  const borrowed = first.borrowed();
  assert.deepEqual(borrowed, bytes.subarray(0, 100));
  assert.deepEqual(second.borrowed(), bytes.subarray(100, 200));
  assert.notDeepEqual(borrowed, bytes.subarray(0, 100));
  assert.deepEqual(first.borrowed(), bytes.subarray(0, 100));
});

test("what is put together has room for no more than is expected", () => {
  const whole = bytes.subarray(0, 100_000);
  const sizes = /** @type {number[]} */ ([]);
  globalThis.Uint8Array = new Proxy(Uint8Array, {
    construct(original, args) {
      if (typeof args[0] === "number") sizes.push(args[0]);
      return Reflect.construct(original, args);
    },
  });
  try {
    cut(whole, () => 1000);
  } finally {
    globalThis.Uint8Array = Original;
  }
  assert.equal(Math.max(...sizes), whole.length);
});

test("a body of single bytes keeps no piece for each, and moves none of them often", () => {
  const { set } = Uint8Array.prototype;
  let moved = 0;
  Uint8Array.prototype.set = function (source, offset) {
    moved += source.length;
    set.call(this, source, offset);
  };
  try {
    const whole = bytes.subarray(0, MEBIBYTE);
    const pieces = cut(whole, () => 1);
    Uint8Array.prototype.set = set;
    assert.ok(moved < 4 * MEBIBYTE, `${moved} bytes were moved`);
    same(pieces, whole);
  } finally {
    Uint8Array.prototype.set = set;
  }
});
