// `heroku-drain parse` on a large file against the script that it replaces: `npm run bench -- --program`.

import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure, root } from "../../scripts/tools.js";
import { circumstances } from "../machine.js";
import { makeLargePayload } from "../payload.js";
import { writeSection } from "../results.js";
import { table } from "../tables.js";

const PROGRAM = join(root, "pkg/dist/cli.js");
const SCRIPT = join(root, "bench/program/script.js");
const TARGETS = { ndjson: 5, others: 2, memory: 300 };
/** The payloads repeated in the file. */
const PART_RECORDS = 50_000;
const CONTENDERS = [
  { name: "script", args: [SCRIPT], wanted: undefined },
  { name: "parse", args: [PROGRAM, "parse"], wanted: TARGETS.ndjson },
  {
    name: "parse --format json",
    args: [PROGRAM, "parse", "--format", "json"],
    wanted: TARGETS.others,
  },
  {
    name: "parse --format table",
    args: [PROGRAM, "parse", "--format", "table"],
    wanted: TARGETS.others,
  },
];

/** @typedef {{ seconds: number, memory: number }} Taken memory in bytes */

/**
 * @param {string} command
 * @param {{ megabytes: number, rounds: number }} plan
 */
export function measureProgram(command, { megabytes, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-bench-"));
  try {
    const capture = join(folder, "capture.log");
    const size = writeCapture(capture, megabytes * 1e6);
    const meter = join(folder, "meter.mjs");
    writeFileSync(
      meter,
      'process.on("exit", () => console.error(process.resourceUsage().maxRSS));',
    );
    /** @type {Taken[][]} by round and contender */
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(CONTENDERS.map(({ args }) => measured(args, capture, meter)));
    }
    writeSection("The program on a large file", report(command, size, runs));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} path
 * @param {number} least bytes
 */
function writeCapture(path, least) {
  const { bytes } = makeLargePayload(PART_RECORDS);
  const file = openSync(path, "w");
  let size = 0;
  while (size < least) size += writeSync(file, bytes, 0, Math.min(bytes.length, least - size));
  closeSync(file);
  return size;
}

/**
 * @param {string[]} args
 * @param {string} capture
 * @param {string} meter prints the process's peak memory, in KiB
 * @returns {Taken}
 */
function measured(args, capture, meter) {
  const since = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args, capture], {
    env: { ...process.env, NODE_OPTIONS: `--import=${pathToFileURL(meter)}` },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const seconds = (performance.now() - since) / 1_000;
  if (status !== 0) throw new Failure(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return { seconds, memory: Number(String(stderr).trim().split("\n").at(-1)) * 1024 };
}

/**
 * @param {string} command
 * @param {number} size
 * @param {Taken[][]} runs
 */
function report(command, size, runs) {
  const head = [
    "",
    "seconds",
    "MB/s",
    "times as fast as the script",
    "wanted",
    "peak memory, MB",
    "wanted",
  ];
  const rows = CONTENDERS.map(({ name, wanted }, index) => {
    const seconds = median(runs.map((run) => run[index].seconds));
    const ratio = median(runs.map((run) => run[0].seconds / run[index].seconds));
    const memory = Math.max(...runs.map((run) => run[index].memory)) / 1e6;
    return [
      name,
      seconds.toFixed(2),
      (size / 1e6 / seconds).toFixed(0),
      ratio.toFixed(2),
      wanted === undefined ? "" : `at least ${wanted}: ${verdict(ratio >= wanted)}`,
      memory.toFixed(0),
      wanted === undefined ? "" : `below ${TARGETS.memory}: ${verdict(memory < TARGETS.memory)}`,
    ];
  });
  return [
    circumstances(command, `Node ${process.versions.node}`),
    [
      `A file of ${(size / 1e6).toLocaleString("en")} MB, read by one process after the other; standard output is /dev/null.`,
      "The script is bench/program/script.js: readline, a regular expression for each line and JSON.stringify.",
      `Medians of ${runs.length} rounds, and the most memory of any; load average at the end ${loadavg()[0]?.toFixed(1)}.`,
    ].join("\n"),
    table(head, rows),
  ].join("\n\n");
}

/** @param {boolean} isMet */
function verdict(isMet) {
  return isMet ? "met" : "not met";
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return Number(sorted[sorted.length >> 1]);
}
