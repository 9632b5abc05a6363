// Every row of a table of any length can be reached, and is drawn when scrolled to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RowWindow } from "../../www/src/row-window.js";

const COUNTS = [1, 2, 25, 1000, 289_262, 289_263, 600_000, 5_000_000];
const VIEWS = [10, 87, 700];
const ROW_HEIGHT = 29;

for (const count of COUNTS) {
  test(`shows each of ${count} rows`, () => {
    for (const view of VIEWS) {
      const window = new RowWindow(count, ROW_HEIGHT, view);
      let scrolled = 0;
      for (const index of someOf(count)) {
        scrolled = clamped(window, window.scrolledTo(index, scrolled));
        const { start, end, top } = window.rowsAt(scrolled);
        assert.ok(start <= index && index < end, `row ${index} is drawn`);
        assert.ok(end - start <= Math.ceil(view / ROW_HEIGHT) + 22, "and few others");
        const place = top + (index - start) * ROW_HEIGHT - scrolled;
        // Below the window's start and above its end, except for rounding.
        const room = Math.max(0, view - ROW_HEIGHT);
        assert.ok(place >= -1 && place <= room + 1, `row ${index} is at ${place} of ${view}`);
      }
    }
  });

  test(`fills the window wherever ${count} rows are scrolled to`, () => {
    for (const view of VIEWS) {
      const window = new RowWindow(count, ROW_HEIGHT, view);
      for (const part of [0, 0.1, 0.5, 0.999, 1]) {
        const scrolled = clamped(window, part * window.height);
        const { start, end, top } = window.rowsAt(scrolled);
        const bottom = top + (end - start) * ROW_HEIGHT;
        assert.ok(top <= scrolled + 1 && top >= 0, "from its top");
        assert.ok(bottom >= Math.min(scrolled + view, window.height) - 1, "to its end");
        assert.ok(bottom <= window.height + 1, "and not past all rows");
      }
    }
  });
}

/** @param {number} count */
function someOf(count) {
  const parts = [0, 1, 0.5, 0.50001, 0.1, 0.999, 0, 1, 0.3];
  return parts.map((part) => Math.round(part * (count - 1)));
}

/**
 * Limits a scroll offset like a browser.
 *
 * @param {RowWindow} window
 * @param {number} scrolled
 */
function clamped(window, scrolled) {
  return Math.max(0, Math.min(scrolled, window.height - window.view));
}
