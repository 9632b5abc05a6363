// The bytes of a request's body: all of them, in time, and no more than allowed.

import { Refusal } from "./refusal.js";
import { LATE, within } from "./within.js";

/**
 * @typedef {object} BodyLimits
 * @property {number} maxBytes
 * @property {number} bodyTimeout
 * @property {number} idleTimeout
 */

/** So much is given to the decoder at a time, so that it never runs far ahead of the limit. */
const SLICE = 16_384;
const DECIMAL = /^\d{1,15}$/;

/**
 * What the headers say of the body, before any of it is read.
 *
 * @param {Headers} headers
 * @param {number} maxBytes
 * @returns {{ format: "gzip" | "deflate" | undefined, declared: number | undefined }}
 * @throws {Refusal}
 */
export function checkedHeaders(headers, maxBytes) {
  const type = headers.get("content-type") ?? "";
  if (type.split(";", 1)[0]?.trim().toLowerCase() !== "application/logplex-1") {
    throw new Refusal("unsupported-media-type");
  }
  const format = formatOf((headers.get("content-encoding") ?? "").trim().toLowerCase());
  const length = headers.get("content-length") ?? "";
  const declared = DECIMAL.test(length) ? Number(length) : undefined;
  if (declared !== undefined && declared > maxBytes) throw new Refusal("too-large");
  return { format, declared };
}

/** @param {string} encoding */
function formatOf(encoding) {
  if (encoding === "" || encoding === "identity") return undefined;
  if (encoding === "gzip" || encoding === "x-gzip") return "gzip";
  if (encoding === "deflate") return "deflate";
  throw new Refusal("unsupported-encoding");
}

/**
 * The body as it was sent.
 *
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number | undefined} declared
 * @param {BodyLimits} limits
 * @throws {Refusal}
 */
export async function readBody(stream, declared, limits) {
  const chunks = stream ? await readChunks(stream, limits) : [];
  const bytes = joined(chunks);
  // A runtime may end the stream of a request that was cut off as though it were whole.
  if (declared !== undefined && bytes.length !== declared) throw new Refusal("body-incomplete");
  return bytes;
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {BodyLimits} limits
 */
async function readChunks(stream, { maxBytes, bodyTimeout, idleTimeout }) {
  const reader = stream.getReader();
  const end = performance.now() + bodyTimeout;
  const chunks = [];
  let length = 0;
  for (;;) {
    const patience = Math.min(idleTimeout, end - performance.now());
    const next = await nextOf(reader, patience);
    if (next.done) return chunks;
    length += next.value.length;
    if (length > maxBytes) throw abandoned(reader, "too-large");
    chunks.push(next.value);
  }
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} patience milliseconds
 */
async function nextOf(reader, patience) {
  /** @type {ReadableStreamReadResult<Uint8Array> | typeof LATE} */
  let next;
  try {
    next = patience > 0 ? await within(reader.read(), patience) : LATE;
  } catch (error) {
    throw new Refusal("body-incomplete", error);
  }
  if (next === LATE) throw abandoned(reader, "body-timeout");
  return next;
}

/**
 * Lets go of the rest of a stream, without waiting for that.
 *
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {import("../receiver.js").RejectionReason} reason
 */
function abandoned(reader, reason) {
  reader.cancel().catch(() => {});
  return new Refusal(reason);
}

/**
 * What was compressed, however much it claims to be.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {"gzip" | "deflate"} format
 * @param {number} maxBytes
 * @throws {Refusal}
 */
export async function decompressed(bytes, format, maxBytes) {
  const { readable, writable } = new DecompressionStream(format);
  const writing = writeSlices(bytes, writable.getWriter());
  const reader = readable.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const next = await reader.read().catch((error) => {
      throw new Refusal("body-not-decodable", error);
    });
    if (next.done) break;
    length += next.value.length;
    if (length > maxBytes) throw abandoned(reader, "too-large");
    chunks.push(next.value);
  }
  await writing;
  return joined(chunks);
}

/**
 * Never rejects: what is wrong with the bytes, the reading side tells too.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {WritableStreamDefaultWriter<BufferSource>} writer
 */
async function writeSlices(bytes, writer) {
  try {
    // Closed by itself where the stream fails.
    writer.closed.catch(() => {});
    for (let at = 0; at < bytes.length; at += SLICE) {
      await writer.ready;
      await writer.write(bytes.subarray(at, at + SLICE));
    }
    await writer.close();
  } catch {}
}

/**
 * @param {Uint8Array[]} chunks
 * @returns {Uint8Array<ArrayBuffer>}
 */
function joined(chunks) {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}
