// Axis labels are round, fit, and follow the time zone and the language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { countTicks, extentOf, timeTicksOf } from "../../../www/src/overview/axis.js";

// Far from UTC and by half an hour, so that a mixed-up time zone shows.
process.env.TZ = "America/St_Johns";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const NOVEMBER = Date.UTC(2012, 10, 30, 6, 45, 29);
const STEPS = [1, 10, 500, SECOND, 30 * SECOND, 3600 * SECOND, DAY, 30 * DAY, 25_000 * DAY];

/**
 * @param {number} start
 * @param {number} step
 * @param {number} buckets
 */
function labels(
  start,
  step,
  buckets,
  width = 900,
  zone = /** @type {"utc" | "local"} */ ("utc"),
  language = "en",
) {
  return timeTicksOf({ start, step, buckets, width }, zone, language).map(({ label }) => label);
}

test("the axis of counts ends at or above the highest one, in whole steps", () => {
  for (const most of [0, 1, 2, 3, 7, 99, 100, 101, 51_000, 4_294_967_295]) {
    const { top, ticks } = countTicks(most);
    assert.ok(top >= most && top >= 1 && top <= Math.max(2, most * 2), `${most}: ${top}`);
    assert.equal(ticks[0], 0);
    assert.equal(ticks.at(-1), top);
    assert.ok(ticks.every(Number.isInteger) && ticks.length <= 5, `${most}: ${ticks}`);
  }
});

test("labels are inside the plot, none over another, for any span on any screen", () => {
  for (const step of STEPS) {
    for (const buckets of [1, 2, 5, 60, 160]) {
      for (const width of [180, 254, 700, 1300]) {
        for (const language of ["en", "ko"]) {
          const plot = { start: step * 3, step, buckets, width };
          const extents = timeTicksOf(plot, "utc", language).map(extentOf);
          const about = `${buckets} × ${step} on ${width}`;
          assert.ok(extents.length >= 1, about);
          for (const [index, { from, to }] of extents.entries()) {
            assert.ok(from >= -0.01 && to <= width + 0.01, `${about}: ${from} to ${to}`);
            if (index > 0) assert.ok(from > Number(extents[index - 1]?.to), about);
          }
        }
      }
    }
  }
});

test("five seconds have a label each", () => {
  const expected = ["06:45:29", "06:45:30", "06:45:31", "06:45:32", "06:45:33", "06:45:34"];
  assert.deepEqual(labels(NOVEMBER, SECOND, 5), expected);
});

test("fractions of a second are told where labels need them", () => {
  assert.ok(labels(NOVEMBER, 10, 40).includes("06:45:29.100"));
});

test("midnight is the day, its first the month, the first of these the year", () => {
  assert.ok(labels(Date.UTC(2012, 10, 29, 12), 3600 * SECOND, 24).includes("Nov 30"));
  assert.ok(labels(Date.UTC(2012, 10, 30, 12), 3600 * SECOND, 24).includes("Dec"));
  assert.ok(labels(Date.UTC(2012, 11, 31, 12), 3600 * SECOND, 24).includes("2013"));
});

test("Korean has its own dates", () => {
  const found = labels(Date.UTC(2012, 10, 29, 12), 3600 * SECOND, 24, 900, "utc", "ko");
  assert.ok(found.includes("11월 30일"), String(found));
});

test("local labels are round in the local zone", () => {
  const found = labels(Date.UTC(2012, 10, 30), 3600 * SECOND, 12, 900, "local");
  assert.ok(found.includes("21:00"), String(found));
  assert.ok(
    found.every((label) => /:00$|^Nov/.test(label)),
    String(found),
  );
});

test("ten thousand years have their millennia", () => {
  const found = labels(Date.UTC(2000, 0, 1) - 2000 * 365.2425 * DAY, 25_000 * DAY, 147);
  assert.ok(found.includes("5000"), String(found));
});

test("one record at one millisecond has a label", () => {
  assert.equal(labels(NOVEMBER, 1, 1)[0], "06:45:29.000");
});
