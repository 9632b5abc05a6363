// Starts `heroku-drain serve` for a test, with a chosen standard error, and sends it batches.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, pause } from "../receiver/program.js";
import { environment, framed, PROGRAM } from "./run.js";

export const TOKEN = "d.00000000-0000-4000-8000-000000000000";
export const GOOD = framed("<190>1 - host app web.1 - a good one\n");
export const BAD = framed("<190>1 noon host app web.1 - late\n");

/**
 * @param {{ stderr?: "pipe" | number, directory?: string, env?: Record<string, string> }} [options] stderr: a file
 *   descriptor, or a pipe that is not read until the test calls `read`
 */
export async function startServe({ stderr = "pipe", directory, env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-serve-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const args = ["serve", "--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(
    process.execPath,
    [PROGRAM, ...args, "--directory", directory ?? join(folder, "logs")],
    {
      env: { ...environment(), LOGPLEX_DRAIN_TOKEN: TOKEN, ...env },
      stdio: ["ignore", "ignore", stderr],
    },
  );
  const ended = new Promise((resolve) =>
    child.on("exit", (code, signal) => resolve(code ?? signal)),
  );
  while (!(await fetch(`${url}healthz`).catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    await pause(10);
  }
  let text = "";
  return {
    child,
    port,
    url,
    directory: directory ?? join(folder, "logs"),
    pid: Number(child.pid),
    /** Starts reading standard error. */
    read: () =>
      child.stderr?.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      }),
    /** The lines read so far. */
    lines: () => text.split("\n").slice(0, -1),
    /** @param {NodeJS.Signals} [signal] */
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const code = await ended;
      if (child.stderr && !child.stderr.readableEnded && child.stderr.listenerCount("data") > 0) {
        await new Promise((resolve) => child.stderr?.once("end", resolve));
      }
      return code;
    },
    remove: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Sends one batch, and returns the status of the answer.
 *
 * @param {string} url
 * @param {string} body
 * @param {Record<string, string>} [headers]
 */
export async function send(url, body, headers = {}) {
  const { status } = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/logplex-1",
      "logplex-drain-token": TOKEN,
      ...headers,
    },
    body,
  });
  return status;
}
