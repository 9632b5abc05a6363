// A lock that is an open file, where the kernel can lock a file as it opens it (macOS and FreeBSD).

import { constants, fstatSync, statSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { codeOf } from "./files.js";
import { heldBy } from "./holder.js";

/** @import { Lock } from "./lock.js" */

/** From <fcntl.h> of both; Node does not name it. */
const O_EXLOCK = 0x20;
const { O_CREAT, O_NONBLOCK, O_RDWR } = constants;
const ONLY_OWNER = 0o600;

/**
 * @param {string} path
 * @returns {Promise<Lock>}
 */
export async function fileLock(path) {
  const handle = await opened(path);
  const isHeld = () => {
    const found = statSync(path, { throwIfNoEntry: false });
    const own = fstatSync(handle.fd);
    return found !== undefined && found.ino === own.ino && found.dev === own.dev;
  };
  const release = async () => {
    if (isHeld()) await rm(path, { force: true });
    await handle.close();
  };
  // The previous holder may have removed it between the open and the lock.
  if (!isHeld()) return handle.close().then(() => fileLock(path));
  await handle.truncate(0);
  await handle.write(String(process.pid), 0);
  return { isHeld, release };
}

/** @param {string} path */
async function opened(path) {
  try {
    return await open(path, O_RDWR | O_CREAT | O_NONBLOCK | O_EXLOCK, ONLY_OWNER);
  } catch (error) {
    if (codeOf(error) !== "EAGAIN") throw error;
    const pid = /^\d+$/.exec(await readFile(path, "utf8").catch(() => ""));
    throw heldBy(path, pid ? `process ${pid[0]}` : "another process");
  }
}
