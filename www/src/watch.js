// Whether a worker still answers. One that computes without end says nothing, and would keep a page busy for good.

/** How often it is asked, in milliseconds. */
const INTERVAL = 1000;
/** How many times it may be silent, however little it has to do. */
const PATIENCE = 20;
/** Once more for so many bytes, which is a hundredth of what a parse does in that time. */
const BYTES = 2 ** 20;

export class Watch {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** How often it was asked in vain. Not a time: a page that sleeps asks nothing. */
  #silences = 0;
  #hasAnswered = false;
  #bytes = 0;

  /**
   * @param {object} on
   * @param {() => void} on.ask has the worker say something, as soon as it can
   * @param {(seconds: number) => void} on.silence
   */
  constructor({ ask, silence }) {
    this.ask = ask;
    this.silence = silence;
  }

  /** From here on an answer is waited for. */
  begin() {
    this.#timer ??= setInterval(() => this.#look(), INTERVAL);
  }

  /** Nothing is waited for. */
  rest() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#silences = 0;
  }

  /** The worker is gone; the next one must be heard first. */
  end() {
    this.rest();
    this.#hasAnswered = false;
  }

  /** Whatever it said. A worker whose script is still on its way is not silent. */
  heard() {
    this.#silences = 0;
    this.#hasAnswered = true;
  }

  /**
   * So much it may have to do at a time.
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
