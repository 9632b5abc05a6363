// A lock that is a named pipe (Windows): only one process can listen at its name.

import { codeOf } from "./files.js";
import { heldBy, holderAt, listenAt } from "./holder.js";

/** @import { Lock } from "./lock.js" */

/**
 * @param {string} path of the lock, for messages
 * @param {string} pipe
 * @returns {Promise<Lock>}
 */
export async function pipeLock(path, pipe) {
  const server = await listenAt(pipe).catch(async (error) => {
    if (codeOf(error) !== "EADDRINUSE") throw error;
    const asked = await holderAt(pipe);
    throw heldBy(path, asked.state === "held" ? asked.holder : "another process");
  });
  return {
    isHeld: () => true,
    release: async () => {
      server.close();
    },
  };
}
