// Virtual table of any length, with keyboard navigation.

import { html, LitElement, nothing } from "lit";
import { PAGE_OF_ROWS } from "./messages.js";
import { RowWindow } from "./row-window.js";

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} id
 * @property {string} title
 * @property {number} width pixels; the minimum of a column that stretches
 * @property {boolean} [isStretched]
 * @property {string} [sort] sort key of the heading
 * @property {(row: Row, place: number) => unknown} cell
 */

/**
 * @typedef {{ by: string, isDescending: boolean }} Sorting
 */

/** Maximum number of cached pages, to limit memory in long tables. */
const MOST_PAGES = 60;

/**
 * Fires `row-select` when a row is clicked, `row-move` when the keyboard reaches it, and `row-open`
 * on Enter. `detail` has its index, and the displayed row, maybe a previous one while rows load.
 * `sort-by` has the sort key of the pressed heading.
 *
 * @template Row
 */
export class DataGrid extends LitElement {
  static properties = {
    label: {},
    columns: { attribute: false },
    count: { type: Number },
    version: { type: Number },
    fetchRows: { attribute: false },
    rowClass: { attribute: false },
    selected: { type: Number },
    sort: { attribute: false },
    lang: {},
    active: { state: true },
    view: { state: true },
    rowHeight: { state: true },
  };

  /** @type {Map<number, Row[] | undefined>} */
  #pages = new Map();
  /** Pages of the previous version, shown until the new ones arrive. @type {Map<number, Row[] | undefined>} */
  #stale = new Map();
  #window = new RowWindow(0, 1, 0);
  /** The drawn range. */
  #drawn = { start: 0, end: 0, top: 0 };
  #resizes = new ResizeObserver(() => this.#resized());

  constructor() {
    super();
    this.label = "";
    /** @type {Column<Row>[]} */
    this.columns = [];
    this.count = 0;
    /** Changes with the rows. */
    this.version = 0;
    /** @type {(start: number, end: number) => Promise<Row[] | undefined>} */
    this.fetchRows = async () => undefined;
    /** @type {(row: Row) => string} */
    this.rowClass = () => "";
    /** Index of the row in the details. @type {number | undefined} */
    this.selected = undefined;
    /** @type {Sorting | undefined} */
    this.sort = undefined;
    /** Index of the row with the keyboard focus. */
    this.active = 0;
    /** Height of the visible rows in pixels. */
    this.view = 0;
    this.rowHeight = 30;
  }

  /** Renders into the light DOM, so that the page's style sheet applies. */
  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  firstUpdated() {
    this.#resizes.observe(this.#scroller());
  }

  /** Focuses the table. */
  focus() {
    this.querySelector("table")?.focus();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("version")) {
      this.#stale = this.#pages;
      this.#pages = new Map();
      this.active = 0;
    }
    if (this.selected !== undefined && changed.has("selected")) this.active = this.selected;
    this.#window = new RowWindow(this.count, this.rowHeight, this.view);
    const scrolled = changed.has("version") ? 0 : (this.#scroller()?.scrollTop ?? 0);
    this.#drawn = this.#window.rowsAt(scrolled);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const isMoved = changed.has("active") || (changed.has("view") && this.selected !== undefined);
    if (changed.has("version")) this.#scroller().scrollTop = 0;
    if (isMoved) this.#show(this.active);
  }

  render() {
    const { start, end, top } = this.#drawn;
    const places = Array.from({ length: end - start }, (_, index) => start + index);
    const bottom = this.#window.height - top - places.length * this.rowHeight;
    const isActiveDrawn = start <= this.active && this.active < end;
    return html`
      <div class="grid-scroll" @scroll=${this.#scrolled}>
        <table
          role="grid"
          tabindex="0"
          aria-label=${this.label}
          aria-rowcount=${this.count + 1}
          aria-colcount=${this.columns.length}
          aria-activedescendant=${isActiveDrawn ? this.#rowId(this.active) : nothing}
          .style=${`--table-width: ${this.columns.reduce((sum, { width }) => sum + width, 0)}px`}
          @keydown=${this.#keyPressed}
        >
          <colgroup>
            ${this.columns.map(({ width, isStretched }) => html`<col .style=${isStretched ? "" : `width: ${width}px`}>`)}
          </colgroup>
          <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">${this.columns.map((column) => this.#heading(column))}</tr>
          </thead>
          ${space(top)}
          <tbody role="rowgroup">
            ${places.map((place) => this.#row(place))}
          </tbody>
          ${space(Math.max(0, bottom))}
        </table>
      </div>
    `;
  }

