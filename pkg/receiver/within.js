// Timeouts.

export const LATE = Symbol("late");

/**
 * The result of a promise, or `LATE`. The promise is not cancelled and may still settle.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @returns {Promise<T | typeof LATE>}
 */
export function within(promise, milliseconds) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(LATE), Math.max(0, milliseconds));
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** An idle timeout and a total timeout that share one timer. */
export class Patience {
  #idle;
  #end;
  #heard = performance.now();
  #onLate;
  /** @type {ReturnType<typeof setTimeout>} */
  #timer;

  /**
   * @param {number} idle milliseconds
   * @param {number} total milliseconds
   * @param {() => void} onLate
   */
  constructor(idle, total, onLate) {
    this.#idle = idle;
    this.#end = this.#heard + total;
    this.#onLate = onLate;
    this.#timer = this.#wait(Math.min(idle, total));
  }

  renew() {
    this.#heard = performance.now();
  }

  end() {
    clearTimeout(this.#timer);
  }

  /** @param {number} milliseconds */
  #wait(milliseconds) {
    return setTimeout(() => this.#look(), milliseconds);
  }

  #look() {
    const rest = Math.min(this.#heard + this.#idle, this.#end) - performance.now();
    if (rest <= 0) this.#onLate();
    else this.#timer = this.#wait(Math.ceil(rest));
  }
}
