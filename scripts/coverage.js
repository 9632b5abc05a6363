// Line and branch coverage of the core by the Rust tests: `npm run coverage`.
// Rust measures branches only on nightly; without it, the report has lines only.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setupCoverage } from "./setup.js";
import { main, must, output, root } from "./tools.js";

const REPORT = "target/coverage.lcov";

/**
 * @typedef {object} Coverage of one file
 * @property {Map<string, number>} lines execution count by line number
 * @property {Map<string, number>} branches execution count by line and index in that line
 */

await main(async () => {
  const hasNightly = output("rustup", "run", "nightly", "rustc", "--version") !== undefined;
  const toolchain = hasNightly ? "nightly" : "stable";
  await setupCoverage(toolchain);
  const tests = hasNightly ? ["--branch", "--doctests"] : ["--tests"];
  const args = ["run", toolchain, "cargo", "llvm-cov", ...tests, "--lcov", "--output-path", REPORT];
  // Keeps the payloads the same in every run.
  Object.assign(process.env, { HEROKU_DRAIN_SEED: "1", HEROKU_DRAIN_RUNS: "3000" });
  await must("rustup", args, "Look at the message above.");
  print(read(readFileSync(join(root, REPORT), "utf8")));
});

/**
 * Reads a report. Only files of the core count, without the tests at their end.
 *
 * @param {string} report in the format of lcov's geninfo
 */
function read(report) {
  /** @type {Map<string, Coverage>} */
  const files = new Map();
  for (const section of report.split("end_of_record\n")) {
    const path = /^SF:(.+)$/m.exec(section)?.[1]?.slice(root.length).replaceAll("\\", "/") ?? "";
    if (!/^src\/[^/]+\.rs$/.test(path)) continue;
    const core = linesOfCore(path);
    const isOfCore = (/** @type {string} */ line) => core.has(Number(line));
    const file = files.get(path) ?? { lines: new Map(), branches: new Map() };
    for (const [, line = "", count] of section.matchAll(/^DA:(\d+),(\d+)/gm)) {
      if (isOfCore(line)) add(file.lines, line, Number(count));
    }
    for (const [, line = "", place, count] of section.matchAll(/^BRDA:(\d+),(\d+,\d+),(\S+)$/gm)) {
      if (isOfCore(line)) add(file.branches, `${line},${place}`, Number(count) || 0);
    }
    files.set(path, file);
  }
  return files;
}

/**
 * Returns the line numbers of a file without its tests and examples.
 *
 * @param {string} path
 */
function linesOfCore(path) {
  const text = readFileSync(join(root, path), "utf8");
  const [core = ""] = text.split(/^#\[cfg\(test\)\]\r?\nmod tests/m);
  const numbered = core.split("\n").map((line, index) => ({ line, number: index + 1 }));
  const code = numbered.filter(({ line }) => !/^\s*\/\//.test(line));
  return new Set(code.map(({ number }) => number));
}

/**
 * @param {Map<string, number>} counts
 * @param {string} key
 * @param {number} count
 */
function add(counts, key, count) {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** @param {Map<string, Coverage>} files */
function print(files) {
  const rows = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(...rows.map(([path]) => path.length));
  const sums = { lines: { all: 0, run: 0 }, branches: { all: 0, run: 0 } };
  console.log(
    "\nLines and branches of the core that the Rust tests run, and the lines that they do not:\n",
  );
  for (const [path, { lines, branches }] of rows) {
    const found = { lines: share(lines), branches: share(branches) };
    for (const kind of /** @type {const} */ (["lines", "branches"])) {
      sums[kind].all += found[kind].all;
      sums[kind].run += found[kind].run;
    }
    console.log(
      `${path.padEnd(width)}${shown(found.lines)}${shown(found.branches)}  ${missing(lines)}`,
    );
  }
  console.log(`${"all".padEnd(width)}${shown(sums.lines)}${shown(sums.branches)}`);
  console.log("\nsrc/wasm/ and tests/browser.rs run in browsers and in Node, where nobody counts.");
}

/** @param {Map<string, number>} counts */
function share(counts) {
  return { all: counts.size, run: [...counts.values()].filter((count) => count > 0).length };
}

/** @param {{ all: number, run: number }} share */
function shown({ all, run }) {
  const percent = all === 0 ? "" : `${((100 * run) / all).toFixed(1)} %`;
  return `${run} of ${all}`.padStart(14) + percent.padStart(9);
}

/** @param {Map<string, number>} lines */
function missing(lines) {
  return [...lines]
    .filter(([, count]) => count === 0)
    .map(([line]) => line)
    .join(" ");
}
