// Rules for lock files: only packages from public registries, each with a checksum.

const CRATES = "registry+https://github.com/rust-lang/crates.io-index";

/** npm packages that may run an install script, and why. */
const INSTALL_SCRIPTS = new Map([
  ["bun", "never runs, see tests/runtimes/.npmrc; it would link its program"],
  ["deno", "never runs, the same"],
  ["esbuild", "looks whether the binary of its own optional package is there"],
  ["fsevents", "compiled for macOS only, where Vite watches files with it"],
  ["workerd", "never runs, as bun's"],
]);

/**
 * @param {string} text contents of a Cargo.lock
 * @returns {string[]} problems, one sentence each
 */
export function cargoLockFaults(text) {
  const packages = text.split("[[package]]").slice(1);
  if (packages.length === 0) return ["It names no package."];
  return packages.flatMap((entry) => {
    const value = (/** @type {string} */ key) =>
      new RegExp(`^${key} = "([^"]*)"`, "m").exec(entry)?.[1];
    const [name, source] = [value("name"), value("source")];
    // Crates of this repository have no source.
    if (source === undefined) return [];
    if (source !== CRATES) return [`${name} comes from ${source}, not from crates.io.`];
    return value("checksum") ? [] : [`${name} has no checksum.`];
  });
}

/**
 * @param {{ lockfileVersion?: number, packages?: Record<string, any> }} lock a package-lock.json
 * @returns {string[]} problems, one sentence each
 */
export function npmLockFaults({ lockfileVersion, packages = {} }) {
  const format = lockfileVersion === 3 ? [] : [`Its version is ${lockfileVersion}, not 3.`];
  const installed = Object.entries(packages).filter(([path]) => path.includes("node_modules/"));
  if (installed.length === 0) return [...format, "It names no package."];
  return [...format, ...installed.flatMap(([path, entry]) => npmPackageFaults(path, entry))];
}

/**
 * @param {string} path
 * @param {{ link?: boolean, resolved?: string, integrity?: string, hasInstallScript?: boolean }} entry
 */
function npmPackageFaults(path, { link, resolved, integrity, hasInstallScript }) {
  // Packages of this repository are links.
  if (link) return [];
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const faults = [];
  // .npmrc omits URLs, so that any registry can serve the packages; an entry with a URL is foreign.
  if (resolved !== undefined) faults.push(`${name} comes from ${resolved}.`);
  if (!integrity?.startsWith("sha512-")) faults.push(`${name} has no SHA-512 sum.`);
  if (hasInstallScript && !INSTALL_SCRIPTS.has(name)) {
    faults.push(`${name} runs a script when it is installed; read it, then allow it.`);
  }
  return faults;
}
