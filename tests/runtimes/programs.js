// Where the runtimes are that the set-up has installed, and what becomes of a test whose runtime is missing.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../scripts/tools.js";

const INSTALLED = join(import.meta.dirname, "node_modules");

/** Where everything must be there: elsewhere npm may have no build of a runtime. */
export const hasAllRuntimes = process.platform === "linux" && process.arch === "x64";

/**
 * A program that a package brings for this platform; npm has installed no other.
 *
 * @param {string} scope a folder of node_modules, in which one folder holds the program
 * @param {RegExp} folder which one
 * @param {string} path the program in it
 */
export function platformProgram(scope, folder, path) {
  const base = join(INSTALLED, scope);
  const names = existsSync(base) ? readdirSync(base).filter((name) => folder.test(name)) : [];
  return names.map((name) => join(base, name, path)).find(existsSync);
}

/**
 * Why a test is left out, if it is. On the platform that has every runtime a missing one is no reason.
 *
 * @param {string | undefined} program
 */
export function skipWithout(program) {
  return program || hasAllRuntimes ? false : "there is no build of it for this platform";
}

/**
 * What a program prints; it must end well and in time.
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
