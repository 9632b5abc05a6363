// Which command is run, and how the program ends.

import { createRequire } from "node:module";
import { explain } from "./explain.js";
import { Failure, USAGE, WELL, wrongUsage } from "./failure.js";
import { HELP, HELPS } from "./help.js";
import { endWithReader, write } from "./output.js";
import { parse } from "./parse.js";
import { serve } from "./serve.js";
import { visible } from "./text.js";

const COMMANDS = { parse, explain, serve };

/** @param {string[]} args */
export async function main(args) {
  endWithReader();
  try {
    process.exitCode = await run(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const advice = error.code === USAGE ? "; heroku-drain --help tells more" : "";
    process.stderr.write(`heroku-drain: ${error.message}${advice}\n`);
    process.exitCode = error.code;
  }
}

/** @param {string[]} args */
async function run([name = "", ...rest]) {
  if (name === "--version") return printed(`${version()}\n`);
  if (name === "--help" || name === "-h" || name === "help") return printed(helpFor(rest[0]));
  if (!isCommand(name)) throw wrongUsage(`expected a command, found ${visible(name) || "nothing"}`);
  const before = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (before.includes("--help") || before.includes("-h")) return printed(HELPS[name]);
  return COMMANDS[name](rest);
}

/** @param {string | undefined} name */
function helpFor(name = "") {
  return isCommand(name) ? HELPS[name] : HELP;
}

/**
 * @param {string} name
 * @returns {name is keyof typeof COMMANDS}
 */
function isCommand(name) {
  return Object.hasOwn(COMMANDS, name);
}

/** @param {string} text */
async function printed(text) {
  await write(process.stdout, text);
  return WELL;
}

/** Of the package that this is in. */
function version() {
  return createRequire(import.meta.url)("heroku-drain/package.json").version;
}
