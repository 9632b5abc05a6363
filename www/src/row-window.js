// Visible rows of a long table. All rows have one height, so the index is a division; but browsers
// lay out imprecisely past some million pixels, so the scroll bar of a longer table is scaled.

/** Exact to a device pixel at a ratio of two: 2 ** 24 halved. */
const MOST_PIXELS = 2 ** 23;
/** Extra rows drawn above and below the visible ones. */
const SPARE_ROWS = 10;

export class RowWindow {
  /**
   * @param {number} count rows in the table
   * @param {number} rowHeight pixels
   * @param {number} view visible height of the table in pixels, without its heading
   */
  constructor(count, rowHeight, view) {
    const full = count * rowHeight;
    this.count = count;
    this.rowHeight = rowHeight;
    this.view = view;
    /** Total height of all rows in pixels. */
    this.height = Math.min(full, MOST_PIXELS);
    /** Pixels of rows per scrolled pixel. */
    this.scale = this.height < full ? (full - view) / (this.height - view) : 1;
  }

  /**
   * Returns the rows to draw, and the offset of the first from the top in pixels.
   *
   * @param {number} scrolled pixels
   * @returns {{ start: number, end: number, top: number }} end: not included
   */
  rowsAt(scrolled) {
    const offset = scrolled * this.scale;
    const first = Math.floor(offset / this.rowHeight);
    const last = Math.ceil((offset + this.view) / this.rowHeight);
    const end = Math.min(this.count, last + SPARE_ROWS);
    const start = Math.max(0, Math.min(first - SPARE_ROWS, end));
    return { start, end, top: Math.round(scrolled + start * this.rowHeight - offset) };
  }

  /**
   * Returns the scroll position nearest to the current one that shows a row.
   *
   * @param {number} index
   * @param {number} scrolled current scroll position in pixels
   */
  scrolledTo(index, scrolled) {
    const top = index * this.rowHeight;
    const lowest = top / this.scale;
    const highest = (top + this.rowHeight - this.view) / this.scale;
    return Math.max(0, Math.min(lowest, Math.max(highest, scrolled)));
  }
}
