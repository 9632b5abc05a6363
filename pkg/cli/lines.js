// Cuts a stream of bytes into lines.

const LINE_FEED = 10;

/**
 * Each line with its LF; the last one may lack it. A line is held in memory whole.
 *
 * @param {AsyncIterable<Uint8Array>} chunks
 * @returns {AsyncGenerator<Buffer[]>} the lines that each chunk ends, valid until the next ones are asked for
 */
export async function* linesOf(chunks) {
  /** Parts of the line that has not ended yet. @type {Buffer[]} */
  let parts = [];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const { lines, rest } = split(bytes);
    if (lines[0] && parts.length > 0) {
      lines[0] = Buffer.concat([...parts, lines[0]]);
      parts = [];
    }
    yield lines;
    if (rest.length > 0) parts.push(Buffer.from(rest));
  }
  if (parts.length > 0) yield [Buffer.concat(parts)];
}

/** @param {Buffer} bytes */
function split(bytes) {
  const lines = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    lines.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
  return { lines, rest: bytes.subarray(start) };
}
