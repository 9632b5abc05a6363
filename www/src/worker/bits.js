// Sets as bits: each row has a set of names, such as the problems it has or the filters it fails.

/** Bitwise operators of JavaScript take 32 bits. */
const MOST_NAMES = 32;

/**
 * The bit of each name.
 *
 * @template {string} Name
 * @param {readonly Name[]} names
 * @returns {Readonly<Record<Name, number>>}
 * @throws {RangeError} if there are more names than bits
 */
export function bitsOf(names) {
  if (names.length > MOST_NAMES) {
    throw new RangeError(`${names.length} names do not fit in ${MOST_NAMES} bits`);
  }
  const bits = names.map((name, index) => [name, 1 << index]);
  return Object.freeze(Object.fromEntries(bits));
}

/**
 * An empty set for each row, with a bit for every name that {@link bitsOf} takes.
 *
 * @param {number} rows
 */
export function emptySets(rows) {
  return new Int32Array(rows);
}
