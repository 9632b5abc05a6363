// What the log does to files, as an interface, so that tests can put a disk in its place that fails or loses power.

import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";

/**
 * @typedef {object} OpenFile
 * @property {() => Promise<number>} size in bytes
 * @property {(length: number, position: number) => Promise<Uint8Array>} read fewer bytes where the file ends
 * @property {(parts: Uint8Array[], position: number) => Promise<void>} write all of them, one behind the other
 * @property {(size: number) => Promise<void>} truncate
 * @property {() => Promise<void>} sync resolves when what was written survives a loss of power
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Files
 * @property {(path: string) => Promise<OpenFile>} open for reading and writing; makes the file if it is missing
 * @property {(path: string) => Promise<Uint8Array | undefined>} read all of a file, if it is there
 * @property {(from: string, to: string) => Promise<void>} rename
 * @property {(folder: string) => Promise<string[]>} list the names in a folder
 * @property {(folder: string) => Promise<void>} makeFolder with those above it
 * @property {(folder: string) => Promise<void>} syncFolder resolves when its names survive a loss of power
 */

/** The files of this machine. @type {Files} */
export const diskFiles = {
  // Not "a": it would write at the end, whatever position is asked for.
  open: async (path) => openFile(await openOrMake(path)),
  read: (path) => readFile(path).catch(undefinedIfMissing),
  rename,
  list: (folder) => readdir(folder),
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true });
  },
  syncFolder,
};

/** @param {string} path */
async function openOrMake(path) {
  return (await open(path, "r+").catch(undefinedIfMissing)) ?? open(path, "wx+");
}

/**
 * @param {import("node:fs/promises").FileHandle} handle
 * @returns {OpenFile}
 */
function openFile(handle) {
  return {
    size: async () => (await handle.stat()).size,
    read: async (length, position) => {
      const buffer = new Uint8Array(length);
      const { bytesRead } = await handle.read(buffer, 0, length, position);
      return buffer.subarray(0, bytesRead);
    },
    write: (parts, position) => writeAll(handle, parts, position),
    truncate: (size) => handle.truncate(size),
    // The size is among what it writes out; only times and the like are not.
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/**
 * Writes all parts. The system may take fewer bytes than it is given, on a disk that is nearly full.
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
    if (bytesWritten === 0) throw new Error("expected the disk to take bytes, it took none");
    at += bytesWritten;
    rest = behind(rest, bytesWritten);
  }
}

/**
 * What is left of the parts behind so many bytes.
 *
 * @param {Uint8Array[]} parts
 * @param {number} count
 */
function behind(parts, count) {
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
  // Windows has no handles of folders; NTFS keeps names in a journal of its own.
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
