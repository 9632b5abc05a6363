// Decompression of gzip and zlib data, with the same result in every runtime.

import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from "pako";

/** Bytes of the largest piece. */
const PIECE = 65_536;
/** The largest window, plus 16 where zlib must expect gzip. */
const WINDOW_BITS = { gzip: 15 + 16, deflate: 15 };
const NAMES = { gzip: "gzip", deflate: "zlib" };
/** The first byte of a gzip member. */
const GZIP = 0x1f;

/** The decompressed data has more than `maxBytes` bytes. */
export class OutputTooLarge extends RangeError {}

/**
 * A decompressor that rejects whatever it cannot decompress. In `gzip`, members follow one another, and zeros may
 * follow each of them. In `deflate`, which is zlib data, nothing may follow. Checksums and lengths are verified.
 *
 * After an error it must not be used again.
 */
export class Gunzip {
  #stream = new ZStream();
  #output = new Uint8Array(PIECE);
  #format;
  #maxBytes;
  /** Decompressed bytes so far. */
  #length = 0;
  /** Compressed bytes before the current chunk. */
  #offset = 0;
  #isInMember = true;

  /** @param {{ format?: "gzip" | "deflate", maxBytes?: number }} [options] */
  constructor({ format = "gzip", maxBytes = Number.POSITIVE_INFINITY } = {}) {
    this.#format = format;
    this.#maxBytes = maxBytes;
    zlibInflateInit2(this.#stream, WINDOW_BITS[format]);
  }

  /**
   * Yields what a chunk decompresses to, one piece at a time, and then throws if the chunk is damaged. Callers
   * own the pieces.
   *
   * @param {Uint8Array} chunk
   * @returns {Generator<Uint8Array<ArrayBuffer>, void>}
   * @throws {OutputTooLarge | Error}
   */
  *push(chunk) {
    const stream = this.#stream;
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    while (this.#hasInput()) yield* this.#member();
    this.#offset += chunk.length;
  }

  /**
   * Throws if the data ends too early.
   *
   * @returns {Uint8Array<ArrayBuffer>[]} empty, since `push` returns all decompressed bytes
   * @throws {Error}
   */
  finish() {
    if (this.#isInMember) {
      const name = NAMES[this.#format];
      throw new Error(
        `expected more ${name} data, found the end at compressed offset ${this.#offset}`,
      );
    }
    return [];
  }

  /** Whether the chunk has more bytes of a member. Begins the next member. */
  #hasInput() {
    const stream = this.#stream;
    if (this.#isInMember) return stream.avail_in > 0;
    if (this.#format === "gzip") skipZeros(stream);
    if (stream.avail_in === 0) return false;
    if (this.#format !== "gzip" || stream.input[stream.next_in] !== GZIP) throw this.#trailing();
    zlibInflateReset(stream);
    this.#isInMember = true;
    return true;
  }

  /** Decompresses up to the end of the member or of the chunk. */
  *#member() {
    const stream = this.#stream;
    /** @type {number} */
    let status;
    do {
      stream.output = this.#output;
      stream.next_out = 0;
      stream.avail_out = PIECE;
      status = zlibInflate(stream, Z_NO_FLUSH);
      if (stream.next_out > 0) yield this.#piece(stream.next_out);
    } while (status === Z_OK);
    if (status === Z_STREAM_END) this.#isInMember = false;
    else if (status !== Z_BUF_ERROR) throw this.#damaged();
  }

  /** @param {number} length */
  #piece(length) {
    this.#length += length;
    if (this.#length > this.#maxBytes) {
      throw new OutputTooLarge(`the decompressed data has more than ${this.#maxBytes} bytes`);
    }
    const output = this.#output;
    if (length < PIECE) return output.slice(0, length);
    this.#output = new Uint8Array(PIECE);
    return output;
  }

  #trailing() {
    const { input, next_in } = this.#stream;
    const expected =
      this.#format === "gzip" ? "a gzip member or zeros" : "nothing after the zlib data";
    const byte = `byte 0x${Number(input[next_in]).toString(16).padStart(2, "0")}`;
    return new Error(
      `expected ${expected}, found ${byte} at compressed offset ${this.#offset + next_in}`,
    );
  }

  #damaged() {
    const { msg, next_in } = this.#stream;
    const reason = msg || "a dictionary is needed";
    const name = NAMES[this.#format];
    return new Error(
      `the ${name} data is damaged at compressed offset ${this.#offset + next_in}: ${reason}`,
    );
  }
}

/** @param {ZStream} stream */
function skipZeros(stream) {
  while (stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
    stream.next_in++;
    stream.avail_in--;
  }
}
