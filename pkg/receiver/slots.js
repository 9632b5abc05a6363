// A semaphore for the batches in flight.

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
   * Whether there is a slot, at once or within `patience` milliseconds. As many callers may wait as there are slots.
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

  /** Passes the slot to the caller that has waited longest. */
  release() {
    const [next] = this.#waiting;
    if (next) next(true);
    else this.#free++;
  }
}
