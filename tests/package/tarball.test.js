// The npm tarball: the right files, and entry points for bundlers and both module systems.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build } from "esbuild";
import { lintTarball } from "../../scripts/pack.js";
import { readJson, root } from "../../scripts/tools.js";
import { installedProject } from "./project.js";

/** Prints output that requires working wasm. */
const USE = `parse("");
releaseMemory();
const { records } = parse("40 <13>1 - host app web.1 - hello\\n");
console.log(typeof parse, records.length + schema.schema);`;
const PRINTED = "function 1Heroku.Runtime\n";

/** Receives one record with a receiver. */
const RECEIVE = `let count = 0;
const onBatch = (batch) => { count += batch.count; };
const receiver = createReceiver({ allowAnyone: true, onBatch });
const headers = { "content-type": "application/logplex-1" };
const body = "40 <13>1 - host app web.1 - hello\\n";
receiver(new Request("http://localhost/", { method: "POST", headers, body })).then(({ status }) =>
  console.log(status, count, typeof memoryStore(), typeof toNodeListener(receiver)));`;

const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "dist/LICENSE-pako",
  "dist/cli.js",
  "dist/index.js",
  "dist/node.js",
  "dist/receiver-workerd.js",
  "dist/receiver.js",
  "dist/workerd.js",
  "index.d.ts",
  "node.d.ts",
  "package.json",
  "receiver.d.ts",
  "wasm/heroku_drain_bg.wasm",
];

describe("the tarball", () => {
  /** @type {Awaited<ReturnType<typeof installedProject>>} */
  let installed;
  before(async () => {
    installed = await installedProject();
  });
  after(() => installed?.remove());

  test("contains exactly the expected files", () => {
    assert.deepEqual(installed.paths.toSorted(), FILES);
  });

  test("has every file that exports name", () => {
    const folder = join(installed.project, "node_modules/heroku-drain");
    const targets = targetsOf(readJson("pkg/package.json").exports);
    assert.deepEqual(
      targets.filter((path) => !existsSync(join(folder, path))),
      [],
    );
  });

  test("has no dependency", () => {
    const { dependencies, peerDependencies, optionalDependencies } = readJson("pkg/package.json");
    assert.deepEqual({ ...dependencies, ...peerDependencies, ...optionalDependencies }, {});
  });

  test("runs no script when it is installed, and installs one program", () => {
    const shipped = JSON.parse(
      readFileSync(join(installed.project, "node_modules/heroku-drain/package.json"), "utf8"),
    );
    assert.deepEqual(
      [shipped.name, shipped.scripts, shipped.bin],
      ["heroku-drain", undefined, { "heroku-drain": "dist/cli.js" }],
    );
  });

  test("pleases publint and attw", async () => {
    assert.ok(await lintTarball(installed.tarball));
  });

  test("works with import", () => {
    const source = `import { parse, releaseMemory, schema } from "heroku-drain";\n${USE}`;
    assert.equal(installed.run("use.mjs", source), PRINTED);
  });

  test("works with require", () => {
    const source = `const { parse, releaseMemory, schema } = require("heroku-drain");\n${USE}`;
    assert.equal(installed.run("use.cjs", source), PRINTED);
  });

  for (const [platform, format, name] of /** @type {const} */ ([
    ["browser", "esm", "browser.mjs"],
    ["node", "esm", "node.mjs"],
    ["node", "cjs", "node.cjs"],
  ])) {
    test(`works bundled by esbuild for ${platform} as ${format}`, async () => {
      const { outputFiles } = await build({
        bundle: true,
        format,
        logLevel: "silent",
        platform,
        stdin: {
          contents: `import { parse, releaseMemory, schema } from "heroku-drain";\n${USE}`,
          resolveDir: installed.project,
        },
        write: false,
      });
      assert.equal(installed.run(name, String(outputFiles[0]?.text)), PRINTED);
    });
  }

  test("works by its entry for workerd, whose wasm is a module of its own", async () => {
    const { outputFiles } = await build({
      bundle: true,
      conditions: ["workerd"],
      format: "esm",
      loader: { ".wasm": "binary" },
      logLevel: "silent",
      // Only so that the bundle runs in this Node, the oldest supported one.
      platform: "node",
      target: "node20",
      stdin: {
        contents: `import { parse, releaseMemory, schema } from "heroku-drain";\n${USE}`,
        resolveDir: installed.project,
      },
      write: false,
    });
    const text = String(outputFiles[0]?.text);
    assert.ok(!text.includes("hex = "));
    assert.equal(installed.run("workerd.mjs", text), PRINTED);
  });

  for (const [format, name] of /** @type {const} */ ([
    ["import", "receiver.mjs"],
    ["require", "receiver.cjs"],
  ])) {
    test(`has the receiver by ${format}`, () => {
      const names = "{ createReceiver, memoryStore, toNodeListener }";
      const head =
        format === "import"
          ? `import ${names} from "heroku-drain/receiver";`
          : `const ${names} = require("heroku-drain/receiver");`;
      assert.equal(installed.run(name, `${head}\n${RECEIVE}`), "204 1 object function\n");
    });
  }

  test("has one parser in a bundle of it and the receiver", async () => {
    const { outputFiles } = await build({
      bundle: true,
      format: "esm",
      logLevel: "silent",
      stdin: {
        contents: `export * from "heroku-drain"; export * from "heroku-drain/receiver";`,
        resolveDir: installed.project,
      },
      write: false,
    });
    assert.equal(outputFiles[0]?.text.split("hex = ").length, 2);
  });

  test("leaves nothing behind in a bundle that does not use it", async () => {
    const { outputFiles } = await build({
      bundle: true,
      format: "esm",
      logLevel: "silent",
      stdin: { contents: `import { parse } from "heroku-drain";`, resolveDir: installed.project },
      write: false,
    });
    assert.ok(Number(outputFiles[0]?.text.length) < 100, outputFiles[0]?.text.slice(0, 200));
  });

  test("carries the licences unchanged", () => {
    for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) {
      const shipped = readFileSync(
        join(installed.project, "node_modules/heroku-drain", name),
        "utf8",
      );
      assert.equal(shipped, readFileSync(join(root, name), "utf8"));
    }
  });
});

/**
 * The files in an `exports` tree.
 *
 * @param {unknown} tree
 * @returns {string[]}
 */
function targetsOf(tree) {
  if (typeof tree === "string") return [tree];
  return Object.values(/** @type {object} */ (tree)).flatMap(targetsOf);
}
