// Runs the built program with files, pipes or a terminal.

import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, which } from "../../scripts/tools.js";

export const PROGRAM = join(root, "pkg/dist/cli.js");

/**
 * @param {string[]} args
 * @param {{ input?: string | Uint8Array, env?: Record<string, string>, discards?: boolean }} [options] discards: whether
 *   standard output is ignored
 */
export function run(args, { input = "", env = {}, discards = false } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    input,
    stdio: ["pipe", discards ? "ignore" : "pipe", "pipe"],
    env: { ...environment(), ...env },
    maxBuffer: 2 ** 30,
  });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

/** The reason to skip tests on a terminal, or false. */
export function cannotHaveTerminal() {
  return (process.platform !== "linux" || !which("script")) && "there is no script of util-linux";
}

/** @param {string} text */
export function framed(text) {
  return `${Buffer.byteLength(text)} ${text}`;
}

/**
 * Runs the program on a new terminal and returns its output, including standard error.
 *
 * @param {string} command shell text after the program's name
 * @param {Record<string, string>} [env]
 */
export function onTerminal(command, env = {}) {
  const line = `'${process.execPath}' '${PROGRAM}' ${command}`;
  const { stdout } = spawnSync("script", ["-qec", line, "/dev/null"], {
    env: { ...environment(), ...env, TERM: "xterm", SHELL: "/bin/sh" },
    maxBuffer: 2 ** 30,
  });
  return String(stdout).replaceAll("\r\n", "\n");
}

/**
 * Starts the program for a test that reads or writes it incrementally.
 *
 * @param {string[]} args
 */
export function started(args) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: environment() });
  return { child, ended: new Promise((resolve) => child.on("close", resolve)) };
}

/** The environment without variables that change colours, ports and secrets. */
export function environment() {
  const { NO_COLOR, FORCE_COLOR, NODE_TEST_CONTEXT, PORT, LOGPLEX_DRAIN_TOKEN, ...rest } =
    process.env;
  return rest;
}
