// The package's globals and side effects: almost none.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { columns, explain, parse, toNDJSON } from "heroku-drain";
import { FRAMINGS, loadCases } from "../cases/load.js";
import { globalsOf, regularExpressionsOf, syntaxOf } from "./source.js";

const DIST = join(import.meta.dirname, "../../pkg/dist");
const WASM = join(import.meta.dirname, "../../pkg/wasm/heroku_drain_bg.wasm");
/** The language's globals, except those that evaluate text and V8's console. */
const LANGUAGE = new Set(runInContext("Object.getOwnPropertyNames(globalThis)", createContext({})));
for (const name of ["console", "eval", "Function", "globalThis"]) LANGUAGE.delete(name);
const parseTime = new Date(0);

for (const name of ["index.js", "workerd.js"]) {
  const source = readFileSync(join(DIST, name), "utf8");

  test(`${name} uses no globals except those of the language, the encodings and TransformStream`, () => {
    const others = globalsOf(source).filter((name) => !LANGUAGE.has(name));
    // Buffer, if present, for speed; console only for a panic.
    assert.deepEqual(others, [
      "Buffer",
      "TextDecoder",
      "TextEncoder",
      "TransformStream",
      "console",
    ]);
  });

  test(`${name} loads nothing while it runs`, () => {
    const syntax = syntaxOf(source);
    assert.ok(syntax.has("ExportNamedDeclaration"));
    assert.ok(!syntax.has("ImportExpression") && !syntax.has("MetaProperty"));
  });

  test(`${name} has one regular expression, for one character at a time`, () => {
    assert.deepEqual(regularExpressionsOf(source), ["/\\p{Surrogate}/gu"]);
  });
}

test("wasm can call nothing outside the package", () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(WASM)));
  const names = imports.map(({ name }) => name.replace(/^_+(wbg_+)?|_[0-9a-f]{16}$/g, ""));
  assert.deepEqual([...new Set(names)].sort(), [
    "error",
    "new",
    "push",
    "set",
    "stack",
    "wbindgen_generic",
    "wbindgen_init_externref_table",
    "wbindgen_reinit",
    "wbindgen_throw",
  ]);
});

test("it works without other globals, evaluates no text and changes nothing global", async () => {
  const realm = createContext(
    { TextDecoder, TextEncoder },
    { codeGeneration: { strings: false, wasm: true } },
  );
  runInContext(HARDEN, realm);
  runInContext(await asScript(), realm);
  const before = String(runInContext(NAMES, realm));
  const inside = runInContext("drain", realm);
  let checked = 0;
  for (const { payload } of loadCases()) {
    const text = new TextDecoder().decode(payload);
    for (const framing of FRAMINGS) {
      for (const [name, read] of Object.entries({ parse, toNDJSON, columns, explain })) {
        for (const form of [text, payload]) {
          const here = read(form, { framing, parseTime });
          const there = inside[name](form, { framing, parseTime });
          assert.equal(JSON.stringify(there), JSON.stringify(here));
          checked++;
        }
      }
    }
  }
  inside.releaseMemory();
  assert.ok(checked > 1000);
  assert.equal(String(runInContext(NAMES, realm)), before);
});

/** Freezes the built-in objects, and makes every regular expression throw. */
const HARDEN = `
  RegExp.prototype.exec = () => { throw new Error("a regular expression ran"); };
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = globalThis[name];
    if (typeof value === "function" && value.prototype) Object.freeze(value.prototype);
    if (typeof value === "function") Object.freeze(value);
  }
`;

/** The globals of a realm. */
const NAMES = "Object.getOwnPropertyNames(globalThis).join()";

/** The default entry as a script that adds one global. */
async function asScript() {
  const { outputFiles } = await build({
    bundle: true,
    entryPoints: [join(DIST, "index.js")],
    format: "iife",
    globalName: "drain",
    logLevel: "error",
    write: false,
  });
  return String(outputFiles[0]?.text);
}
