// How a command's arguments are read.

import { parseArgs } from "node:util";
import { wrongUsage } from "./failure.js";
import { visible } from "./text.js";

export const FRAMING = /** @type {const} */ ({ framing: { type: "string" } });
const FRAMINGS = /** @type {const} */ (["auto", "octet-counting", "lines"]);

/**
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} T
 * @param {string[]} args
 * @param {T} options
 */
export function parsed(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const [sentence = ""] = /** @type {Error} */ (error).message.split(". ");
    throw wrongUsage(visible(`${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`));
  }
}

/** @param {string | undefined} name */
export function framingOf(name = "auto") {
  const framing = FRAMINGS.find((one) => one === name);
  if (!framing) throw wrongUsage(`expected --framing to be ${FRAMINGS.join(", ")}`);
  return framing;
}

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} most
 */
export function wholeNumber(option, text, most) {
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most))
    throw wrongUsage(`expected --${option} to be a whole number up to ${most}`);
  return number;
}
