// The process that cold.js starts: prints the duration of import and of two parses of a file, in milliseconds.

import { readFileSync } from "node:fs";

const payload = readFileSync(process.argv[2]);

const start = performance.now();
const { parse } = await import("heroku-drain");
const imported = performance.now();
parse(payload);
const first = performance.now();
parse(payload);
const second = performance.now();

console.log(
  JSON.stringify({ imported: imported - start, first: first - imported, second: second - first }),
);
