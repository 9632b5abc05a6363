// Compression: gzip files, and deflate in URL-safe characters for links.

/** @typedef {"gzip" | "deflate-raw"} Packing */

/** Maximum decompressed size of a file: the page's capacity, and a bound for gzip bombs. */
export const MOST_OF_FILE = 2 ** 30;
/** Maximum decompressed size of a link. */
export const MOST_OF_LINK = 2 ** 26;

/** @import { Told } from "../messages.js" */

/** Bytes per base64 chunk; a multiple of 3, so that chunks concatenate without padding. */
const PIECE = 24_576;
/** Maximum number of false ends of a gzip member: one byte in 16 million looks like a start. */
const MOST_TRIES = 16;
const LINK_CHARACTERS = /^[A-Za-z0-9_-]*$/;

/**
 * Decompressed data exceeds the page's limit; `told` is the reason for the page.
 */
export class TooLarge extends RangeError {
  /**
   * @param {string} message
   * @param {Told} told
   */
  constructor(message, told) {
    super(message);
    this.told = told;
  }
}

/** Compressed data is incomplete or damaged; `told` is the reason for the page. */
export class Damaged extends Error {
  /**
   * @param {string} message
   * @param {Told} told
   * @param {unknown} cause
   */
  constructor(message, told, cause) {
    super(message, { cause });
    this.told = told;
  }
}

/** @param {Uint8Array} bytes */
export function isGzip(bytes) {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {Packing} packing
 * @param {number} most maximum decompressed bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {TooLarge | Damaged}
 */
export async function unpacked(stream, packing, most) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  let length = 0;
  try {
    await eachOf(stream.pipeThrough(new DecompressionStream(packing)), (piece) => {
      length += piece.length;
      if (length > most) throw tooLarge(packing, most);
      pieces.push(piece);
    });
  } catch (error) {
    // A DOMException means that the file became unreadable, not that it is damaged.
    if (error instanceof TooLarge || error instanceof DOMException) throw error;
    throw damaged(packing, length, error);
  }
  return joined(pieces, length);
}

/**
 * Decompresses gzip with several members (RFC 1952, section 2.2), as in concatenated files: a
 * browser's stream reads one member, and does not report its end.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} most maximum decompressed bytes
 * @throws {TooLarge | Damaged}
 */
export async function unpackedMembers(bytes, most) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const members = [];
  let length = 0;
  for (let start = 0; start < bytes.length; ) {
    const { member, end } = await memberAt(bytes, start, most - length);
    length += member.length;
    members.push(member);
    start = end;
  }
  return joined(members, length);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} only characters that are valid in a link
 */
export async function linkOf(bytes) {
  const packed = await packedForLink(bytes);
  let link = "";
  for (let start = 0; start < packed.length; start += PIECE) {
    link += btoa(String.fromCharCode(...packed.subarray(start, start + PIECE)));
  }
  return link.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The inverse of {@link linkOf}.
 *
 * @param {string} link
 * @param {number} [most] maximum decompressed bytes
 * @throws {TooLarge | Damaged}
 */
export async function bytesOfLink(link, most = MOST_OF_LINK) {
  if (!LINK_CHARACTERS.test(link) || link.length % 4 === 1) throw damaged("deflate-raw", 0);
  const characters = atob(link.replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  return unpacked(streamOf(packed), "deflate-raw", most);
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {(chunk: Uint8Array<ArrayBuffer>) => void} use if it throws, the stream is cancelled
 */
export async function eachOf(stream, use) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      use(value);
    }
  } catch (error) {
    await reader.cancel(error).catch(() => {});
    throw error;
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>[]} pieces
 * @param {number} length total length
 */
export function joined(pieces, length) {
  const [only] = pieces;
  if (only?.length === length) return only;
  const whole = new Uint8Array(length);
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

/**
 * Decompresses the member at an offset. It ends at the next start that is not a false match:
 * before a false match, the length and the checksum are wrong.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} start
 * @param {number} most maximum decompressed bytes
 */
async function memberAt(bytes, start, most) {
  let end = start;
  for (let tries = 1; ; tries++) {
    end = memberStart(bytes, end + 1);
    try {
      const member = await unpacked(streamOf(bytes.subarray(start, end)), "gzip", most);
      return { member, end };
    } catch (error) {
      if (error instanceof TooLarge || end === bytes.length || tries === MOST_TRIES) throw error;
    }
  }
}

/**
 * Finds the next possible member: two fixed bytes, and a third for deflate, the only method.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 */
function memberStart(bytes, from) {
  for (let at = bytes.indexOf(0x1f, from); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8) return at;
  }
  return bytes.length;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function packedForLink(bytes) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  let length = 0;
  await eachOf(streamOf(bytes).pipeThrough(new CompressionStream("deflate-raw")), (piece) => {
    length += piece.length;
    pieces.push(piece);
  });
  return joined(pieces, length);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function streamOf(bytes) {
  return /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (new Blob([bytes]).stream());
}

/**
 * @param {Packing} packing
 * @param {number} most
 */
function tooLarge(packing, most) {
  const what = packing === "gzip" ? "the gzip file" : "the link";
  const text = `${what} comes to more than ${most} bytes, which is the most that is read`;
  const reason = packing === "gzip" ? "gzipTooLarge" : "linkTooLarge";
  return new TooLarge(text, { reason, bytes: most });
}

/**
 * @param {Packing} packing
 * @param {number} length
 * @param {unknown} [cause]
 */
function damaged(packing, length, cause) {
  const what = packing === "gzip" ? "the gzip data is damaged or cut short" : "the link is damaged";
  const after = length === 0 ? "nothing came out of it" : `${length} bytes came out of it`;
  const reason = packing === "gzip" ? "gzipDamaged" : "linkDamaged";
  return new Damaged(`${what}: ${after} before it ended`, { reason, bytes: length }, cause);
}
