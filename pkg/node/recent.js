// The frame ids of the batches that came last.

import { Fifo } from "../receiver/fifo.js";

/** A set of strings that forgets the oldest ones. */
export class Recent {
  #most;
  /** @type {Set<string>} */
  #ids = new Set();
  /** @type {Fifo<string>} */
  #order = new Fifo();

  /**
   * @param {number} most
   * @param {string[]} [ids] the oldest first
   */
  constructor(most, ids = []) {
    this.#most = most;
    for (const id of ids) this.add(id);
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {string} id */
  add(id) {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#order.push(id);
    if (this.#ids.size > this.#most) this.#ids.delete(this.#order.shift());
  }

  /** The oldest first. */
  list() {
    return [...this.#ids];
  }
}
