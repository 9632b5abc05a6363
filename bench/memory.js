// What stays in memory after many payloads, and after a large one: `npm run bench -- --memory`.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../scripts/tools.js";
import { circumstances } from "./machine.js";
import { writeSection } from "./results.js";
import { table } from "./tables.js";

/** @typedef {{ when: string, rss: number, heap: number, wasm: number }} Moment bytes */

/**
 * @param {string} command
 * @param {boolean} quick
 */
export function measureMemory(command, quick) {
  const program = join(root, "bench", "memory-process.js");
  const times = quick ? 10_000 : 100_000;
  const args = ["--expose-gc", program, String(times)];
  /** @type {Moment[]} */
  const moments = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  const rows = moments.map(({ when, rss, heap, wasm }) => [
    when,
    ...[rss, heap, wasm].map(mebibytes),
  ]);
  const head = ["", "rss, MiB", "heap used after collecting garbage, MiB", "wasm memory, MiB"];
  const where = circumstances(command, `Node ${process.versions.node}`);
  writeSection("Memory", `${where}\n\n${table(head, rows)}`);
}

/** @param {number} bytes */
function mebibytes(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}
