// URL fragment of the page: the payload, its framing and its view.
// docs/LINKS.md documents the format.

import { facilities, problemCodes, severities } from "heroku-drain";
import { everything, FRAMINGS, MOST_VALUES, SORTS, STACKS } from "./messages.js";
import {
  among,
  many,
  matching,
  numberAmong,
  one,
  timeOf,
  timeText,
  wordList,
} from "./parameters.js";
import { THEMES } from "./settings.js";
import { LANGUAGES } from "./strings/index.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { LineEnd, Query, Sort, SortBy, Source, StackBy, TextSource } from "./messages.js"
 * @import { Reader } from "./parameters.js"
 * @import { Theme } from "./settings.js"
 * @import { Language } from "./strings/index.js"
 */

/**
 * Contents of a fragment; absent parameters are left out.
 *
 * @typedef {object} Address
 * @property {Source} [source] a link, a sample or a short text; files have no address
 * @property {Framing} [framing]
 * @property {Partial<Query>} [query] only the parts that are set
 * @property {Language} [language]
 * @property {Theme} [theme]
 * @property {number} [row] from 0, as in messages.js; addresses count from 1, as people do
 */

/** @typedef {[name: string, value: string | undefined]} Pair */
/** @typedef {<T>(name: string, reader: Reader<T>) => T | undefined} Read */

/** Longest text that an address holds verbatim, in UTF-16 code units. */
export const LONGEST_TEXT = 8000;

/** Fields filtered by name, with their parameters. */
const NAMES = /** @type {const} */ ({ host_name: "host", app_name: "app", process_id: "process" });
const NAMED = /** @type {(keyof typeof NAMES)[]} */ (Object.keys(NAMES));

const PACKED = /^[\w-]+$/;
const SAMPLE_ID = /^[\w.-]{1,64}$/;
const ROW = /^[1-9]\d{0,9}$/;

/**
 * Parses an address. Unknown or invalid parameters are ignored and reported.
 *
 * @param {string} hash as in `location.hash`
 * @returns {Address & { problems: string[] }} problems: the names of parameters that were ignored,
 *   in whole or in part
 */
export function readAddress(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const unread = new Set(parameters.keys());
  /** @type {Set<string>} */
  const odd = new Set();
  /** @type {Read} */
  const read = (name, reader) => {
    if (!unread.delete(name)) return undefined;
    return reader(parameters.getAll(name), () => odd.add(name));
  };
  const address = withoutGaps({
    source: readSource(read, odd),
    framing: read("framing", one(among(FRAMINGS))),
    query: readQuery(read),
    language: read("lang", one(among(/** @type {Language[]} */ (Object.keys(LANGUAGES))))),
    theme: read("theme", one(among(THEMES))),
    row: read("row", one(rowOf)),
  });
  return { ...address, problems: [...odd, ...unread] };
}

/**
 * Formats an address that {@link readAddress} can parse. Files, texts longer than
 * {@link LONGEST_TEXT} and defaults are left out.
 *
 * @param {Address} address
 * @returns {string} starting with "#"; empty if nothing is left
 */
export function writeAddress({ source, framing, query, language, theme, row }) {
  const pairs = [
    ["lang", language],
    ["theme", theme],
    ["framing", framing === "auto" ? undefined : framing],
    ...queryPairs({ ...everything(), ...query }),
    ["row", row === undefined ? undefined : `${row + 1}`],
    // Last, so that the readable parameters come first.
    ...sourcePairs(source),
  ];
  const told = pairs.flatMap(([name = "", value]) => (value === undefined ? [] : [[name, value]]));
  return told.length === 0 ? "" : `#${readable(new URLSearchParams(told))}`;
}

// Payload

/**
 * An inline payload takes precedence over a text, and a text over a sample.
 *
 * @param {Read} read
 * @param {Set<string>} odd
 * @returns {Source | undefined}
 */
function readSource(read, odd) {
  const data = read("v1", one(matching(PACKED)));
  const text = read("text", one(shortText));
  const lineEnd = read("line-ends", one(among(/** @type {LineEnd[]} */ (["lf", "crlf"]))));
  const id = read("sample", one(matching(SAMPLE_ID)));
  if (data && text) odd.add("text");
  if (lineEnd && (data || !text)) odd.add("line-ends");
  if (id && (data || text)) odd.add("sample");
  if (data) return { kind: "link", data };
  if (text) return textSource(text, lineEnd);
  return id ? { kind: "sample", id } : undefined;
}

/**
 * Normalises line endings to LF, as a text box does.
 *
 * @param {string} text
 * @param {LineEnd} [lineEnd]
 * @returns {TextSource}
 */
