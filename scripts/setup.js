// Installer of missing build tools; with --tests also for a test run, with --instructions for instruction
// counts, with --audit for the audit, with --fuzz for fuzzing. Safe to run again.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium, findFirefox, findMiniBrowser } from "./browsers.js";
import {
  Failure,
  isEntry,
  main,
  must,
  output,
  readJson,
  root,
  succeeds,
  toolsRoot,
  which,
} from "./tools.js";

const WASM = "wasm32-unknown-unknown";

// 0.15.1 is the first with --no-gitignore, without which npm would publish no wasm.
const WASM_PACK = "0.15.1";

const CARGO_DENY = "0.20.2";

const CARGO_FUZZ = "0.13.2";

/** Pinned: other versions generate other mutants, equivalent ones too. */
const CARGO_MUTANTS = "27.1.0";

const CARGO_LLVM_COV = "0.9.1";

/**
 * @typedef {object} Wanted what to install beyond the build tools
 * @property {boolean} [tests] browsers, drivers and other runtimes
 * @property {boolean} [instructions] valgrind
 */

/** @param {Wanted} [wanted] */
export async function setup({ tests = false, instructions = false } = {}) {
  checkNode();
  checkRust();
  await installPackages();
  await addWasmTarget();
  await installWasmPack();
  await installWasmBindgen();
  if (tests) {
    await installBrowsers();
    await installRuntimes();
  }
  if (instructions) await installValgrind();
}

/** Installs the audit tools, which need neither wasm nor a browser. */
export async function setupAudit() {
  checkNode();
  checkRust();
  await installPackages();
  await installCargoDeny();
}

/** Installs the fuzzing tools, which do not need wasm either. */
export async function setupFuzz() {
  checkNode();
  checkRust();
  await installCargoFuzz();
}

/** Installs the tools of `npm run mutants`. */
export async function setupMutants() {
  checkRust();
  if (version("cargo", "mutants") === CARGO_MUTANTS) return;
  await cargoInstall("cargo-mutants", CARGO_MUTANTS, 3);
}

/**
 * Installs the tools of `npm run coverage`.
 *
 * @param {string} toolchain whose tools read the profiles
 */
export async function setupCoverage(toolchain) {
  checkRust();
  const add = ["component", "add", "llvm-tools", "--toolchain", toolchain];
  await must("rustup", add, "Coverage needs Rust through https://rustup.rs, and the network once.");
  if (atLeast(version("cargo", "llvm-cov"), CARGO_LLVM_COV)) return;
  await cargoInstall("cargo-llvm-cov", CARGO_LLVM_COV, 2);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  throw new Failure(
    `This needs Node 20.19 or newer, or 22.12 or newer; this is ${process.versions.node}. Install one from nodejs.org.`,
  );
}

function checkRust() {
  for (const program of ["cargo", "rustc"]) {
    if (!which(program))
      throw new Failure("Rust is missing: install it from https://rustup.rs, then try again.");
  }
}

async function installPackages() {
  await npmInstall(".", "the JavaScript packages (about half a minute, once)");
}

/** Their versions are pinned next to the tests that use them. */
async function installRuntimes() {
  const what = "other versions of Node, Deno, Bun, workerd and bundlers (350 MB, a minute, once)";
  await npmInstall("tests/runtimes", what);
}

/**
 * @param {string} folder
 * @param {string} what
 */
async function npmInstall(folder, what) {
  if (packagesAreInstalled(folder)) return;
  say(`Installing ${what}`);
  const advice = "Look at npm's message above; is the network reachable?";
  await must("npm", ["ci"], advice, { cwd: join(root, folder) });
}

/**
 * npm records installed packages in a hidden lock file, which must match ours.
 *
 * @param {string} folder
 */
function packagesAreInstalled(folder) {
  const installed = `${folder}/node_modules/.package-lock.json`;
  if (!existsSync(join(root, installed))) return false;
  const have = readJson(installed).packages;
  return Object.entries(readJson(`${folder}/package-lock.json`).packages).every(
    ([path, { version, optional }]) =>
      !path.includes("node_modules/") ||
      (have[path] ? have[path].version === version : optional === true),
  );
}

async function addWasmTarget() {
  const library = output("rustc", "--print", "target-libdir", "--target", WASM);
  if (library && existsSync(library)) return;
  say("Adding Rust's WebAssembly target (some seconds, once)");
  const advice = `Install Rust through https://rustup.rs, or add the target ${WASM} in your package manager's way.`;
  await must("rustup", ["target", "add", WASM], advice);
}

async function installWasmPack() {
  if (atLeast(version("wasm-pack"), WASM_PACK)) return;
  await cargoInstall("wasm-pack", WASM_PACK, 3);
}

/** wasm-bindgen's program and crate share a private format: their versions must match. */
async function installWasmBindgen() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const wanted = /name = "wasm-bindgen"\r?\nversion = "([^"]+)"/.exec(lock)?.[1];
  if (!wanted) throw new Failure("Cargo.lock names no wasm-bindgen; restore it from git.");
  const runner = which("wasm-bindgen-test-runner");
  if (version("wasm-bindgen") === wanted && runner) return;
  await cargoInstall("wasm-bindgen-cli", wanted, 4);
}

async function installCargoDeny() {
  if (version("cargo-deny") === CARGO_DENY) return;
  await cargoInstall("cargo-deny", CARGO_DENY, 2, QUICKLY);
}

async function installBrowsers() {
  const apt = browserPackages();
  if (apt.length > 0) {
    await aptInstall(apt, "for the browser tests (about a minute, once)", browserAdvice(apt));
  }
  if (!findFirefox()) return; // Missing browsers are listed together below.
  if (!which("geckodriver")) await cargoInstall("geckodriver", undefined, 2);
}

