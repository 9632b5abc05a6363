// Updates bench/RESULTS.md: each command replaces its own section and keeps the others.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/tools.js";

const PATH = join(root, "bench", "RESULTS.md");

/** The sections, in their order. */
const TITLES = [
  "In Node",
  "The parts of a parse",
  "First parse in a cold process",
  "In Chromium",
  "Memory",
  "The receiver under load",
  "The program on a large file",
];

const PREFACE = `# Results

Written by \`npm run bench\`, not by hand: each section by the command that it names, which prints it again.

Times are nanoseconds a record, medians of interleaved rounds. A ratio is the median of the rounds' ratios, but for the
cost of a record however many there are, where each payload is measured by itself. A record is right where app, process,
message and time are as they were sent, and it came in its order.

\`split + regex\` is bench/regex.js, \`careful\` is bench/careful.js, \`serde objects\` is bench/serde/. The parsers of npm get
each message cut at its octet count, and are called as their documentation says: \`logfmt\` reads keys and values and no
header, \`glossy\` and \`nsyslog-parser\` look for the structured data of RFC 5424, which Logplex leaves out. The native
figures are of bursts of 30 ms between the rounds in JavaScript, of the very loop that wasm runs too (bench/scan.rs).
`;

/**
 * @param {string} title one of the titles
 * @param {string} text
 */
export function writeSection(title, text) {
  const sections = readSections().set(title, text.trim());
  const parts = TITLES.filter((title) => sections.has(title)).map(
    (title) => `## ${title}\n\n${sections.get(title)}\n`,
  );
  writeFileSync(PATH, [PREFACE, ...parts].join("\n"));
  console.log(`\n## ${title}\n\n${text}\n`);
}

/** @returns {Map<string, string>} */
function readSections() {
  if (!existsSync(PATH)) return new Map();
  const [, ...sections] = readFileSync(PATH, "utf8").split(/^## /m);
  return new Map(
    sections.map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return [title, lines.join("\n").trim()];
    }),
  );
}
