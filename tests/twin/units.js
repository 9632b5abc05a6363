/**
 * Conversion from bytes to the unit of a string's offsets.
 */

/** @typedef {import("../cases/load.js").Expected} Expected */

/**
 * Converts the expected results of bytes to those of the string that they encode.
 *
 * @param {Uint8Array} bytes Well-formed UTF-8.
 * @param {Expected} expected In bytes.
 * @returns {Expected} In UTF-16 units.
 */
export function inUnits(bytes, expected) {
  const units = unitOffsets(bytes);
  /** @type {(offset: number, length: number) => [number, number]} */
  const place = (offset, length) => [units[offset], units[offset + length] - units[offset]];
  return {
    records: expected.records,
    problems: expected.problems.map((problem) => {
      const [offset, length] = place(problem.offset, problem.length);
      return { ...problem, offset, length };
    }),
    segments: expected.segments.map(([kind, ...span]) => [kind, ...place(...span)]),
  };
}

/**
 * The UTF-16 offset of every byte offset; inside a character, the offset of its start.
 *
 * @param {Uint8Array} bytes
 */
export function unitOffsets(bytes) {
  const offsets = new Uint32Array(bytes.length + 1);
  let [unit, width] = [0, 0];
  bytes.forEach((byte, at) => {
    if (byte < 0x80 || byte >= 0xc0) {
      unit += width;
      width = byte >= 0xf0 ? 2 : 1;
    }
    offsets[at] = unit;
  });
  offsets[bytes.length] = unit + width;
  return offsets;
}
