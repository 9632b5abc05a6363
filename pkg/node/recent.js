// The ids of the batches that were stored recently, by which a batch that is sent again is recognized.

import { Fifo } from "../receiver/fifo.js";

/** Logplex makes its three attempts within 15 s. */
const KEPT_SECONDS = 60;
/** Ids are kept longer if there are few of them. */
const FEWEST = 10_000;
/** An id takes less than 250 bytes of memory. */
const MOST = 1_000_000;
/** An id has 32 hexadecimal digits. Packed it has these bytes, after the time at which it was stored. */
const ID_BYTES = 16;
const TIME_BYTES = 4;
const PACKED_BYTES = TIME_BYTES + ID_BYTES;
/** Ids that are packed at once, so that other work is done between. */
const PACK = 4096;

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970, in which ids are packed
 * @property {() => number} elapsed milliseconds of a monotonic clock, which measures an id's age
 */

/** A set of ids. It forgets the oldest ones, two at most for each that is added. */
export class Recent {
  #clock;
  /** @type {Set<string>} */
  #ids = new Set();
  /** The same, the oldest first. @type {Fifo<string>} */
  #order = new Fifo();
  /** When each of these was stored, in seconds of `elapsed`. @type {Fifo<number>} */
  #times = new Fifo();

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  get size() {
    return this.#ids.size;
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /**
   * @param {string} id
   * @param {number} [age] in seconds
   */
  add(id, age = 0) {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#order.push(id);
    this.#times.push(this.#second() - age);
    if (this.#isPast()) this.#forget();
    if (this.#isPast()) this.#forget();
  }

  /**
   * Adds ids that were packed, also by an earlier process.
   *
   * @param {Buffer} pack
   */
  addPacked(pack) {
    const hex = pack.toString("hex");
    for (let at = 0; at + PACKED_BYTES <= pack.length; at += PACKED_BYTES) {
      // A clock that was set back must not make an id younger than new.
      const age = Math.max(0, this.#wallSecond() - pack.readUInt32BE(at));
      this.add(hex.slice(2 * (at + TIME_BYTES), 2 * (at + PACKED_BYTES)), age);
    }
  }

  /** All ids, the oldest first, in packs. */
  *packs() {
    const offset = this.#wallSecond() - this.#second();
    const { first, size } = this.#order;
    for (let start = 0; start < size; start += PACK) {
      const pack = new Packing(Math.min(PACK, size - start));
      for (let at = start; at < Math.min(start + PACK, size); at++) {
        pack.add(this.#order.at(first + at), offset + this.#times.at(first + at));
      }
      yield pack.bytes;
    }
  }

  /**
   * Packs ids that are being stored.
   *
   * @param {string[]} ids
   */
  pack(ids) {
    const pack = new Packing(ids.length);
    for (const id of ids) pack.add(id, this.#wallSecond());
    return pack.bytes;
  }

  #isPast() {
    const size = this.#ids.size;
    const age = this.#second() - this.#times.at(this.#times.first);
    return size > MOST || (size > FEWEST && age > KEPT_SECONDS);
  }

  #forget() {
    this.#ids.delete(this.#order.shift());
    this.#times.shift();
  }

  #second() {
    return Math.floor(this.#clock.elapsed() / 1000);
  }

  #wallSecond() {
    return Math.floor(this.#clock.now() / 1000);
  }
}

/** Ids and times as bytes. */
class Packing {
  #at = 0;

  /** @param {number} count */
  constructor(count) {
    this.bytes = Buffer.alloc(count * PACKED_BYTES);
  }

  /**
   * @param {string} id
   * @param {number} second
   */
  add(id, second) {
    this.bytes.writeUInt32BE(Math.max(0, second), this.#at);
    this.bytes.write(id, this.#at + TIME_BYTES, "hex");
    this.#at += PACKED_BYTES;
  }
}
