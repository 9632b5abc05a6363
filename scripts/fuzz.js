// Fuzzing of the guarantees: `npm run fuzz -- --seconds N`, with N seconds for each target.
// --target NAME selects one target; --jobs N runs N targets in parallel.

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { loadCases } from "../tests/cases/load.js";
import { setupFuzz } from "./setup.js";
import { Failure, files, main, must, root, which, windows } from "./tools.js";

/**
 * @typedef {object} Outcome result of one target
 * @property {string} target
 * @property {number} executions
 * @property {number} perSecond
 * @property {number} edges control-flow edges reached
 * @property {number} corpus payloads needed to reach them
 * @property {Crash | undefined} crash
 *
 * @typedef {object} Crash
 * @property {string} file path of the payload, relative to the project
 * @property {string} why the program's last output
 */

/** Frames are shorter; the targets build slow inputs by repeating short ones. */
const LONGEST_PAYLOAD = 1024;

/** In seconds: a payload of that length takes less than a thousandth of it. */
const LONGEST_RUN = 60;

/** The parser has no unsafe code for a sanitizer to check; without one, stable Rust is enough. */
const BUILD = ["--sanitizer", "none"];

const COLUMNS = ["target", "executions", "a second", "edges", "corpus", "crashes"];

await main(async () => {
  const { seconds, targets, jobs } = asked();
  const obstacle = whyNot();
  if (obstacle) {
    console.log(`Fuzzing skipped: ${obstacle}.`);
    return;
  }
  await setupFuzz();
  const advice = "Look at the compiler's message above.";
  await must("cargo", ["fuzz", "build", ...BUILD], advice);
  const outcomes = await inTurn(targets, jobs, (target) => fuzz(target, seconds));
  console.log(`\n${table(outcomes).join("\n")}\n`);
  const failures = outcomes.flatMap(({ target, crash }) => (crash ? report(target, crash) : []));
  if (failures.length > 0) throw new Failure(failures.join("\n"));
});

function asked() {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      target: { type: "string" },
      jobs: { type: "string", default: "1" },
    },
  });
  const all = files("fuzz/fuzz_targets").map((path) => path.replace(/^.*\/|\.rs$/g, ""));
  const targets = all.filter((target) => target === (values.target ?? target));
  if (targets.length > 0) {
    return { targets, seconds: count(values.seconds), jobs: count(values.jobs) };
  }
  throw new Failure(`No target is named "${values.target}". There are: ${all.join(", ")}.`);
}

/** @param {string} text */
function count(text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Failure(`Expected a number above 0, found "${text}".`);
}

/** Returns why fuzzing is impossible here, if it is. */
function whyNot() {
  if (windows) return "libFuzzer needs another compiler on Windows";
  if (!which("c++", "g++", "clang++")) return "there is no C++ compiler, which libFuzzer needs";
  return undefined;
}

/**
 * Maps items to results with limited concurrency.
 *
 * @template I, R
 * @param {I[]} items
 * @param {number} width
 * @param {(item: I) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function inTurn(items, width, work) {
  /** @type {R[]} */
  const results = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/**
 * @param {string} target
 * @param {number} seconds
 * @returns {Promise<Outcome>}
 */
async function fuzz(target, seconds) {
  console.log(`\nFuzzing ${target} for ${seconds} s ...`);
  seed(target);
  const log = await fuzzerLog(target, [
    `-max_total_time=${seconds}`,
    `-max_len=${LONGEST_PAYLOAD}`,
    `-timeout=${LONGEST_RUN}`,
    `-dict=${join(root, "fuzz", "heroku-drain.dict")}`,
    "-print_final_stats=1",
  ]);
  const crash = crashIn(log);
  const executions = statistic(log, /^stat::number_of_executed_units: +(\d+)/gm);
  if (executions === 0 && !crash) throw new Failure(`${target} did not run:\n${log}`);
  return {
    target,
    executions,
    perSecond: statistic(log, /^stat::average_exec_per_sec: +(\d+)/gm),
    edges: statistic(log, /\bcov: (\d+)/g),
    corpus: statistic(log, /\bcorp: (\d+)/g),
    crash,
  };
}

/** Copies the payloads of the shared cases into the seed corpus. @param {string} target */
function seed(target) {
  const folder = join(root, "fuzz", "corpus", target);
  mkdirSync(folder, { recursive: true });
  const cases = loadCases().filter(({ payload }) => payload.length <= LONGEST_PAYLOAD);
  for (const { name, payload } of cases) writeFileSync(join(folder, `case-${name}`), payload);
}

/**
 * Returns the fuzzer's output. Failures are detected from it too.
 *
 * @param {string} target
 * @param {string[]} options
 * @returns {Promise<string>}
 */
function fuzzerLog(target, options) {
  const args = ["fuzz", "run", ...BUILD, target, "--", ...options];
  const limits = { cwd: root, maxBuffer: 2 ** 30 };
  return new Promise((resolve) => {
    execFile(which("cargo") ?? "cargo", args, limits, (_error, _stdout, stderr) => resolve(stderr));
  });
}

/**
 * Returns the last number that the fuzzer printed, or 0 if it printed none.
 *
 * @param {string} log
 * @param {RegExp} pattern with one group
 */
function statistic(log, pattern) {
  return Number([...log.matchAll(pattern)].at(-1)?.[1] ?? 0);
}

/**
 * @param {string} log
 * @returns {Crash | undefined}
 */
function crashIn(log) {
  const written = /Test unit written to (.+)$/m.exec(log)?.[1];
  if (!written) return undefined;
  const panic = /^thread .* panicked at .*\n(?:(?!note: |==\d+==|stack backtrace).*\n)*/m.exec(log);
  const alarm = /^(?:ALARM|==\d+== ERROR): .*$/m.exec(log);
  return { file: relative(root, written), why: String(panic ?? alarm ?? log.slice(-2000)).trim() };
}

/** @param {Outcome[]} outcomes */
function table(outcomes) {
  const number = (/** @type {number} */ value) => value.toLocaleString("en");
  const rows = outcomes.map((it) => [
    it.target,
    ...[it.executions, it.perSecond, it.edges, it.corpus, it.crash ? 1 : 0].map(number),
  ]);
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column]).length)),
  );
  return [COLUMNS, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}

/**
 * Describes a crash and how to reproduce it.
 *
 * @param {string} target
 * @param {Crash} crash
 */
function report(target, { file, why }) {
  const command = (/** @type {string} */ name) =>
    `cargo fuzz ${name} ${BUILD.join(" ")} ${target} ${file}`;
  return [
    `${target} fails: ${why}`,
    `  payload    b"${escaped(readFileSync(join(root, file)))}"`,
    `  in         ${file}`,
    `  reproduce  ${command("run")}`,
    `  minimise   ${command("tmin")}`,
  ];
}

/** Formats bytes as Rust source. @param {Uint8Array} bytes */
function escaped(bytes) {
  return Array.from(bytes, escapedByte).join("");
}

/** @param {number} byte */
function escapedByte(byte) {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === "\\") return `\\${character}`;
  if (byte >= 0x20 && byte < 0x7f) return character;
  return { 9: "\\t", 10: "\\n", 13: "\\r" }[byte] ?? `\\x${byte.toString(16).padStart(2, "0")}`;
}
