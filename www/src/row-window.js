// Which rows of a long table are in view. All rows have one height, so that is a division; but
// browsers lay out inexactly past some million pixels, so the scroll bar of a longer table is to scale.

/** Exact to a device's pixel where two of them make one of the page's: 2 ** 24 halved. */
const MOST_PIXELS = 2 ** 23;
/** Rows kept ready above and below those in view. */
const SPARE_ROWS = 10;

export class RowWindow {
  /**
   * @param {number} count rows in the table
   * @param {number} rowHeight pixels
   * @param {number} view pixels of the table that are in view, its heading not counted
   */
  constructor(count, rowHeight, view) {
    const full = count * rowHeight;
    this.count = count;
    this.rowHeight = rowHeight;
    this.view = view;
    /** Pixels that all rows together take up. */
    this.height = Math.min(full, MOST_PIXELS);
    /** Pixels of rows that go by for each pixel that is scrolled. */
    this.scale = this.height < full ? (full - view) / (this.height - view) : 1;
  }

  /**
   * The rows to draw, and the place of the first of them, in pixels from the top of all.
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
   * Where to scroll so that a row is in view, as near as can be.
   *
   * @param {number} index
   * @param {number} scrolled where the table is now, in pixels
   */
  scrolledTo(index, scrolled) {
    const top = index * this.rowHeight;
    const lowest = top / this.scale;
    const highest = (top + this.rowHeight - this.view) / this.scale;
    return Math.max(0, Math.min(lowest, Math.max(highest, scrolled)));
  }
}
