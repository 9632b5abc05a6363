// The first parse in a cold process: consecutive fresh processes, each of which parses 100 KB.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/tools.js";
import { circumstances } from "./machine.js";
import { quantile } from "./measure.js";
import { makePayload } from "./payload.js";
import { writeSection } from "./results.js";
import { table } from "./tables.js";

/** @typedef {{ imported: number, first: number, second: number }} Cold milliseconds */

const PROCESSES = 15;
const LIMIT = 5;

/** @param {string} command */
export function measureColdStart(command) {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-"));
  const file = join(folder, "payload");
  writeFileSync(file, makePayload(400).bytes);
  const times = Array.from({ length: PROCESSES }, () => coldProcess(file));
  rmSync(folder, { recursive: true });
  const met = median(times, "first") <= LIMIT ? "met" : "not met";
  const rows = [
    ["import", ...cells(times, "imported"), ""],
    ["first parse, 400 records", ...cells(times, "first"), `at most ${LIMIT} ms: ${met}`],
    ["second parse", ...cells(times, "second"), ""],
  ];
  const head = ["", "ms, median", "10th to 90th percentile", "target"];
  const where = circumstances(command, `Node ${process.versions.node}`);
  const text = `${where}\n${PROCESSES} processes; the first parse compiles the wasm.\n\n${table(head, rows)}`;
  writeSection("First parse in a cold process", text);
}

/**
 * @param {string} file
 * @returns {Cold}
 */
function coldProcess(file) {
  const program = join(root, "bench", "cold-process.js");
  return JSON.parse(execFileSync(process.execPath, [program, file], { encoding: "utf8" }));
}

/**
 * @param {Cold[]} times
 * @param {keyof Cold} key
 */
function cells(times, key) {
  const all = times.map((one) => one[key]);
  const spread = `${quantile(all, 0.1).toFixed(2)} to ${quantile(all, 0.9).toFixed(2)}`;
  return [median(times, key).toFixed(2), spread];
}

/**
 * @param {Cold[]} times
 * @param {keyof Cold} key
 */
function median(times, key) {
  return quantile(
    times.map((one) => one[key]),
    0.5,
  );
}
