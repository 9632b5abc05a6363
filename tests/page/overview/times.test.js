// Times are as exact as the buckets, in both zones and for every year.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatRange, formatStep, formatTime } from "../../../www/src/overview/times.js";

process.env.TZ = "America/St_Johns";

const TIME = Date.UTC(2012, 10, 30, 6, 45, 29, 250);

test("a time is as exact as its step", () => {
  assert.equal(formatTime(TIME, 10, "utc"), "2012-11-30 06:45:29.250");
  assert.equal(formatTime(TIME, 1000, "utc"), "2012-11-30 06:45:29");
  assert.equal(formatTime(TIME, 300_000, "utc"), "2012-11-30 06:45");
});

test("local time has the offset of its day", () => {
  assert.equal(formatTime(TIME, 1000, "local"), "2012-11-30 03:15:29");
  assert.equal(formatTime(Date.UTC(2012, 6, 1, 12), 1000, "local"), "2012-07-01 09:30:00");
});

test("microseconds are cut, not rounded", () => {
  assert.equal(formatTime(TIME + 0.999, 1, "utc"), "2012-11-30 06:45:29.250");
});

test("years have four digits, whichever they are", () => {
  assert.equal(formatTime(-62_167_219_200_000, 60_000, "utc"), "0000-01-01 00:00");
  assert.equal(formatTime(-62_167_219_200_001, 60_000, "utc"), "−0001-12-31 23:59");
  assert.equal(formatTime(253_402_300_799_999, 60_000, "utc"), "9999-12-31 23:59");
  assert.equal(formatTime(253_402_300_800_000, 60_000, "utc"), "10000-01-01 00:00");
});

test("a range within a day names the day once", () => {
  assert.equal(formatRange(TIME, TIME + 1000, 1000, "utc"), "2012-11-30 06:45:29 – 06:45:30");
  const days = formatRange(TIME, TIME + 86_400_000, 60_000, "utc");
  assert.equal(days, "2012-11-30 06:45 – 2012-12-01 06:45");
});

test("a step is told in the largest unit that it is a multiple of", () => {
  const steps = [1, 250, 1000, 90_000, 3_600_000, 86_400_000].map((step) => formatStep(step, "en"));
  assert.deepEqual(steps, ["1 ms", "250 ms", "1 sec", "90 sec", "1 hr", "1 day"]);
  assert.equal(formatStep(30_000, "ko"), "30초");
});
