// Bytes in their original chunks, since joining each body in a new buffer keeps the garbage collector busy.

/** More pieces are joined as they arrive, since every piece takes memory besides its bytes. */
const MOST_PIECES = 32;
/** Larger bodies get a separate buffer instead of the shared one. */
const SHARED_SIZE = 2 ** 20;

let shared = new Uint8Array(0);

export class Pieces {
  #length = 0;
  #most;
  /** The first pieces, if there were too many; its end may be free. */
  #gathered = new Uint8Array(0);
  /** The used bytes of it. */
  #end = 0;
  /** The pieces after it. @type {Uint8Array[]} */
  #rest = [];

  /** @param {number} most bytes that are expected */
  constructor(most) {
    this.#most = most;
  }

  /** How many bytes there are. */
  get length() {
    return this.#length;
  }

  /** @param {Uint8Array} piece which must stay as it is */
  add(piece) {
    this.#rest.push(piece);
    this.#length += piece.length;
    if (this.#rest.length > MOST_PIECES) this.#gather();
  }

  /** A copy of all bytes. */
  whole() {
    return this.#writeTo(new Uint8Array(this.#length));
  }

  /** All bytes in one piece, which stay until the next call, of whichever pieces. Not to be written to. */
  borrowed() {
    if (this.#end === 0 && this.#rest.length === 1) return this.#rest[0];
    if (this.#length > SHARED_SIZE) return this.whole();
    if (shared.length === 0) shared = new Uint8Array(SHARED_SIZE);
    return this.#writeTo(shared.subarray(0, this.#length));
  }

  /** @param {Uint8Array<ArrayBuffer>} target of just this length */
  #writeTo(target) {
    target.set(this.#gathered.subarray(0, this.#end));
    this.#writeRest(target);
    return target;
  }

  /** @param {Uint8Array<ArrayBuffer>} target */
  #writeRest(target) {
    let end = this.#end;
    for (const piece of this.#rest) {
      target.set(piece, end);
      end += piece.length;
    }
  }

  #gather() {
    const { length } = this;
    if (this.#gathered.length < length) {
      // Twice as much as is needed, so that no byte is moved more than a few times.
      const larger = new Uint8Array(Math.max(length, Math.min(2 * length, this.#most)));
      larger.set(this.#gathered.subarray(0, this.#end));
      this.#gathered = larger;
    }
    this.#writeRest(this.#gathered);
    this.#end = length;
    this.#rest = [];
  }
}
