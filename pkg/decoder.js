// Streams: what is left of the last chunk waits here, outside of wasm, for the next one.

import { checkedChunk } from "./arguments.js";
import { readingWindow, views } from "./memory.js";
import { RecordReader } from "./records.js";
import { readToEnd } from "./steps.js";
import { left, read_rows } from "./wasm/heroku_drain.js";

/** @import { StreamSettings } from "./arguments.js" */
/** @import { ParseResult } from "./index.js" */

// What is left of a part of a stream, as `Left` in src/wasm/window.rs lays it out, in words of 32 bits.
const READ = 2;
const WANTED = 3;
const STAGE = 4;

const LINE_FEED = 10;

/** Bytes that are read at a time are at least so many more than what can wait of them. */
const MORE = 1 << 20;

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
 * @property {number} read how much of the last part was read
 * @property {number} wanted how many bytes the next part must have to tell anything new
 * @property {boolean} orLineEnd whether an LF among those to come does as well
 */

/** @type {Place} */
const START = {
  offset: 0,
  count: 0,
  stage: 0,
  missing: 0,
  read: 0,
  wanted: 0,
  orLineEnd: false,
};

/** Reads one stream after the other. Nothing of them is kept in wasm between two calls. */
export class StreamDecoder {
  /**
   * @param {() => WebAssembly.Module} compile
   * @param {StreamSettings} settings
   */
  constructor(compile, { framing, largestFrame, parseTime }) {
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

  /** How many bytes are read at a time: twice as many as can wait, and more. */
  mostRead() {
    return 2 * this.largestFrame + MORE;
  }

  /**
   * Reads what is held and the chunk, part by part, and holds what is left. If that fails, nothing was
   * read: the same chunk may be pushed once more.
   *
   * @param {Uint8Array} chunk
   * @param {boolean} isLast
   * @returns {ParseResult}
   */
  read(chunk, isLast) {
    /** @type {ParseResult} */
    const result = { records: [], problems: [] };
    // A copy for each call, since it is handed out.
    const parseTime = new Date(this.parseTime ?? Date.now());
    let { place } = this;
    let held = this.held.subarray(0, this.length);
    let rest = chunk;
    let isAll = held.length + rest.length === 0;
    while (!isAll) {
      const head = held.subarray(0, this.mostRead());
      const tail = rest.subarray(0, this.mostRead() - head.length);
      isAll = head.length + tail.length === held.length + rest.length;
      place = this.readPart(head, tail, place, isLast && isAll, parseTime, result);
      rest = rest.subarray(Math.max(0, place.read - held.length));
      held = held.subarray(Math.min(place.read, held.length));
    }
    this.keep(held, rest);
    this.place = place;
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
  readPart(head, tail, place, isLast, parseTime, { records, problems }) {
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
   * Keeps a copy of bytes, and only of them.
   *
   * @param {Uint8Array} held the last ones of those that are held
   * @param {Uint8Array} rest
   */
  keep(held, rest) {
    const length = held.length + rest.length;
    // A frame in one burst need not take its room for ever.
    const isFit = length <= this.held.length && this.held.length <= FEW + 4 * length;
    const target = isFit ? this.held : new Uint8Array(length);
    target.set(held);
    target.set(rest, held.length);
    this.held = target;
    this.length = length;
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
 * The place behind what was read of a part.
 *
 * @param {Place} place
 * @param {number} records
 * @returns {Place}
 */
function placeBehind(place, records) {
  const address = left();
  const { words, doubles } = views();
  const first = address >>> 2;
  const read = words[first + READ];
  const wanted = words[first + WANTED];
  return {
    offset: place.offset + read,
    count: place.count + records,
    stage: words[first + STAGE],
    missing: doubles[address >>> 3],
    read,
    wanted: wanted & 0x7fff_ffff,
    orLineEnd: wanted < 0,
  };
}
