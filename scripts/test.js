// Test run against the shipped files: `npm test`. `npm test -- --only NAME` filters steps by substring.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUNTIMES as PACKED } from "../tests/runtimes/names.js";
import { hasAllRuntimes } from "../tests/runtimes/programs.js";
import { findChromium } from "./browsers.js";
import { buildPackage, buildPage } from "./build.js";
import { setup } from "./setup.js";
import { chosen, passOrFail, runSteps } from "./steps.js";
import { Failure, files, fingerprint, main, root, run, which } from "./tools.js";

/** Number of shared cases that each runtime reports. @type {Map<string, number>} */
const sharedCases = new Map();
const RUNTIMES = ["rust", "node", "chromium", "firefox", ...PACKED];

/** @type {import("./steps.js").Step[]} */
const STEPS = [
  // Without --show-output cargo hides the output of passing tests, including the case count.
  { name: "rust", work: () => tested("cargo", ["test", "--locked", "--", "--show-output"]) },
  { name: "wasm in chromium", work: () => wasmPackTest("chrome", "chromedriver") },
  { name: "wasm in firefox", work: () => wasmPackTest("firefox", "geckodriver") },
  { name: "node", work: () => nodeTests("tests/node") },
  { name: "types", work: async () => passOrFail(await run("tsc", ["-p", "tests/types"])) },
  { name: "package", work: () => nodeTests("tests/package") },
  { name: "receiver", work: () => nodeTests("tests/receiver") },
  { name: "command line", work: () => nodeTests("tests/cli") },
  { name: "page", work: () => nodeTests("tests/page") },
  { name: "runtimes", work: () => nodeTests("tests/runtimes") },
];

const COUNTS = { name: "shared cases", work: async () => compareCounts() };

await main(async () => {
  const args = process.argv.slice(2);
  const steps = chosen(STEPS, args);
  await setup({ tests: true });
  process.env.CHROME ??= findChromium();
  await buildPackage();
  await buildPage();
  const passed = await runSteps(args.includes("--only") ? steps : [...steps, COUNTS]);
  if (!passed) process.exitCode = 1;
});

/**
 * Runs a test program and sums the counts it reports.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<import("./steps.js").Result>}
 */
async function tested(program, args, env) {
  const { code, text } = await run(program, args, env ? { env } : {});
  for (const [, count, runtime] of text.matchAll(/shared cases: (\d+) \(([\w. ]+)\)/g)) {
    sharedCases.set(String(runtime), Number(count));
  }
  const passed = total(text, /^test result: .* (\d+) passed;/gm, /^(?:ℹ|#) pass (\d+)/gm);
  const failed = total(text, /^test result: .* (\d+) failed;/gm, /^(?:ℹ|#) fail (\d+)/gm);
  if (passed + failed === 0) throw new Failure(`${program} ran no test.`);
  return { passed, failed: failed || (code === 0 ? 0 : 1) };
}

/**
 * @param {"chrome" | "firefox"} browser
 * @param {"chromedriver" | "geckodriver"} driver
 */
function wasmPackTest(browser, driver) {
  const path = which(driver);
  if (!path) throw new Failure(`${driver} is not on PATH.`);
  const args = ["test", "--headless", `--${browser}`, `--${driver}`, path, "--mode", "no-install"];
  // Without --nocapture the page hides the output of passing tests.
  const cargo = ["--locked", "--test", "browser", "--", "--nocapture"];
  return tested("wasm-pack", [...args, "--", ...cargo], {
    WASM_BINDGEN_TEST_TIMEOUT: "120",
    // The compiler does not detect new files among the embedded cases.
    HEROKU_DRAIN_CASES: fingerprint(files("tests/cases")),
    ...(browser === "chrome" ? { WASM_BINDGEN_TEST_WEBDRIVER_JSON: chromeCapabilities() } : {}),
  });
}

/** Writes the path of Chromium for chromedriver, which otherwise looks for Chrome first. */
function chromeCapabilities() {
  const path = join(root, "target", "webdriver.json");
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(path, JSON.stringify({ "goog:chromeOptions": { binary: process.env.CHROME } }));
  return path;
}

/** @param {string} folder */
function nodeTests(folder) {
  // Node 20 accepts folders and Node 22 patterns; both accept files.
  const found = files(folder, (path) => path.endsWith(".test.js"));
  if (found.length === 0) throw new Failure(`${folder} holds no *.test.js file.`);
  return tested(process.execPath, ["--test", "--test-reporter=spec", ...found]);
}

/** All runtimes must report the same case count, above zero. */
function compareCounts() {
  const width = Math.max(...RUNTIMES.map((runtime) => runtime.length));
  for (const runtime of RUNTIMES) {
    const count = String(sharedCases.get(runtime) ?? "none").padStart(5);
    console.log(`${runtime.padEnd(width)} ${count}`);
  }
  const counts = new Set(RUNTIMES.filter(mustRun).map((runtime) => sharedCases.get(runtime) ?? 0));
  if (counts.size === 1 && !counts.has(0)) return { passed: 1, failed: 0 };
  throw new Failure("The runtimes did not all run the same shared cases.");
}

/**
 * Whether this platform has a runtime. If not, its tests have printed the reason.
 *
 * @param {string} runtime
 */
function mustRun(runtime) {
  return hasAllRuntimes || sharedCases.has(runtime) || !PACKED.includes(runtime);
}

/**
 * @param {string} text
 * @param {...RegExp} patterns each with one group, a number
 */
function total(text, ...patterns) {
  const numbers = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, n]) => Number(n)),
  );
  return numbers.reduce((sum, number) => sum + number, 0);
}
