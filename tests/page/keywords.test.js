// The page's names of facilities and severities match the package's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "heroku-drain";
import { facilityName, severityName } from "../../www/src/keywords.js";

const PRIORITIES = Array.from({ length: 192 }, (_, priority) => priority);

test("each of the 192 priorities has the names that explain gives it", () => {
  const frames = PRIORITIES.map((priority) => `<${priority}>1 - host app web.1 - hello\n`);
  const { segments } = explain(frames.map((frame) => `${frame.length} ${frame}`).join(""));
  const names = segments.map((segment) =>
    segment.kind === "record" ? [segment.facility, segment.severity] : segment.kind,
  );
  const ours = PRIORITIES.map((priority) => [
    facilityName(priority >> 3),
    severityName(priority & 7),
  ]);
  assert.deepEqual(names, ours);
});
