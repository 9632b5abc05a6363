// File operations of a log, as an interface, so that tests can use a disk that fails or loses power.

import { fstatSync, readSync, statSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";

/**
 * @typedef {object} Found the file that has a name
 * @property {string} identity distinguishes it from other files
 * @property {number} size in bytes
 *
 * @typedef {object} OpenFile
 * @property {string} identity
 * @property {() => number} size in bytes
 * @property {(length: number, position: number) => Uint8Array} peek reads bytes, fewer where the file ends. They are
 *   valid until the next call. It blocks, which takes less time than a turn of the event loop if the bytes were just written.
 * @property {(parts: Uint8Array[], position: number) => Promise<void>} write all of them, one after the other
 * @property {(size: number) => Promise<void>} truncate
 * @property {() => Promise<void>} sync resolves when the written bytes survive a power failure
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Files
 * @property {(path: string) => Promise<OpenFile>} open for reading and writing; makes the file if it is missing
 * @property {(path: string) => Promise<Uint8Array | undefined>} read all of a file; undefined if it is missing
 * @property {(path: string) => Found | undefined} stat undefined if the file is missing
 * @property {(from: string, to: string) => Promise<void>} rename
 * @property {(folder: string) => Promise<string[]>} list the names in a folder
 * @property {(folder: string) => Promise<void>} makeFolder and its parents
 * @property {(folder: string) => Promise<void>} syncFolder resolves when its names survive a loss of power
 */

/** Logs hold secrets: readable by the owner and the group at most. A umask can only take more away. */
const FILE_MODE = 0o640;
const FOLDER_MODE = 0o750;

/** A buffer for the bytes that are read at each commit. */
const scratch = new Uint8Array(4096);

/** The files of this machine. @type {Files} */
export const diskFiles = {
  // Not "a": it would write at the end, whatever position is asked for.
  open: async (path) => openFile(await openOrMake(path)),
  read: (path) => readFile(path).catch(undefinedIfMissing),
  stat: (path) => {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats && foundIn(stats);
  },
  rename,
  list: (folder) => readdir(folder),
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  },
  syncFolder,
};

/** @param {string} path */
async function openOrMake(path) {
  return (await open(path, "r+").catch(undefinedIfMissing)) ?? open(path, "wx+", FILE_MODE);
}

/**
 * @param {import("node:fs/promises").FileHandle} handle
 * @returns {Promise<OpenFile>}
 */
async function openFile(handle) {
  return {
    identity: foundIn(await handle.stat({ bigint: true })).identity,
    size: () => fstatSync(handle.fd).size,
    peek: (length, position) => {
      const buffer = length > scratch.length ? new Uint8Array(length) : scratch;
      return buffer.subarray(0, readSync(handle.fd, buffer, 0, length, position));
    },
    write: (parts, position) => writeAll(handle, parts, position),
    truncate: (size) => handle.truncate(size),
    // The size is among what it writes out; only times and the like are not.
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/** @param {import("node:fs").BigIntStats} stats @returns {Found} */
function foundIn({ dev, ino, size }) {
  return { identity: `${dev}:${ino}`, size: Number(size) };
}

/**
 * Writes all parts. The system may accept fewer bytes than it is given, on a disk that is nearly full.
 *
 * @param {Pick<import("node:fs/promises").FileHandle, "writev">} handle
 * @param {Uint8Array[]} parts
 * @param {number} position
 */
export async function writeAll(handle, parts, position) {
  let rest = parts.filter((part) => part.length > 0);
  let at = position;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, at);
    if (bytesWritten === 0) throw new Error("the disk accepted no bytes: is it full?");
    at += bytesWritten;
    rest = withoutFirst(rest, bytesWritten);
  }
}

/**
 * The parts without their first `count` bytes.
 *
 * @param {Uint8Array[]} parts
 * @param {number} count
 */
function withoutFirst(parts, count) {
  let left = count;
  const first = parts.findIndex((part) => {
    if (left < part.length) return true;
    left -= part.length;
    return false;
  });
  if (first < 0) return [];
  return [parts[first].subarray(left), ...parts.slice(first + 1)];
}

/** @param {string} folder */
async function syncFolder(folder) {
  // Windows has no handles for folders; NTFS keeps names in its own journal.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @param {unknown} error */
function undefinedIfMissing(error) {
  if (codeOf(error) !== "ENOENT") throw error;
  return undefined;
}

/**
 * The code of a system error, such as "ENOSPC".
 *
 * @param {unknown} error
 */
export function codeOf(error) {
  return /** @type {NodeJS.ErrnoException | undefined} */ (error)?.code;
}