function textSource(text, lineEnd = text.includes("\r\n") ? "crlf" : "lf") {
  return { kind: "text", text: text.replace(/\r\n?/g, "\n"), lineEnd };
}

/** @param {string} value */
function shortText(value) {
  // A text box cannot hold a lone CR.
  const isWrong = value === "" || value.length > LONGEST_TEXT || /\r(?!\n)/.test(value);
  return isWrong ? undefined : value;
}

/**
 * @param {Source | undefined} source
 * @returns {Pair[]}
 */
function sourcePairs(source) {
  if (source?.kind === "link") return [["v1", source.data]];
  if (source?.kind === "sample") return [["sample", source.id]];
  if (source?.kind !== "text" || !shortText(source.text)) return [];
  const lineEnd = source.lineEnd === "lf" ? undefined : source.lineEnd;
  return [
    ["line-ends", lineEnd],
    ["text", source.text],
  ];
}

// View

/**
 * @param {Read} read
 * @returns {Partial<Query> | undefined}
 */
function readQuery(read) {
  const query = withoutGaps({
    text: read("search", one(searched)),
    severity: read("severity", wordList(numberAmong(severities), MOST_VALUES)),
    facility: read("facility", wordList(numberAmong(facilities), MOST_VALUES)),
    ...readNames(read),
    problem: read("problem", wordList(among(problemCodes), MOST_VALUES)),
    from: read("from", one(timeOf)),
    to: read("to", one(timeOf)),
    differs: read("differs", one(among(FRAMINGS))),
    sort: read("sort", one(sortOf)),
    stackBy: read("stack", one(among(STACKS))),
  });
  return Object.keys(query).length === 0 ? undefined : query;
}

/**
 * Names are written verbatim because they may hold commas; a separate parameter lists the fields
 * whose absent value is selected, because any text may be a name.
 *
 * @param {Read} read
 * @returns {Partial<Record<keyof typeof NAMES, (string | undefined)[]>>}
 */
function readNames(read) {
  const absent = read("absent", wordList(among(NAMED), NAMED.length)) ?? [];
  const lists = NAMED.map((field) => {
    const names = read(NAMES[field], many(String, MOST_VALUES)) ?? [];
    const all = absent.includes(field) ? [...names, undefined] : names;
    return [field, all.length === 0 ? undefined : all];
  });
  return Object.fromEntries(lists);
}

/**
 * @param {Query} query
 * @returns {Pair[]}
 */
function queryPairs(query) {
  const { text, severity, facility, problem, from, to, differs, sort, stackBy } = query;
  return [
    ["search", text || undefined],
    ["severity", joined(severity.map((number) => severities[number]))],
    ["facility", joined(facility.map((number) => facilities[number]))],
    ...NAMED.flatMap((field) => query[field].map((name) => pair(NAMES[field], name))),
    ["absent", joined(NAMED.filter((field) => query[field].includes(undefined)))],
    ["problem", joined(problem)],
    ["from", from === undefined ? undefined : timeText(from)],
    ["to", to === undefined ? undefined : timeText(to)],
    ["differs", differs],
    ["sort", sortText(sort)],
    ["stack", stackBy === "severity" ? undefined : stackBy],
  ];
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @returns {Pair}
 */
function pair(name, value) {
  return [name, value];
}

/** @param {(string | undefined)[]} list */
function joined(list) {
  return list.filter((word) => word !== undefined).join(",") || undefined;
}

/** @param {string} value */
function searched(value) {
  // A search box holds one line.
  return /[\r\n]/.test(value) ? undefined : value || undefined;
}

/**
 * @param {string} value
 * @returns {Sort | undefined}
 */
function sortOf(value) {
  const by = among(SORTS)(value.replace(/^-/, ""));
  return by && { by, isDescending: value.startsWith("-") };
}

/** @param {Sort} sort */
function sortText({ by, isDescending }) {
  if (isDescending) return `-${by}`;
  return by === "order" ? undefined : by;
}

/** @param {string} value */
function rowOf(value) {
  return ROW.test(value) ? Number(value) - 1 : undefined;
}

/**
 * Commas and colons need no encoding except at the end of a word, where programs that detect
 * URLs in text drop them.
 *
 * @param {URLSearchParams} parameters
 */
function readable(parameters) {
  return String(parameters)
    .replace(/%2C(?=[^&])/g, ",")
    .replace(/%3A(?=[^&])/g, ":");
}

/**
 * @template {object} T
 * @param {T} values
 * @returns {T} without undefined values, which would override others in a spread
 */
function withoutGaps(values) {
  const told = Object.entries(values).filter(([, value]) => value !== undefined);
  return /** @type {T} */ (Object.fromEntries(told));
}
