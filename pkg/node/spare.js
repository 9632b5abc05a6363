// A pool of buffers for lines, since new buffers for each batch keep the garbage collector busy.

/** Enough for the lines of 100 KB of records, which Logplex sends. */
const USUAL_SIZE = 2 ** 18;
/** Longer lines get a separate buffer. */
const LARGEST_SIZE = 2 ** 20;
/** The maximum number of bytes, in use and free. */
const MOST = 2 ** 25;

export class Spare {
  /** Unused buffers of one size. @type {Uint8Array<ArrayBuffer>[]} */
  #kept = [];
  #size = USUAL_SIZE;
  /** The lent buffers with their lengths, since a borrower may transfer its buffer. @type {Map<Uint8Array, number>} */
  #lent = new Map();
  /** The bytes of the lent buffers. */
  #bytes = 0;

  /** Lends a buffer; undefined if the limit is reached. */
  take() {
    if (this.#bytes + this.#size > MOST) return undefined;
    let memory = this.#kept.pop();
    // Its last borrower may have transferred it.
    if (memory?.length !== this.#size) memory = new Uint8Array(this.#size);
    this.#lent.set(memory, this.#size);
    this.#bytes += this.#size;
    return memory;
  }

  /** @param {Uint8Array<ArrayBuffer> | undefined} memory a lent buffer that is no longer used */
  giveBack(memory) {
    if (!memory) return;
    this.#bytes -= this.#lent.get(memory) ?? 0;
    this.#lent.delete(memory);
    if (memory.length === this.#size) this.#kept.push(memory);
  }

  /**
   * Makes later buffers large enough for `length` bytes, up to a limit.
   *
   * @param {number} length
   */
  fit(length) {
    if (length <= this.#size || this.#size === LARGEST_SIZE) return;
    while (this.#size < Math.min(length, LARGEST_SIZE)) this.#size *= 2;
    this.#kept = [];
  }
}
