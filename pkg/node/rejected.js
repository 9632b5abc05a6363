// Lines that keep the bytes of a batch from which no record was made, or not for certain the right ones.

/** @import { LoggedBatch } from "../node.js" */
/** @import { Problem } from "../index.js" */

const NONE = new Uint8Array(0);
/** Warnings about records that may lack bytes, or have others than were sent. */
const LOSSY = ["truncated", "octet-count-mismatch", "invalid-utf8"];
const encoder = new TextEncoder();

/**
 * One line for each error, with its bytes. Where these would not be all that can be lost, one line with the whole body.
 *
 * @param {LoggedBatch} batch
 * @param {() => number} now milliseconds, for a batch that does not say when it was received
 */
export function rejectedLines(batch, now) {
  const { problems = [] } = batch;
  const code = codeOfWhole(batch, problems);
  const errors = code === undefined ? problems.filter(isError) : [];
  if (code === undefined && errors.length === 0) return NONE;
  const bytes = bytesOf(batch);
  /** @type {{ code: string, offset: number, length: number }[]} */
  const parts = code === undefined ? errors : [{ code, offset: 0, length: bytes.length }];
  const time = (batch.receivedAt ?? new Date(now())).toISOString();
  const lines = parts.map(({ code, offset, length }) => {
    const part = bytes.subarray(offset, offset + length);
    return `${lineOf(batch.frameId ?? null, time, offset, code, base64Of(part))}\n`;
  });
  return encoder.encode(lines.join(""));
}

/**
 * Why a batch's body is kept as a whole; undefined if it is not.
 *
 * @param {LoggedBatch} batch
 * @param {Problem[]} problems
 */
function codeOfWhole(batch, problems) {
  const errors = batch.errorCount ?? problems.filter(isError).length;
  const warnings = batch.warningCount ?? problems.filter((problem) => !isError(problem)).length;
  if (errors + warnings > problems.length) return "too-many-problems";
  const { count, declaredCount } = batch;
  if (count !== undefined && declaredCount !== undefined && declaredCount !== count + errors) {
    return "msg-count-mismatch";
  }
  return LOSSY.find((code) => problems.some((problem) => problem.code === code));
}

/** @param {Problem} problem */
function isError({ severity }) {
  return severity === "error";
}

/** @param {LoggedBatch} batch */
function bytesOf({ bytes }) {
  // Acknowledged without them, they would be lost.
  if (!(bytes instanceof Uint8Array)) throw new TypeError("bytes must be a Uint8Array");
  return bytes;
}

/** @param {Uint8Array} bytes */
function base64Of({ buffer, byteOffset, length }) {
  return Buffer.from(buffer, byteOffset, length).toString("base64");
}

/**
 * @param {string | null} frameId
 * @param {string} receivedAt
 * @param {number} offset
 * @param {string} code
 * @param {string} base64
 */
function lineOf(frameId, receivedAt, offset, code, base64) {
  return JSON.stringify({
    frame_id: frameId,
    received_at: receivedAt,
    offset,
    code,
    bytes_base64: base64,
  });
}
