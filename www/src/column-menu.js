// Menu of the table's columns.

import { html } from "lit";
import { Menu } from "./menu.js";
import { COLUMN_IDS, columnTitle } from "./rows-table.js";
import { words } from "./strings/index.js";

/** Fires `column-toggle` with a column's id, and `columns-reset`. */
export class ColumnMenu extends Menu {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = { columns: { attribute: false } };

  constructor() {
    super();
    /** Ids of the visible columns. @type {readonly string[]} */
    this.columns = [];
  }

  label() {
    return words().result.columns;
  }

  heading() {
    return words().result.columnsTitle;
  }

  content() {
    return html`
      <ul class="column-list">
        ${COLUMN_IDS.map((id) => html`<li>${this.#choice(id)}</li>`)}
      </ul>
      <button type="button" @click=${() => this.dispatchEvent(new CustomEvent("columns-reset"))}>${words().result.resetColumns}</button>
    `;
  }

  /** @param {string} id */
  #choice(id) {
    return html`
      <label>
        <input
          type="checkbox"
          .checked=${this.columns.includes(id)}
          @change=${() => this.dispatchEvent(new CustomEvent("column-toggle", { detail: id }))}
        >
        ${columnTitle(id)}
      </label>
    `;
  }
}

customElements.define("column-menu", ColumnMenu);
