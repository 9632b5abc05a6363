// `heroku-drain parse`: records to standard output, problems to standard error.

import { ERRORS, endWith, wrongUsage } from "./failure.js";
import * as formats from "./formats.js";
import { decodeChunks, forEachInput, openInput } from "./input.js";
import { FRAMING, framingOf, parsed, STRICT, strictness } from "./options.js";
import { print, report } from "./output.js";
import { Progress } from "./progress.js";
import { entriesOf, recognized } from "./rejected.js";
import { counted, lineOf, painter } from "./text.js";

/** @import { Format, Rendered } from "./formats.js" */

const OPTIONS = /** @type {const} */ ({
  ...FRAMING,
  ...STRICT,
  format: { type: "string" },
  "no-problems": { type: "boolean" },
  "parse-time": { type: "string" },
  problems: { type: "boolean" },
});

/** The problems listed per chunk, so that a file full of them takes no longer to read. */
const MOST_PROBLEMS = 1_000;

/** @param {string[]} args */
export async function parse(args) {
  const { values, positionals } = parsed(args, OPTIONS);
  const run = new Run(
    formatOf(values.format),
    { framing: framingOf(values.framing), parseTime: timeOf(values["parse-time"]) },
    !values["no-problems"],
    strictness(values.strict),
  );
  await run.all(positionals);
}

/** One run over all inputs, each of which is a separate stream. */
class Run {
  errors = 0;
  warnings = 0;
  records = 0;

  /**
   * @param {Format} format
   * @param {import("../index.js").DecoderOptions} options
   * @param {boolean} listsProblems
   * @param {(counts: { errors: number, warnings: number }) => boolean} isRefused
   */
  constructor(format, options, listsProblems, isRefused) {
    this.format = format;
    this.options = { ...options, maxProblems: listsProblems ? MOST_PROBLEMS : 0 };
    this.listsProblems = listsProblems;
    this.isRefused = isRefused;
    this.paint = painter(process.stderr);
    // Both would be on the same screen.
    this.progress = new Progress(process.stderr, process.stderr.isTTY && !process.stdout.isTTY);
  }

  /** @param {string[]} paths */
  async all(paths) {
    try {
      await print(this.format.head);
      await forEachInput(paths, (path) => this.one(path));
      await print(this.format.tail());
    } finally {
      this.progress.clear();
    }
    if (this.listsProblems && this.errors + this.warnings > 0) await this.summarise();
  }

  /** @param {string} path */
  async one(path) {
    const { name, size, chunks } = await openInput(path, (length) => this.progress.add(length));
    this.progress.begin(size);
    const decoder = this.format.decoder(this.options);
    const { isRejected, all } = await recognized(chunks);
    if (!isRejected) {
      return decodeChunks(all, decoder, (result) => this.show(result, name));
    }
    for await (const { line, bytes } of entriesOf(name, all)) {
      await this.show(decoder.push(bytes), `${name}: line ${line}`);
      await this.show(decoder.finish(), `${name}: line ${line}`);
    }
  }

  /**
   * Problems come first, so that they are reported even if the reader of the records has gone.
   *
   * @param {Rendered} result
   * @param {string} source
   */
  async show({ rows, count, problems, errorCount, warningCount }, source) {
    this.records += count;
    this.errors += errorCount;
    this.warnings += warningCount;
    if (this.isRefused(this)) endWith(ERRORS);
    if (problems.length > 0) {
      this.progress.clear();
      const lines = problems.map((problem) => `${source}: ${lineOf(problem, this.paint)}\n`);
      const more = errorCount + warningCount - problems.length;
      if (more > 0) lines.push(`${source}: ${counted(more, "more problem")} not listed\n`);
      await report(lines.join(""));
    }
    await print(rows);
  }

  async summarise() {
    const counts = [
      counted(this.records, "record"),
      counted(this.errors, "error"),
      counted(this.warnings, "warning"),
    ];
    await report(`${counts.join(", ")}\n`);
  }
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

/** One time for all records of a run. @param {string | undefined} text */
function timeOf(text) {
  if (text === undefined) return new Date();
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw wrongUsage("expected --parse-time to be a time such as 2026-05-17T09:30:00Z");
  }
  return time;
}
