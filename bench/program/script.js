// The script that the program replaces: readline, a regular expression and JSON.stringify.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { recordOf } from "../regex.js";

/** Characters per write: one write per line would dominate the time. */
const BATCH = 1 << 16;

const input = createReadStream(String(process.argv[2]), { highWaterMark: 1 << 20 });
const parsed = new Date();
let batch = "";
for await (const line of createInterface({ input })) {
  const record = recordOf(line, parsed);
  if (record) batch += `${JSON.stringify(record)}\n`;
  if (batch.length > BATCH) await write();
}
await write();

/** @returns {Promise<void>} */
function write() {
  const text = batch;
  batch = "";
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
