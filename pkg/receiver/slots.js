// How many batches may be held at a time, and who waits for a place.

export class Slots {
  #free;
  #most;
  /** @type {Set<(isFree: boolean) => void>} */
  #waiting = new Set();

  /** @param {number} most */
  constructor(most) {
    this.#free = most;
    this.#most = most;
  }

  get taken() {
    return this.#most - this.#free;
  }

  /**
   * Whether there is a place, at once or within so many milliseconds. As many may wait as there are places.
   *
   * @param {number} patience
   * @returns {Promise<boolean> | boolean}
   */
  take(patience) {
    if (this.#free > 0) {
      this.#free--;
      return true;
    }
    if (patience <= 0 || this.#waiting.size >= this.#most) return false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(false), patience);
      const wake = (/** @type {boolean} */ isFree) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve(isFree);
      };
      this.#waiting.add(wake);
    });
  }

  /** Hands the place to who waits longest. */
  release() {
    const [next] = this.#waiting;
    if (next) next(true);
    else this.#free++;
  }
}
