// Memory in use after many payloads and after a large one, and memory for one line of 100 MB:
// `npm run bench -- --memory`.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root, which } from "../scripts/tools.js";
import { circumstances } from "./machine.js";
import { writeSection } from "./results.js";
import { table } from "./tables.js";

/** @typedef {{ when: string, rss: number, heap: number, wasm: number }} Moment bytes */

/** @typedef {{ milliseconds: number, memory: number }} Taken the memory in bytes */

/** Bytes. */
const LONG_LINE = 100_000_000;

/**
 * @param {string} command
 * @param {boolean} quick
 */
export function measureMemory(command, quick) {
  const where = circumstances(command, `Node ${process.versions.node}`);
  writeSection("Memory", [where, afterPayloads(quick), longLine()].join("\n\n"));
}

/** @param {boolean} quick */
function afterPayloads(quick) {
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
  return table(head, rows);
}

/** Memory is the rise of peak memory by the call, in a separate process. */
function longLine() {
  const rows = [...nativeRows(), ...["a frame", "no frame"].flatMap(nodeRows)];
  const head = ["one line of 100 MB", "read by", "as", "time, ms", "memory, MiB"];
  return table(head, rows);
}

function nativeRows() {
  const args = ["bench", "--quiet", "--bench", "long-line", "--", String(LONG_LINE)];
  const printed = execFileSync(which("cargo") ?? "cargo", args, { cwd: root, encoding: "utf8" });
  /** @type {(Taken & { line: string, read: string })[]} */
  const results = JSON.parse(printed);
  return results.map(({ line, read, ...taken }) => [
    line,
    `${read}, natively`,
    "bytes",
    ...cells(taken),
  ]);
}

/** @param {string} line */
function nodeRows(line) {
  const program = join(root, "bench", "long-line-process.js");
  return ["parse", "toNDJSON", "columns", "explain"].flatMap((name) =>
    ["bytes", "a string"].map((form) => {
      const args = [program, name, form, line, String(LONG_LINE)];
      const taken = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
      return [line, `\`${name}\``, form, ...cells(taken)];
    }),
  );
}

/** @param {Taken} taken */
function cells({ milliseconds, memory }) {
  return [milliseconds.toFixed(0), mebibytes(memory)];
}

/** @param {number} bytes */
function mebibytes(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}
