// Counts the instructions of the native parser and compares them with the baseline: `npm run instructions`.
// With --accept the counts become the baseline.

import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { setup } from "../../scripts/setup.js";
import { Failure, main, output, readJson, root, which } from "../../scripts/tools.js";
import { ACCEPT, compare, notLinear, possibleCause } from "./compare.js";

/**
 * @typedef {import("./compare.js").Counts} Counts
 *
 * @typedef {object} Input one line of the program's list
 * @property {string} name
 * @property {string} unit
 * @property {string} size
 * @property {number} amount number of units
 */

const BASELINE = "bench/instructions/baseline.json";

/** Enough digits to show a change of a thousandth, and few enough to read. */
const DIGITS = 5;

await main(async () => {
  const accept = process.argv.includes("--accept");
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.log(
      `Instructions are counted on x86-64 Linux only; skipped on ${process.platform} ${process.arch}.`,
    );
    return;
  }
  await setup({ instructions: true });
  const program = build();
  const now = { takenWith: surroundings(), inputs: await counts(program) };
  judge(readBaseline(), now, accept);
});

/**
 * @param {Counts} baseline
 * @param {Counts} now
 * @param {boolean} accept
 */
function judge(baseline, now, accept) {
  const { table, failures, notes } = compare(baseline, now);
  console.log(`\n${table.join("\n")}\n`);
  const bent = notLinear(now);
  if (bent.length > 0) throw new Failure(bent.join("\n"));
  if (accept) return writeBaseline(now);
  for (const note of notes) console.log(note);
  if (failures.length > 0) {
    const cause = possibleCause(baseline, now);
    const advice = `At most 5 % more are allowed. If this is meant, accept the counts: ${ACCEPT}`;
    throw new Failure([...failures, ...(cause ? [cause] : []), advice].join("\n"));
  }
  console.log("No input takes over 5 % more instructions than its baseline.");
}

/** Builds the program and returns its path. Flags from the environment would change the counts. */
function build() {
  const args = ["bench", "--locked", "--no-run", "--bench", "instructions"];
  const { status, stdout } = spawnSync(
    which("cargo") ?? "cargo",
    [...args, "--message-format", "json-render-diagnostics"],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, RUSTFLAGS: "" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const artifact = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .find(({ executable, target }) => executable && target.name === "instructions");
  if (status === 0 && artifact) return String(artifact.executable);
  throw new Failure(`\`cargo ${args.join(" ")}\` failed. Look at the compiler's message above.`);
}

/** Everything that influences the counts, other than the code. */
function surroundings() {
  const rustc = output("rustc", "-vV") ?? "";
  const line = (/** @type {string} */ key) => new RegExp(`^${key}: (.+)$`, "m").exec(rustc)?.[1];
  const { header } = /** @type {any} */ (process.report.getReport());
  return {
    rustc: line("release") ?? "unknown",
    target: line("host") ?? "unknown",
    glibc: String(header.glibcVersionRuntime ?? "none"),
    valgrind: output("valgrind", "--version")?.replace("valgrind-", "") ?? "unknown",
    avx2: /\bavx2\b/.test(readFileSync("/proc/cpuinfo", "utf8")) ? "yes" : "no",
  };
}

/**
 * The counts of every input; with two sizes, that of the longer one.
 *
 * @param {string} program
 */
async function counts(program) {
  /** @type {Counts["inputs"]} */
  const found = {};
  for (const input of list(program)) {
    const { name, unit } = input;
    const instructions = await countOne(program, input);
    const shorter = found[name]?.instructions;
    found[name] = { unit, instructions, ...(shorter !== undefined && { shorter }) };
  }
  return found;
}

/**
 * @param {string} program
 * @returns {Input[]}
 */
function list(program) {
  const listed = output(program);
  if (!listed) throw new Failure(`${program} did not list its inputs; run it to see why.`);
  return listed.split("\n").map((line) => {
    const [name = "", unit = "", size = "", amount] = line.split("\t");
    return { name, unit, size, amount: Number(amount) };
  });
}

/**
 * The instructions of one more reading of an input, which excludes the program's start and creating
 * the payload.
 *
 * @param {string} program
 * @param {Input} input
 */
async function countOne(program, { name, size, amount }) {
  const [once = 0, twice = 0] = await Promise.all(
    ["1", "2"].map((times) => collected(program, name, size, times)),
  );
  return Number(((twice - once) / amount).toPrecision(DIGITS));
}

/**
 * All instructions of one run.
 *
 * @param {...string} command
 */
async function collected(...command) {
  const valgrind = which("valgrind") ?? "valgrind";
  const options = ["--command-line-only=yes", "--tool=callgrind", "--log-fd=1"];
  const args = [...options, "--callgrind-out-file=/dev/null", ...command];
  try {
    const { stdout } = await promisify(execFile)(valgrind, args, { env: {} });
    const total = /Collected : (\d+)/.exec(stdout)?.[1];
    if (total) return Number(total);
    throw new Error(stdout);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Failure(`valgrind could not count the instructions: ${reason}`);
  }
}

/** @returns {Counts} */
function readBaseline() {
  return existsSync(join(root, BASELINE)) ? readJson(BASELINE) : { takenWith: {}, inputs: {} };
}

/** @param {Counts} now */
function writeBaseline({ takenWith, inputs }) {
  const kept = Object.entries(inputs).map(([name, { unit, instructions }]) => [
    name,
    { unit, instructions },
  ]);
  const baseline = { takenWith, inputs: Object.fromEntries(kept) };
  writeFileSync(join(root, BASELINE), `${JSON.stringify(baseline, null, 2)}\n`);
  console.log(`These counts are the baseline now: ${BASELINE}`);
}
