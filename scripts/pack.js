// Packing of the npm package as `npm publish` does it, and lints for the tarball.

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, readJson, root, run, which, windows } from "./tools.js";

/**
 * Packs pkg/ into a new temporary folder, which the caller must remove.
 *
 * @returns {Promise<{ folder: string, tarball: string, paths: string[] }>} paths: its files
 */
export async function packPackage() {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-"));
  const args = ["pack", "--json", "--pack-destination", folder];
  const { status, stdout, stderr } = spawnSync(which("npm") ?? "npm", args, {
    cwd: join(root, "pkg"),
    encoding: "utf8",
    shell: windows,
  });
  if (status !== 0) throw new Failure(`npm pack failed: ${stderr}`);
  const [packed] = Object.values(JSON.parse(stdout));
  const paths = packed.files.map((/** @type {{ path: string }} */ { path }) => path);
  return { folder, tarball: join(folder, packed.filename), paths };
}

/**
 * Checks a tarball with publint and "are the types wrong".
 *
 * @param {string} tarball
 * @returns {Promise<boolean>} whether both pass
 */
export async function lintTarball(tarball) {
  const entries = Object.keys(readJson("pkg/package.json").exports);
  const untyped = entries.filter((entry) => /\.(wasm|json)$/.test(entry));
  const publint = await run("publint", ["run", tarball, "--strict"]);
  const attw = await run("attw", [
    tarball,
    "--profile",
    "esm-only",
    "--exclude-entrypoints",
    ...untyped,
  ]);
  return publint.code === 0 && attw.code === 0;
}
