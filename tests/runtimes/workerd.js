// Starts workerd with one Worker: a bundle, and the wasm module that it imports by name.

import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { found } from "./programs.js";

/** The compatibility date: the newest supported one, slightly older than the version in package.json. */
const COMPATIBILITY_DATE = "2026-10-01";
const BUNDLE = "bundle.js";

/**
 * Bundles a Worker as wrangler does: with its runtime's conditions, and wasm as separate modules.
 *
 * @param {string} project
 * @param {string} entry
 * @param {string[]} conditions
 * @returns {Promise<string>} the folder of the configuration
 */
export async function bundledWorker(project, entry, conditions) {
  const folder = join(project, `worker-${conditions.join("-")}`);
  mkdirSync(folder);
  /** @type {string[]} */
  const modules = [];
  await build({
    absWorkingDir: project,
    bundle: true,
    conditions,
    entryPoints: [entry],
    format: "esm",
    logLevel: "error",
    outfile: join(folder, BUNDLE),
    plugins: [wasmBeside(folder, modules)],
  });
  writeFileSync(join(folder, "config.capnp"), configuration(modules));
  return folder;
}

/**
 * @param {string} folder
 * @param {string[]} modules receives the names of the copied wasm files
 * @returns {import("esbuild").Plugin}
 */
function wasmBeside(folder, modules) {
  return {
    name: "wasm-beside",
    setup: ({ onResolve }) =>
      onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        const name = basename(path);
        copyFileSync(join(resolveDir, path), join(folder, name));
        modules.push(name);
        return { path: `./${name}`, external: true };
      }),
  };
}

/** @param {string[]} modules */
function configuration(modules) {
  const wasm = modules.map((name) => `, (name = "${name}", wasm = embed "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "${BUNDLE}", esModule = embed "${BUNDLE}")${wasm.join("")}],
  compatibilityDate = "${COMPATIBILITY_DATE}",
);
`;
}

/**
 * The Worker's answer to one request.
 *
 * @param {string | undefined} workerd
 * @param {string} folder
 */
export async function answerOf(workerd, folder) {
  const args = ["serve", "config.capnp", "--control-fd=3"];
  const stdio = /** @type {const} */ (["ignore", "inherit", "inherit", "pipe"]);
  const child = spawn(found(workerd), args, { cwd: folder, stdio: [...stdio] });
  try {
    const response = await fetch(`http://127.0.0.1:${await portOf(child)}/`);
    if (!response.ok) throw new Error(`workerd answered ${response.status}`);
    return await response.json();
  } finally {
    child.kill();
  }
}

/**
 * The port chosen by workerd, which it reports in a line of JSON.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
async function portOf(child) {
  const control = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line);
    if (event === "listen") return port;
  }
  throw new Error("workerd has ended; it says why above");
}
