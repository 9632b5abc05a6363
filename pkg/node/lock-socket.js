// A lock that is a Unix socket: as long as its process lives, a connection to it succeeds.

import { createHash, randomBytes } from "node:crypto";
import { lstatSync } from "node:fs";
import { chmod, link, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { codeOf } from "./files.js";
import { heldBy, holderAt, listenAt } from "./holder.js";

/** @import { Lock } from "./lock.js" */

/** The address of a Unix socket holds 108 bytes with a zero at its end. Node cuts off what is longer. */
const LONGEST_ADDRESS = 107;
const ONLY_OWNER = 0o600;
const CLAIM_DIGITS = 12;
/** Error codes of file systems that support sockets, but not now or not for this user. */
const NOT_ABOUT_SOCKETS = ["EACCES", "EDQUOT", "EMFILE", "ENOENT", "ENOSPC", "EROFS"];

/**
 * Works across containers that share a volume, since the kernel looks at the socket and not at process numbers.
 *
 * @param {string} path
 * @returns {Promise<Lock>}
 */
export async function socketLock(path) {
  // It listens before it gets the lock's name, so a lock that refuses a connection is always stale.
  const own = `${path}.${randomBytes(CLAIM_DIGITS / 2).toString("hex")}`;
  const server = await bound(own, path);
  try {
    // The lock's name will be a second name of this socket.
    const mine = statsOf(own);
    await take(own, path, path);
    // While the server listens, its inode number is not reused.
    const isHeld = () => {
      const found = statsOf(path);
      return found !== undefined && found.ino === mine?.ino && found.dev === mine.dev;
    };
    await removeLeftovers(path);
    const release = async () => {
      // The name first: a process that finds it must not take it for a stale one.
      if (isHeld()) await rm(path, { force: true });
      server.close();
    };
    return { isHeld, release };
  } catch (error) {
    server.close();
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * @param {string} own
 * @param {string} path of the lock, for messages
 */
async function bound(own, path) {
  try {
    const server = await withAddress(own, listenAt);
    await chmod(own, ONLY_OWNER);
    return server;
  } catch (error) {
    throw cannotMake(path, error);
  }
}

/**
 * Gives a listening socket a second name, unless that name belongs to a running process.
 *
 * @param {string} own
 * @param {string} name
 * @param {string} path of the lock
 */
async function take(own, name, path) {
  while (!(await isLinked(own, name, path))) {
    const found = identityOf(name);
    const asked = await withAddress(name, holderAt).catch((error) => {
      throw cannotAsk(path, error);
    });
    if (asked.state === "held") throw heldBy(path, asked.holder);
    if (await isReplaced(own, name, found, path)) return;
  }
}

/**
 * Replaces a stale socket, unless another process has done so. Of all processes that find it, only the one with a claim to
 * exactly this socket may replace it. A claim is itself a lock, so a stale claim is replaced in the same way.
 *
 * @param {string} own
 * @param {string} name
 * @param {string | undefined} left the identity of the socket
 * @param {string} path of the lock
 */
async function isReplaced(own, name, left, path) {
  if (left === undefined) return false;
  const claim = claimOf(left, path);
  await take(own, claim, path);
  try {
    if (identityOf(name) !== left) return false;
    const second = `${own}.2`;
    await link(own, second);
    await rename(second, name);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * @param {string} identity of the socket that is to be replaced
 * @param {string} path of the lock
 */
function claimOf(identity, path) {
  const digest = createHash("sha256").update(identity).digest("hex");
  return `${path}.${digest.slice(0, CLAIM_DIGITS)}`;
}

/**
 * The name of a claim to a socket, for tests.
 *
 * @param {string} name
 * @param {string} path of the lock
 */
export function claimTo(name, path) {
  return claimOf(String(identityOf(name)), path);
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} path of the lock, for messages
 */
async function isLinked(from, to, path) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw cannotMake(path, error);
    return false;
  }
}

/**
 * Identifies a file, even if a later one gets the same inode number; undefined if it is missing.
 *
 * @param {string} path
 */
function identityOf(path) {
  const stats = statsOf(path);
  return stats && `${stats.dev}:${stats.ino}:${stats.mtimeNs}`;
}

/** @param {string} path */
function statsOf(path) {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/**
 * Removes names of processes that were killed while they took the lock.
 *
 * @param {string} path
 */
async function removeLeftovers(path) {
  const start = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!(name.startsWith(start) && /^[\da-f]{12}(\.2)?$/.test(name.slice(start.length)))) continue;
    const leftover = join(dirname(path), name);
    const asked = await withAddress(leftover, holderAt).catch(() => undefined);
    if (asked?.state === "stale") await rm(leftover, { force: true });
  }
}

/**
 * Calls with a short enough address of a path; a longer path goes through an open handle of its folder.
 *
 * @template T
 * @param {string} path
 * @param {(address: string) => Promise<T>} work
 */
async function withAddress(path, work) {
  if (Buffer.byteLength(path) <= LONGEST_ADDRESS) return work(path);
  const folder = await open(dirname(path), "r");
  try {
    const address = `/proc/self/fd/${folder.fd}/${basename(path)}`;
    if (Buffer.byteLength(address) > LONGEST_ADDRESS) throw new Error("its name is too long");
    return await work(address);
  } finally {
    await folder.close();
  }
}

/**
 * @param {string} path
 * @param {unknown} error
 */
function cannotMake(path, error) {
  const code = codeOf(error);
  if (code !== undefined && NOT_ABOUT_SOCKETS.includes(code)) return error;
  return Object.assign(
    new Error(
      `${path} cannot be a Unix socket (${code ?? error}): use a directory on a local file system that has sockets and hard links`,
    ),
    { code, cause: error },
  );
}

/**
 * @param {string} path
 * @param {unknown} error
 */
function cannotAsk(path, error) {
  const code = codeOf(error);
  if (code !== "EACCES") return error;
  return Object.assign(
    new Error(
      `${path} belongs to another user: run as that user, or remove it if no process uses it`,
    ),
    { code, cause: error },
  );
}
