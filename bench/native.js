// The core natively: builds bench/native.rs, and runs it in short bursts between the rounds in JavaScript.

import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure, root, which } from "../scripts/tools.js";
import { LARGE_COUNTS } from "./comparison.js";
import { makePayload } from "./payload.js";

/** @import { Reader } from "./comparison.js" */

const FOLDER = join(root, "target", "bench");
const BURST = "30";

const start = promisify(execFile);

/**
 * @returns {Promise<(reader: Reader, count: number) => Promise<number>>} nanoseconds per record in one burst
 */
export async function nativeSampler() {
  const program = build();
  mkdirSync(FOLDER, { recursive: true });
  for (const count of LARGE_COUNTS) writeFileSync(file(count), makePayload(count).bytes);
  return async (reader, count) => {
    const { stdout } = await start(program, [reader, file(count), BURST]);
    return JSON.parse(stdout).median;
  };
}

/** @returns {string} the program's path */
function build() {
  const args = ["bench", "--locked", "--bench", "native", "--no-run", "--message-format=json"];
  const { status, stdout } = spawnSync(which("cargo") ?? "cargo", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const messages = status === 0 ? stdout.trim().split("\n") : [];
  const programs = messages.map((line) => JSON.parse(line).executable).filter(Boolean);
  if (programs.length === 0) throw new Failure("The native benchmark does not build.");
  return programs.at(-1);
}

/** @param {number} count */
function file(count) {
  return join(FOLDER, `payload-${count}.log`);
}
