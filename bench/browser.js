// The comparison in Chromium: bundles and serves bench/page.js and runs it.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { chromiumArgs, findChromium } from "../scripts/browsers.js";
import { Failure, root } from "../scripts/tools.js";
import { circumstances } from "./machine.js";
import { nativeSampler } from "./native.js";
import { writeSection } from "./results.js";
import { buildSerde, SERDE_FOLDER } from "./serde.js";
import { resultTables } from "./tables.js";

/** @import { Plan, Results } from "./comparison.js" */

/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/**
 * @param {string} command
 * @param {Plan} plan
 */
export async function measureInBrowser(command, plan) {
  const executablePath = findChromium();
  if (!executablePath) throw new Failure("Chromium is missing: `npm test` installs it.");
  await buildSerde();
  const sampleNative = await nativeSampler();
  const { address, close } = await serve(await bundle());
  const browser = await chromium.launch({ executablePath, args: chromiumArgs() });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => console.log(message.text()));
    page.on("pageerror", (error) => console.error(error));
    await page.exposeFunction("sampleNative", sampleNative);
    await page.goto(address);
    const results = await page.evaluate((plan) => globalThis.benchmark(plan), plan);
    const where = circumstances(command, `Chromium ${browser.version()}, headless`);
    writeSection("In Chromium", `${where}\n\n${resultTables(results)}`);
  } finally {
    await browser.close();
    close();
  }
}

/** The page and its dependencies, except the wasm of bench/serde. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "bench", "page.js")],
    bundle: true,
    // Not a module: glossy assigns to undeclared variables.
    format: "iife",
    tsconfigRaw: {},
    target: "es2024",
    // logfmt imports them for streams, which are not used here.
    alias: { stream: "./bench/no-streams.js", string_decoder: "./bench/no-streams.js" },
    absWorkingDir: root,
    logLevel: "error",
    write: false,
  });
  return outputFiles[0].contents;
}

/**
 * Serves the page locally with cross-origin isolation, which allows a finer clock.
 *
 * @param {Uint8Array} script
 */
async function serve(script) {
  const server = createServer(({ url = "/" }, response) => {
    response.writeHead(200, {
      "content-type": TYPES[extname(url)] ?? "text/html",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(content(url, script));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/**
 * @param {string} url
 * @param {Uint8Array} script
 */
function content(url, script) {
  if (url === "/") return '<!doctype html><title>Benchmark</title><script src="/page.js"></script>';
  if (url === "/page.js") return script;
  const [name] = ["bench_serde.js", "bench_serde_bg.wasm"].filter((name) => url === `/${name}`);
  return name ? readFileSync(join(SERDE_FOLDER, name)) : "";
}
