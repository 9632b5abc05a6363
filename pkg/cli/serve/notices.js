// Lines for an operator on standard error, which must never block or stop the server.

import { counted, visible } from "../text.js";

/** Bytes that may wait for a reader; lines beyond that are dropped. */
const MOST_WAITING = 64 * 1024;

export class Notices {
  #stream;
  /** Lines that could not be written, and are not reported yet. */
  #dropped = 0;

  /** @param {NodeJS.WritableStream & { readonly writableLength: number }} stream whose error events are handled */
  constructor(stream) {
    this.#stream = stream;
  }

  /** @param {string} text shown on one line, escaped */
  write(text) {
    this.#reportDropped();
    this.#send(text, 1);
  }

  #reportDropped() {
    const dropped = this.#dropped;
    if (dropped === 0) return;
    this.#dropped = 0;
    this.#send(`${counted(dropped, "line")} could not be written to standard error`, dropped);
  }

  /**
   * @param {string} text
   * @param {number} lines how many are lost if this is not written
   */
  #send(text, lines) {
    const line = `heroku-drain: ${visible(text)}\n`;
    if (this.#stream.writableLength + line.length > MOST_WAITING) {
      this.#dropped += lines;
      return;
    }
    this.#stream.write(line, (error) => {
      if (error) this.#dropped += lines;
      else if (this.#stream.writableLength === 0) this.#reportDropped();
    });
  }
}
