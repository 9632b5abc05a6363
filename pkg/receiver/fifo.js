// A first-in, first-out queue with constant time per value.

/**
 * Values in order, each with a number. To find its first key, a `Map` or a `Set` scans the slots
 * of all deleted ones, and shifting an array may move all remaining values.
 *
 * @template T
 */
export class Fifo {
  /** @type {T[]} */
  #values = [];
  /** Where the first one is. */
  #head = 0;
  /** The number of the value at index 0. */
  #base = 0;

  get size() {
    return this.#values.length - this.#head;
  }

  /** The number of the first one. */
  get first() {
    return this.#base + this.#head;
  }

  /**
   * @param {T} value
   * @returns {number} its number: 0 for the first one ever, and so on
   */
  push(value) {
    return this.#base + this.#values.push(value) - 1;
  }

  /** @param {number} number of a value in the queue */
  at(number) {
    return this.#values[number - this.#base];
  }

  /** Removes the first value; there must be one. */
  shift() {
    const value = this.#values[this.#head++];
    // Not every time, so that the removed values pay for the moved ones.
    if (4 * this.#head > this.#values.length) {
      this.#values = this.#values.slice(this.#head);
      this.#base += this.#head;
      this.#head = 0;
    }
    return value;
  }
}
