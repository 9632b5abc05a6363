// Mutation testing of the core: `npm run mutants`. --file src/x.rs limits it to that file;
// other options go to cargo-mutants, such as --jobs 2, or --iterate to retry only missed mutants.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { setupMutants } from "./setup.js";
import { Failure, main, output, readJson, root, succeeds, which } from "./tools.js";

/** Folder in which cargo-mutants creates `mutants.out`. */
const FOLDER = "target";
const OUTCOMES = "target/mutants.out/outcomes.json";

/** Memory limit: a mutant that makes a test allocate endlessly should fail that test only. */
const MEMORY = 4 * 2 ** 30;

/** @typedef {"caught" | "missed" | "timeout" | "unviable"} Result */

/** @type {Record<string, Result>} */
const RESULTS = {
  CaughtMutant: "caught",
  MissedMutant: "missed",
  Timeout: "timeout",
  Unviable: "unviable",
};

await main(async () => {
  await setupMutants();
  Object.assign(process.env, surroundings());
  const args = ["mutants", "--output", FOLDER, "--no-times", ...process.argv.slice(2)];
  const isClean = await succeeds("cargo", args);
  if (!existsSync(join(root, OUTCOMES))) throw new Failure("cargo-mutants tried nothing.");
  const rows = results(readJson(OUTCOMES).outcomes);
  print(rows);
  const missed = rows.filter(({ result }) => result === "missed");
  if (missed.length > 0) {
    const names = missed.map(({ name }) => name).join("\n");
    throw new Failure(
      `No test notices these, and docs/MUTANTS.md does not explain them:\n${names}`,
    );
  }
  // The timeout also catches mutants that make a search endless.
  if (!isClean && !rows.some(({ result }) => result === "timeout")) process.exitCode = 1;
});

/** The same few payloads in every run, with limited memory. */
function surroundings() {
  const host = /^host: (.+)$/m.exec(output("rustc", "-vV") ?? "")?.[1] ?? "";
  const runner = `CARGO_TARGET_${host.toUpperCase().replaceAll("-", "_")}_RUNNER`;
  return {
    HEROKU_DRAIN_SEED: "1",
    HEROKU_DRAIN_RUNS: "3000",
    RUST_BACKTRACE: "0",
    ...(which("prlimit") && { [runner]: `prlimit --as=${MEMORY}` }),
  };
}

/**
 * Returns the result of each mutant.
 *
 * @param {any[]} outcomes in the format of cargo-mutants; one is the run without a mutant
 */
function results(outcomes) {
  return outcomes.flatMap(({ scenario, summary }) => {
    const { Mutant: mutant } = scenario;
    const result = RESULTS[summary];
    return mutant && result ? [{ name: mutant.name, file: mutant.file, result }] : [];
  });
}

/** @param {{ file: string, result: Result }[]} rows */
function print(rows) {
  const files = [...new Set(rows.map(({ file }) => file))].sort();
  const width = Math.max(...files.map((file) => file.length));
  const line = (/** @type {string} */ name, /** @type {{ result: Result }[]} */ of) => {
    const counts = Object.values(RESULTS).map(
      (wanted) => `${of.filter(({ result }) => result === wanted).length} ${wanted}`,
    );
    return `${name.padEnd(width)}  ${counts.map((count) => count.padStart(13)).join("")}`;
  };
  console.log("");
  for (const file of files) {
    console.log(
      line(
        file,
        rows.filter((row) => row.file === file),
      ),
    );
  }
  console.log(line("all", rows));
}
