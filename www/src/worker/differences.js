// Comparison with the other framings of the same bytes.

import { columns } from "heroku-drain";
import { FRAMINGS } from "../messages.js";
import { placesOf } from "./placing.js";

/**
 * @import { Columns, Framing } from "heroku-drain"
 * @import { Difference } from "../messages.js"
 * @import { OnProgress } from "./pace.js"
 * @import { Places } from "./placing.js"
 * @import { Store } from "./store.js"
 */

/** @typedef {{ columns: Columns, places: Places }} Reading */
/** @typedef {{ difference: Difference, isMissing: Uint8Array }} Compared */

/** Compares each framing once, on demand. */
export class Differences {
  /** @type {Map<Framing, Promise<Compared>>} */
  #compared = new Map();

  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {OnProgress} onProgress */
  async all(onProgress) {
    /** @type {Difference[]} */
    const all = [];
    for (const framing of FRAMINGS) {
      if (framing === this.store.options.framing) continue;
      all.push((await this.#with(framing, onProgress)).difference);
    }
    return all;
  }

  /**
   * Marks with 1 each row that the other framing does not produce; all others are 0.
   *
   * @param {Framing} framing
   * @param {OnProgress} onProgress
   */
  async missingIn(framing, onProgress) {
    return (await this.#with(framing, onProgress)).isMissing;
  }

  /**
   * @param {Framing} framing
   * @param {OnProgress} onProgress
   */
  #with(framing, onProgress) {
    const known = this.#compared.get(framing) ?? compared(this.store, framing, onProgress);
    this.#compared.set(framing, known);
    known.catch(() => this.#compared.delete(framing));
    return known;
  }
}

/**
 * @param {Store} store
 * @param {Framing} framing
 * @param {OnProgress} onProgress
 * @returns {Promise<Compared>}
 */
async function compared(store, framing, onProgress) {
  const { bytes, options } = store;
  onProgress({ stage: "parsing", done: 0, total: bytes.length });
  const others = columns(bytes, { ...options, framing });
  const places = placesOf(others);
  const { isMissing, ...parting } = walked(store, { columns: others, places });
  const { length: records, errorCount: errors, warningCount: warnings } = others;
  return { difference: { framing, records, errors, warnings, ...parting }, isMissing };
}

/**
 * Compares the rows of both in the payload's order.
 *
 * @param {Reading} ours
 * @param {Reading} theirs
 */
function walked(ours, theirs) {
  const isMissing = new Uint8Array(ours.places.rows);
  /** @type {number | undefined} */
  let offset;
  let other = 0;
  for (let row = 0; row < isMissing.length; row++) {
    const start = ours.places.starts[row];
    for (; theirs.places.starts[other] < start; other++) offset ??= theirs.places.starts[other];
    if (isSameRow(ours, row, theirs, other)) other++;
    else {
      isMissing[row] = 1;
      offset ??= start;
    }
  }
  const rows = isMissing.reduce((sum, missing) => sum + missing, 0);
  return { isMissing, rows, offset: offset ?? theirs.places.starts[other] };
}

/**
 * Records are equal if all their fields are, ignoring line ends included in a field.
 *
 * @param {Reading} ours
 * @param {number} row
 * @param {Reading} theirs
 * @param {number} other
 */
function isSameRow(ours, row, theirs, other) {
  if (ours.places.starts[row] !== theirs.places.starts[other]) return false;
  const [record, otherRecord] = [ours.places.records[row], theirs.places.records[other]];
  if (record < 0 || otherRecord < 0) {
    const isSameEnd = ours.places.ends[row] === theirs.places.ends[other];
    return record < 0 && otherRecord < 0 && isSameEnd;
  }
  return (
    ours.columns.version[2 * record] === theirs.columns.version[2 * otherRecord] &&
    ours.columns.message[2 * record + 1] === theirs.columns.message[2 * otherRecord + 1]
  );
}
