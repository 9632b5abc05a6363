// Worker entry point: passes the page's calls to a session, and its answers back.

import { parse } from "heroku-drain";
import { Session } from "./session.js";

/** @import { Answer, Ping, Request, Told } from "../messages.js" */

const session = new Session();
/** Settles when the last payload is read: a slow file must not overtake the next one. */
let ready = Promise.resolve();

self.addEventListener("message", ({ data }) => {
  const { id, call } = /** @type {Request | Ping} */ (data);
  if (call === "ping") {
    post({ id });
    return;
  }
  const answered = ready.then(() => answer(data));
  // All other calls wait for payloads, but not for each other.
  if (call === "parse" || call === "forget") ready = answered;
});

// Compiles the wasm while the user looks at the page.
parse("");
// From here on, the watchdog expects answers.
post({ id: 0 });

/** @param {Request} request */
async function answer({ id, call, args }) {
  const calls = session.calls((progress) => post({ id, progress }));
  try {
    const work = /** @type {(...args: unknown[]) => Promise<any>} */ (calls[call]);
    const value = await work(...args);
    post({ id, value }, call === "export" ? value?.parts : []);
  } catch (error) {
    const { message = String(error), told } = /** @type {{ message?: string, told?: Told }} */ (
      error
    );
    post({ id, error: message, ...(told && { told }) });
  }
}

/**
 * @param {Answer} answer
 * @param {Uint8Array<ArrayBuffer>[]} [handedOver] arrays that the worker no longer needs
 */
function post(answer, handedOver = []) {
  self.postMessage(answer, { transfer: handedOver.map(({ buffer }) => buffer) });
}
