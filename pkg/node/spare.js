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
  /** What is in use, with its length: whoever has it may transfer it. @type {Map<Uint8Array, number>} */
  #lent = new Map();
  /** How many bytes that is. */
  #bytes = 0;

  /** Memory that is for who takes it alone; undefined where so much is in use that more would be a burden. */
  take() {
    if (this.#bytes + this.#size > MOST) return undefined;
    let memory = this.#kept.pop();
    // Whoever had it may have transferred it since.
    if (memory?.length !== this.#size) memory = new Uint8Array(this.#size);
    this.#lent.set(memory, this.#size);
    this.#bytes += this.#size;
    return memory;
  }

  /** @param {Uint8Array<ArrayBuffer> | undefined} memory what was taken, and is looked at by nobody any more */
  giveBack(memory) {
    if (!memory) return;
    this.#bytes -= this.#lent.get(memory) ?? 0;
    this.#lent.delete(memory);
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
