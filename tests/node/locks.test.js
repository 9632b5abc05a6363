// The audit's messages for invalid entries in lock files.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cargoLockFaults, npmLockFaults } from "../../scripts/locks.js";

/** @param {string} path */
const text = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const CARGO_LOCK = text("Cargo.lock");
const NPM_LOCK = text("package-lock.json");
const CRATES = "registry+https://github.com/rust-lang/crates.io-index";

/**
 * The faults of package-lock.json with one of its packages changed.
 *
 * @param {string} name
 * @param {object} change
 */
function faultsWith(name, change) {
  const lock = JSON.parse(NPM_LOCK);
  Object.assign(lock.packages[`node_modules/${name}`], change);
  return npmLockFaults(lock);
}

test("the lock files in use are fine", () => {
  assert.deepEqual(cargoLockFaults(CARGO_LOCK), []);
  assert.deepEqual(npmLockFaults(JSON.parse(NPM_LOCK)), []);
  assert.deepEqual(npmLockFaults(JSON.parse(text("tests/runtimes/package-lock.json"))), []);
});

test("a crate from elsewhere is a fault, and so is one without a checksum", () => {
  const elsewhere = CARGO_LOCK.replace(CRATES, "git+https://example.com/x");
  assert.deepEqual(cargoLockFaults(elsewhere), [
    "allocator-api2 comes from git+https://example.com/x, not from crates.io.",
  ]);
  const unsummed = CARGO_LOCK.replace(/^checksum = .*\n/m, "");
  assert.deepEqual(cargoLockFaults(unsummed), ["allocator-api2 has no checksum."]);
});

test("an npm package from elsewhere is a fault, and so is one without a sum", () => {
  assert.deepEqual(faultsWith("lit", { resolved: "git+ssh://example.com/lit" }), [
    "lit comes from git+ssh://example.com/lit.",
  ]);
  for (const integrity of [undefined, "sha1-x"]) {
    assert.deepEqual(faultsWith("lit", { integrity }), ["lit has no SHA-512 sum."]);
  }
});

test("an npm package with a new install script is a fault", () => {
  assert.deepEqual(faultsWith("lit", { hasInstallScript: true }), [
    "lit runs a script when it is installed; read it, then allow it.",
  ]);
});

test("an empty lock file is a fault, and so is one of another format", () => {
  assert.deepEqual(cargoLockFaults("version = 4\n"), ["It names no package."]);
  assert.deepEqual(npmLockFaults({ lockfileVersion: 1 }), [
    "Its version is 1, not 3.",
    "It names no package.",
  ]);
});
