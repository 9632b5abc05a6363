// Build of the npm package in pkg/ and, with --page, of the page in www/dist/. Skips unchanged outputs.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { setup } from "./setup.js";
import {
  Failure,
  files,
  fingerprint,
  isEntry,
  main,
  must,
  output,
  readJson,
  root,
  seconds,
} from "./tools.js";
import { weighPage } from "./weight.js";

/** Size limit of the default entry, minified with its wasm inlined, after gzip. */
const BUDGET = 55_000;
/** Size limit of the page's first load after gzip, without the wasm. */
const PAGE_BUDGET = 120_000;

const GLUE = "pkg/wasm/heroku_drain.js";
const WASM = "pkg/wasm/heroku_drain_bg.wasm";
const INLINE = "pkg/wasm/inline.js";
const SCHEMA = "pkg/wasm/schema.js";
/** The package's entries, each bundled into one file: loading modules individually is slow. */
const ENTRIES = ["index.js", "workerd.js"];
/** Entries that use another entry's parser, which stays in its own file. */
const RECEIVERS = ["receiver.js", "receiver-workerd.js"];
/** Entries for Node only, which import the other entries by name. */
const NODE_ENTRIES = ["node.js", "cli.js"];
const DIST = "pkg/dist";
/** Folder of the build that tests traps. */
const TRAP = "target/trap";
const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];
/** Licence of the only bundled library, which must ship with it. */
const PAKO_LICENCE = { source: "node_modules/pako/LICENSE", target: "pkg/dist/LICENSE-pako" };
const PAGE = "www/dist/index.html";

