// Keeps a second process away from a log's files.

import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { codeOf } from "./files.js";

/**
 * Takes a lock, also one that a process left behind which is no more.
 *
 * @param {string} path
 * @returns {Promise<() => Promise<void>>} lets go of it
 * @throws {Error} if a process that lives has it
 */
export async function lock(path) {
  const mine = await identityOf(process.pid);
  // Written first and linked then, so that nobody sees a lock that says nothing yet.
  const own = `${path}.${process.pid}`;
  await writeFile(own, mine);
  try {
    if (!(await tryLink(own, path))) await takeOver(own, path);
  } finally {
    await rm(own, { force: true });
  }
  return () => rm(path, { force: true });
}

/**
 * @param {string} own
 * @param {string} path
 */
async function takeOver(own, path) {
  const holder = await readFile(path, "utf8").catch(() => "");
  if (await lives(holder)) throw taken(path, holder);
  // Moved, not removed: of two processes that find it only one can move it.
  const stale = `${own}.stale`;
  await rename(path, stale).catch(() => {});
  const moved = await readFile(stale, "utf8").catch(() => "");
  await rm(stale, { force: true });
  if (moved !== holder || !(await tryLink(own, path))) throw taken(path, "another process");
}

/**
 * @param {string} from
 * @param {string} to
 */
async function tryLink(from, to) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
}

/**
 * Whether the process that a lock names is there, and is not another one with the same number.
 *
 * @param {string} holder
 */
async function lives(holder) {
  const pid = Number.parseInt(holder, 10);
  if (!(pid > 0) || pid === process.pid) return false;
  return isRunning(pid) && (await identityOf(pid)) === holder;
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * The number of a process and, where Linux says it, the boot and the tick in which it was started.
 *
 * @param {number} pid
 */
export async function identityOf(pid) {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The program's name stands in parentheses and may hold blanks; what is counted stands behind it.
  const started = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return [pid, boot.trim(), started].join(" ").trim();
}

/**
 * @param {string} path
 * @param {string} holder
 */
function taken(path, holder) {
  const who = /^\d/.test(holder) ? `process ${Number.parseInt(holder, 10)}` : holder;
  return new Error(`expected ${path} to be free, it is held by ${who}`);
}
