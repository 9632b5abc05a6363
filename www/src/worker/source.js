// Conversion of every kind of source to bytes.

import { sampleOf } from "../samples.js";
import {
  bytesOfLink,
  Damaged,
  eachOf,
  isGzip,
  joined,
  MOST_OF_FILE,
  TooLarge,
  unpacked,
  unpackedMembers,
} from "./packed.js";

/**
 * @import { FileSource, Source, TextSource } from "../messages.js"
 * @import { OnProgress } from "./pace.js"
 */

/**
 * @typedef {object} Payload
 * @property {Uint8Array<ArrayBuffer>} bytes
 * @property {{ format: "gzip", bytes: number } | undefined} compressed original format and size
 */

const encoder = new TextEncoder();

/**
 * @param {Source} source
 * @param {OnProgress} onProgress
 * @returns {Promise<Payload>}
 */
export async function payloadOf(source, onProgress) {
  switch (source.kind) {
    case "text":
      return uncompressed(bytesOfText(source));
    case "file":
      return payloadOfFile(source, onProgress);
    case "link":
      return uncompressed(await bytesOfLink(source.data));
    case "sample":
      return uncompressed(bytesOfSample(source.id));
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function uncompressed(bytes) {
  return { bytes, compressed: undefined };
}

/** @param {TextSource} source */
function bytesOfText({ text, lineEnd }) {
  return encoder.encode(lineEnd === "crlf" ? text.replaceAll("\n", "\r\n") : text);
}

/** @param {string} id */
function bytesOfSample(id) {
  const sample = sampleOf(id);
  if (!sample) throw new Error(`there is no sample "${id}"`);
  return sample.build();
}

/**
 * @param {FileSource} source
 * @param {OnProgress} onProgress
 * @returns {Promise<Payload>}
 */
async function payloadOfFile({ file }, onProgress) {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const stream = counted(file, onProgress);
  if (!isGzip(start)) return uncompressed(await read(stream));
  const bytes = await gunzipped(file, stream);
  return { bytes, compressed: { format: "gzip", bytes: file.size } };
}

/**
 * @param {Blob} file
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 */
async function gunzipped(file, stream) {
  try {
    return await unpacked(stream, "gzip", MOST_OF_FILE);
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return unpackedMembers(new Uint8Array(await file.arrayBuffer()), MOST_OF_FILE).catch(
      (other) => {
        throw other instanceof TooLarge ? other : error;
      },
    );
  }
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream */
async function read(stream) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  let length = 0;
  await eachOf(stream, (piece) => {
    length += piece.length;
    pieces.push(piece);
  });
  return joined(pieces, length);
}

/**
 * Returns a file's stream, reporting progress.
 *
 * @param {Blob} file
 * @param {OnProgress} onProgress
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
function counted(file, onProgress) {
  const total = file.size;
  let done = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      done += chunk.length;
      onProgress({ stage: "reading", done, total });
      controller.enqueue(chunk);
    },
  });
  return file.stream().pipeThrough(counter);
}
