// The prose check: constructions in comments and documents that have a plainer word.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { files, root } from "./tools.js";

/** Each construction, and the words to use instead. @type {[RegExp, string][]} */
const PLAINER = [
  [/\bshall\b/i, "must or should"],
  [/\bseldom\b/i, "rarely"],
  [/\banew\b/i, "again"],
  [/\bin vain\b/i, "unnecessarily"],
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\blets? go of\b/i, "releases or frees"],
  [/\bbut for\b/i, "except"],
  [/\b(whoever|nobody|somebody)\b/i, "the caller, the sender, no caller"],
  [/\bin front of\b/i, "before"],
  [/\b(tells?|told) of\b/i, "reports, lists or logs"],
  [/\bwhat (becomes|became|comes) of\b/i, "the result of"],
  [/\bas it (came|stands)\b/i, "unchanged"],
  [/\bso many (bytes|lines|records)\b/i, "`n` bytes"],
];

const FOLDERS = ["src", "pkg", "www/src", "scripts", "bench", "tests", "fuzz", "examples", "docs"];
const BUILT = /^(pkg\/(dist|wasm)|bench\/serde\/target|fuzz\/target|fuzz\/corpus)\//;
/** Files whose text a program writes, or that list the constructions. */
const EXEMPT = ["bench/RESULTS.md", "scripts/prose.js", "tests/node/prose.test.js"];

/**
 * Reports each construction that has a plainer word, with its file and line.
 *
 * @returns {string[]}
 */
export function proseFaults() {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  const all = [...top, ...FOLDERS.flatMap((folder) => files(folder))];
  return all
    .filter((path) => !BUILT.test(path) && !EXEMPT.includes(path))
    .flatMap((path) =>
      faultsIn(readProse(path)).map(({ line, text }) => `${path}:${line}: ${text}`),
    );
}

/**
 * @param {string} path
 * @returns {string[]} the prose of each line
 */
function readProse(path) {
  if (path.endsWith(".md")) return proseOf(readFileSync(join(root, path), "utf8"));
  if (/\.(js|ts|rs|css)$/.test(path)) return commentsOf(readFileSync(join(root, path), "utf8"));
  return [];
}

/**
 * @param {string[]} lines
 */
export function faultsIn(lines) {
  return lines.flatMap((prose, at) =>
    PLAINER.filter(([construction]) => construction.test(prose)).map(([construction, instead]) => ({
      line: at + 1,
      text: `"${construction.exec(prose)?.[0]}" has a plainer word: ${instead}`,
    })),
  );
}

/**
 * Markdown without code and without the names of tests, line by line.
 *
 * @param {string} text
 */
export function proseOf(text) {
  let isCode = false;
  return text.split("\n").map((line) => {
    if (line.startsWith("```")) isCode = !isCode;
    return isCode
      ? ""
      : line.replace(/`(src|tests|fuzz)\/[^`]*`: [^<|]*/g, "").replace(/`[^`]*`/g, "");
  });
}

/**
 * The comments of source code, line by line, without code in them. Comments at the end of a line are left out.
 *
 * @param {string} text
 */
export function commentsOf(text) {
  return text
    .split("\n")
    .map((line) => (/^\s*(\/\/|\/\*|\*)/.test(line) ? line.replace(/`[^`]*`|\{[^}]*\}/g, "") : ""));
}
