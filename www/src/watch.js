// Watchdog for the worker. An endless computation is silent, and would keep the page busy forever.

/** Milliseconds between pings. */
const INTERVAL = 1000;
/** Minimum number of unanswered pings before the worker counts as hung. */
const PATIENCE = 20;
/** Bytes per additional ping, which is a hundredth of a parse's throughput in that time. */
const BYTES = 2 ** 20;

export class Watch {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** Number of unanswered pings. Not a time, because a suspended page sends no pings. */
  #silences = 0;
  #hasAnswered = false;
  #bytes = 0;

  /**
   * @param {object} on
   * @param {() => void} on.ask requests a message from the worker as soon as possible
   * @param {(seconds: number) => void} on.silence
   */
  constructor({ ask, silence }) {
    this.ask = ask;
    this.silence = silence;
  }

  /** Starts waiting for an answer. */
  begin() {
    this.#timer ??= setInterval(() => this.#look(), INTERVAL);
  }

  /** Stops waiting. */
  rest() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#silences = 0;
  }

  /** Resets after the worker ends; the watch starts with the next worker's first message. */
  end() {
    this.rest();
    this.#hasAnswered = false;
  }

  /** Records any message. A worker that is still loading does not count as silent. */
  heard() {
    this.#silences = 0;
    this.#hasAnswered = true;
  }

  /**
   * Sets the size of the worker's largest task.
   *
   * @param {number} bytes
   */
  allow(bytes) {
    this.#bytes = bytes;
  }

  #look() {
    if (!this.#hasAnswered) return;
    if (this.#silences > PATIENCE + this.#bytes / BYTES) return this.silence(this.#silences);
    this.#silences++;
    this.ask();
  }
}
