// Paths of the installed runtimes, and the reason to skip a test whose runtime is missing.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../scripts/tools.js";

const INSTALLED = join(import.meta.dirname, "node_modules");

/** The platform that must have every runtime; for others npm may have no build. */
export const hasAllRuntimes = process.platform === "linux" && process.arch === "x64";

/**
 * The program of a package for this platform, the only one that npm installs.
 *
 * @param {string} scope a folder of node_modules, in which one folder holds the program
 * @param {RegExp} folder the name of that folder
 * @param {string} path the program in it
 */
export function platformProgram(scope, folder, path) {
  const base = join(INSTALLED, scope);
  const names = existsSync(base) ? readdirSync(base).filter((name) => folder.test(name)) : [];
  return names.map((name) => join(base, name, path)).find(existsSync);
}

/**
 * The reason to skip a test, or false. On the platform with every runtime nothing is skipped.
 *
 * @param {string | undefined} program
 */
export function skipWithout(program) {
  return program || hasAllRuntimes ? false : "there is no build of it for this platform";
}

/**
 * A program's output. It must succeed within the timeout.
 *
 * @param {string | undefined} program
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options
 */
export function printed(program, args, { cwd, env = {} }) {
  const { status, stdout, stderr, error } = spawnSync(found(program), args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 120_000,
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(" ")} ended with ${status ?? error}: ${stderr}`);
}

/** @param {string | undefined} program */
export function found(program) {
  if (program) return program;
  throw new Failure(
    "The runtime is not installed: remove tests/runtimes/node_modules and run `node scripts/setup.js --tests`.",
  );
}
