// Memory for lines that is used again: a megabyte for each few batches keeps the garbage collector busy.

/** The lines of 100 KB of records, which is what Logplex sends, fit in it. */
const USUAL_SIZE = 2 ** 18;
/** Lines that take more have memory of their own. */
const LARGEST_SIZE = 2 ** 20;
/** The most bytes, in use and not. */
const MOST = 2 ** 25;

export class Spare {
  /** All of one size, and used by nobody. @type {Uint8Array<ArrayBuffer>[]} */
  #kept = [];
  #size = USUAL_SIZE;
  /** How many bytes are in use. */
  #lent = 0;

  /** Memory that is for who takes it alone; undefined where so much is in use that more would be a burden. */
  take() {
    if (this.#lent + this.#size > MOST) return undefined;
    const memory = this.#kept.pop() ?? new Uint8Array(this.#size);
    this.#lent += memory.length;
    return memory;
  }

  /** @param {Uint8Array<ArrayBuffer> | undefined} memory what was taken, and is looked at by nobody any more */
  giveBack(memory) {
    if (!memory) return;
    this.#lent -= memory.length;
    if (memory.length === this.#size) this.#kept.push(memory);
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
