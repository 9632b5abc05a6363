// Streams: what is left of the last chunk waits here, outside of wasm, for the next one.

import { checkedChunk, checkedStreamOptions } from "./arguments.js";
import { readingWindow, views } from "./memory.js";
import { RecordReader } from "./records.js";
import { readToEnd } from "./steps.js";
import { left, read_rows } from "./wasm/heroku_drain.js";

/** @import { DecoderOptions, ParseResult } from "./index.js" */

// What is left of a window, as `Left` in src/wasm/window.rs lays it out, in words of 32 bits.
const READ = 2;
const SEEN = 3;
const WANTED = 4;
const STAGE = 5;

const LINE_FEED = 10;

/** What a window has behind the largest frame, and more. */
const BEHIND_FRAME = 1024;

/** Bytes that need not be put off: to look at them once more with each chunk costs little. */
const FEW = 4096;

/**
 * How many bytes may be looked at for each that comes. Where a stream is made to have the same bytes
 * looked at again and again, this keeps the time linear.
 */
const LOOKS = 16;

const NO_BYTES = new Uint8Array(0);

/**
 * A place in a stream that is read up to there, and what is known there.
 *
 * @typedef {object} Place
 * @property {number} offset how many bytes are in front
 * @property {number} count how many records are in front
 * @property {number} stage with `missing`, what wasm must know to go on
 * @property {number} missing
 * @property {number} read how much of the last window was read
 * @property {number} seen how much of it was looked at
 * @property {number} wanted how many bytes the next window must have to tell anything new
 * @property {boolean} orLineEnd whether an LF among those to come does as well
 */

/** @type {Place} */
const START = {
  offset: 0,
  count: 0,
  stage: 0,
  missing: 0,
  read: 0,
  seen: 0,
  wanted: 0,
  orLineEnd: false,
};

/** Reads one stream after the other. Nothing of them is kept in wasm between two calls. */
export class StreamDecoder {
  /**
   * @param {() => WebAssembly.Module} compile
   * @param {DecoderOptions} [options]
   */
  constructor(compile, options) {
    const { framing, largestFrame, parseTime } = checkedStreamOptions(options);
    this.compile = compile;
    this.framing = framing;
    this.largestFrame = largestFrame;
    this.parseTime = parseTime;
    /** What is not read yet: the first `length` bytes of a buffer that grows. */
    this.held = NO_BYTES;
    this.length = 0;
    this.place = START;
    this.credit = 0;
  }

  /**
   * @param {Uint8Array | ArrayBuffer} chunk
   * @returns {ParseResult}
   */
  push(chunk) {
    const bytes = checkedChunk(chunk);
    if (this.isDue(bytes)) return this.read(bytes, false);
    this.hold(bytes);
    return { records: [], problems: [] };
  }

  /** @returns {ParseResult} */
  finish() {
    const result = this.read(NO_BYTES, true);
    this.held = NO_BYTES;
    this.length = 0;
    this.place = START;
    this.credit = 0;
    return result;
  }

  /**
   * Whether to look for something new in the chunk and what is held.
   *
   * @param {Uint8Array} chunk
   */
  isDue(chunk) {
    const there = this.length + chunk.length;
    this.credit += chunk.length * LOOKS;
    const { wanted, orLineEnd } = this.place;
    if (there < wanted && !(orLineEnd && chunk.includes(LINE_FEED))) return false;
    this.place = { ...this.place, wanted: 0 };
    const isDue = there <= Math.max(FEW, this.credit) || there >= this.mostRead();
    if (isDue) this.credit = Math.max(0, this.credit - there);
    return isDue;
  }

  /** How many bytes are read at a time. */
  mostRead() {
    return this.largestFrame + BEHIND_FRAME;
  }

  /**
   * Reads what is held and the chunk, window by window, and holds what is left. If that fails, nothing
   * was read: the same chunk may be pushed once more.
   *
   * @param {Uint8Array} chunk
   * @param {boolean} isLast
   * @returns {ParseResult}
   */
  read(chunk, isLast) {
    /** @type {ParseResult} */
    const result = { records: [], problems: [] };
    const parseTime = this.parseTime ?? new Date();
    let { place } = this;
    let held = this.held.subarray(0, this.length);
    let rest = chunk;
    while (held.length + rest.length > 0) {
      const head = held.subarray(0, this.mostRead());
      const tail = rest.subarray(0, this.mostRead() - head.length);
      const isAll = head.length + tail.length === held.length + rest.length;
      place = this.readWindow(head, tail, place, isLast && isAll, parseTime, result);
      const { read, seen } = place;
      const isDone = seen === held.length + rest.length;
      rest = rest.subarray(Math.max(0, read - held.length));
      held = held.subarray(Math.min(read, held.length));
      if (isDone) break;
    }
    this.place = place;
    this.keep(held);
    this.hold(rest);
    return result;
  }

  /**
   * @param {Uint8Array} head
   * @param {Uint8Array} tail
   * @param {Place} place
   * @param {boolean} isLast
   * @param {Date} parseTime
   * @param {ParseResult} result
   * @returns {Place}
   */
  readWindow(head, tail, place, isLast, parseTime, { records, problems }) {
    const { framing, largestFrame } = this;
    const window = { framing, largestFrame, isLast, ...place };
    return readingWindow(this.compile, head, tail, window, (length, rows) => {
      const before = records.length;
      const reader = new RecordReader(undefined, length, rows, parseTime, records);
      const read = (/** @type {number} */ count) => reader.read(count);
      for (const problem of readToEnd(undefined, read_rows, read, place.offset)) {
        if (problem.record !== undefined) problem.record += place.count;
        problems.push(problem);
      }
      return placeBehind(place, records.length - before);
    });
  }

  /**
   * Lets go of what is in front of the last bytes that are held.
   *
   * @param {Uint8Array} last
   */
  keep(last) {
    this.held.copyWithin(0, this.length - last.length, this.length);
    this.length = last.length;
  }

  /**
   * Keeps a copy of bytes behind those that are held.
   *
   * @param {Uint8Array} bytes
   */
  hold(bytes) {
    const length = this.length + bytes.length;
    if (length > this.held.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.length));
      grown.set(this.held.subarray(0, this.length));
      this.held = grown;
    }
    this.held.set(bytes, this.length);
    this.length = length;
  }
}

/**
 * The place behind what was read of a window.
 *
 * @param {Place} place
 * @param {number} records
 * @returns {Place}
 */
function placeBehind(place, records) {
  const address = left();
  const { words, doubles } = views();
  const first = address >> 2;
  const read = words[first + READ];
  const wanted = words[first + WANTED];
  return {
    offset: place.offset + read,
    count: place.count + records,
    stage: words[first + STAGE],
    missing: doubles[address >> 3],
    read,
    seen: words[first + SEEN],
    wanted: wanted & 0x7fff_ffff,
    orLineEnd: wanted < 0,
  };
}
