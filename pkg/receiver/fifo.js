// What came first goes first, in the same time however much went before.

/**
 * Values in their order, each by its number. A `Map` or a `Set` that is asked for its first key looks at every place
 * of those that were deleted, and an array that is shifted may move all that is left.
 *
 * @template T
 */
export class Fifo {
  /** @type {T[]} */
  #values = [];
  /** Where the first one is. */
  #head = 0;
  /** The number of what stands at 0. */
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

  /** @param {number} number of one that is there */
  at(number) {
    return this.#values[number - this.#base];
  }

  /** Takes the first one away, of at least one. */
  shift() {
    const value = this.#values[this.#head++];
    // Not for each: what is moved is paid for by what went.
    if (4 * this.#head > this.#values.length) {
      this.#values = this.#values.slice(this.#head);
      this.#base += this.#head;
      this.#head = 0;
    }
    return value;
  }
}
