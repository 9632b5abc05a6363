// Format, lint and type checks: `npm run lint`. With --fix, fixes what can be fixed automatically.

import { rmSync } from "node:fs";
import { buildPackage } from "./build.js";
import { lintTarball, packPackage } from "./pack.js";
import { proseFaults } from "./prose.js";
import { setup } from "./setup.js";
import { chosen, passOrFail, runSteps } from "./steps.js";
import { main, run } from "./tools.js";

const args = process.argv.slice(2);
const fix = args.includes("--fix");
const DENY = ["--locked", "--", "-D", "warnings"];
const WASM = "wasm32-unknown-unknown";
/** Separate crates, which commands in the root do not cover. */
const BENCH = ["--manifest-path", "bench/serde/Cargo.toml"];
const FUZZ = ["--manifest-path", "fuzz/Cargo.toml"];

/** @type {import("./steps.js").Step[]} */
const STEPS = [
  step("rustfmt", "cargo", "fmt", ...(fix ? [] : ["--check"])),
  step("clippy", "cargo", "clippy", "--all-targets", ...DENY),
  // Everything except tests that build only natively; the browser tests build for wasm.
  step(
    "clippy for wasm",
    "cargo",
    "clippy",
    "--lib",
    "--test",
    "browser",
    "--target",
    WASM,
    ...DENY,
  ),
  step("rustfmt for the benchmark's wasm", "cargo", "fmt", ...BENCH, ...(fix ? [] : ["--check"])),
  step("clippy for the benchmark's wasm", "cargo", "clippy", ...BENCH, "--target", WASM, ...DENY),
  step("rustfmt for the fuzz targets", "cargo", "fmt", ...FUZZ, ...(fix ? [] : ["--check"])),
  { name: "clippy for the fuzz targets", work: lintFuzzTargets },
  step("biome", "biome", "check", "--error-on-warnings", ...(fix ? ["--write"] : [])),
  step("tsc", "tsc", "-p", "."),
  { name: "prose", work: async () => lintProse() },
  { name: "publint and attw", work: lintPackage },
];

await main(async () => {
  const steps = chosen(STEPS, args);
  await setup();
  await buildPackage();
  if (!(await runSteps(steps))) process.exitCode = 1;
});

/**
 * @param {string} name
 * @param {string} program
 * @param {...string} rest
 * @returns {import("./steps.js").Step}
 */
function step(name, program, ...rest) {
  return { name, work: async () => passOrFail(await run(program, rest)) };
}

function lintProse() {
  const faults = proseFaults();
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Uses the flags of cargo-fuzz, without building libFuzzer. */
async function lintFuzzTargets() {
  const env = { RUSTFLAGS: "--cfg fuzzing" };
  return passOrFail(
    await run("cargo", ["clippy", ...FUZZ, "--no-default-features", ...DENY], { env }),
  );
}

/** Checks the tarball that npm would publish. */
async function lintPackage() {
  const { folder, tarball } = await packPackage();
  const content = await lintTarball(tarball);
  rmSync(folder, { recursive: true });
  return passOrFail({ code: content ? 0 : 1 });
}
