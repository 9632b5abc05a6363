// Runs the command that the arguments name, and sets the exit code.

import { createRequire } from "node:module";
import { inspect } from "node:util";
import { explain } from "./explain.js";
import { endWith, FAILED, Failure, wrongUsage } from "./failure.js";
import { frame } from "./frame.js";
import { HELP, HELPS } from "./help.js";
import { ignoreErrorEvents, print, ReaderGone, report, reportFailure } from "./output.js";
import { parse } from "./parse.js";
import { serve } from "./serve.js";
import { visible } from "./text.js";

const COMMANDS = { parse, explain, frame, serve };

/** @param {string[]} args */
export async function main(args) {
  ignoreErrorEvents();
  try {
    await run(args);
  } catch (error) {
    // Keep the exit code that was set before.
    if (error instanceof ReaderGone) return;
    endWith(error instanceof Failure ? error.code : FAILED);
    await (error instanceof Failure ? reportFailure(error) : report(`${inspect(error)}\n`));
  }
}

/** @param {string[]} args */
async function run([name = "", ...rest]) {
  if (name === "--version") return print(`${version()}\n`);
  if (name === "--help" || name === "-h" || name === "help") return print(helpFor(rest[0]));
  if (!isCommand(name)) throw wrongUsage(`expected a command, found ${visible(name) || "nothing"}`);
  const before = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (before.includes("--help") || before.includes("-h")) return print(HELPS[name]);
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

/** The version of the package that contains this program. */
function version() {
  return createRequire(import.meta.url)("heroku-drain/package.json").version;
}
