// Export menu: rows, format, and file or clipboard.

import { html } from "lit";
import { copyText } from "./copy.js";
import { download } from "./download.js";
import { copyableText, FORMATS, fileOf, MOST_COPIED, Refusal } from "./export-file.js";
import { formatSize } from "./format.js";
import { Menu } from "./menu.js";
import { words } from "./strings/index.js";

/** @import { Export, Format, Scope } from "./messages.js" */

/** @type {Scope[]} */
const SCOPES = ["view", "row", "all"];

export class ExportMenu extends Menu {
  static properties = {
    rows: { attribute: false },
    all: { attribute: false },
    selected: { attribute: false },
    isFiltered: { attribute: false },
    makeExport: { attribute: false },
    scope: { state: true },
    format: { state: true },
    isBusy: { state: true },
    isCopyable: { state: true },
    message: { state: true },
  };

  /** Counts requests, to discard results that arrive after the menu has closed. */
  #asked = 0;

  constructor() {
    super();
    /** Number of rows in the table. */
    this.rows = 0;
    /** Number of rows without filters. */
    this.all = 0;
    /** @type {number | undefined} index of the row in the details, from 0 */
    this.selected = undefined;
    this.isFiltered = false;
    /** @type {(format: Format, scope: Scope) => Promise<Export | undefined>} */
    this.makeExport = async () => undefined;
    /** @type {Scope} */
    this.scope = "all";
    /** @type {Format} */
    this.format = "ndjson";
    this.isBusy = false;
    /** Whether the selection may go into the clipboard, as far as is known before the export. */
    this.isCopyable = true;
    /** Result of the last export. */
    this.message = "";
  }

  label() {
    return words().share.export;
  }

  heading() {
    return words().share.exportTitle;
  }

  opened() {
    this.scope = this.isFiltered && this.rows > 0 ? "view" : "all";
    this.#forget();
  }

  closed() {
    this.#asked++;
    this.isBusy = false;
  }

  content() {
    const { share } = words();
    return html`
      <fieldset class="choices">
        <legend>${share.scope}</legend>
        ${SCOPES.map((scope) => this.#scopeChoice(scope))}
      </fieldset>
      <fieldset class="choices">
        <legend>${share.format}</legend>
        ${FORMATS.map((format) => this.#formatChoice(format))}
      </fieldset>
      <div class="menu-actions">
        <p class="menu-status" role="status">${this.isBusy ? share.exporting : this.message}</p>
        <button type="button" aria-disabled=${this.isBusy || !this.isCopyable} @click=${this.copy}>${words().common.copy}</button>
        <button type="button" class="main-action" aria-disabled=${this.isBusy} @click=${this.download}>${share.download}</button>
      </div>
    `;
  }

  download = () =>
    this.#work(async (isWanted) => {
      const made = await this.#made(this.format, this.scope);
      if (isWanted()) download(made.parts, fileOf(this.format));
      return words().share.downloaded(fileOf(this.format).name, formatSize(made.bytes));
    });

  copy = () => {
    if (!this.isCopyable) return;
    this.#work(async (isWanted) => {
      const text = this.#made(this.format, this.scope).then((made) => {
        if (!isWanted()) throw new Refusal("changed");
        return copyableText(made);
      });
      const isCopied = await copyText(text);
      // If it has no text, show its reason instead of the browser's.
      await text;
      return isCopied ? words().common.copied : words().common.notCopied;
    });
  };

  /** @param {Scope} scope */
  #scopeChoice(scope) {
    const isThere = { view: this.rows > 0, row: this.selected !== undefined, all: this.all > 0 };
    return html`
      <label class="choice">
        <input type="radio" name="export-scope" .checked=${this.scope === scope} ?disabled=${!isThere[scope]} @change=${() => this.#choose({ scope })}>
        <span>${this.#scopeText(scope)}</span>
      </label>
    `;
  }

  /** @param {Scope} scope */
  #scopeText(scope) {
    const { share } = words();
    if (scope === "all") return share.allRows(this.all);
    if (scope === "view") return share.theseRows(this.rows);
    return this.selected === undefined ? share.noRow : share.thisRow(this.selected + 1);
  }

  /** @param {Format} format */
  #formatChoice(format) {
    const { formats, formatNotes } = words().share;
    return html`
      <label class="choice">
        <input type="radio" name="export-format" .checked=${this.format === format} @change=${() => this.#choose({ format })}>
        <span>${formats[format]} <span class="hint">${formatNotes[format]}</span></span>
      </label>
    `;
  }

  /** @param {{ scope?: Scope, format?: Format }} choice */
  #choose(choice) {
    Object.assign(this, choice);
    this.#forget();
  }

  #forget() {
    this.#asked++;
    this.isBusy = false;
    this.isCopyable = true;
    this.message = "";
  }

  /**
   * Runs one export at a time and shows the result.
   *
   * @param {(isWanted: () => boolean) => Promise<string>} work
   */
  async #work(work) {
    if (this.isBusy) return;
    const asked = ++this.#asked;
    this.isBusy = true;
    const isWanted = () => asked === this.#asked;
    const message = await work(isWanted).catch((error) => this.#reason(error, isWanted));
    if (!isWanted()) return;
    this.isBusy = false;
    this.message = message;
  }

  /**
   * @param {Format} format
   * @param {Scope} scope
   */
  async #made(format, scope) {
    const made = await this.makeExport(format, scope);
    if (!made) throw new Refusal("changed");
    return made;
  }

  /**
   * @param {unknown} error
   * @param {() => boolean} isWanted
   */
  #reason(error, isWanted) {
    const { share } = words();
    if (!(error instanceof Refusal)) return share.failed(messageOf(error));
    if (isWanted()) this.isCopyable = error.reason === "changed";
    return share.refusals[error.reason](formatSize(MOST_COPIED));
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

customElements.define("export-menu", ExportMenu);
