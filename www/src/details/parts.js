// Incremental display of a row's bytes: part sizes and boundaries.

/** @import { Piece } from "./pieces.js" */

/** Sizes of the first part and of later ones: bytes, and pieces, which browsers draw slowly. */
const FIRST = { bytes: 4096, pieces: 500 };
const MORE = { bytes: 8192, pieces: 1000 };

/** Parts of a text, generated on demand. */
export class TextParts {
  #pieces;
  /** @type {Piece[][]} */
  #parts = [];

  /** @param {Iterator<Piece, void>} pieces */
  constructor(pieces) {
    this.#pieces = pieces;
    this.#next = pieces.next().value ?? undefined;
  }

  /** First piece of the next part. @type {Piece | undefined} */
  #next;

  /**
   * Returns up to `count` parts from the start.
   *
   * @param {number} count
   */
  upTo(count) {
    while (this.#next && this.#parts.length < count) this.#parts.push(this.#part());
    return this.#parts.slice(0, count);
  }

  #part() {
    const most = this.#parts.length === 0 ? FIRST : MORE;
    /** @type {Piece[]} */
    const part = [];
    const limit = Number(this.#next?.start) + most.bytes;
    while (
      this.#next &&
      (part.length === 0 || this.#next.end <= limit) &&
      part.length < most.pieces
    ) {
      part.push(this.#next);
      this.#next = this.#pieces.next().value ?? undefined;
    }
    return part;
  }
}

/**
 * Returns the number of bytes in the parts.
 *
 * @param {readonly Piece[][]} parts
 */
export function bytesOf(parts) {
  return parts.at(-1)?.at(-1)?.end ?? 0;
}

/**
 * Part ends of the hex dump: at row boundaries, for rows of at most 16 bytes.
 *
 * @param {number} length
 * @param {number} count number of parts
 * @returns {number[]}
 */
export function hexEnds(length, count) {
  const ends = Array.from({ length: count }, (_, index) => FIRST.bytes + index * MORE.bytes);
  const last = ends.findIndex((end) => end >= length);
  return last < 0 ? ends : [...ends.slice(0, last), length];
}
