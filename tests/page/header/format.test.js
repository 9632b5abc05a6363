// Human-readable numbers, sizes and times.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration, formatSize, formatSpeed, formatUtc } from "../../../www/src/format.js";

test("writes a size in the greatest unit that keeps it short", () => {
  const sizes = [0, 1, 9999, 10_000, 999_949, 999_950, 52_428_800, 999_950_000];
  assert.deepEqual(sizes.map(formatSize), [
    "0 bytes",
    "1 byte",
    "9,999 bytes",
    "10.0 KB",
    "999.9 KB",
    "1.0 MB",
    "52.4 MB",
    "1.00 GB",
  ]);
});

test("writes a duration with as many digits as say something", () => {
  const durations = [0.0123, 0.5, 12.3, 9999, 12_345];
  const written = ["0.012 ms", "0.50 ms", "12 ms", "9,999 ms", "12.3 s"];
  assert.deepEqual(durations.map(formatDuration), written);
});

test("writes a speed in megabytes a second", () => {
  assert.equal(formatSpeed(1e6, 1000), "1.0 MB/s");
  assert.equal(formatSpeed(2e9, 1000), "2,000 MB/s");
});

test("writes a time to the microsecond, where it has any", () => {
  assert.equal(formatUtc(0), "1970-01-01 00:00:00.000Z");
  assert.equal(formatUtc(-0.5), "1969-12-31 23:59:59.999500Z");
  assert.equal(formatUtc(1.9999), "1970-01-01 00:00:00.001999Z");
});
