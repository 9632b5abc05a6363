// A table of any length of which only the visible rows exist. It is moved through by keyboard.

import { html, LitElement, nothing } from "lit";
import { PAGE_OF_ROWS } from "./messages.js";
import { RowWindow } from "./row-window.js";

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} id
 * @property {string} title
 * @property {(row: Row, index: number) => unknown} cell
 */

/** Rows kept, so that a walk through a long table does not fill the memory. */
const MOST_PAGES = 60;

/**
 * Fires `row-select` when a row is clicked or moved to, and `row-open` on Enter; `detail` is its index.
 *
 * @template Row
 */
export class DataGrid extends LitElement {
  static properties = {
    label: {},
    columns: { attribute: false },
    count: { type: Number },
    generation: { type: Number },
    first: { attribute: false },
    fetchRows: { attribute: false },
    selected: { type: Number },
    active: { state: true },
    view: { state: true },
    rowHeight: { state: true },
  };

  /** @type {Map<number, Row[] | undefined>} */
  #pages = new Map();
  #window = new RowWindow(0, 1, 0);
  /** What is drawn of it. */
  #drawn = { start: 0, end: 0, top: 0 };
  #resizes = new ResizeObserver(() => this.#resized());

  constructor() {
    super();
    this.label = "";
    /** @type {Column<Row>[]} */
    this.columns = [];
    this.count = 0;
    /** Changes when the rows do. */
    this.generation = 0;
    /** The rows of the first page. @type {Row[]} */
    this.first = [];
    /** @type {(start: number, end: number) => Promise<Row[] | undefined>} */
    this.fetchRows = async () => undefined;
    /** The row whose details are shown. @type {number | undefined} */
    this.selected = undefined;
    /** The row that the keyboard is at. */
    this.active = 0;
    /** Pixels of rows in view. */
    this.view = 0;
    this.rowHeight = 30;
  }

  /** The page's style sheet applies inside. */
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

  /** Puts the keyboard into the table. */
  focus() {
    this.querySelector("table")?.focus();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("generation")) {
      this.#pages = new Map([[0, this.first]]);
      this.active = 0;
    }
    if (this.selected !== undefined && changed.has("selected")) this.active = this.selected;
    this.#window = new RowWindow(this.count, this.rowHeight, this.view);
    const scrolled = changed.has("generation") ? 0 : (this.#scroller()?.scrollTop ?? 0);
    this.#drawn = this.#window.rowsAt(scrolled);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const isMoved = changed.has("active") || (changed.has("view") && this.selected !== undefined);
    if (changed.has("generation")) this.#scroller().scrollTop = 0;
    else if (isMoved) this.#show(this.active);
  }

  render() {
    const { start, end, top } = this.#drawn;
    const rows = Array.from({ length: end - start }, (_, place) => start + place);
    const bottom = this.#window.height - top - rows.length * this.rowHeight;
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
          @keydown=${this.#keyPressed}
        >
          <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
              ${this.columns.map(
                ({ id, title }) => html`<th role="columnheader" class=${id}>${title}</th>`,
              )}
            </tr>
          </thead>
          ${space(top)}
          <tbody role="rowgroup">
            ${rows.map((index) => this.#row(index))}
          </tbody>
          ${space(Math.max(0, bottom))}
        </table>
      </div>
    `;
  }

  /** @param {number} index */
  #row(index) {
    const row = this.#rowAt(index);
    const isSelected = index === this.selected;
    return html`
      <tr
        role="row"
        id=${this.#rowId(index)}
        class=${index === this.active ? "active" : ""}
        aria-rowindex=${index + 2}
        aria-selected=${isSelected}
        aria-busy=${row === undefined}
        @click=${() => this.#choose(index)}
      >
        ${this.columns.map(
          ({ id, cell }) =>
            html`<td role="gridcell" class=${id}>${row ? cell(row, index) : "…"}</td>`,
        )}
      </tr>
    `;
  }

  /** @param {number} index */
  #rowId(index) {
    return `${this.id}-row-${index}`;
  }

  #scroller() {
    return /** @type {HTMLElement} */ (this.querySelector(".grid-scroll"));
  }

  #scrolled() {
    const { start, end, top } = this.#window.rowsAt(this.#scroller().scrollTop);
    const drawn = this.#drawn;
    if (start !== drawn.start || end !== drawn.end || top !== drawn.top) this.requestUpdate();
  }

  /** The style sheet knows how high rows are: higher on a phone, where they are cards. */
  #resized() {
    const style = getComputedStyle(this);
    const pixels = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(name));
    this.rowHeight = pixels("--row-height");
    this.view = Math.max(0, this.#scroller().clientHeight - pixels("--heading-height"));
  }

  /** @param {number} index */
  #show(index) {
    const scroller = this.#scroller();
    scroller.scrollTop = this.#window.scrolledTo(index, scroller.scrollTop);
  }

  /**
   * The row if it is here; if not, it is asked for.
   *
   * @param {number} index
   * @returns {Row | undefined}
   */
  #rowAt(index) {
    const page = Math.floor(index / PAGE_OF_ROWS);
    if (!this.#pages.has(page)) this.#load(page);
    return this.#pages.get(page)?.[index % PAGE_OF_ROWS];
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
      this.requestUpdate();
    } catch {
      // The worker is gone; the page says so, and its next payload brings new rows.
    }
  }

  /** @param {KeyboardEvent} event */
  #keyPressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      this.#send("row-open", this.active);
      return;
    }
    const step = this.#steps()[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#moveTo(this.active + step);
    this.#send("row-move", this.active);
  }

  /** @returns {Record<string, number>} how far each key goes */
  #steps() {
    const page = Math.max(1, Math.floor(this.view / this.rowHeight) - 1);
    return {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -this.count,
      End: this.count,
    };
  }

  /** @param {number} index */
  #choose(index) {
    this.active = index;
    this.focus();
    this.#send("row-select", index);
  }

  /** @param {number} index */
  #moveTo(index) {
    this.active = Math.max(0, Math.min(this.count - 1, index));
  }

  /**
   * @param {string} type
   * @param {number} index
   */
  #send(type, index) {
    this.dispatchEvent(new CustomEvent(type, { detail: index }));
  }
}

customElements.define("data-grid", DataGrid);

/**
 * Stands for the rows that are not there.
 *
 * @param {number} height
 */
function space(height) {
  // A property, for the page's policy forbids the attribute.
  return html`
    <tbody class="space" role="presentation">
      <tr role="presentation"><td role="presentation" .style=${`height: ${height}px`}></td></tr>
    </tbody>
  `;
}
