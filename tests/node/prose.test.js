// The prose check reads comments and Markdown, and reports constructions that have a plainer word.

import assert from "node:assert/strict";
import { test } from "node:test";
import { commentsOf, faultsIn, proseOf } from "../../scripts/prose.js";

const lines = (/** @type {string[]} */ prose) => faultsIn(prose).map(({ line }) => line);

test("comments of source code are checked, code is not", () => {
  const source = [
    'const text = "somebody";',
    "// Nobody reads this.",
    "/** It shall stay. */",
    " * @param {Whoever} anew",
    " * A value of `in vain` is kept.",
    "shall(); // seldom",
  ];
  assert.deepEqual(lines(commentsOf(source.join("\n"))), [2, 3, 4]);
});

test("Markdown is checked, except for code and the names of tests", () => {
  const text = [
    "The bytes in front of a frame.",
    "`in front of` is code.",
    "```sh",
    "echo somebody",
    "```",
    "| A threat | `tests/node/x.test.js`: nobody is told of it<br>`tests/node/y.test.js`: seldom |",
    "It is rarely mended.",
  ];
  assert.deepEqual(lines(proseOf(text.join("\n"))), [1, 7]);
});

test("a fault names the construction and the plainer words", () => {
  assert.deepEqual(faultsIn(["", "Records are told of anew."]), [
    { line: 2, text: '"anew" has a plainer word: again' },
    { line: 2, text: '"told of" has a plainer word: reports, lists or logs' },
  ]);
});
