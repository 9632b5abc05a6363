// Repeated values as numbers, so that filters and facets compare numbers instead of text.

/** @import { Columns } from "heroku-drain" */

/** A power of two. */
const SLOTS = 1024;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Number of the absent value, which counts as a value. */
export const ABSENT = 0;

/** Values of one field, numbered in order of appearance. */
export class Names {
  /** @type {(string | undefined)[]} */
  values = [undefined];
  /** First record with each value. */
  firstRecords = [-1];
  /** @type {Map<string, number>} */
  #numbers = new Map();
  /** Numbers of recent values, which avoid decoding most text. */
  #slots = new Uint32Array(SLOTS);
  /** @type {Uint32Array | undefined} */
  #ranks;

  /**
   * @param {Uint8Array} bytes
   * @param {Columns} columns
   * @param {"host_name" | "app_name" | "process_id"} field
   * @param {number} bit for the field in `absent`
   */
  constructor(bytes, columns, field, bit) {
    this.bytes = bytes;
    this.spans = columns[field];
    this.absent = columns.absent;
    this.bit = bit;
    /** Value number of each record. */
    this.ofRecords = new Uint32Array(columns.length);
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  addRecords(start, end) {
    for (let record = start; record < end; record++) {
      this.ofRecords[record] = this.absent[record] & this.bit ? ABSENT : this.#numberOf(record);
    }
  }

  /** @param {string | undefined} value */
  numberOfValue(value) {
    return value === undefined ? ABSENT : this.#numbers.get(value);
  }

  /** Returns the rank of each value in natural order: "web.2" before "web.10". */
  ranks() {
    this.#ranks ??= ranksOf(this.values);
    return this.#ranks;
  }

  /** @param {number} record */
  #numberOf(record) {
    const { spans, ofRecords } = this;
    const before = record === 0 ? ABSENT : ofRecords[record - 1];
    if (before !== ABSENT && this.#isSame(record, record - 1)) return before;
    const slot = slotOf(this.bytes, spans[2 * record], spans[2 * record + 1]);
    const number = this.#slots[slot];
    if (number !== ABSENT && this.#isSame(record, this.firstRecords[number])) return number;
    this.#slots[slot] = this.#numberOfText(record);
    return this.#slots[slot];
  }

  /**
   * @param {number} record
   * @param {number} other
   */
  #isSame(record, other) {
    const { bytes, spans } = this;
    const length = spans[2 * record + 1] - spans[2 * record];
    if (spans[2 * other + 1] - spans[2 * other] !== length) return false;
    let at = spans[2 * record + 1];
    let otherAt = spans[2 * other + 1];
    // Names usually differ at their ends.
    for (const start = spans[2 * record]; at > start; ) {
      if (bytes[--at] !== bytes[--otherAt]) return false;
    }
    return true;
  }

  /** @param {number} record */
  #numberOfText(record) {
    const { bytes, spans, values } = this;
    const text = decoder.decode(bytes.subarray(spans[2 * record], spans[2 * record + 1]));
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, values.length);
    this.firstRecords.push(record);
    return values.push(text) - 1;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function slotOf(bytes, start, end) {
  let hash = end - start;
  for (let at = Math.max(start, end - 8); at < end; at++) hash = Math.imul(hash, 31) + bytes[at];
  return hash & (SLOTS - 1);
}

/** @param {(string | undefined)[]} values */
function ranksOf(values) {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const texts = /** @type {string[]} */ (values);
  const order = Uint32Array.from(values.keys()).subarray(1);
  order.sort((a, b) => compare(texts[a], texts[b]) || (texts[a] < texts[b] ? -1 : 1));
  const ranks = new Uint32Array(values.length);
  order.forEach((number, place) => {
    ranks[number] = place + 1;
  });
  return ranks;
}
