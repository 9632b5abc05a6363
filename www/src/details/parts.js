// How much of the bytes of a row is shown at once, and where the next part of them ends.

/** @import { Piece } from "./pieces.js" */

/** The first part, and each that follows: bytes, and the pieces that a browser draws slowly. */
const FIRST = { bytes: 4096, pieces: 500 };
const MORE = { bytes: 8192, pieces: 1000 };

/** The parts of a text, made when they are asked for. */
export class TextParts {
  #pieces;
  /** @type {Piece[][]} */
  #parts = [];

  /** @param {Iterator<Piece, void>} pieces */
  constructor(pieces) {
    this.#pieces = pieces;
    this.#next = pieces.next().value ?? undefined;
  }

  /** The first piece of the part that comes next. @type {Piece | undefined} */
  #next;

  /**
   * The first parts, as many as there are.
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
 * How many bytes the parts have.
 *
 * @param {readonly Piece[][]} parts
 */
export function bytesOf(parts) {
  return parts.at(-1)?.at(-1)?.end ?? 0;
}

/**
 * Of hexadecimal: a part ends where a row ends, for rows of at most 16 bytes.
 *
 * @param {number} length
 * @param {number} count of parts
 * @returns {number[]}
 */
export function hexEnds(length, count) {
  const ends = Array.from({ length: count }, (_, index) => FIRST.bytes + index * MORE.bytes);
  const last = ends.findIndex((end) => end >= length);
  return last < 0 ? ends : [...ends.slice(0, last), length];
}