async function installValgrind() {
  if (which("valgrind")) return;
  const packages = ["valgrind"];
  const advice = `Counting instructions needs valgrind. Install it: ${linuxInstall(packages, "valgrind")}`;
  await aptInstall(packages, "to count instructions (half a minute, once)", advice);
}

async function installCargoFuzz() {
  if (version("cargo-fuzz") === CARGO_FUZZ) return;
  await cargoInstall("cargo-fuzz", CARGO_FUZZ, 1, QUICKLY);
}

/** For short-running programs: the authors' settings take a third longer to compile, mostly on one core. */
const QUICKLY = {
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
};

/**
 * Installs a program for this project only: prebuilt by cargo-binstall if present, else from source.
 *
 * @param {string} crate
 * @param {string | undefined} exact
 * @param {number} minutes build time from source
 * @param {Record<string, string>} [env] environment of the build from source
 */
async function cargoInstall(crate, exact, minutes, env) {
  const common = [crate, "--root", toolsRoot, ...(exact ? ["--version", exact] : [])];
  if (which("cargo-binstall")) {
    say(`Installing ${crate}`);
    const args = ["binstall", "--no-confirm", "--disable-strategies", "compile", ...common];
    if (await succeeds("cargo", args)) return;
  }
  say(`Building ${crate} from source (about ${minutes} minutes, once)`);
  // A crate's own lock file is tested by its authors, and a fresh one does not always resolve.
  if (await succeeds("cargo", ["install", "--locked", ...common], { env })) return;
  await must("cargo", ["install", ...common], "Look at Cargo's message above.", { env });
}

/** The missing Debian or Ubuntu packages of browsers and drivers. */
function browserPackages() {
  const ubuntu =
    existsSync("/etc/os-release") && /^ID=ubuntu/m.test(readFileSync("/etc/os-release", "utf8"));
  const packages = [];
  if (!findChromium()) packages.push(ubuntu ? "chromium-browser" : "chromium");
  if (!which("chromedriver")) packages.push(ubuntu ? "chromium-chromedriver" : "chromium-driver");
  if (!findFirefox()) packages.push(ubuntu ? "firefox" : "firefox-esr");
  if (process.platform === "linux") packages.push(...webkitPackages());
  return packages;
}

/** WebKit, Safari's engine: only Linux has it with a driver, and Xvfb provides the screen it needs. */
function webkitPackages() {
  const packages = [];
  if (!which("WebKitWebDriver") || !findMiniBrowser()) packages.push("webkit2gtk-driver");
  if (!which("Xvfb")) packages.push("xvfb");
  return packages;
}

/**
 * Installs Debian or Ubuntu packages if no password is needed.
 *
 * @param {string[]} packages
 * @param {string} purpose
 * @param {string} advice what to do if installation is impossible, a sentence
 */
async function aptInstall(packages, purpose, advice) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const mayInstall =
    which("apt-get") && (sudo.length === 0 || output("sudo", "-n", "true") !== undefined);
  if (!mayInstall) throw new Failure(advice);
  say(`Installing ${packages.join(", ")} ${purpose}`);
  process.env.DEBIAN_FRONTEND = "noninteractive";
  const apt = (/** @type {string[]} */ ...args) => {
    const [program = "", ...rest] = [...sudo, "apt-get", "-y", "-qq", ...args];
    return succeeds(program, rest);
  };
  await apt("update");
  const installed = await apt("install", "--no-install-recommends", ...packages);
  if (!installed) throw new Failure(advice);
}

/** @param {string[]} packages */
function browserAdvice(packages) {
  const how = {
    darwin: "brew install --cask google-chrome firefox chromedriver",
    win32: "winget install Google.Chrome Mozilla.Firefox, and put chromedriver on PATH",
    linux: linuxInstall(
      packages,
      "chromium chromedriver firefox webkitgtk6.0 xorg-x11-server-Xvfb",
    ),
  }[process.platform === "darwin" || process.platform === "win32" ? process.platform : "linux"];
  const what = `Chromium, chromedriver${process.platform === "linux" ? ", WebKit, Xvfb" : ""} and Firefox`;
  return `The tests need ${what}, and some are missing. Install them: ${how}`;
}

/**
 * Returns the install command, or the package names on systems without apt.
 *
 * @param {string[]} packages
 * @param {string} elsewhere package names on other systems
 */
function linuxInstall(packages, elsewhere) {
  return which("apt-get")
    ? `sudo apt-get install -y ${packages.join(" ")}`
    : `sudo dnf install -y ${elsewhere} (or your system's like)`;
}

/**
 * Returns the version that `program --version` prints.
 *
 * @param {string} program
 * @param {...string} command program and its leading arguments
 */
function version(program, ...command) {
  return /\d+\.\d+\.\d+/.exec(output(program, ...command, "--version") ?? "")?.[0];
}

/**
 * @param {string | undefined} have
 * @param {string} wanted
 */
function atLeast(have, wanted) {
  return have !== undefined && have.localeCompare(wanted, "en", { numeric: true }) >= 0;
}

/** @param {string} text */
function say(text) {
  console.log(`\n${text} ...`);
}

if (isEntry(import.meta)) {
  const asked = (/** @type {string} */ option) => process.argv.includes(option);
  await main(async () => {
    await setup({ tests: asked("--tests"), instructions: asked("--instructions") });
    if (asked("--audit")) await setupAudit();
    if (asked("--fuzz")) await setupFuzz();
  });
}
