// Bit sets of names per row, such as the row's problems or the filters it fails.

/** JavaScript's bitwise operators work on 32 bits. */
const MOST_NAMES = 32;

/**
 * Assigns a bit to each name.
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
 * Returns an empty set per row, with space for all bits of {@link bitsOf}.
 *
 * @param {number} rows
 */
export function emptySets(rows) {
  return new Int32Array(rows);
}
