// The holder of a lock: it listens, and answers a connection with its process ID.

import { connect, createServer } from "node:net";
import { hostname } from "node:os";
import { codeOf } from "./files.js";

/** How long to wait for an answer of a holder that is known to live. */
const ANSWER_TIMEOUT = 1_000;
/** A process number and the host name of its machine or container. */
const ANSWER = /^(\d{1,10}) ([\w.-]{1,253})\n$/;
const LONGEST_ANSWER = 300;

/**
 * Listens until the server is closed or the process ends, and does not keep the process alive.
 *
 * @param {string} path
 * @returns {Promise<import("node:net").Server>}
 */
export function listenAt(path) {
  const server = createServer((socket) => {
    socket.on("error", () => {}).unref();
    socket.end(`${process.pid} ${hostname()}\n`);
    // The connection closes even if the other side never does.
    socket.resume().setTimeout(ANSWER_TIMEOUT, () => socket.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // Exclusive: otherwise all workers of a cluster would share it.
    server.listen({ path, exclusive: true }, () => {
      server.off("error", reject);
      // For example too many open files: the connection is dropped, and the lock stays.
      server.on("error", () => {});
      resolve(server.unref());
    });
  });
}

/**
 * Finds out which process listens at a path.
 *
 * @param {string} path
 * @returns {Promise<{ state: "held", holder: string } | { state: "stale" }>} stale if no process listens
 * @throws {Error} if this cannot be determined
 */
export function holderAt(path) {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(path);
    const isKnown = () => answer.includes("\n") || answer.length > LONGEST_ANSWER;
    socket.setEncoding("latin1").on("data", (text) => {
      answer += text;
      if (isKnown()) socket.destroy();
    });
    socket.on("connect", () => socket.setTimeout(ANSWER_TIMEOUT, () => socket.destroy()));
    socket.on("close", () => resolve({ state: "held", holder: holderIn(answer) }));
    socket.on("error", (error) => {
      // ENOENT: it was removed, or is a symbolic link to nothing.
      if (["ECONNREFUSED", "ENOENT"].includes(codeOf(error) ?? "")) resolve({ state: "stale" });
      // A full queue or a broken connection means that a process listens.
      else if (["EAGAIN", "ECONNRESET", "EPIPE"].includes(codeOf(error) ?? "")) socket.destroy();
      else reject(error);
    });
  });
}

/** @param {string} answer */
function holderIn(answer) {
  const [, pid, host] = ANSWER.exec(answer) ?? [];
  if (pid === undefined) return "another process";
  return host === hostname() ? `process ${pid}` : `process ${pid} of host ${host}`;
}

/**
 * @param {string} path
 * @param {string} holder
 */
export function heldBy(path, holder) {
  return new Error(`${path} is held by ${holder}: stop it first, or use another directory or name`);
}
