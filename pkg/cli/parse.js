// `heroku-drain parse`: records to standard output, problems to standard error.

import { Decoder } from "heroku-drain";
import { ERRORS, WELL, wrongUsage } from "./failure.js";
import * as formats from "./formats.js";
import { openInput } from "./input.js";
import { FRAMING, framingOf, parsed } from "./options.js";
import { write } from "./output.js";
import { Progress } from "./progress.js";
import { counted, painter } from "./text.js";

/** @import { ParseResult, Problem } from "../index.js" */
/** @import { Format } from "./formats.js" */

const OPTIONS = /** @type {const} */ ({
  ...FRAMING,
  format: { type: "string" },
  "no-problems": { type: "boolean" },
  "parse-time": { type: "string" },
  problems: { type: "boolean" },
  strict: { type: "boolean" },
});

/** @param {string[]} args */
export async function parse(args) {
  const { values, positionals } = parsed(args, OPTIONS);
  const run = new Run(
    formatOf(values.format),
    { framing: framingOf(values.framing), parseTime: timeOf(values["parse-time"]) },
    !values["no-problems"],
  );
  await run.all(positionals.length > 0 ? positionals : ["-"]);
  return values.strict && run.errors > 0 ? ERRORS : WELL;
}

/** One run over all inputs, each of which is a stream of its own. */
class Run {
  errors = 0;
  warnings = 0;
  records = 0;

  /**
   * @param {Format} format
   * @param {import("../index.js").DecoderOptions} options
   * @param {boolean} tellsProblems
   */
  constructor(format, options, tellsProblems) {
    this.format = format;
    this.options = options;
    this.tellsProblems = tellsProblems;
    this.paint = painter(process.stderr);
    // Where records scroll by, it would be in their way.
    this.progress = new Progress(process.stderr, process.stderr.isTTY && !process.stdout.isTTY);
  }

  /** @param {string[]} paths */
  async all(paths) {
    await write(process.stdout, this.format.head());
    try {
      for (const path of paths) await this.one(path);
    } finally {
      this.progress.clear();
    }
    await write(process.stdout, this.format.tail());
    if (this.tellsProblems && this.errors + this.warnings > 0) await this.summarise();
  }

  /** @param {string} path */
  async one(path) {
    const input = await openInput(path, (length) => this.progress.add(length));
    this.progress.begin(input.size);
    const decoder = new Decoder(this.options);
    for await (const chunk of input.chunks) await this.show(decoder.push(chunk), input.name);
    await this.show(decoder.finish(), input.name);
  }

  /**
   * @param {ParseResult} result
   * @param {string} name
   */
  async show({ records, problems }, name) {
    this.records += records.length;
    await write(process.stdout, this.format.rows(records));
    for (const { severity } of problems) this[severity === "error" ? "errors" : "warnings"] += 1;
    if (!this.tellsProblems || problems.length === 0) return;
    this.progress.clear();
    const lines = problems.map((problem) => `${name}: ${lineOf(problem, this.paint)}\n`);
    await write(process.stderr, lines.join(""));
  }

  async summarise() {
    const counts = [
      counted(this.records, "record"),
      counted(this.errors, "error"),
      counted(this.warnings, "warning"),
    ];
    await write(process.stderr, `${counts.join(", ")}\n`);
  }
}

/**
 * A problem in a line. Its sentence quotes a payload only escaped.
 *
 * @param {Problem} problem
 * @param {import("./text.js").Paint} paint
 */
export function lineOf({ code, severity, message }, paint) {
  return `${paint(severity === "error" ? "red" : "yellow", severity)} ${code}: ${message}`;
}

/** @param {string | undefined} name */
function formatOf(name) {
  const { isTTY } = process.stdout;
  if (name === undefined)
    return isTTY ? formats.table(painter(process.stdout)) : formats.ndjson(false);
  if (name === "table") return formats.table(painter(process.stdout));
  if (name === "ndjson") return formats.ndjson(isTTY);
  if (name === "json") return formats.json(isTTY);
  throw wrongUsage("expected --format to be ndjson, json or table");
}

/** @param {string | undefined} text */
function timeOf(text) {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw wrongUsage("expected --parse-time to be a time such as 2026-05-17T09:30:00Z");
  }
  return time;
}
