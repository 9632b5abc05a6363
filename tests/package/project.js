// An empty project in a temporary folder with nothing installed but the packed package.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packPackage } from "../../scripts/pack.js";
import { which, windows } from "../../scripts/tools.js";

/** Packs the package and installs the tarball, without the network, as a user would. */
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
     * Runs a script in the project and gives all that it prints.
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
      // What it should not say, a warning or a stack, must show in the comparison.
      return stdout + stderr;
    },
    remove() {
      for (const path of [folder, packed.folder]) rmSync(path, { recursive: true });
    },
  };
}
