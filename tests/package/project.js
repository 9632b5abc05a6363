// An empty project in a temporary folder with only the packed package installed.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packPackage } from "../../scripts/pack.js";
import { which, windows } from "../../scripts/tools.js";

/** Packs the package and installs the tarball offline, as a user would. */
export async function installedProject() {
  const packed = await packPackage();
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-user-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  execFileSync(which("npm") ?? "npm", ["install", "--offline", "--no-audit", packed.tarball], {
    cwd: folder,
    shell: windows,
    stdio: "pipe",
  });
  return {
    ...packed,
    project: folder,
    /**
     * Runs a script in the project and returns all its output.
     *
     * @param {string} name
     * @param {string} source
     */
    run(name, source) {
      writeFileSync(join(folder, name), source);
      const { stdout, stderr } = spawnSync(process.execPath, [name], {
        cwd: folder,
        encoding: "utf8",
      });
      // Includes standard error, so that warnings and stacks show in the comparison.
      return stdout + stderr;
    },
    remove() {
      for (const path of [folder, packed.folder]) rmSync(path, { recursive: true });
    },
  };
}
