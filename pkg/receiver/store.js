// Which frames were accepted: a bounded memory of them.

import { checkedNumber, checkedObject } from "./checks.js";
import { Fifo } from "./fifo.js";

/** @typedef {import("../receiver.js").FrameStore} FrameStore */

const A_DAY = 86_400_000;
/** A little fewer than half of what V8 can have in a Map: those that were deleted count, for a while. */
const MOST_ENTRIES = 8_000_000;

/** @type {typeof import("../receiver.js").memoryStore} */
export function memoryStore(options = {}) {
  const { maxEntries, maxAge, now = Date.now } = checkedObject("options", options);
  const most = checkedNumber("maxEntries", maxEntries ?? 10_000, MOST_ENTRIES);
  const age = checkedNumber("maxAge", maxAge ?? 900_000, A_DAY);
  const accepted = new Acceptances();
  return {
    claim(key) {
      const since = accepted.timeOf(key);
      return since !== undefined && now() - since <= age ? "accepted" : "new";
    },
    accept(key) {
      accepted.add(key, now());
      while (accepted.size > most || now() - accepted.oldestTime > age) accepted.forgetOldest();
    },
    // The receiver knows the batches in flight; this store only knows accepted ones.
    release() {},
  };
}

/** When each key was last accepted, the oldest first; also where a key was accepted before, which counts no more. */
class Acceptances {
  /** The number of each key's last acceptance. @type {Map<string, number>} */
  #numbers = new Map();
  /** @type {Fifo<string>} */
  #keys = new Fifo();
  /** @type {Fifo<number>} */
  #times = new Fifo();

  get size() {
    return this.#numbers.size;
  }

  get oldestTime() {
    return this.#times.at(this.#times.first);
  }

  /** @param {string} key */
  timeOf(key) {
    const number = this.#numbers.get(key);
    return number === undefined ? undefined : this.#times.at(number);
  }

  /**
   * @param {string} key
   * @param {number} time
   */
  add(key, time) {
    this.#times.push(time);
    this.#numbers.set(key, this.#keys.push(key));
    if (this.#keys.size > 2 * this.size) this.#dropRepeated();
  }

  forgetOldest() {
    const number = this.#keys.first;
    const key = this.#keys.shift();
    this.#times.shift();
    if (this.#numbers.get(key) === number) this.#numbers.delete(key);
  }

  #dropRepeated() {
    const [keys, times] = [this.#keys, this.#times];
    this.#keys = new Fifo();
    this.#times = new Fifo();
    for (let number = keys.first; number < keys.first + keys.size; number++) {
      const key = keys.at(number);
      if (this.#numbers.get(key) !== number) continue;
      this.#times.push(times.at(number));
      this.#numbers.set(key, this.#keys.push(key));
    }
  }
}
