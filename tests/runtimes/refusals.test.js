// Errors of the first call if the wasm cannot run. The engines are real, with a feature switched off; pages.test.js
// and workerd.test.js have those that forbid it.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { BUN, DENO, NODES } from "./names.js";
import { printed, skipWithout } from "./programs.js";
import { conformanceProject, MODULE } from "./project.js";

const NO_WASM = "heroku-drain needs WebAssembly, which this runtime does not have";
const NO_SIMD =
  "heroku-drain needs WebAssembly SIMD, which this runtime or its processor lacks; " +
  "it requires Chrome 91, Firefox 89, Safari 16.4 or Node 16.4";

// V8 compiles SIMD to SSE 4.1, so this simulates a processor from before 2008.
const V8_WITHOUT_SIMD = "--no-enable-sse4-1";
const V8_WITHOUT_WASM = "--jitless";
const DENO_RUN = ["run", "--quiet", "--no-prompt", "--no-remote"];

/** @type {{ name: string, program: string | undefined, args: string[], env?: Record<string, string>, says: string }[]} */
const RUNS = [
  ...NODES.flatMap(({ name, program }) => [
    { name, program, args: [V8_WITHOUT_SIMD], says: NO_SIMD },
    { name, program, args: [V8_WITHOUT_WASM], says: NO_WASM },
  ]),
  { name: "deno", program: DENO, args: withV8(V8_WITHOUT_SIMD), says: NO_SIMD },
  { name: "deno", program: DENO, args: withV8(V8_WITHOUT_WASM), says: NO_WASM },
  { name: "bun", program: BUN, args: [], env: { BUN_JSC_useWasmSIMD: "0" }, says: NO_SIMD },
  { name: "bun", program: BUN, args: [], env: { BUN_JSC_useWasm: "0" }, says: NO_WASM },
];

/** @param {string} flag */
function withV8(flag) {
  return [...DENO_RUN, `--v8-flags=${flag}`];
}

describe("a runtime without what the wasm needs", () => {
  /** @type {Awaited<ReturnType<typeof conformanceProject>>} */
  let installed;
  before(async () => {
    installed = await conformanceProject();
  });
  after(() => installed?.remove());

  for (const { name, program, args, env = {}, says } of RUNS) {
    const how = [...args, ...Object.entries(env).map(([key, value]) => `${key}=${value}`)];
    test(`is told so: ${name} ${how.join(" ")}`, { skip: skipHere(program, how) }, () => {
      const options = { cwd: installed.project, env };
      const { count, failures } = JSON.parse(printed(program, [...args, MODULE], options));
      assert.equal(count, 0);
      assert.notEqual(failures.length, 0);
      for (const failure of failures) assert.ok(failure.endsWith(`: Error: ${says}`), failure);
    });
  }

  test("is told so by an Error at every call, with the engine's own as its cause", () => {
    const source = `import { columns, Decoder, explain, parse, releaseMemory, schema, toNDJSON } from "heroku-drain";
      releaseMemory();
      const push = () => new Decoder().push(new Uint8Array(1));
      for (const call of [parse, parse, toNDJSON, columns, explain, push]) {
        try {
          call("");
        } catch (error) {
          console.log(error.constructor === Error, error.cause.constructor === ReferenceError);
        }
      }
      console.log(schema.schema);`;
    const expected = `${"true true\n".repeat(6)}Heroku.Runtime\n`;
    assert.equal(ran("cause.mjs", source, [V8_WITHOUT_WASM]), expected);
  });

  test("is still told first of an argument of the wrong type", () => {
    const source = `import { parse } from "heroku-drain";
      try { parse(1); } catch (error) { console.log(String(error)); }`;
    const expected =
      "TypeError: payload must be a string, a Uint8Array or an ArrayBuffer, not number 1\n";
    assert.equal(ran("wrong.mjs", source, [V8_WITHOUT_WASM]), expected);
  });

  test("is not blamed for anything else", () => {
    // Only the package's own module has exports.
    const source = `import { parse } from "heroku-drain";
      const { Instance, Module } = WebAssembly;
      for (const failure of [new RangeError("no memory"), new TypeError("a bug")]) {
        WebAssembly.Instance = function (module, imports) {
          if (Module.exports(module).length > 0) throw failure;
          return new Instance(module, imports);
        };
        try { parse(""); } catch (error) { console.log(error === failure); }
      }
      WebAssembly.Instance = Instance;
      console.log(parse("").records.length);`;
    assert.equal(ran("other.mjs", source, []), "true\ntrue\n0\n");
  });

  /**
   * @param {string} name
   * @param {string} source
   * @param {string[]} flags
   */
  function ran(name, source, flags) {
    writeFileSync(join(installed.project, name), source);
    return printed(process.execPath, [...flags, name], { cwd: installed.project });
  }
});

/**
 * @param {string | undefined} program
 * @param {string[]} how
 */
function skipHere(program, how) {
  const needsX64 = how.some((flag) => flag.includes(V8_WITHOUT_SIMD)) && process.arch !== "x64";
  return needsX64 ? "on this processor V8 cannot do without SIMD" : skipWithout(program);
}
