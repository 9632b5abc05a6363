// Which frames were accepted: a bounded memory of them.

import { checkedNumber, checkedObject } from "./checks.js";

/** @typedef {import("../receiver.js").FrameStore} FrameStore */

const A_DAY = 86_400_000;

/** @type {typeof import("../receiver.js").memoryStore} */
export function memoryStore(options = {}) {
  const { maxEntries, maxAge, now = Date.now } = checkedObject("options", options);
  const most = checkedNumber("maxEntries", maxEntries ?? 10_000, 10_000_000);
  const age = checkedNumber("maxAge", maxAge ?? 900_000, A_DAY);
  /** When each was accepted, the oldest first. @type {Map<string, number>} */
  const accepted = new Map();
  return {
    claim(key) {
      const since = accepted.get(key);
      return since !== undefined && now() - since <= age ? "accepted" : "new";
    },
    accept(key) {
      accepted.delete(key);
      accepted.set(key, now());
      for (const [oldest, since] of accepted) {
        if (accepted.size <= most && now() - since <= age) break;
        accepted.delete(oldest);
      }
    },
    // What is in flight is known to the receiver; this store knows what was accepted only.
    release() {},
  };
}
