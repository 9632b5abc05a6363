// Opening a gzip file, or a link that contains a payload.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import {
  bytesOfLink,
  Damaged,
  isGzip,
  linkOf,
  TooLarge,
  unpacked,
  unpackedMembers,
} from "../../../www/src/worker/packed.js";
import { payloadOf } from "../../../www/src/worker/source.js";
import { randomFrom } from "../../twin/payloads.js";
import { nobody, seed, smallSamples } from "./payloads.js";

/** @param {Uint8Array | string} bytes */
function streamOf(bytes) {
  return /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (
    new Blob([/** @type {any} */ (bytes)]).stream()
  );
}

/** @param {Uint8Array} bytes */
function fileOf(bytes) {
  return {
    kind: /** @type {const} */ ("file"),
    name: "x",
    file: new Blob([new Uint8Array(bytes)]),
  };
}

/** @param {number} length */
function noise(length) {
  const random = randomFrom(seed);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

test("a gzip file comes to what was compressed, and its size is told", async () => {
  for (const bytes of [new Uint8Array(0), noise(300_000), new Uint8Array(3_000_000)]) {
    const packed = gzipSync(bytes);
    const payload = await payloadOf(fileOf(packed), nobody);
    assert.deepEqual(payload.bytes, bytes);
    assert.deepEqual(payload.compressed, { format: "gzip", bytes: packed.length });
  }
});

test("any other file comes byte for byte, however short", async () => {
  for (const bytes of [...smallSamples().map((sample) => sample.bytes), noise(200_000)]) {
    const payload = await payloadOf(fileOf(bytes), nobody);
    assert.deepEqual(payload.bytes, new Uint8Array(bytes));
    assert.equal(payload.compressed, undefined);
  }
  for (const bytes of [[], [0x1f], [0x8b, 0x1f]]) {
    const payload = await payloadOf(fileOf(Uint8Array.from(bytes)), nobody);
    assert.deepEqual([...payload.bytes], bytes);
    assert.equal(isGzip(payload.bytes), false);
  }
});

test("a file is told of as it is read", async () => {
  /** @type {import("../../../www/src/messages.js").Progress[]} */
  const told = [];
  const bytes = noise(500_000);
  for (const whole of [bytes, new Uint8Array(gzipSync(bytes))]) {
    told.length = 0;
    const file = new Blob([whole.subarray(0, 300_000), whole.subarray(300_000)]);
    await payloadOf({ kind: "file", name: "x", file }, (progress) => told.push(progress));
    assert.deepEqual(told.at(-1), { stage: "reading", done: file.size, total: file.size });
    assert.ok(told.length > 1);
  }
});

test("a damaged gzip file is an error that says how much came out of it", async () => {
  const packed = gzipSync(noise(200_000));
  const wrongSum = Uint8Array.from(packed);
  wrongSum[wrongSum.length - 6] ^= 1;
  const damaged = [packed.subarray(0, -9), packed.subarray(0, 100_000), wrongSum];
  for (const bytes of damaged) {
    await assert.rejects(payloadOf(fileOf(bytes), nobody), (error) => {
      assert.ok(error instanceof Damaged);
      const counts = /damaged or cut short: ([0-9]+) bytes came out of it/.exec(error.message);
      assert.ok(Number(counts?.[1]) > 50_000, error.message);
      return true;
    });
  }
  await assert.rejects(payloadOf(fileOf(Uint8Array.of(0x1f, 0x8b)), nobody), {
    message: "the gzip data is damaged or cut short: nothing came out of it before it ended",
  });
});

test("gzip files that were put together come to all that was in them", async () => {
  const looksLikeMembers = Buffer.concat([Buffer.from("1f8b0800", "hex"), noise(5000)]);
  const contents = [noise(3000), new Uint8Array(0), looksLikeMembers, Buffer.from("가나다")];
  // Stored, not compressed, so that text that looks like a member appears unchanged.
  const packed = new Uint8Array(
    Buffer.concat(contents.map((each) => gzipSync(each, { level: 0 }))),
  );
  const whole = new Uint8Array(Buffer.concat(contents));
  assert.deepEqual(await unpackedMembers(packed, whole.length), whole);
  assert.deepEqual((await payloadOf(fileOf(packed), nobody)).bytes, whole);
  await assert.rejects(unpackedMembers(packed, whole.length - 1), TooLarge);
  await assert.rejects(unpackedMembers(packed.subarray(0, -1), whole.length), Damaged);
});

test("a gzip bomb stops at the limit", async () => {
  const bomb = gzipSync(new Uint8Array(64_000_000));
  await assert.rejects(unpacked(streamOf(bomb), "gzip", 1_000_000), {
    message: "the gzip file comes to more than 1000000 bytes, which is the most that is read",
  });
  const exactly = gzipSync(new Uint8Array(1_000_000));
  assert.equal((await unpacked(streamOf(exactly), "gzip", 1_000_000)).length, 1_000_000);
});

test("a link holds any payload", async () => {
  const texts = ["", "a", "가나다 😁 \ufeff", "\0\r\n", "-_+/="].map((text) => Buffer.from(text));
  const payloads = [...texts, ...smallSamples().map(({ bytes }) => bytes), noise(100_001)];
  for (const bytes of payloads) {
    const link = await linkOf(new Uint8Array(bytes));
    assert.match(link, /^[A-Za-z0-9_-]*$/);
    assert.deepEqual(await bytesOfLink(link), new Uint8Array(bytes));
    const payload = await payloadOf({ kind: "link", data: link }, nobody);
    assert.deepEqual(payload.bytes, new Uint8Array(bytes));
  }
});

test("a link that is no payload is an error", async () => {
  const whole = await linkOf(noise(1000));
  for (const link of ["", "!", "A", "a b", whole.slice(0, -40), `${whole}=`, "_____w"]) {
    await assert.rejects(bytesOfLink(link), Damaged, link);
  }
});

test("a bomb in a link stops at the limit", async () => {
  const link = deflateRawSync(new Uint8Array(70_000_000)).toString("base64url");
  await assert.rejects(bytesOfLink(link), TooLarge);
});

test("text keeps its line ends or gets those that were asked for", async () => {
  const text = "1 <190>1 é\n\n\ud800";
  const bytes = async (/** @type {"lf" | "crlf"} */ lineEnd) =>
    Buffer.from((await payloadOf({ kind: "text", text, lineEnd }, nobody)).bytes).toString();
  assert.equal(await bytes("lf"), "1 <190>1 é\n\n\ufffd");
  assert.equal(await bytes("crlf"), "1 <190>1 é\r\n\r\n\ufffd");
});

test("a sample that does not exist is an error", async () => {
  await assert.rejects(payloadOf({ kind: "sample", id: "x" }, nobody), /no sample "x"/);
});
