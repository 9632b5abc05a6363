// Installs what a build (with --tests, a test run; with --instructions, their count; with --audit, a look at the
// dependencies; with --fuzz, fuzzing) needs and the machine lacks. Safe to run again: then it only looks.

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

// 0.15.1 is the first with --no-gitignore; without it npm would publish no wasm.
const WASM_PACK = "0.15.1";

const CARGO_DENY = "0.20.2";

const CARGO_FUZZ = "0.13.2";

/** What changes the core, and which changes make no difference: another version makes others. */
const CARGO_MUTANTS = "27.1.0";

const CARGO_LLVM_COV = "0.9.1";

/**
 * @typedef {object} Wanted what is set up beside what a build needs
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

/** Installs what looks at the dependencies, which needs neither wasm nor a browser. */
export async function setupAudit() {
  checkNode();
  checkRust();
  await installPackages();
  await installCargoDeny();
}

/** Installs what runs the fuzz targets, which need no wasm either. */
export async function setupFuzz() {
  checkNode();
  checkRust();
  await installCargoFuzz();
}

/** What `npm run mutants` needs. */
export async function setupMutants() {
  checkRust();
  if (version("cargo", "mutants") === CARGO_MUTANTS) return;
  await cargoInstall("cargo-mutants", CARGO_MUTANTS, 3);
}

/**
 * What `npm run coverage` needs.
 *
 * @param {string} toolchain whose tools read its profiles
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

/** Their versions are fixed where the tests are that run in them. */
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
 * npm notes in a hidden lock file what it installed; that must agree with ours.
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

/** wasm-bindgen's program and crate speak a private format: their versions must be equal. */
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
  if (!findFirefox()) return; // Missing browsers are named below, all at once.
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

/** For a program that works for a second: its authors' settings take a third more to compile, much of it on one core. */
const QUICKLY = {
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
};

/**
 * Installs a program for this project alone: prebuilt where cargo-binstall is there, else from source.
 *
 * @param {string} crate
 * @param {string | undefined} exact
 * @param {number} minutes how long it takes from source
 * @param {Record<string, string>} [env] for the build from source
 */
async function cargoInstall(crate, exact, minutes, env) {
  const common = [crate, "--root", toolsRoot, ...(exact ? ["--version", exact] : [])];
  if (which("cargo-binstall")) {
    say(`Installing ${crate}`);
    const args = ["binstall", "--no-confirm", "--disable-strategies", "compile", ...common];
    if (await succeeds("cargo", args)) return;
  }
  say(`Building ${crate} from source (about ${minutes} minutes, once)`);
  // A crate's own lock file is what its authors tested, but a fresh one does not always resolve.
  if (await succeeds("cargo", ["install", "--locked", ...common], { env })) return;
  await must("cargo", ["install", ...common], "Look at Cargo's message above.", { env });
}

/** The Debian or Ubuntu packages of the browsers and drivers that are missing. */
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

/** WebKit, Safari's engine: only Linux has it with a driver, and it needs a screen, which Xvfb makes up. */
function webkitPackages() {
  const packages = [];
  if (!which("WebKitWebDriver") || !findMiniBrowser()) packages.push("webkit2gtk-driver");
  if (!which("Xvfb")) packages.push("xvfb");
  return packages;
}

/**
 * Installs Debian or Ubuntu packages, where that needs no password.
 *
 * @param {string[]} packages
 * @param {string} purpose what they are for
 * @param {string} advice what to do where they cannot be installed, a sentence
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
 * The command that installs packages, where there is apt and where there is not.
 *
 * @param {string[]} packages
 * @param {string} elsewhere their names in other systems
 */
function linuxInstall(packages, elsewhere) {
  return which("apt-get")
    ? `sudo apt-get install -y ${packages.join(" ")}`
    : `sudo dnf install -y ${elsewhere} (or your system's like)`;
}

/**
 * The version in what `program --version` prints.
 *
 * @param {string} program
 * @param {...string} command of a program that has some
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
