// Encoder for log-drain payloads. The only place that computes octet counts.

const encoder = new TextEncoder();

/**
 * Parts of a message; missing ones are sent as `-`.
 *
 * @typedef {object} Message
 * @property {number} [priority]
 * @property {string} [timestamp]
 * @property {string} [host_name]
 * @property {string} [app_name]
 * @property {string} [process_id]
 * @property {string} [message_id]
 * @property {string} [message]
 * @property {string} [end] terminator of the frame's payload (default: a line feed)
 */

/**
 * Returns the text after the octet count of a frame.
 *
 * @param {Message} message
 */
export function syslog({
  priority,
  timestamp,
  host_name,
  app_name,
  process_id,
  message_id,
  ...rest
}) {
  const { message = "-", end = "\n" } = rest;
  const source = `${host_name ?? "-"} ${app_name ?? "-"} ${process_id ?? "-"} ${message_id ?? "-"}`;
  return `<${priority ?? "-"}>1 ${timestamp ?? "-"} ${source} ${message}${end}`;
}

/**
 * A frame (RFC 6587, section 3.4.1): `MSG-LEN SP PAYLOAD`.
 *
 * @param {Message | string | Uint8Array} content
 * @param {{ off?: number }} [options] off: bytes to add to the correct octet count
 * @returns {Uint8Array}
 */
export function frame(content, { off = 0 } = {}) {
  const payload = bytes(isMessage(content) ? syslog(content) : content);
  return join([`${payload.length + off} `, payload]);
}

/** Bytes per chunk. */
const BLOCK = 1_000_000;
/** Maximum bytes of an octet count and its space. */
const COUNT_BYTES = 11;

/**
 * Encodes many messages into consecutive frames; faster than encoding them individually.
 *
 * @param {Iterable<Message>} messages
 */
export function frames(messages) {
  const blocks = [];
  const block = new Uint8Array(BLOCK);
  let end = 0;
  for (const message of messages) {
    const text = syslog(message);
    if (end + COUNT_BYTES + text.length * 3 > BLOCK) {
      blocks.push(block.slice(0, end));
      end = 0;
    }
    end = writeFrame(block, end, text);
  }
  return join([...blocks, block.subarray(0, end)]);
}

/**
 * @param {Uint8Array} block
 * @param {number} start
 * @param {string} text
 * @returns {number} end of the frame
 */
function writeFrame(block, start, text) {
  const { written } = encoder.encodeInto(text, block.subarray(start + COUNT_BYTES));
  const count = `${written} `;
  const behind = start + count.length;
  for (let place = 0; place < count.length; place++) {
    block[start + place] = count.charCodeAt(place);
  }
  block.copyWithin(behind, start + COUNT_BYTES, start + COUNT_BYTES + written);
  return behind + written;
}

/**
 * @param {(string | Uint8Array)[]} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function join(parts) {
  const pieces = parts.map(bytes);
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

/** @param {string | Uint8Array} part */
function bytes(part) {
  return typeof part === "string" ? encoder.encode(part) : part;
}

/**
 * @param {Message | string | Uint8Array} content
 * @returns {content is Message}
 */
function isMessage(content) {
  return typeof content === "object" && !(content instanceof Uint8Array);
}
