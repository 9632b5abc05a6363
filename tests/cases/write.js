/**
 * Writes the `expect` of cases again, as the twin reads DESIGN.md, and prints the differences.
 *
 *     node tests/cases/write.js NAME...      or --all
 *
 * Read the diff word by word: a case states the intended result, which the twin may get wrong.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { twin } from "../twin/twin.js";
import { inUnits } from "../twin/units.js";
import { bytesOf, caseFile, DEFAULT_PARSE_TIME, FRAMINGS, readCase } from "./load.js";

const WIDTH = 100;
const LONG = 100;

for (const name of asked()) rewrite(name);

function asked() {
  const names = process.argv.slice(2);
  if (names[0] !== "--all") return names;
  return readdirSync(new URL("./", import.meta.url))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));
}

/** @param {string} name */
function rewrite(name) {
  const source = readCase(name);
  const payload = bytesOf(source.payload);
  const parseTime = new Date(source.parse_time ?? DEFAULT_PARSE_TIME);
  for (const framing of FRAMINGS) {
    source.expect[framing] = plain(twin(payload, { framing, parseTime }));
    if (source.expect_string?.[framing] === undefined) continue;
    const string = twin(payload, { framing, parseTime, string: true });
    source.expect_string[framing] = plain(inUnits(payload, string));
  }
  const text = `${format(source, "")}\n`;
  const file = fileURLToPath(caseFile(name));
  const diff = spawnSync("diff", ["-u", file, "-"], { input: text, encoding: "utf8" });
  process.stdout.write(diff.stdout);
  writeFileSync(file, text);
}

/**
 * As JSON has it, long texts shortened.
 *
 * @param {any} expected
 */
function plain(expected) {
  return shorten(JSON.parse(JSON.stringify(expected)));
}

/**
 * Long runs of one character become pieces.
 *
 * @param {any} value
 * @returns {any}
 */
function shorten(value) {
  if (typeof value === "string") return shortened(value);
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
}

/** @param {string} text */
function shortened(text) {
  const runs = text.split(new RegExp(`((.)\\2{${LONG - 1},})`, "su"));
  if (runs.length === 1) return text;
  // Of each three: what is before the run, the run, its character.
  const pieces = runs.map((run, index) => {
    if (index % 3 === 0) return run;
    return index % 3 === 1
      ? { repeat: runs[index + 1], times: run.length / runs[index + 1].length }
      : "";
  });
  return { pieces: pieces.filter((piece) => piece !== "") };
}

/**
 * JSON with two spaces, and on one line what fits there.
 *
 * @param {any} value
 * @param {string} indent
 * @returns {string}
 */
function format(value, indent) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const short = oneLine(value);
  if (indent !== "" && indent.length + short.length <= WIDTH) return short;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const lines = list
    ? value.map((item) => `${inner}${format(item, inner)}`)
    : Object.entries(value).map(
        ([key, item]) => `${inner}${JSON.stringify(key)}: ${format(item, inner)}`,
      );
  const [open, close] = list ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

/**
 * @param {any} value
 * @returns {string}
 */
function oneLine(value) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
