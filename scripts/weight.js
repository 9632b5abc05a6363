// What a browser loads of the built page at first, and how many bytes that is after gzip.

import { readFileSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { Failure } from "./tools.js";

/**
 * What a file names: what is loaded with it, and what is only loaded when it is needed.
 *
 * @typedef {{ now: string[], later: string[] }} References paths from the page's folder
 *
 * @typedef {object} Weight
 * @property {Record<string, number>} now bytes after gzip of each file of the first load, the wasm left out
 * @property {Record<string, number>} later of each file that is loaded when it is needed, the same way
 * @property {number} wasm bytes after gzip that the wasm adds
 * @property {number} total of the first load
 */

/** Wasm as text: two digits a byte, and the first four bytes are the same in all wasm. */
const WASM = /\b0061736d[0-9a-f]{1000,}\b/g;

/**
 * Weighs a page: `index.html` and all that it leads to.
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
 * The files that are loaded without anybody having done anything.
 *
 * @param {ReadonlyMap<string, References>} graph
 * @param {string} start
 * @returns {Set<string>}
 */
export function firstLoad(graph, start) {
  const reached = new Set([start]);
  // A set that grows meanwhile is gone through to its new end.
  for (const path of reached) {
    for (const next of graph.get(path)?.now ?? []) reached.add(next);
  }
  return reached;
}

/**
 * Every file that the page can come to load.
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
 * Whether a name is one of a file, not an address or a place in the same document.
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
 * A worker is named by an address, since no syntax imports it.
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
