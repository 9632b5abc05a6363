// The obvious design, as a baseline: builds bench/serde/, in which serde creates the objects.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unlessBuilt } from "../scripts/build.js";
import { Failure, files, must, root } from "../scripts/tools.js";

/**
 * @typedef {object} Serde
 * @property {(payload: Uint8Array, parseTime: Date) => object[]} records_of_bytes
 * @property {(payload: string, parseTime: Date) => object[]} records_of_text
 * @property {(payload: Uint8Array, times: number) => number} scan_times
 */

const CRATE = join(root, "bench", "serde");

/** The folder of the built module and its wasm. */
export const SERDE_FOLDER = join(root, "target", "bench", "serde");

const OUTPUTS = ["bench_serde.js", "bench_serde_bg.wasm"].map(
  (name) => `target/bench/serde/${name}`,
);

/** Builds like scripts/build.js builds the package. */
export async function buildSerde() {
  checkVersions();
  const sources = [
    ...files("src"),
    ...files("bench/serde", (path) => !path.includes("/target/")),
    ...["Cargo.toml", ".cargo/config.toml", "package-lock.json", "bench/scan.rs", "bench/serde.js"],
  ];
  await unlessBuilt("benchmark's wasm", sources, OUTPUTS, compile);
}

async function compile() {
  const args = `build --release --target web --out-dir ${SERDE_FOLDER} --out-name bench_serde`;
  const quiet = "--no-pack --no-typescript --no-gitignore --mode no-install -- --locked";
  const advice = "Look at the compiler's message above.";
  await must("wasm-pack", [...args.split(" "), ...quiet.split(" ")], advice, { cwd: CRATE });
}

/** @returns {Promise<Serde>} */
export async function loadSerde() {
  const glue = await import(pathToFileURL(join(SERDE_FOLDER, "bench_serde.js")).href);
  glue.initSync({ module: readFileSync(join(SERDE_FOLDER, "bench_serde_bg.wasm")) });
  return glue;
}

/** One wasm-bindgen program reads both crates; its version must match the crate's. */
function checkVersions() {
  const [ours, theirs] = [root, CRATE].map((folder) => {
    const lock = readFileSync(join(folder, "Cargo.lock"), "utf8");
    return /name = "wasm-bindgen"\r?\nversion = "([^"]+)"/.exec(lock)?.[1];
  });
  if (ours === theirs) return;
  throw new Failure(
    `bench/serde/Cargo.lock has wasm-bindgen ${theirs}, and Cargo.lock has ${ours}: run \`cargo update -p wasm-bindgen --precise ${ours}\` in bench/serde.`,
  );
}
