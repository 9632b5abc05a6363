// The process that memory.js starts: has one function read one line, and prints the duration and the rise
// of the process's peak memory.

import { columns, explain, parse, toNDJSON } from "../pkg/index.js";

const [name, form, line, size] = process.argv.slice(2);
const read = [parse, toNDJSON, columns, explain].find((read) => read.name === name);
if (!read) throw new Error(`no function is named ${name}`);

const header = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";
const start = line === "a frame" ? `${header.length + Number(size)} ${header}` : "";
const bytes = Buffer.alloc(start.length + Number(size), "x");
bytes.write(start, "latin1");
const payload = form === "a string" ? bytes.toString("latin1") : bytes;

read("");
const before = mostMemory();
const since = performance.now();
read(payload);
const milliseconds = performance.now() - since;
console.log(JSON.stringify({ milliseconds, memory: mostMemory() - before }));

/** In bytes, since the process started. */
function mostMemory() {
  return process.resourceUsage().maxRSS * 1024;
}