/** Builds pkg/wasm/ and everything that ships with the hand-written modules. */
export async function buildPackage() {
  const sources = [
    ...files("src"),
    ...files("examples"),
    ...["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "package-lock.json", "scripts/build.js"],
    ...packageSources(),
  ];
  const outputs = [
    ...[GLUE, WASM, INLINE, SCHEMA, ...LICENCES.map((name) => `pkg/${name}`)],
    ...[...ENTRIES, ...RECEIVERS, ...NODE_ENTRIES].map((name) => `${DIST}/${name}`),
    PAKO_LICENCE.target,
  ];
  await unlessBuilt("package", sources, outputs, async () => {
    await compile();
    for (const name of LICENCES) copyFileSync(join(root, name), join(root, "pkg", name));
    writeInline();
    await writeSchema();
    await writeEntries();
    await weigh();
  });
}

/** Builds the page, which uses the package like any other user. */
export async function buildPage() {
  const sources = [
    ...files("www", (path) => !path.startsWith("www/dist/")),
    ...["package-lock.json", "scripts/build.js", "scripts/weight.js"],
    ...packageSources(),
    ...files("pkg/wasm"),
    ...files(DIST),
  ];
  await unlessBuilt("page", sources, [PAGE], async () => {
    const advice = "Look at Vite's message above.";
    await must("vite", ["build"], advice, { cwd: join(root, "www") });
    await checkPageWeight();
  });
}

/**
 * Builds the package's modules again, in target/trap/, with wasm that traps in the middle of a
 * payload when a record requests it. Only for tests; it does not ship.
 */
export async function buildTrap() {
  const sources = [...files("src"), "Cargo.toml", "Cargo.lock", SCHEMA, ...packageSources()];
  const inline = `${TRAP}/wasm/inline.js`;
  await unlessBuilt("trap", sources, [inline], async () => {
    // A separate folder keeps both builds intact; the flag extends those of .cargo/config.toml.
    const cargo = `--target-dir ${TRAP}/target --config target.wasm32-unknown-unknown.rustflags=["--cfg=trap"]`;
    await wasmPack(`${TRAP}/wasm`, ["--no-opt"], cargo.split(" "));
    for (const path of packageSources().filter((path) => dirname(path) === "pkg"))
      copyFileSync(join(root, path), join(root, TRAP, basename(path)));
    copyFileSync(join(root, SCHEMA), join(root, TRAP, "wasm/schema.js"));
    writeInline(`${TRAP}/wasm/heroku_drain_bg.wasm`, inline);
  });
}

/** The package's hand-written files. */
function packageSources() {
  return files("pkg", (path) =>
    /^pkg\/((receiver|node|cli|cli\/serve|shared)\/)?[^/]+\.(js|json|d\.ts)$/.test(path),
  );
}

/**
 * Skips the work if the sources are unchanged and the outputs still exist.
 *
 * @param {string} name
 * @param {string[]} sources
 * @param {string[]} outputs
 * @param {() => Promise<void>} work
 */
export async function unlessBuilt(name, sources, outputs, work) {
  const stamp = join(root, "target", `built-${name}`);
  const now = fingerprint(sources);
  const built = existsSync(stamp) && readFileSync(stamp, "utf8") === now;
  if (built && outputs.every((path) => existsSync(join(root, path)))) return;
  console.log(`\nBuilding the ${name} ...`);
  const since = performance.now();
  await work();
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(stamp, now);
  console.log(`Built the ${name} in ${seconds(since)}.`);
}

async function compile() {
  const folder = join(root, "pkg/wasm");
  rmSync(folder, { recursive: true, force: true });
  await wasmPack("pkg/wasm");
  // npm would obey one and prefer the other to the package's own.
  for (const name of [".gitignore", "package.json", "README.md"])
    rmSync(join(folder, name), { force: true });
}

/**
 * @param {string} folder
 * @param {string[]} [options]
 * @param {string[]} [cargo] additional options
 */
async function wasmPack(folder, options = [], cargo = []) {
  const args = `build --release --target web --out-dir ${folder} --out-name heroku_drain`;
  const quiet = "--no-pack --no-gitignore --mode no-install";
  const all = [...args.split(" "), ...quiet.split(" "), ...options, "--", "--locked", ...cargo];
  await must("wasm-pack", all, "Look at the compiler's message above.");
}

/** Hexadecimal is longer than base64, but a fifth smaller after gzip, because bytes stay aligned. */
function writeInline(wasm = WASM, inline = INLINE) {
  const hex = readFileSync(join(root, wasm)).toString("hex");
  const text = `// The wasm as text, so that no bundler has to find a file. Made by the build.

/** @type {string} */
export const hex = "${hex}";
`;
  writeFileSync(join(root, inline), text);
}

/** Reads the schema from the crate, so that src/schema.rs is its only source. */
async function writeSchema() {
  const example = ["--locked", "--example", "vocabulary"];
  await must("cargo", ["build", ...example], "Look at the compiler's message above.");
  const vocabulary = output("cargo", "run", "--quiet", ...example);
  if (!vocabulary) throw new Failure("examples/vocabulary.rs printed nothing.");
  const { schema, framings, problemCodes, severities, facilities, largestFrame } =
    JSON.parse(vocabulary);
  const text = `// The lists that src/ keeps, as frozen data. Made by the build.

/** @type {import("../index.js").Schema} */
export const schema = /** @type {any} */ (${frozen(schema)});

/** In the order in which wasm numbers them. @type {readonly import("../index.js").Framing[]} */
export const framings = /** @type {any} */ (${frozen(framings)});

/** @type {readonly import("../index.js").ProblemCode[]} */
export const problemCodes = /** @type {any} */ (${frozen(problemCodes)});

/** @type {readonly string[]} */
export const severities = /** @type {any} */ (${frozen(severities)});

/** @type {readonly string[]} */
export const facilities = /** @type {any} */ (${frozen(facilities)});

/** The most bytes that a frame of a stream may have, unless another number is set. */
export const largestFrame = ${largestFrame};
`;
  writeFileSync(join(root, SCHEMA), text);
}

/** Bundles each entry's modules into one file. */
export async function writeEntries() {
  // Imported here because setup may have to install it first.
  const { build } = await import("esbuild");
  /** @type {import("esbuild").BuildOptions} */
  const options = {
    outdir: join(root, DIST),
    bundle: true,
    // workerd accepts wasm only as a separate module.
    external: [join(root, WASM)],
    format: "esm",
    logLevel: "error",
  };
  await build({ ...options, entryPoints: ENTRIES.map((name) => join(root, "pkg", name)) });
  await build({
    ...options,
    entryPoints: RECEIVERS.map((name) => join(root, "pkg", name)),
    plugins: [entriesBeside],
  });
  await build({
    ...options,
    entryPoints: NODE_ENTRIES.map((name) => join(root, "pkg", name)),
    external: ["heroku-drain", "heroku-drain/*"],
    platform: "node",
    target: "node20",
  });
  copyFileSync(join(root, PAKO_LICENCE.source), join(root, PAKO_LICENCE.target));
}

/**
 * Keeps imports of other entries external: both must share one parser and one wasm instance.
 *
 * @type {import("esbuild").Plugin}
 */
const entriesBeside = {
  name: "entries-beside",
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^\\./(${ENTRIES.join("|")})$`) }, ({ path }) => ({
      path,
      external: true,
    })),
};

/**
 * Returns a JavaScript expression for plain data, frozen at every level.
 *
 * @param {unknown} value
 * @returns {string}
 */
function frozen(value) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const inner = Array.isArray(value)
    ? `[${value.map(frozen).join(", ")}]`
    : `{ ${Object.entries(value)
        .map(([key, item]) => `${JSON.stringify(key)}: ${frozen(item)}`)
        .join(", ")} }`;
  return `/* @__PURE__ */ Object.freeze(${inner})`;
}

/** Prints the package's download size and fails if the default entry exceeds its budget. */
async function weigh() {
  const wasm = readFileSync(join(root, WASM));
  const entry = await bundleEntry();
  const size = gzipped(entry);
  console.log(`wasm:          ${kilobytes(wasm.length)}, gzip ${kilobytes(gzipped(wasm))}`);
  console.log(
    `default entry: ${kilobytes(entry.length)}, gzip ${kilobytes(size)} of ${kilobytes(BUDGET)}`,
  );
  if (size > BUDGET) {
    throw new Failure(
      `The default entry is ${kilobytes(size)} after gzip; its budget is ${kilobytes(BUDGET)}.`,
    );
  }
}

/** Prints the page's download size and fails if the first load exceeds its budget. */
async function checkPageWeight() {
  const { now, later, wasm, total } = await weighPage(join(root, "www/dist"));
  const sum = `${kilobytes(total)} of ${kilobytes(PAGE_BUDGET)}`;
  console.log(`page, gzip: ${sum} at first, and wasm of ${kilobytes(wasm)}`);
  for (const [path, size] of Object.entries(now)) console.log(`  ${kilobytes(size)} ${path}`);
  for (const [path, size] of Object.entries(later))
    console.log(`  ${kilobytes(size)} ${path}, when it is needed`);
  if (total > PAGE_BUDGET) {
    throw new Failure(
      `The page's first load is ${kilobytes(total)} after gzip; its budget is ${kilobytes(PAGE_BUDGET)}.`,
    );
  }
}

/** Bundles the default entry as a browser build would. */
async function bundleEntry() {
  const { build } = await import("esbuild");
  const entry = readJson("pkg/package.json").exports["."].default;
  const { outputFiles } = await build({
    entryPoints: [join(root, "pkg", entry)],
    bundle: true,
    format: "esm",
    logLevel: "error",
    minify: true,
    write: false,
  });
  return /** @type {import("esbuild").OutputFile} */ (outputFiles[0]).contents;
}

/** @param {Uint8Array} bytes */
function gzipped(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

if (isEntry(import.meta)) {
  await main(async () => {
    await setup();
    await buildPackage();
    if (process.argv.includes("--page")) await buildPage();
  });
}
