// Streams: bytes that are not read yet wait here, outside of wasm, for the next chunk.

import { checkedChunk, checkedOptions, PUSH_OPTIONS } from "./arguments.js";
import { readingWindow, views } from "./memory.js";
import { NDJSONOutput, RecordOutput, SegmentOutput } from "./outputs.js";
import { left } from "./wasm/heroku_drain.js";

/** @import { Settings } from "./arguments.js" */
/** @import { Output } from "./outputs.js" */

// The state after a part of a stream, as laid out by `Left` in src/wasm/window.rs, in words of 32 bits.
const READ = 2;
const WANTED = 3;
const STAGE = 4;

const LINE_FEED = 10;

/** Wasm reads at least this many bytes more at a time than can wait. */
const MORE = 1 << 20;

/** Up to this many bytes are read again with each chunk, which costs little. */
const FEW = 4096;

/**
 * How many bytes may be read for each byte that is pushed. This keeps the time linear for a stream
 * that is made to have the same bytes read repeatedly.
 */
const LOOKS = 16;

const NO_BYTES = new Uint8Array(0);

/**
 * A place up to which a stream is read, and the state there.
 *
 * @typedef {object} Place
 * @property {number} offset the number of bytes before it
 * @property {number} count the number of records before it
 * @property {number} stage with `missing`, what wasm must know to go on
 * @property {number} missing
 * @property {number} read how much of the last part was read
 * @property {number} wanted how many bytes the next part must have to settle anything new
 * @property {boolean} orLineEnd whether an LF among the next bytes is enough, too
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

/** The classes of outputs, in the order of `PUSH_OPTIONS`. */
const OUTPUTS = [RecordOutput, NDJSONOutput, SegmentOutput];

/** Reads one stream after another. Wasm keeps nothing of them between two calls. */
export class StreamDecoder {
  /**
   * @param {() => WebAssembly.Module} compile
   * @param {Settings} settings
   */
  constructor(compile, settings) {
    this.compile = compile;
    this.settings = settings;
    /** Unread bytes: the first `length` bytes of a buffer that grows. */
    this.held = NO_BYTES;
    this.length = 0;
    this.place = START;
    this.credit = 0;
  }

  /**
   * @param {unknown} chunk
   * @param {unknown} [options]
   * @returns {any} what the settings' output is
   */
  push(chunk, options) {
    const bytes = checkedChunk(chunk);
    const output = this.output(options);
    if (this.isDue(bytes)) return this.read(bytes, false, output);
    this.hold(bytes);
    return output.finish();
  }

  /**
   * @param {unknown} [options]
   * @returns {any}
   */
  finish(options) {
    const result = this.read(NO_BYTES, true, this.output(options));
    this.held = NO_BYTES;
    this.length = 0;
    this.place = START;
    this.credit = 0;
    return result;
  }

  /**
   * @param {unknown} options of one call
   * @returns {Output<unknown>}
   */
  output(options) {
    const { output, parseTime } = this.settings;
    const { into } = checkedOptions(options, PUSH_OPTIONS[output]);
    // A new date for each call, since the result contains it.
    return new OUTPUTS[output]({ parseTime: parseTime && new Date(parseTime), into });
  }

  /**
   * Whether to search the chunk and the held bytes for new results.
   *
   * @param {Uint8Array} chunk
   */
  isDue(chunk) {
    const available = this.length + chunk.length;
    this.credit += chunk.length * LOOKS;
    const { wanted, orLineEnd } = this.place;
    if (available < wanted && !(orLineEnd && chunk.includes(LINE_FEED))) return false;
    this.place = { ...this.place, wanted: 0 };
    const isDue = available <= Math.max(FEW, this.credit) || available >= this.mostRead();
    if (isDue) this.credit = Math.max(0, this.credit - available);
    return isDue;
  }

  /** How many bytes are read at a time: twice as many as can wait, and more. */
  mostRead() {
    return 2 * this.settings.largestFrame + MORE;
  }

  /**
   * Reads the held bytes and the chunk, part by part, and holds the rest. If that fails, nothing was
   * read: the same chunk may be pushed again.
   *
   * @param {Uint8Array} chunk
   * @param {boolean} isLast
   * @param {Output<unknown>} output
   */
  read(chunk, isLast, output) {
    let { place } = this;
    let held = this.held.subarray(0, this.length);
    let rest = chunk;
    let isAll = held.length + rest.length === 0;
    while (!isAll) {
      const head = held.subarray(0, this.mostRead());
      const tail = rest.subarray(0, this.mostRead() - head.length);
      isAll = head.length + tail.length === held.length + rest.length;
      place = this.readPart(head, tail, place, isLast && isAll, output);
      rest = rest.subarray(Math.max(0, place.read - held.length));
      held = held.subarray(Math.min(place.read, held.length));
    }
    const result = output.finish();
    this.keep(held, rest);
    this.place = place;
    return result;
  }

  /**
   * @param {Uint8Array} head
   * @param {Uint8Array} tail
   * @param {Place} place
   * @param {boolean} isLast
   * @param {Output<unknown>} output
   * @returns {Place}
   */
  readPart(head, tail, place, isLast, output) {
    const maxProblems = Math.max(0, this.settings.maxProblems - output.problemCount());
    const window = { ...this.settings, ...place, isLast, maxProblems };
    return readingWindow(this.compile, head, tail, window, (source, rows) =>
      placeAfter(place, output.read(source, rows, place.offset)),
    );
  }

  /**
   * Keeps a copy of bytes, and only of them.
   *
   * @param {Uint8Array} held the end of the held bytes
   * @param {Uint8Array} rest
   */
  keep(held, rest) {
    const length = held.length + rest.length;
    // A large frame must not keep its memory for the rest of the stream.
    const isFit = length <= this.held.length && this.held.length <= FEW + 4 * length;
    const target = isFit ? this.held : new Uint8Array(length);
    target.set(held);
    target.set(rest, held.length);
    this.held = target;
    this.length = length;
  }

  /**
   * Keeps a copy of bytes after those that are held.
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
 * The place after the bytes of a part that were read.
 *
 * @param {Place} place
 * @param {number} records the number of records that were read
 * @returns {Place}
 */
function placeAfter(place, records) {
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
