// How far a long input has been read, on a terminal and not where records are shown.

const MEBI = 1024 * 1024;
/** What is shorter is read before anybody asks. */
const LONG = 16 * MEBI;
const EVERY = 4 * MEBI;

export class Progress {
  #read = 0;
  #shown = 0;

  /**
   * @param {NodeJS.WriteStream} stream
   * @param {boolean} isWanted
   */
  constructor(stream, isWanted) {
    this.stream = stream;
    this.isWanted = isWanted;
  }

  /** @param {number | undefined} size of the next input, where that is known */
  begin(size) {
    this.size = size;
    this.#read = 0;
    this.#shown = 0;
  }

  /** @param {number} length bytes that were read */
  add(length) {
    this.#read += length;
    if (!this.isWanted || this.#read < LONG || this.#read - this.#shown < EVERY) return;
    this.#shown = this.#read;
    this.stream.write(`\r\x1b[K${this.text()}`);
  }

  text() {
    const read = `${Math.round(this.#read / MEBI)}`;
    if (this.size === undefined) return `${read} MiB`;
    const share = Math.min(100, Math.floor((100 * this.#read) / this.size));
    return `${read} of ${Math.round(this.size / MEBI)} MiB, ${share} %`;
  }

  /** Takes it away, before something else is written and at the end. */
  clear() {
    if (this.#shown > 0) this.stream.write("\r\x1b[K");
  }
}
