// Reading a command's arguments.

import { parseArgs } from "node:util";
import { wrongUsage } from "./failure.js";
import { visible } from "./text.js";

export const FRAMING = /** @type {const} */ ({ framing: { type: "string" } });
export const STRICT = /** @type {const} */ ({ strict: { type: "string" } });
const FRAMINGS = /** @type {const} */ (["auto", "octet-counting", "lines"]);

/**
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} T
 * @param {string[]} args
 * @param {T} options
 */
export function parsed(args, options) {
  try {
    return parseArgs({ args: withStrictLevel(args), options, allowPositionals: true });
  } catch (error) {
    const [sentence = ""] = /** @type {Error} */ (error).message.split(". ");
    throw wrongUsage(visible(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`));
  }
}

/**
 * parseArgs has no options whose value may be left out, so the default is added here.
 *
 * @param {string[]} args
 */
function withStrictLevel(args) {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.map((arg, at) => (arg === "--strict" && at < end ? "--strict=errors" : arg));
}

/**
 * Whether a run with these problems must end with 1.
 *
 * @param {string | undefined} level
 * @returns {(count: { errors: number, warnings: number }) => boolean}
 */
export function strictness(level) {
  if (level === undefined) return () => false;
  if (level === "errors") return ({ errors }) => errors > 0;
  if (level === "warnings") return ({ errors, warnings }) => errors + warnings > 0;
  throw wrongUsage("expected --strict to be errors or warnings");
}

/** @param {string | undefined} name */
export function framingOf(name = "auto") {
  const framing = FRAMINGS.find((one) => one === name);
  if (!framing) throw wrongUsage(`expected --framing to be ${FRAMINGS.join(", ")}`);
  return framing;
}

/**
 * @param {string} name of the option or variable
 * @param {string | undefined} text
 * @param {number} most
 */
export function wholeNumber(name, text, most) {
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) throw wrongUsage(`expected ${name} to be a whole number up to ${most}`);
  return number;
}