  /** @param {Column<Row>} column */
  #heading({ id, title, sort }) {
    if (!sort) return html`<th role="columnheader" class=${id}>${title}</th>`;
    const isSorted = sort === this.sort?.by;
    const direction = this.sort?.isDescending ? "descending" : "ascending";
    return html`
      <th role="columnheader" class=${id} aria-sort=${isSorted ? direction : nothing}>
        <button type="button" class="sort" @click=${() => this.#send("sort-by", sort)}>${title}<span class="arrow" aria-hidden="true">${arrow(isSorted, this.sort)}</span></button>
      </th>
    `;
  }

  /** @param {number} place */
  #row(place) {
    const row = this.#rowAt(place);
    return html`
      <tr
        role="row"
        id=${this.#rowId(place)}
        class="${place === this.active ? "active" : ""} ${row ? this.rowClass(row) : ""}"
        aria-rowindex=${place + 2}
        aria-selected=${place === this.selected}
        aria-busy=${!this.#isHere(place)}
        @click=${() => this.#choose(place)}
      >
        ${this.columns.map(
          ({ id, cell }) =>
            html`<td role="gridcell" class=${id}>${row ? cell(row, place) : "…"}</td>`,
        )}
      </tr>
    `;
  }

  /** @param {number} place */
  #rowId(place) {
    return `${this.id}-row-${place}`;
  }

  #scroller() {
    return /** @type {HTMLElement} */ (this.querySelector(".grid-scroll"));
  }

  #scrolled() {
    const { start, end, top } = this.#window.rowsAt(this.#scroller().scrollTop);
    const drawn = this.#drawn;
    if (start !== drawn.start || end !== drawn.end || top !== drawn.top) this.requestUpdate();
  }

  /** Reads the row height from the style sheet: rows are taller on phones, where they are cards. */
  #resized() {
    const style = getComputedStyle(this);
    const pixels = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(name));
    this.rowHeight = pixels("--row-height");
    this.view = Math.max(0, this.#scroller().clientHeight - pixels("--heading-height"));
  }

  /** @param {number} place */
  #show(place) {
    const scroller = this.#scroller();
    scroller.scrollTop = this.#window.scrolledTo(place, scroller.scrollTop);
  }

  /** @param {number} place */
  #isHere(place) {
    return this.#pages.get(Math.floor(place / PAGE_OF_ROWS)) !== undefined;
  }

  /**
   * Returns the row if it is cached, and requests it otherwise.
   *
   * @param {number} place
   * @returns {Row | undefined}
   */
  #rowAt(place) {
    const page = Math.floor(place / PAGE_OF_ROWS);
    if (!this.#pages.has(page)) this.#load(page);
    const rows = this.#pages.get(page) ?? this.#stale.get(page);
    return rows?.[place % PAGE_OF_ROWS];
  }

  /** @param {number} page */
  async #load(page) {
    const pages = this.#pages;
    const [oldest] = pages.keys();
    if (pages.size >= MOST_PAGES && oldest !== undefined) pages.delete(oldest);
    pages.set(page, undefined);
    try {
      const rows = await this.fetchRows(page * PAGE_OF_ROWS, (page + 1) * PAGE_OF_ROWS);
      if (rows) pages.set(page, rows);
      if (pages === this.#pages) this.requestUpdate();
    } catch {
      // Requested again when they become visible again.
      pages.delete(page);
    }
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    // Buttons in headings handle their own keys.
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget)
      return;
    if (event.key === "Enter") {
      this.#tell("row-open", this.active);
      return;
    }
    const step = this.#steps()[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.active = Math.max(0, Math.min(this.count - 1, this.active + step));
    this.#tell("row-move", this.active);
  }

  /** @returns {Record<string, number>} distance for each key */
  #steps() {
    const page = Math.max(1, Math.floor(this.view / this.rowHeight) - 1);
    return {
      ArrowUp: -1,
      ArrowDown: 1,
      k: -1,
      j: 1,
      PageUp: -page,
      PageDown: page,
      Home: -this.count,
      End: this.count,
    };
  }

  /** @param {number} place */
  #choose(place) {
    // Text is selected for copying.
    if (!document.getSelection()?.isCollapsed) return;
    this.active = place;
    this.focus();
    this.#tell("row-select", place);
  }

  /**
   * @param {"row-select" | "row-move" | "row-open"} type
   * @param {number} place
   */
  #tell(type, place) {
    this.#send(type, { place, row: this.#rowAt(place) });
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #send(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define("data-grid", DataGrid);

/**
 * @param {boolean} isSorted
 * @param {Sorting | undefined} sort
 */
function arrow(isSorted, sort) {
  if (!isSorted) return nothing;
  return sort?.isDescending ? " ↓" : " ↑";
}

/**
 * Fills the space of the rows that are not drawn.
 *
 * @param {number} height
 */
function space(height) {
  // A property, because the page's policy forbids the attribute.
  return html`
    <tbody class="space" role="presentation">
      <tr role="presentation"><td role="presentation" .style=${`height: ${height}px`}></td></tr>
    </tbody>
  `;
}
