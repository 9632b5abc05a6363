// Bundles a program of the user's project with each bundler, as its documentation recommends.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";

/**
 * @typedef {object} Job
 * @property {string} project folder of the program and of node_modules
 * @property {string} entry the program's name
 * @property {"browser" | "node"} target
 * @property {string} outdir folder for the bundle and, for a browser, the page
 *
 * @typedef {(job: Job) => Promise<void>} Bundle
 */

/** The bundle's name. Its extension marks a module for Node. */
export const BUNDLE = { browser: "bundle.js", node: "bundle.mjs" };

/** @type {Record<string, Bundle>} */
const BUNDLES = { esbuild: withEsbuild, rollup: withRollup, vite: withVite, webpack: withWebpack };

/**
 * @param {string} bundler
 * @param {Omit<Job, "outdir">} job
 * @returns {Promise<string>} the folder with the bundle
 */
export async function bundled(bundler, job) {
  const bundle = BUNDLES[bundler];
  if (!bundle) throw new Error(`no bundler is named ${bundler}`);
  const outdir = join(job.project, `${bundler}-${job.target}`);
  mkdirSync(outdir);
  // Vite replaces this page with its own.
  if (job.target === "browser")
    writeFileSync(join(outdir, "index.html"), page(`./${BUNDLE.browser}`));
  await bundle({ ...job, outdir });
  return outdir;
}

/** @param {string} script */
function page(script) {
  return `<!doctype html><meta charset="utf-8"><title>cases</title><body><script type="module" src="${script}"></script>`;
}

/** @type {Bundle} */
async function withEsbuild({ project, entry, target, outdir }) {
  await esbuild.build({
    absWorkingDir: project,
    bundle: true,
    entryPoints: [entry],
    format: "esm",
    logLevel: "error",
    minify: true,
    outfile: join(outdir, BUNDLE[target]),
    platform: target,
  });
}

/** @type {Bundle} */
async function withRollup({ project, entry, target, outdir }) {
  const build = await rollup({
    input: join(project, entry),
    plugins: [nodeResolve({ browser: target === "browser" })],
    onwarn: rejected,
  });
  await build.write({ file: join(outdir, BUNDLE[target]), format: "es" });
  await build.close();
}

/** @param {{ message: string }} warning */
function rejected({ message }) {
  throw new Error(message);
}

/** @type {Bundle} */
async function withVite({ project, entry, target, outdir }) {
  if (target === "browser") writeFileSync(join(project, "index.html"), page(`./${entry}`));
  const forNode = { ssr: entry, rollupOptions: { output: { entryFileNames: BUNDLE.node } } };
  await vite.build({
    base: "./",
    build: { outDir: outdir, ...(target === "node" ? forNode : {}) },
    configFile: false,
    logLevel: "error",
    root: project,
    ssr: { noExternal: true },
  });
}

/** @type {Bundle} */
async function withWebpack({ project, entry, target, outdir }) {
  const compiler = webpack({
    context: project,
    entry: `./${entry}`,
    experiments: { outputModule: true },
    mode: "production",
    output: { path: outdir, filename: BUNDLE[target], module: true },
    performance: { hints: false },
    target: target === "browser" ? "web" : "node20",
  });
  await new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      const complaint = stats?.hasErrors() || stats?.hasWarnings() ? stats.toString() : undefined;
      if (error || complaint) reject(error ?? new Error(complaint));
      else compiler.close(resolve);
    });
  });
}
