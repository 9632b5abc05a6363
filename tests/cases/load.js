/**
 * The cases: read, checked and expanded. README.md describes the format.
 */

import { readdirSync, readFileSync } from "node:fs";

/**
 * @typedef {import("../twin/twin.js").Framing} Framing
 * @typedef {import("../twin/twin.js").TwinProblem} Problem
 * @typedef {import("../twin/twin.js").TwinSegment} Segment
 *
 * @typedef {{ records: Record<string, unknown>[], problems: Problem[], segments: Segment[] }} Expected
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {string} about
 * @property {string} from
 * @property {Uint8Array} payload
 * @property {Date} parseTime
 * @property {Record<Framing, Expected>} expect
 * @property {Partial<Record<Framing, Expected>>} expectString Where a string reads differently: in
 *   UTF-16 units.
 */

/** @type {readonly Framing[]} */
export const FRAMINGS = ["auto", "octet-counting", "lines"];

export const DEFAULT_PARSE_TIME = "2024-06-01T00:00:00.000Z";

const FOLDER = new URL("./", import.meta.url);
const REQUIRED = ["name", "about", "from", "payload", "expect"];
const OPTIONAL = ["parse_time", "expect_string"];

/**
 * All cases, by name. Throws if there are no cases, or if one is malformed.
 *
 * @returns {Case[]}
 */
export function loadCases() {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
  if (names.length === 0) throw new Error("there are no cases");
  const folded = new Set(names.map((name) => name.toLowerCase()));
  if (folded.size !== names.length) throw new Error("two cases have the same name");
  return names.map(loadCase);
}

/**
 * @param {string} name
 * @returns {Case}
 */
function loadCase(name) {
  const source = readCase(name);
  return {
    name,
    about: source.about,
    from: source.from,
    payload: bytesOf(source.payload),
    parseTime: new Date(source.parse_time ?? DEFAULT_PARSE_TIME),
    expect: expand(source.expect),
    expectString: expand(source.expect_string ?? {}),
  };
}

/** @param {string} name */
export function caseFile(name) {
  return new URL(`${name}.json`, FOLDER);
}

/**
 * The case as its file has it, its outer shape checked.
 *
 * @param {string} name
 * @returns {any}
 */
export function readCase(name) {
  const source = JSON.parse(readFileSync(caseFile(name), "utf8"));
  const fail = (/** @type {string} */ why) => {
    throw new Error(`case ${name}: ${why}`);
  };
  for (const key of REQUIRED) if (!(key in source)) fail(`has no ${key}`);
  for (const key of Object.keys(source)) {
    if (!REQUIRED.includes(key) && !OPTIONAL.includes(key)) fail(`has an unknown key ${key}`);
  }
  if (source.name !== name) fail(`is named ${source.name}`);
  for (const key of ["about", "from"]) {
    if (typeof source[key] !== "string" || source[key] === "") fail(`has no words in ${key}`);
  }
  if (Number.isNaN(Date.parse(source.parse_time ?? DEFAULT_PARSE_TIME))) fail("has no parse time");
  for (const framing of FRAMINGS) {
    const expected = source.expect[framing] ?? fail(`expects nothing of ${framing}`);
    for (const key of ["records", "problems", "segments"]) {
      if (!Array.isArray(expected[key])) fail(`expects no ${key} of ${framing}`);
    }
  }
  return source;
}

/**
 * The bytes of pieces: text, `frame` with its octet count, `hex`, `repeat`.
 *
 * @param {unknown} pieces
 * @returns {Uint8Array}
 */
export function bytesOf(pieces) {
  if (!Array.isArray(pieces)) throw new Error(`not pieces: ${JSON.stringify(pieces)}`);
  return Buffer.concat(pieces.map(bytesOfPiece));
}

/**
 * @param {any} piece
 * @returns {Uint8Array}
 */
function bytesOfPiece(piece) {
  if (typeof piece === "string") return Buffer.from(piece);
  switch (
    Object.keys(piece ?? {})
      .sort()
      .join()
  ) {
    case "frame":
    case "frame,off": {
      const payload = bytesOf(piece.frame);
      return Buffer.concat([Buffer.from(`${payload.length + (piece.off ?? 0)} `), payload]);
    }
    case "hex":
      if (!/^(?:[0-9a-f]{2})+$/.test(piece.hex)) break;
      return Buffer.from(piece.hex, "hex");
    case "repeat,times":
      return Buffer.from(piece.repeat.repeat(piece.times));
  }
  throw new Error(`not a piece: ${JSON.stringify(piece)}`);
}

/**
 * The value with the text in place of each `{ "pieces": [...] }` in it.
 *
 * @param {any} value
 * @returns {any}
 */
function expand(value) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(expand);
  if ("pieces" in value) return Buffer.from(bytesOf(value.pieces)).toString("utf8");
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}
