// The files that count as a built page's first load.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { firstLoad, referencesIn, weighPage, withoutWasm } from "../../scripts/weight.js";

const WASM = `0061736d${"0123456789abcdef".repeat(200)}`;

describe("the first load", () => {
  /** @param {Record<string, { now?: string[], later?: string[] }>} edges */
  const graph = (edges) =>
    new Map(
      Object.entries(edges).map(([path, { now = [], later = [] }]) => [path, { now, later }]),
    );

  test("is what is reached without what is loaded later", () => {
    const reached = firstLoad(
      graph({
        page: { now: ["entry"] },
        entry: { now: ["shared", "worker"], later: ["charts"] },
        charts: { now: ["drawing", "shared"] },
      }),
      "page",
    );
    assert.deepEqual(reached, new Set(["page", "entry", "shared", "worker"]));
  });

  test("has a file that is also loaded later, and ends where files name each other", () => {
    const reached = firstLoad(
      graph({
        page: { now: ["a"], later: ["b"] },
        a: { now: ["b"] },
        b: { now: ["a", "page"] },
      }),
      "page",
    );
    assert.deepEqual(reached, new Set(["page", "a", "b"]));
  });
});

describe("a file names", () => {
  test("what its markup loads, and not what only a phone's home screen asks for", async () => {
    const text = `<link rel="stylesheet" crossorigin href="./assets/a.css">
      <link rel="icon" href="./icon.svg"><link rel="apple-touch-icon" href="./touch.png">
      <script type="module" src="./assets/a.js"></script><a href="./other.html">b</a>
      <img src="./icon.svg" alt=""><a href="https://example.com/">c</a>`;
    assert.deepEqual(await referencesIn("index.html", text), {
      now: ["assets/a.css", "icon.svg", "assets/a.js"],
      later: [],
    });
  });

  test("what a style sheet draws with, beside itself", async () => {
    const text = `@import "./b.css";a{background:url(../font.woff2)}b{mask:url("#here")}`;
    assert.deepEqual(await referencesIn("assets/a.css", text), {
      now: ["assets/b.css", "font.woff2"],
      later: [],
    });
  });

  test("what a script imports, and the worker that it starts; what it imports when asked, apart", async () => {
    const text = `import{a}from"./shared.js";import"./side.js";export{b}from"./more.js";
      new Worker(new URL(new URL(\`worker.js\`,import.meta.url).href,\`\`+import.meta.url));
      a(async()=>(await import(\`./charts.js\`)).draw,"import('./text.js')");`;
    assert.deepEqual(await referencesIn("assets/a.js", text), {
      now: ["assets/shared.js", "assets/side.js", "assets/more.js", "assets/worker.js"],
      later: ["assets/charts.js"],
    });
  });
});

test("wasm as text is not counted, and other digits are", () => {
  assert.equal(withoutWasm(`a="${WASM}",b="0061736d"`), 'a="",b="0061736d"');
});

describe("a page in a folder", () => {
  /** @param {Record<string, string>} files */
  const weighed = async (files) => {
    const folder = mkdtempSync(join(tmpdir(), "heroku-drain-weight-"));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    try {
      return await weighPage(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const size = (/** @type {string} */ text) => gzipSync(text, { level: 9 }).length;
  const page = '<script type="module" src="a.js"></script>';
  const script = 'import "./b.js"; import("./c.js");';

  test("weighs what its first files weigh", async () => {
    const weight = await weighed({
      "index.html": page,
      "a.js": script,
      "b.js": `f("${WASM}")`,
      "c.js": "g()",
      "never.js": "h()",
    });
    assert.deepEqual(weight.now, {
      "index.html": size(page),
      "a.js": size(script),
      "b.js": size('f("")'),
    });
    assert.deepEqual(weight.later, { "c.js": size("g()") });
    assert.equal(weight.total, size(page) + size(script) + size('f("")'));
    assert.equal(weight.wasm, size(`f("${WASM}")`) - size('f("")'));
  });

  test("is not weighed where a file of it is missing", async () => {
    await assert.rejects(weighed({ "index.html": page }), /names a\.js, which is not there/);
  });
});
