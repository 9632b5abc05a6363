// One holder per log: a lock that the kernel releases when its process ends.

import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileLock } from "./lock-file.js";
import { pipeLock } from "./lock-pipe.js";
import { socketLock } from "./lock-socket.js";

/**
 * @typedef {object} Lock
 * @property {() => boolean} isHeld false once its file was removed or replaced: another process may hold it now
 * @property {() => Promise<void>} release
 */

/** The real paths of the locks that this process holds. @type {Set<string>} */
const held = new Set();

/**
 * Takes a lock, even if an ended process has left it.
 *
 * @param {string} path
 * @returns {Promise<Lock>}
 * @throws {Error} if it is held, by this process or another one
 */
export async function lock(path) {
  const real = join(await realpath(dirname(path)), basename(path));
  if (held.has(real)) {
    throw new Error(`${path} is held by this process: the log is open already`);
  }
  held.add(real);
  try {
    const { isHeld, release } = await kernelLock(path, real);
    return { isHeld, release: () => release().finally(() => held.delete(real)) };
  } catch (error) {
    held.delete(real);
    throw error;
  }
}

/**
 * @param {string} path
 * @param {string} real
 */
function kernelLock(path, real) {
  switch (process.platform) {
    case "win32":
      return pipeLock(path, pipeOf(real));
    case "darwin":
    case "freebsd":
      return fileLock(path);
    default:
      return socketLock(path);
  }
}

/**
 * The name of a pipe for a path, which Windows compares without case.
 *
 * @param {string} real
 */
function pipeOf(real) {
  const digest = createHash("sha256").update(real.toLowerCase()).digest("hex");
  return `\\\\.\\pipe\\heroku-drain-${digest}`;
}
