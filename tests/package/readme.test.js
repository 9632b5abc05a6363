// The READMEs' examples print their documented output. An example is a js block; a following text block is its output.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../../scripts/tools.js";
import { installedProject } from "./project.js";

describe("the READMEs", () => {
  /** @type {Awaited<ReturnType<typeof installedProject>>} */
  let installed;
  before(async () => {
    installed = await installedProject();
  });
  after(() => installed?.remove());

  for (const path of ["pkg/README.md", "README.md"]) {
    const found = existsSync(join(root, path))
      ? examples(readFileSync(join(root, path), "utf8"))
      : [];

    test(`${path} has an example with its output`, () => assert.notEqual(found.length, 0));

    for (const [index, { line, source, printed }] of found.entries()) {
      test(`${path}:${line} prints what it says, with import`, () => {
        assert.equal(installed.run(`example-${index}.mjs`, source), printed);
      });

      test(`${path}:${line} prints what it says, with require`, {
        skip: needsModule(source),
      }, () => {
        assert.equal(installed.run(`example-${index}.cjs`, withRequire(source)), printed);
      });
    }
  }
});

/**
 * The js blocks directly followed by a text block.
 *
 * @param {string} markdown
 */
function examples(markdown) {
  const pair = /^```js\n(.*?)^```\n\s*^```text\n(.*?)^```$/gms;
  return [...markdown.replaceAll("\r\n", "\n").matchAll(pair)].map((match) => ({
    line: markdown.slice(0, match.index).split("\n").length,
    source: String(match[1]),
    printed: String(match[2]),
  }));
}

/** @param {string} source */
function withRequire(source) {
  return source.replaceAll(/^import (.+) from ("[^"]+");?$/gm, "const $1 = require($2);");
}

/** @param {string} source */
function needsModule(source) {
  return /^await |= await |^for await/m.test(source) && "top-level await needs a module";
}
