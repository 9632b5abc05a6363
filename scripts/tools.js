// Shared script helpers: project paths, child processes, one-sentence failures.

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const windows = process.platform === "win32";

/** Programs that setup installs for this project only. */
export const toolsRoot = join(root, ".tools");

// The project's own tools come first, so that other versions are neither used nor changed.
// Cargo's folder is explicit because a new rustup installation is not yet on PATH.
process.env.PATH = [
  join(toolsRoot, "bin"),
  join(root, "node_modules", ".bin"),
  process.env.PATH ?? "",
  join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin"),
].join(delimiter);

/** A failure that needs no stack trace. */
export class Failure extends Error {}

/**
 * Runs a script's main function; a `Failure` prints one line and exits with code 1.
 *
 * @param {() => Promise<void>} script
 */
export async function main(script) {
  try {
    await script();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * Whether a module is the entry point.
 *
 * @param {ImportMeta} meta
 */
export function isEntry(meta) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === meta.filename;
}

/**
 * Returns the path of a program on PATH, or undefined.
 *
 * @param {...string} names tried in order; an absolute path is used directly
 * @returns {string | undefined}
 */
export function which(...names) {
  if (names[0] && isAbsolute(names[0])) return isProgram(names[0]) ? names[0] : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const endings = windows ? [".exe", ".cmd", ""] : [""];
  const paths = names.flatMap((name) =>
    folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))),
  );
  return paths.find(isProgram);
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Returns a program's trimmed standard output, or undefined if it is missing or fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {string | undefined}
 */
export function output(program, ...args) {
  const path = which(program);
  if (!path) return undefined;
  const { status, stdout } = spawnSync(path, args, {
    cwd: root,
    encoding: "utf8",
    shell: needsShell(path),
  });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Runs a program, streams its output, and resolves to its exit code and output.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<{ code: number, text: string }>} text: without colours
 */
export function run(program, args, { env = {}, cwd = root } = {}) {
  const path = which(program);
  if (!path) throw new Failure(`${program} is not installed: run \`npm start\`, which sets it up.`);
  const colour = process.stdout.isTTY ? { FORCE_COLOR: "1", CARGO_TERM_COLOR: "always" } : {};
  const child = spawn(path, args, {
    cwd,
    env: { ...process.env, ...colour, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    shell: needsShell(path),
  });
  let text = "";
  for (const [stream, shown] of /** @type {const} */ ([
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      shown.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", (error) =>
      reject(new Failure(`${program} did not start: ${error.message}.`)),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, text: stripVTControlCharacters(text) }));
  });
}

/**
 * Runs a program that must succeed. It inherits the terminal, so progress bars work.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} advice what to do if it fails, a sentence
 * @param {{ env?: Record<string, string> | undefined, cwd?: string }} [options]
 * @returns {Promise<void>}
 */
export async function must(program, args, advice, options) {
  if (!(await succeeds(program, args, options))) {
    throw new Failure(`\`${program} ${args.join(" ")}\` failed. ${advice}`);
  }
}

/**
 * Runs a program on the terminal; returns false if it is missing or fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string> | undefined, cwd?: string }} [options]
 * @returns {Promise<boolean>}
 */
export function succeeds(program, args, { env = {}, cwd = root } = {}) {
  const path = which(program);
  if (!path) return Promise.resolve(false);
  const child = spawn(path, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    shell: needsShell(path),
  });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

/**
 * Lists all files in a folder as sorted project-relative paths, without links and installed packages.
 *
 * @param {string} folder
 * @param {(path: string) => boolean} [wanted]
 * @returns {string[]}
 */
export function files(folder, wanted = () => true) {
  const base = join(root, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.includes("node_modules/") && wanted(path))
    .sort();
}

/**
 * Hashes the names and contents of files; a missing file counts as empty.
 *
 * @param {string[]} paths relative to the project
 * @returns {string}
 */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const full = join(root, path);
    hash.update(`${path}\0`);
    if (existsSync(full)) hash.update(readFileSync(full));
  }
  return hash.digest("hex");
}

/** @param {string} path relative to the project */
export function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** @param {number} since a `performance.now()` value */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

// Node runs npm's .cmd files only through a shell.
/** @param {string} path */
function needsShell(path) {
  return windows && path.endsWith(".cmd");
}
