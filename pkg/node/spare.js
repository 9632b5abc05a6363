// Memory for lines that is used again: a megabyte for each few batches keeps the garbage collector busy.

/** The lines of 100 KB of records, which is what Logplex sends, fit in it. */
const USUAL_SIZE = 2 ** 18;
/** Lines that take more have memory of their own. */
const LARGEST_SIZE = 2 ** 20;
const MOST_KEPT = 2 ** 25;

export class Spare {
  /** All of one size. @type {Uint8Array<ArrayBuffer>[]} */
  #kept = [];
  #size = USUAL_SIZE;

  take() {
    return this.#kept.pop() ?? new Uint8Array(this.#size);
  }

  /** @param {Uint8Array<ArrayBuffer>} memory that is looked at by nobody any more */
  giveBack(memory) {
    const isWanted = memory.length === this.#size && this.#kept.length < MOST_KEPT / this.#size;
    if (isWanted) this.#kept.push(memory);
  }

  /**
   * Makes what is taken later large enough for so much, within reason.
   *
   * @param {number} length
   */
  fit(length) {
    if (length <= this.#size || this.#size === LARGEST_SIZE) return;
    while (this.#size < Math.min(length, LARGEST_SIZE)) this.#size *= 2;
    this.#kept = [];
  }
}
