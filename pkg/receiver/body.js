// The bytes of a request's body: all of them, in time, and no more than allowed.

import { Gunzip, OutputTooLarge } from "../shared/gunzip.js";
import { Pieces } from "./pieces.js";
import { Refusal } from "./refusal.js";
import { LATE, pause, within } from "./within.js";

/**
 * @typedef {object} BodyLimits
 * @property {number} maxBytes
 * @property {number} bodyTimeout
 * @property {number} idleTimeout
 */

/** Compressed bytes that are decompressed at a time. */
const SLICE = 16_384;
/** Bytes, compressed and decompressed, after which other requests get a turn. */
const TURN = 2 ** 18;
const DECIMAL = /^\d+$/;
const CHUNKED = /^\s*chunked\s*$/i;

/**
 * The body as the headers describe it, before any of it is read.
 *
 * @param {Pick<Headers, "get">} headers
 * @param {number} maxBytes
 * @returns {{ format: "gzip" | "deflate" | undefined, declared: number | undefined }}
 * @throws {Refusal}
 */
export function checkedHeaders(headers, maxBytes) {
  const type = headers.get("content-type") ?? "";
  if (type.split(";", 1)[0]?.trim().toLowerCase() !== "application/logplex-1") {
    throw new Refusal("unsupported-media-type");
  }
  // Nothing decodes any other transfer encoding, so its body would be stored undecoded.
  if (!CHUNKED.test(headers.get("transfer-encoding") ?? "chunked")) {
    throw new Refusal("unsupported-encoding");
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

/** The bytes of a body received so far, up to its limit. */
export class Collected {
  #pieces;
  #declared;
  #maxBytes;

  /**
   * @param {number | undefined} declared no more than `maxBytes`
   * @param {number} maxBytes
   */
  constructor(declared, maxBytes) {
    this.#pieces = new Pieces(declared ?? maxBytes);
    this.#declared = declared;
    this.#maxBytes = maxBytes;
  }

  /**
   * @param {Uint8Array} chunk that no other code changes
   * @throws {Refusal}
   */
  add(chunk) {
    if (this.#pieces.length + chunk.length > this.#maxBytes) throw new Refusal("too-large");
    this.#pieces.add(chunk);
  }

  /**
   * All of it, when nothing more comes.
   *
   * @throws {Refusal}
   */
  whole() {
    // A runtime may end the stream of a request that was cut off as though it were whole.
    if (this.#declared !== undefined && this.#pieces.length !== this.#declared) {
      throw new Refusal("body-incomplete");
    }
    return this.#pieces;
  }
}

/**
 * The body as it was sent.
 *
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {number | undefined} declared
 * @param {BodyLimits} limits
 * @throws {Refusal}
 */
export async function readBody(stream, declared, { maxBytes, bodyTimeout, idleTimeout }) {
  const collected = new Collected(declared, maxBytes);
  if (!stream) return collected.whole();
  const reader = stream.getReader();
  const end = performance.now() + bodyTimeout;
  for (;;) {
    const patience = Math.min(idleTimeout, end - performance.now());
    const next = await nextOf(reader, patience);
    if (next.done) return collected.whole();
    orAbandon(reader, () => collected.add(copyOf(next.value)));
  }
}

/**
 * A stream may reuse the memory of its chunks, or contain chunks that are not bytes.
 *
 * @param {unknown} chunk
 * @throws {Refusal}
 */
function copyOf(chunk) {
  if (chunk instanceof Uint8Array) return new Uint8Array(chunk);
  throw new Refusal("body-incomplete", new Error("the body has chunks that are not bytes"));
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
  if (next !== LATE) return next;
  abandon(reader);
  throw new Refusal("body-timeout");
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {() => void} work
 */
function orAbandon(reader, work) {
  try {
    work();
  } catch (error) {
    abandon(reader);
    throw error;
  }
}

/**
 * Cancels the rest of a stream, without waiting for that.
 *
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 */
function abandon(reader) {
  reader.cancel().catch(() => {});
}

/**
 * Decompresses a body, up to `maxBytes`.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {"gzip" | "deflate"} format
 * @param {number} maxBytes
 * @throws {Refusal}
 */
export async function decompressed(bytes, format, maxBytes) {
  const gunzip = new Gunzip({ format, maxBytes });
  const pieces = new Pieces(maxBytes);
  let turn = TURN;
  try {
    for (let at = 0; at < bytes.length; at += SLICE) {
      for (const piece of gunzip.push(bytes.subarray(at, at + SLICE))) pieces.add(piece);
      if (at + pieces.length < turn) continue;
      turn = at + pieces.length + TURN;
      await pause(0);
    }
    gunzip.finish();
  } catch (error) {
    if (error instanceof OutputTooLarge) throw new Refusal("too-large");
    throw new Refusal("body-not-decodable", error);
  }
  return pieces;
}
