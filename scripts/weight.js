// Sizes after gzip of the built page's initial and deferred files.

import { readFileSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { Failure } from "./tools.js";

/**
 * Files that a file references: loaded with it, or on demand.
 *
 * @typedef {{ now: string[], later: string[] }} References paths relative to the page's folder
 *
 * @typedef {object} Weight
 * @property {Record<string, number>} now gzip bytes of each file of the first load, without the wasm
 * @property {Record<string, number>} later gzip bytes of each file loaded on demand
 * @property {number} wasm gzip bytes of the wasm
 * @property {number} total bytes of the first load
 */

/** Wasm as hexadecimal text; the first four bytes are the same in all wasm. */
const WASM = /\b0061736d[0-9a-f]{1000,}\b/g;

/**
 * Weighs a page: `index.html` and everything it references.
 *
 * @param {string} folder
 * @returns {Promise<Weight>}
 */
export async function weighPage(folder) {
  const graph = await graphOf(folder);
  const reached = firstLoad(graph, "index.html");
  const weights = [...graph.keys()].map(
    (path) => /** @type {const} */ ([path, sizes(folder, path)]),
  );
  const part = (/** @type {boolean} */ isFirst) =>
    Object.fromEntries(
      weights
        .filter(([path]) => reached.has(path) === isFirst)
        .map(([path, { size }]) => [path, size]),
    );
  const now = part(true);
  return {
    now,
    later: part(false),
    wasm: weights.reduce((sum, [, { wasm }]) => sum + wasm, 0),
    total: Object.values(now).reduce((sum, size) => sum + size, 0),
  };
}

/**
 * Returns the files that load without user interaction.
 *
 * @param {ReadonlyMap<string, References>} graph
 * @param {string} start
 * @returns {Set<string>}
 */
export function firstLoad(graph, start) {
  const reached = new Set([start]);
  // Iterating a set includes the elements added during the loop.
  for (const path of reached) {
    for (const next of graph.get(path)?.now ?? []) reached.add(next);
  }
  return reached;
}

/**
 * Returns every file that the page can load.
 *
 * @param {string} folder
 */
async function graphOf(folder) {
  /** @type {Map<string, References>} */
  const graph = new Map();
  const found = new Set(["index.html"]);
  for (const path of found) {
    const references = await referencesIn(path, read(folder, path).toString());
    graph.set(path, references);
    for (const next of [...references.now, ...references.later]) found.add(next);
  }
  return graph;
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {Promise<References>}
 */
export async function referencesIn(path, text) {
  const { now = [], later = [] } = (await READERS[extname(path)]?.(text)) ?? {};
  const resolved = (/** @type {string[]} */ names) =>
    [...new Set(names.filter(isFile))].map((name) => posix.join(posix.dirname(path), name));
  return { now: resolved(now), later: resolved(later) };
}

/** @type {Record<string, (text: string) => Partial<References> | Promise<References>>} */
const READERS = { ".html": inHtml, ".css": inCss, ".js": inScript };

/**
 * Whether a name is a file rather than a URL or a fragment of the same document.
 *
 * @param {string} name
 */
function isFile(name) {
  return !/^[a-z]+:|^#|^\/\//.test(name);
}

/** @param {string} text */
function inHtml(text) {
  const tags = [...text.matchAll(/<(?:script|img|link)\b[^>]*>/g)].map(([tag]) => tag);
  const loaded = tags.filter(
    (tag) => !/\brel="?(?:apple-touch-icon|canonical|manifest)\b/.test(tag),
  );
  return { now: loaded.flatMap((tag) => tag.match(/\b(?:src|href)="([^"]+)"/)?.[1] ?? []) };
}

/** @param {string} text */
function inCss(text) {
  const names = text.matchAll(/(?:url\(|@import\s)\s*["']?([^"')]+)/g);
  return { now: [...names].map(([, name]) => String(name)) };
}

/**
 * Workers are referenced by URL, because no syntax imports them.
 *
 * @param {string} text
 */
async function inScript(text) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    bundle: true,
    external: ["*"],
    format: "esm",
    logLevel: "silent",
    metafile: true,
    stdin: { contents: text },
    write: false,
  });
  const imports = metafile.inputs["<stdin>"]?.imports ?? [];
  const later = imports.filter(({ kind }) => kind === "dynamic-import").map(({ path }) => path);
  const now = imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path);
  const named = text.matchAll(/new URL\(\s*["'`]([^"'`]+)["'`]\s*,\s*import\.meta\.url/g);
  return { now: [...now, ...[...named].map(([, name]) => String(name))], later };
}

/**
 * @param {string} folder
 * @param {string} path
 */
function sizes(folder, path) {
  const bytes = read(folder, path);
  if (extname(path) !== ".js") return { size: gzipped(bytes), wasm: 0 };
  const size = gzipped(Buffer.from(withoutWasm(bytes.toString())));
  return { size, wasm: gzipped(bytes) - size };
}

/** @param {string} text */
export function withoutWasm(text) {
  return text.replace(WASM, "");
}

/**
 * @param {string} folder
 * @param {string} path
 */
function read(folder, path) {
  try {
    return readFileSync(join(folder, path));
  } catch {
    throw new Failure(`The built page names ${path}, which is not there.`);
  }
}

/** @param {Uint8Array} bytes */
function gzipped(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}
