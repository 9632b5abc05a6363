// Every way to compile the wasm inside the default entry that a platform may offer.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const WITHOUT_BUFFER = "globalThis.Buffer = undefined;";
const FROM_HEX = `
  const { Buffer } = await import("node:buffer");
  Uint8Array.fromHex = (text) => new Uint8Array(Buffer.from(text, "hex"));
`;
const WITHOUT_FROM_HEX = "delete Uint8Array.fromHex;";

for (const [name, setup] of [
  ["Buffer", ""],
  ["Uint8Array.fromHex", FROM_HEX + WITHOUT_BUFFER],
  ["neither", WITHOUT_FROM_HEX + WITHOUT_BUFFER],
]) {
  test(`the wasm is read with ${name}`, () => {
    const program = `${setup}
      const { parse } = await import("heroku-drain");
      console.log(parse("21 <190>1 - - - - - Hi.").records[0].message);`;
    const args = ["--input-type=module", "--eval", program];
    const cwd = import.meta.dirname;
    assert.equal(execFileSync(process.execPath, args, { cwd, encoding: "utf8" }), "Hi.\n");
  });
}
