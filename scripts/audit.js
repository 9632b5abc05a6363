// Dependency audit: `npm run audit`. Checks that need the network are skipped offline, with
// the reason; with --online they fail.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { cargoLockFaults, npmLockFaults } from "./locks.js";
import { setupAudit } from "./setup.js";
import { chosen, passOrFail, runSteps } from "./steps.js";
import { Failure, main, output, readJson, root, run, which, windows } from "./tools.js";

const args = process.argv.slice(2);
const mustReach = args.includes("--online");

const STRICT = ["--deny", "warnings"];
/** The policy covers the root's dependencies; other workspaces use only some of them. */
const ELSEWHERE = ["license-not-encountered", "unmatched-skip"].flatMap((code) => [
  "--allow",
  code,
]);

await main(async () => {
  await setupAudit();
  const manifests = cargoManifests();
  const packages = tracked("*package-lock.json").map(dirname);
  const steps = [
    { name: "lock files", work: async () => checkLocks(manifests, packages) },
    ...manifests.map((manifest) => ({
      name: `licences, bans and sources of ${manifest}`,
      work: () => checkCrates(manifest),
    })),
    { name: "advisories for crates", work: () => checkCrateAdvisories(manifests) },
    { name: "advisories for npm packages", work: () => checkPackageAdvisories(packages) },
    { name: "signatures of npm packages", work: checkSignatures },
  ];
  if (!(await runSteps(chosen(steps, args)))) process.exitCode = 1;
});

/** The Cargo.toml of every workspace in git, the root's first; git keeps the list complete. */
function cargoManifests() {
  const manifests = tracked("*Cargo.toml").map((manifest) => {
    const where = ["--workspace", "--message-format", "plain", "--manifest-path", manifest];
    const path = output("cargo", "locate-project", ...where);
    if (!path) throw new Failure(`Cargo cannot read ${manifest}.`);
    return relative(root, path).replaceAll("\\", "/");
  });
  return [...new Set(["Cargo.toml", ...manifests])];
}

/**
 * Lists the files in git whose paths match.
 *
 * @param {string} pattern
 */
function tracked(pattern) {
  const paths = output("git", "ls-files", "--", pattern);
  if (paths === undefined)
    throw new Failure("The audit looks at what is in git; this is no clone.");
  return paths.split("\n").filter(Boolean);
}

/**
 * @param {string[]} manifests
 * @param {string[]} packages folders with a package-lock.json
 */
function checkLocks(manifests, packages) {
  const locks = manifests.map((manifest) => join(dirname(manifest), "Cargo.lock"));
  const faults = [
    ...[...locks, "package-lock.json"].flatMap(missingFaults),
    ...locks.flatMap((path) =>
      named(path, cargoLockFaults(readFileSync(join(root, path), "utf8"))),
    ),
    ...manifests.flatMap(staleFaults),
    ...packages.flatMap(npmFaults),
  ];
  const count = locks.length + packages.length;
  for (const fault of faults) console.log(fault);
  console.log(`Looked at ${count} lock files.`);
  return { passed: faults.length === 0 ? count : 0, failed: faults.length };
}

/**
 * @param {string} path
 * @param {string[]} faults
 */
function named(path, faults) {
  return faults.map((fault) => `${path}: ${fault}`);
}

/** @param {string} path */
function missingFaults(path) {
  return tracked(path).length === 1 ? [] : [`${path}: It is not in git.`];
}

/** @param {string} manifest */
function staleFaults(manifest) {
  const metadata = ["metadata", "--format-version", "1", "--locked", "--manifest-path", manifest];
  if (output("cargo", ...metadata) !== undefined) return [];
  return [`${manifest}: \`cargo ${metadata.join(" ")}\` fails; is its Cargo.lock up to date?`];
}

/** @param {string} folder */
function npmFaults(folder) {
  const path = join(folder, "package-lock.json");
  return named(path, [...npmLockFaults(readJson(path)), ...staleNpmFaults(folder)]);
}

/**
 * `npm ci` compares the two files first; a dry run does nothing else.
 *
 * @param {string} folder
 */
function staleNpmFaults(folder) {
  const ci = ["ci", "--dry-run", "--offline", "--ignore-scripts", "--prefix", folder];
  if (output("npm", ...ci) !== undefined) return [];
  return [`\`npm ${ci.join(" ")}\` fails; does it agree with package.json?`];
}

/** @param {string} manifest */
async function checkCrates(manifest) {
  const levels = manifest === "Cargo.toml" ? STRICT : [...STRICT, ...ELSEWHERE];
  return passOrFail(await cargoDeny(manifest, ...levels, "bans", "licenses", "sources"));
}

/** @param {string[]} manifests */
async function checkCrateAdvisories(manifests) {
  const fetched = await run("cargo", ["deny", "fetch", "db"]);
  if (fetched.code !== 0) return skip("the RustSec database cannot be fetched");
  let failed = 0;
  for (const manifest of manifests) {
    if ((await cargoDeny(manifest, ...STRICT, "advisories")).code !== 0) failed++;
  }
  return { passed: manifests.length - failed, failed };
}

/**
 * @param {string} manifest
 * @param {...string} check lint levels, and the checks to run
 */
function cargoDeny(manifest, ...check) {
  const config = ["--config", "deny.toml", "--manifest-path", manifest];
  return run("cargo", ["deny", "--locked", ...config, "check", ...check]);
}

/** @param {string[]} packages */
async function checkPackageAdvisories(packages) {
  let failed = 0;
  for (const folder of packages) {
    const report = npmReport(folder);
    if (!report) return skip("npm's registry does not answer an audit");
    if (report.metadata.vulnerabilities.total === 0) continue;
    await run("npm", ["audit"], { cwd: join(root, folder) });
    failed++;
  }
  return { passed: packages.length - failed, failed };
}

async function checkSignatures() {
  // A registry without audits has no signatures either, and npm asks for each package for minutes.
  if (!npmReport(".")) return skip("npm's registry does not answer an audit");
  // Checks installed packages; the runtimes of the tests need not be installed.
  return passOrFail(await run("npm", ["audit", "signatures"]));
}

/**
 * Returns the npm registry's audit of a lock file, or undefined if the registry has none.
 *
 * @param {string} folder
 */
function npmReport(folder) {
  const audit = ["audit", "--json", "--fetch-retries=1", "--fetch-timeout=20000"];
  const { stdout } = spawnSync(which("npm") ?? "npm", audit, {
    cwd: join(root, folder),
    encoding: "utf8",
    shell: windows,
  });
  try {
    const answer = JSON.parse(stdout);
    if (answer.auditReportVersion !== undefined) return answer;
    console.log(answer.message ?? answer.error?.summary);
  } catch {
    console.log(stdout);
  }
  return undefined;
}

/**
 * @param {string} reason
 * @returns {import("./steps.js").Result}
 */
function skip(reason) {
  if (mustReach) throw new Failure(`With --online this must not be skipped: ${reason}.`);
  return { passed: 0, failed: 0, skipped: reason };
}
