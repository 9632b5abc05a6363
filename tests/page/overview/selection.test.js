// Selection on the timeline with pointers and keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clicked,
  dragged,
  gripAt,
  handlesOf,
  isClick,
  isWhole,
  keyed,
  selectionOf,
  snapped,
  timesOf,
  wholeOf,
} from "../../../www/src/overview/selection.js";

/** @import { Grip, Selection } from "../../../www/src/overview/selection.js" */

const plot = { start: 10_000, step: 1000, buckets: 40, width: 400 };
const middle = { first: 10, end: 20 };

/**
 * @param {"from" | "to"} handle
 * @param {string} key
 * @param {Selection} selection
 */
function press(handle, key, selection, shiftKey = false) {
  return keyed(plot, selection, handle, { key, shiftKey });
}

/**
 * @param {Grip} grip
 * @param {number} from
 * @param {number} to
 * @param {Selection} selection
 */
function drag(grip, from, to, selection = middle) {
  return dragged(plot, { grip, x: from, selection }, to);
}

test("a drag selects every bucket it touches, in either direction", () => {
  assert.deepEqual(drag("new", 55, 91), { first: 5, end: 10 });
  assert.deepEqual(drag("new", 91, 55), { first: 5, end: 10 });
  assert.deepEqual(drag("new", 51, 58), { first: 5, end: 6 });
});

test("a drag out of the plot ends at its end", () => {
  assert.deepEqual(drag("new", 391, 900), { first: 39, end: 40 });
  assert.deepEqual(drag("new", 15, -300), { first: 0, end: 2 });
});

test("a handle goes to the nearest edge and never past the other one", () => {
  assert.deepEqual(drag("from", 100, 54), { first: 5, end: 20 });
  assert.deepEqual(drag("from", 100, 390), { first: 19, end: 20 });
  assert.deepEqual(drag("to", 200, 306), { first: 10, end: 31 });
  assert.deepEqual(drag("to", 200, 0), { first: 10, end: 11 });
});

test("the body moves as it is, and stops at both ends", () => {
  assert.deepEqual(drag("body", 150, 176), { first: 13, end: 23 });
  assert.deepEqual(drag("body", 150, 999), { first: 30, end: 40 });
  assert.deepEqual(drag("body", 150, -999), { first: 0, end: 10 });
});

test("a pointer gets hold of handles, body or nothing", () => {
  const grips = [60, 85, 100, 105, 107, 150, 193, 195, 217, 219].map((x) =>
    gripAt(plot, middle, x),
  );
  const expected = ["new", "from", "from", "from", "body", "body", "body", "to", "to", "new"];
  assert.deepEqual(grips, expected);
});

test("with nothing selected, handles are beside the plot and all of it draws anew", () => {
  const grips = [-10, 0, 200, 400, 410].map((x) => gripAt(plot, wholeOf(plot), x));
  assert.deepEqual(grips, ["from", "new", "new", "new", "to"]);
});

test("handles of one narrow bucket do not overlap", () => {
  const narrow = { ...plot, buckets: 160, width: 160 };
  const { left, right, inside } = handlesOf(narrow, { first: 80, end: 81 });
  assert.ok(left + inside <= right - inside);
  assert.equal(gripAt(narrow, { first: 80, end: 81 }, 80.2), "from");
  assert.equal(gripAt(narrow, { first: 80, end: 81 }, 80.8), "to");
});

test("a click beside the selection clears it, one on it leaves it", () => {
  assert.ok(isClick({ grip: "new", x: 50, selection: middle }, 52));
  assert.ok(!isClick({ grip: "new", x: 50, selection: middle }, 47));
  assert.deepEqual(clicked(plot, { grip: "new", x: 50, selection: middle }), wholeOf(plot));
  assert.deepEqual(clicked(plot, { grip: "body", x: 150, selection: middle }), middle);
});

test("arrows move a handle by a bucket; Shift and Page keys by ten", () => {
  assert.deepEqual(press("from", "ArrowRight", middle), { first: 11, end: 20 });
  assert.deepEqual(press("from", "ArrowDown", middle), { first: 9, end: 20 });
  assert.deepEqual(press("to", "ArrowUp", middle), { first: 10, end: 21 });
  assert.deepEqual(press("to", "ArrowRight", middle, true), { first: 10, end: 30 });
  assert.deepEqual(press("to", "PageUp", middle), { first: 10, end: 30 });
  assert.deepEqual(press("from", "PageDown", middle), { first: 0, end: 20 });
});

test("Home and End go as far as the other handle lets them", () => {
  assert.deepEqual(press("from", "Home", middle), { first: 0, end: 20 });
  assert.deepEqual(press("from", "End", middle), { first: 19, end: 20 });
  assert.deepEqual(press("to", "Home", middle), { first: 10, end: 11 });
  assert.deepEqual(press("to", "End", middle), { first: 10, end: 40 });
});

test("Escape clears a selection, and is left to the page where there is none", () => {
  assert.deepEqual(press("from", "Escape", middle), wholeOf(plot));
  assert.equal(press("from", "Escape", wholeOf(plot)), undefined);
});

test("other keys are left to the page", () => {
  for (const key of ["Tab", "a", "Enter", " ", "/"]) {
    assert.equal(press("to", key, middle), undefined);
  }
});

test("a single bucket stays selected, whatever key is pressed", () => {
  const single = { ...plot, buckets: 1 };
  for (const key of ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp"]) {
    for (const handle of /** @type {const} */ (["from", "to"])) {
      const selection = keyed(single, wholeOf(single), handle, { key, shiftKey: false });
      assert.deepEqual(selection, { first: 0, end: 1 });
    }
  }
});

test("every selection of buckets comes back from its times; all of it is none", () => {
  for (let first = 0; first < plot.buckets; first++) {
    for (let end = first + 1; end <= plot.buckets; end++) {
      const times = timesOf(plot, { first, end });
      assert.deepEqual(selectionOf(plot, times?.from, times?.to), { first, end });
      assert.equal(times === undefined, isWhole(plot, { first, end }));
    }
  }
});

test("a time filter that other buckets do not meet is drawn where it is and moves to their edges", () => {
  const selection = selectionOf(plot, 12_500, 13_250);
  assert.deepEqual(selection, { first: 2.5, end: 3.25 });
  assert.deepEqual(snapped(plot, selection), { first: 2, end: 4 });
  assert.deepEqual(press("to", "ArrowRight", selection), { first: 2, end: 5 });
});

test("a time filter beside the timeline selects nothing of it", () => {
  for (const [from, to] of /** @type {const} */ ([
    [0, 5000],
    [90_000, 95_000],
    [undefined, plot.start],
    [plot.start + plot.step * plot.buckets, undefined],
  ])) {
    assert.ok(isWhole(plot, selectionOf(plot, from, to)), `${from} to ${to}`);
  }
});

test("a time filter of less than a bucket selects all of that bucket", () => {
  const from = plot.start + plot.step * 3.25;
  assert.deepEqual(snapped(plot, selectionOf(plot, from, from + plot.step / 2)), {
    first: 3,
    end: 4,
  });
});

test("a time filter with one end is open at the other", () => {
  assert.deepEqual(selectionOf(plot, 15_000, undefined), { first: 5, end: 40 });
  assert.deepEqual(selectionOf(plot, undefined, 15_000), { first: 0, end: 5 });
});
