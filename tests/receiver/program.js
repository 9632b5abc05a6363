// Servers as separate processes that can be killed, and their files on disk.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/tools.js";

export const TOKEN = "d.00000000-0000-4000-8000-000000000000";

/** The arguments and environment that pass each program its folder and port. */
export const PROGRAMS = {
  "examples/node-server": {
    args: () => [join(root, "examples/node-server/main.js")],
    env: (/** @type {Place} */ { folder, port }) => ({
      DRAIN_DIRECTORY: folder,
      PORT: String(port),
    }),
  },
  "heroku-drain serve": {
    args: (/** @type {Place} */ { folder, port }) => [
      join(root, "pkg/dist/cli.js"),
      "serve",
      ...["--directory", folder, "--port", String(port), "--largest-file", "20000"],
    ],
    env: () => ({}),
  },
};

/**
 * @typedef {{ folder: string, port: number }} Place
 * @typedef {keyof typeof PROGRAMS} Name
 */

export function newFolder() {
  return mkdtempSync(join(tmpdir(), "heroku-drain-server-"));
}

/** A port that is currently free. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a program; resolves when it listens.
 *
 * @param {Name} name
 * @param {Place} place
 */
export async function started(name, place) {
  const { args, env } = PROGRAMS[name];
  const child = spawn(process.execPath, args(place), {
    env: { ...process.env, LOGPLEX_DRAIN_TOKEN: TOKEN, ...env(place) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code)));
  const listens = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
        if (text.includes("listening on")) resolve(true);
      });
    }
  });
  if (!(await Promise.race([listens, ended.then(() => false)]))) throw new Error(text);
  return {
    pid: Number(child.pid),
    /** All output so far. */
    text: () => text,
    /**
     * Resolves to the exit code, null after SIGKILL.
     *
     * @param {NodeJS.Signals} signal
     */
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/**
 * The messages in all files of a folder, including duplicates.
 *
 * @param {string} folder
 * @param {boolean} [isCrashed] whether the last line may be incomplete
 */
export function storedIn(folder, isCrashed = false) {
  return ndjsonFiles(folder).flatMap((name) => messagesIn(join(folder, name), isCrashed));
}

/** The files of records. @param {string} folder */
export function ndjsonFiles(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ndjson") && !name.includes(".rejected"))
    .sort();
}

/**
 * @param {string} path
 * @param {boolean} isCrashed
 */
function messagesIn(path, isCrashed) {
  const lines = readFileSync(path, "utf8").split("\n");
  if (lines.pop() !== "" && !isCrashed) throw new Error(`${path} ends within a line`);
  // A crash or a failure leaves blank lines.
  return lines.filter(Boolean).map((line) => String(JSON.parse(line).message));
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
