// A progress line for long inputs, on a terminal that does not show the records.

const MEBI = 1024 * 1024;
/** Shorter inputs show no progress. */
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

  /** @param {number | undefined} size of the next input, if known */
  begin(size) {
    this.clear();
    this.size = size;
    this.#read = 0;
  }

  /** @param {number} length bytes that were read */
  add(length) {
    this.#read += length;
    if (!this.isWanted || this.#read < LONG || this.#read - this.#shown < EVERY) return;
    if (this.#shown === 0) process.on("SIGINT", this.#interrupt);
    this.#shown = this.#read;
    this.stream.write(`\r\x1b[K${this.text()}`);
  }

  text() {
    const read = `${Math.round(this.#read / MEBI)}`;
    if (this.size === undefined) return `${read} MiB`;
    const share = Math.min(100, Math.floor((100 * this.#read) / this.size));
    return `${read} of ${Math.round(this.size / MEBI)} MiB, ${share} %`;
  }

  /** Removes the line, before other output and at the end. */
  clear() {
    if (this.#shown === 0) return;
    this.#shown = 0;
    process.off("SIGINT", this.#interrupt);
    this.stream.write("\r\x1b[K");
  }

  /** Ends the process as Ctrl-C would have, without the line. */
  #interrupt = () => {
    this.clear();
    process.kill(process.pid, "SIGINT");
  };
}
