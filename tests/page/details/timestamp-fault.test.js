// Explanations of invalid timestamps, with the intended value.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "heroku-drain";
import { timestampFault } from "../../../www/src/details/timestamp-fault.js";
import { TIMESTAMPS } from "./timestamps.js";

for (const [text = "", fault, guess = ""] of TIMESTAMPS) {
  test(`“${text}” is told as ${fault}`, () => {
    assert.deepEqual(timestampFault(text), { fault, guess });
    assert.equal(codeOf(text), text === "" ? undefined : "invalid-timestamp");
    if (guess !== "") assert.equal(codeOf(guess), undefined, "what was meant is a timestamp");
  });
}

test("a time that became the host name tells that a blank stands for the T", () => {
  assert.deepEqual(timestampFault("2024-05-29", "1", "07:07:25.5Z"), {
    fault: "blankForT",
    guess: "2024-05-29T07:07:25.5Z",
  });
  assert.equal(timestampFault("2024-05-29", "1", "host").fault, "dateOnly");
});

test("a month in the place of the version tells that syslog is of the old kind", () => {
  assert.equal(timestampFault("14", "Mar", "09:26:53").fault, "oldSyslog");
});

/** @param {string} timestamp */
function codeOf(timestamp) {
  const { problems } = parse(`1 <190>1 ${timestamp} host app web.1 - x`, { framing: "lines" });
  return problems[0]?.code;
}
