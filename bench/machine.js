// The origin of figures: machine, versions, input, command.

import { cpus, totalmem } from "node:os";
import { output } from "../scripts/tools.js";
import { SEED } from "./payload.js";

/**
 * @param {string} command the command that reproduces the figures
 * @param {string} runtime the runtime and its version
 */
export function circumstances(command, runtime) {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const rust = output("rustc", "--version")?.replace(/ \(.*/, "");
  return [
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, commit ${commit()}, seed ${SEED}.`,
    `${runtime}; ${rust}; ${cpus().length} cores of ${cpu?.model.trim()}, ${memory} of memory, ${process.platform}.`,
  ].join("\n");
}

function commit() {
  // This file changes while it is written.
  const others = ["--", ".", ":!bench/RESULTS.md"];
  const changed = output("git", "status", "--porcelain", "--untracked-files=no", ...others);
  const hash = output("git", "rev-parse", "--short", "HEAD") ?? "unknown";
  return changed ? `${hash} with changes` : hash;
}
