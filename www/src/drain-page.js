// The page element: layout and event handling.

import { html, LitElement, nothing } from "lit";
import "./column-menu.js";
import "./data-grid.js";
import "./details/details-panel.js";
import "./export-menu.js";
import "./header.js";
import "./share-menu.js";
import { readAddress, writeAddress } from "./address.js";
import { download } from "./download.js";
import { fileOf } from "./export-file.js";
import { changedLineEnds, isTooMuchToType, pastedFrom, receive } from "./incoming.js";
import { everything } from "./messages.js";
import { Outcome } from "./outcome.js";
import { payloadPanel } from "./payload-panel.js";
import { resultPanel } from "./result-panel.js";
import { FIRST_COLUMNS } from "./rows-table.js";
import { keepSettings, startingTheme } from "./settings.js";
import { language, speak, words } from "./strings/index.js";
import { shownText } from "./text.js";
import { unitAt } from "./text-places.js";
import { showTheme } from "./theme.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { Arrival, DropNote } from "./incoming.js"
 * @import { Difference, FacetName, LineEnd, Query, Row, SortBy, Source, StackBy, View } from "./messages.js"
 * @import { Theme } from "./settings.js"
 * @import { Language } from "./strings/index.js"
 */

/** Milliseconds without input before typed text is parsed or searched for. */
const TYPING_PAUSE = 120;
/** Maximum number of unknown address parameters to report. */
const MOST_TOLD = 8;
/** Sizes at which the details cover the page. The style sheet has the same query. */
const NARROW = matchMedia("(width < 1000px), (height < 600px)");
/** Sizes with enough space for the charts. */
const ROOMY = matchMedia("(width >= 1000px) and (height >= 740px)");

/** Lazily loaded parts. */
const PARTS = {
  overview: () => import("./overview/index.js"),
  connect: () => import("./connect/connect-guide.js"),
};
/** @typedef {keyof typeof PARTS} Part */
/** @typedef {{ place: number, row: Row | undefined }} Chosen a table row */

export class DrainPage extends LitElement {
  static properties = {
    source: { state: true },
    framing: { state: true },
    lineEnd: { state: true },
    changed: { state: true },
    pastedText: { state: true },
    note: { state: true },
    linkProblems: { state: true },
    isDropTarget: { state: true },
    columns: { state: true },
    theme: { state: true },
    areSamplesOpen: { state: true },
    isOverviewOpen: { state: true },
    isConnectOpen: { state: true },
    missing: { state: true },
    pictured: { state: true },
    now: { state: true },
  };

  outcome = new Outcome(this);
  /** The initial address, read before the first render to avoid layout shifts. */
  #address = readAddress(location.hash);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #searching;
  /** Requested parts. @type {Set<Part>} */
  #loaded = new Set();

  constructor() {
    super();
    /** @type {Source | undefined} */
    this.source = undefined;
    /** @type {Framing} */
    this.framing = "auto";
    /** Line ending of the text box. @type {LineEnd} */
    this.lineEnd = "lf";
    /** Which line endings the text box changed. @type {ReturnType<typeof changedLineEnds>} */
    this.changed = "none";
    /** The pasted text, if the box holds only that and it had other line endings. @type {string | undefined} */
    this.pastedText = undefined;
    /** Note about the dropped item. @type {DropNote | undefined} */
    this.note = undefined;
    /** Address parameters that were not understood. @type {string[]} */
    this.linkProblems = [];
    this.isDropTarget = false;
    /** Ids of the table's columns. @type {readonly string[]} */
    this.columns = FIRST_COLUMNS;
    /** @type {Theme} */
    this.theme = startingTheme(this.#address.theme);
    this.areSamplesOpen = true;
    this.isOverviewOpen = ROOMY.matches;
    this.isConnectOpen = false;
    /** Parts that failed to load. @type {Set<Part>} */
    this.missing = new Set();
    /** The charts' data: they render after the table, so that the page stays responsive. @type {View | undefined} */
    this.pictured = undefined;
    /** Time at which the details opened, for the age of their event. */
    this.now = Date.now();
    this.#obey(this.#address);
  }

  /** Renders into the light DOM, so that the page's style sheet applies. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren();
    receive({
      took: this.#arrived,
      noted: (note) => {
        this.note = note;
      },
      hovered: (isOver) => {
        this.isDropTarget = isOver;
      },
    });
    NARROW.addEventListener("change", this.#widthChanged);
    addEventListener("hashchange", this.#addressChanged);
    this.updateComplete.then(() => this.#readAddressed(this.#address));
  }

  render() {
    return html`
      <page-header
        .lang=${language()}
        .theme=${this.theme}
        @language-choose=${this.languageChosen}
        @theme-choose=${this.themeChosen}
        @connect-open=${this.connectOpened}
      ></page-header>
      <main class=${this.isDropTarget ? "drop-target" : ""} aria-busy=${this.outcome.isBusy}>
        ${this.linkProblems.length > 0 ? this.#linkNote() : nothing}
        ${payloadPanel(this)}
        <div class="outcome">${resultPanel(this)} ${this.#details()}</div>
        ${this.isDropTarget ? html`<div class="drop-hint" aria-hidden="true">${words().payload.dropTarget}</div>` : nothing}
      </main>
      <dialog class="sheet" aria-labelledby="connect-title" @close=${this.connectClosed}>
        ${this.isConnectOpen ? this.#connect() : nothing}
      </dialog>
    `;
  }

  updated() {
    const dialog = this.#dialog();
    if (!this.outcome.details) dialog.close();
    else if (!dialog.open) this.#show(dialog);
    const { view } = this.outcome;
    if (!this.isOverviewOpen || view === this.pictured) return;
    if (view) this.#load("overview");
    setTimeout(() => {
      this.pictured = this.outcome.view;
    });
  }

  #linkNote() {
    return html`
      <p class="notice link-note" role="alert">
        ${words().result.linkProblems}
        ${this.linkProblems.slice(0, MOST_TOLD).map((problem) => html`<code>${shownText(problem)}</code> `)}
        ${this.linkProblems.length > MOST_TOLD ? "…" : nothing}
      </p>
    `;
  }

  #details() {
    const { details, place, view } = this.outcome;
    return html`
      <dialog class="details" aria-labelledby="details-title" @close=${this.detailsClosed} @keydown=${this.keyPressed}>
        ${
          details
            ? html`
                <details-panel
                  .lang=${language()}
                  .details=${details}
                  .place=${place}
                  .count=${view?.rows ?? 0}
                  .framing=${this.framing}
                  .isTyped=${this.source?.kind === "text"}
                  @details-show=${this.shownInText}
                  .now=${this.now}
                  @details-step=${this.stepped}
                  @details-close=${this.closeDetails}
                  @details-filter=${this.facetToggled}
                  @details-download=${this.rowDownloaded}
                ></details-panel>
              `
            : nothing
        }
      </dialog>
    `;
  }

  #connect() {
    return html`
      <div class="sheet-head"><button type="button" @click=${this.connectClosed}>${words().common.close}</button></div>
      ${this.missing.has("connect") ? html`<p class="not-loaded" role="alert">${words().common.notLoaded}</p>` : nothing}
      <connect-guide .lang=${language()}></connect-guide>
    `;
  }

  // Payload

  typed = () => {
    const { value } = this.#textBox();
    this.pastedText = undefined;
    if (value === "") this.changed = "none";
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#takeText(value, true), TYPING_PAUSE);
  };

  /** @param {ClipboardEvent} event */
  pasted = (event) => {
    const arrival = pastedFrom(event.clipboardData);
    if (!arrival) return;
    const { value, selectionStart, selectionEnd } = this.#textBox();
    if ("file" in arrival || isTooMuchToType(arrival.text, value.length)) {
      event.preventDefault();
      this.#arrived(
        "file" in arrival ? arrival : { text: replaced(this.#textBox(), arrival.text) },
      );
      return;
    }
    const { text } = arrival;
    const isAll = selectionEnd - selectionStart === value.length;
    const changed = changedLineEnds(text);
    // The input event that follows resets the previous paste.
    setTimeout(() => this.#notePaste(text, changed, isAll));
  };

  takePasted = () => {
    this.#takeFile(new File([this.pastedText ?? ""], words().payload.pasted));
    this.#focusResult();
  };

  /** @param {LineEnd} lineEnd */
  lineEndChosen = (lineEnd) => {
    this.lineEnd = lineEnd;
    this.#takeText(this.#textBox().value, true);
  };

  /** @param {Event} event */
  filePicked = ({ currentTarget }) => {
    const input = /** @type {HTMLInputElement} */ (currentTarget);
    const [file] = input.files ?? [];
    if (file) this.#takeFile(file);
    // Allows picking the same file again after a change.
    input.value = "";
  };

  /** @param {string} id */
  sampleChosen = (id) => {
    this.#setText("");
    this.#lookAtResult(this.#take({ kind: "sample", id }));
  };

  /** @param {Event} event */
  samplesToggled = ({ currentTarget }) => {
    this.areSamplesOpen = /** @type {HTMLDetailsElement} */ (currentTarget).open;
  };

  clear = async () => {
    this.#setText("");
    this.lineEnd = "lf";
    this.#take(undefined);
    await this.updateComplete;
    this.#textBox().focus();
  };

  /** @param {Framing} framing */
  framingChosen = (framing) => {
    this.framing = framing;
    showAddress(this.source, framing);
    this.#read(true, { ...this.outcome.query, differs: undefined });
  };

  /** @param {Difference} difference */
  showDifference = async ({ framing }) => {
    await this.outcome.ask({ ...everything(), differs: framing });
    this.#focusResult();
  };

  retry = () => {
    this.#read(false, this.outcome.query);
    this.#focusResult();
  };

  cancel = () => {
    // The filter took too long; restore the previous rows.
    if (this.outcome.cancel()) this.#read(true, this.outcome.query);
    this.#focusResult();
  };

  /** @param {Arrival} arrival */
  #arrived = (arrival) => {
    this.note = undefined;
    if ("file" in arrival) this.#takeFile(arrival.file);
    else if (isTooMuchToType(arrival.text))
      this.#takeFile(new File([arrival.text], words().payload.pasted));
    else this.#pasteWhole(arrival.text);
  };

  /** @param {string} text */
  #pasteWhole(text) {
    const changed = changedLineEnds(text);
    this.#setText(text);
    this.#notePaste(text, changed, true);
    this.#takeText(this.#textBox().value, false);
  }

  /**
   * @param {string} text
   * @param {ReturnType<typeof changedLineEnds>} changed
   * @param {boolean} isAll whether it replaces all text in the box
   */
  #notePaste(text, changed, isAll) {
    if (isAll) this.lineEnd = changed === "all" ? "crlf" : "lf";
    this.changed = isAll || changed !== "none" ? changed : this.changed;
    this.pastedText = changed !== "none" && isAll ? text : undefined;
  }

  /** @param {File} file */
  #takeFile(file) {
    this.#setText("");
    this.#lookAtResult(this.#take({ kind: "file", name: file.name, file }));
  }

  /**
   * @param {string} text
   * @param {boolean} isSame whether it is a small edit of the previous text
   */
  #takeText(text, isSame) {
    const { lineEnd } = this;
    this.#take(text === "" ? undefined : { kind: "text", text, lineEnd }, isSame);
  }

  /**
   * @param {Source | undefined} source
   * @param {boolean} [isSame]
   */
  #take(source, isSame = false) {
    clearTimeout(this.#typing);
    this.source = source;
    this.note = undefined;
    this.linkProblems = [];
    showAddress(source, this.framing);
    return this.#read(isSame, isSame ? this.outcome.query : everything());
  }

  /**
   * @param {boolean} isSame
   * @param {Query} [query]
   * @param {number} [row]
   */
  #read(isSame, query = everything(), row) {
    if (this.source) return this.outcome.read(this.source, this.framing, { isSame, query, row });
    this.outcome.forget();
    return undefined;
  }

  // Address

  /** Applies a link: payload, framing and view. */
  #addressChanged = async () => {
    const address = readAddress(location.hash);
    if (address.language) this.#speak(address.language);
    if (address.theme) this.#setTheme(address.theme);
    this.#obey(address);
    await this.#readAddressed(address);
  };

  /** @param {ReturnType<typeof readAddress>} address */
  #obey({ source, framing, query, row, problems }) {
    const isForNothing = !source && !this.source && (query || row !== undefined);
    this.linkProblems = isForNothing ? [...problems, "v1, text, sample"] : problems;
    if (!source) {
      if (framing) this.framing = framing;
      return;
    }
    // Cancels a pending parse of typed text.
    clearTimeout(this.#typing);
    this.framing = framing ?? "auto";
    this.source = source;
    if (source.kind === "text") this.lineEnd = source.lineEnd;
    if (NARROW.matches) this.areSamplesOpen = false;
  }

  /** @param {ReturnType<typeof readAddress>} address */
  async #readAddressed({ source, framing, query, row }) {
    // A link without a payload applies to the current one.
    if (!source && !framing && !query && row === undefined) return;
    if (source) this.#setText(source.kind === "text" ? source.text : "");
    await this.#lookAtResult(this.#read(false, { ...everything(), ...query }, row));
  }

  makeLink = async () => {
    const made = this.source?.kind === "sample" ? { source: this.source } : await this.#packed();
    if (!made || "tooLong" in made) return made;
    const { framing, outcome } = this;
    const hash = writeAddress({
      ...made,
      framing,
      query: outcome.query,
      row: outcome.details?.row,
    });
    return { url: new URL(hash, location.href).href };
  };

  async #packed() {
    const packed = await this.outcome.link();
    if (!packed || "tooLong" in packed) return packed;
    return { source: /** @type {Source} */ ({ kind: "link", data: packed.data }) };
  }

  // Rows

  /** @param {Event} event */
  searched = ({ currentTarget }) => {
    const { value } = /** @type {HTMLInputElement} */ (currentTarget);
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => this.outcome.ask({ text: value }), TYPING_PAUSE);
  };

  clearFilters = async () => {
    clearTimeout(this.#searching);
    await this.outcome.clearFilters();
    this.#search()?.focus();
  };

  /** @param {CustomEvent<{ name: FacetName, value: string | number | undefined }>} event */
  facetToggled = ({ detail: { name, value } }) => this.outcome.toggle(name, value);

  /** @param {CustomEvent<{ from: number, to: number } | undefined>} event */
  timeChosen = ({ detail }) =>
    this.outcome.ask(detail ? { ...detail } : { from: undefined, to: undefined });

  /** @param {CustomEvent<StackBy>} event */
  stackChosen = ({ detail }) => this.outcome.ask({ stackBy: detail });

  /** @param {CustomEvent<SortBy>} event */
  sorted = ({ detail }) => this.outcome.sortBy(detail);

  /** @param {Event} event */
  overviewToggled = ({ currentTarget }) => {
    for (const part of this.missing) this.#loaded.delete(part);
    this.isOverviewOpen = /** @type {HTMLDetailsElement} */ (currentTarget).open;
  };

  /** @param {CustomEvent<string>} event */
  columnToggled = ({ detail: id }) => {
    const { columns } = this;
    this.columns = columns.includes(id)
      ? columns.filter((other) => other !== id)
      : [...columns, id];
  };

  columnsReset = () => {
    this.columns = FIRST_COLUMNS;
  };

  // Details

  /** @param {CustomEvent<Chosen>} event */
  rowSelected = ({ detail }) => this.#open(detail);

  /** @param {CustomEvent<Chosen>} event */
  rowMoved = ({ detail }) => {
    if (this.#dialog().open) this.#open(detail);
  };

  /** @param {CustomEvent<Chosen>} event */
  rowEntered = async ({ detail }) => {
    await this.#open(detail);
    /** @type {HTMLElement | null} */ (this.querySelector("#details-title"))?.focus();
  };

  /** @param {CustomEvent<number>} event */
  stepped = ({ detail }) => {
    const { place, view } = this.outcome;
    const next = (place ?? -1) + detail;
    if (view && next >= 0 && next < view.rows) this.#open({ place: next, row: undefined });
  };

  /** @param {CustomEvent<{ offset: number, length: number }>} event */
  shownInText = ({ detail: { offset, length } }) => {
    if (this.source?.kind !== "text") return;
    if (NARROW.matches) this.#dialog().close();
    const { text, lineEnd } = this.source;
    const [start, end] = [offset, offset + length].map((byte) => unitAt(text, lineEnd, byte));
    const box = this.#textBox();
    // Browsers scroll to the caret of a focused box, but not to a selection.
    box.blur();
    box.setSelectionRange(Number(start), Number(start));
    box.focus();
    box.setSelectionRange(Number(start), Number(end));
  };

  closeDetails = () => {
    const hasKeyboard = this.#dialog().contains(document.activeElement);
    this.#dialog().close();
    this.outcome.closeDetails();
    if (!hasKeyboard) return;
    const grid = this.#grid();
    if (grid) grid.focus();
    else this.#focusResult();
  };

  detailsClosed = () => {
    // The event arrives late: the details may be open again.
    if (!this.#dialog().open) this.outcome.closeDetails();
  };

  /** @param {CustomEvent<"json" | "raw">} event */
  rowDownloaded = async ({ detail: format }) => {
    const { details } = this.outcome;
    const made = await this.outcome.export(format, "row");
    if (!made || !details) return;
    const { name, type } = fileOf(format);
    download(made.parts, { name: name.replace(".", `-row-${details.row + 1}.`), type });
  };

  /** @param {KeyboardEvent} event */
  keyPressed = (event) => {
    if (event.key === "Escape" && this.outcome.details && !event.defaultPrevented) {
      this.closeDetails();
    }
    if (event.key === "/" && event.target instanceof HTMLTableElement) {
      event.preventDefault();
      this.#search()?.focus();
    }
  };

  /** @param {Chosen} chosen */
  async #open({ place, row }) {
    this.now = Date.now();
    await this.outcome.open(place, row?.row);
    await this.updateComplete;
  }

  /** @param {HTMLDialogElement} dialog */
  #show(dialog) {
    const { activeElement } = document;
    if (NARROW.matches) {
      dialog.showModal();
      return;
    }
    dialog.show();
    // Next to the table, it must not take the focus.
    if (activeElement instanceof HTMLElement) activeElement.focus();
  }

  #widthChanged = () => {
    const dialog = this.#dialog();
    if (!dialog.open) return;
    dialog.close();
    this.#show(dialog);
  };

  // Language, theme and guide

  /** @param {CustomEvent<Language>} event */
  languageChosen = async ({ detail }) => {
    await this.#speak(detail);
    keepSettings({ language: detail });
  };

  /** @param {CustomEvent<Theme>} event */
  themeChosen = ({ detail }) => {
    this.#setTheme(detail);
    keepSettings({ theme: detail });
  };

  connectOpened = () => {
    for (const part of this.missing) this.#loaded.delete(part);
    this.#load("connect");
    this.isConnectOpen = true;
    this.#sheet().showModal();
  };

  connectClosed = () => {
    this.isConnectOpen = false;
    this.#sheet().close();
  };

  /**
   * Loads an optional part of the page. If that fails, because the network is down or the page was
   * replaced, the error is shown, and the next request tries again.
   *
   * @param {Part} part
   */
  async #load(part) {
    if (this.#loaded.has(part)) return;
    this.#loaded.add(part);
    try {
      await PARTS[part]();
      this.missing = new Set([...this.missing].filter((other) => other !== part));
    } catch {
      this.missing = new Set([...this.missing, part]);
    }
  }

  /** @param {Language} wanted */
  async #speak(wanted) {
    if (await speak(wanted)) this.requestUpdate();
  }

  /** @param {Theme} theme */
  #setTheme(theme) {
    this.theme = theme;
    showTheme(theme);
  }

  // Elements

  #textBox() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  #search() {
    return /** @type {HTMLInputElement | null} */ (this.querySelector("#search"));
  }

  #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog.details"));
  }

  #sheet() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog.sheet"));
  }

  #grid() {
    return /** @type {HTMLElement | null} */ (this.querySelector("data-grid"));
  }

  /** @param {string} text */
  #setText(text) {
    this.changed = "none";
    this.pastedText = undefined;
    this.#textBox().value = text;
  }

  /**
   * The result may be below the payload and out of sight.
   *
   * @param {Promise<void> | undefined} reading
   */
  async #lookAtResult(reading) {
    if (NARROW.matches) this.areSamplesOpen = false;
    await reading;
    await this.updateComplete;
    if (NARROW.matches) this.querySelector(".result")?.scrollIntoView();
  }

  #focusResult() {
    /** @type {HTMLElement} */ (this.querySelector("#result-title")).focus();
  }
}

/**
 * A sample is stored in the address, so that it survives a reload; user data is not.
 *
 * @param {Source | undefined} source
 * @param {Framing} framing
 */
function showAddress(source, framing) {
  const hash = source?.kind === "sample" ? writeAddress({ source, framing }) : "";
  history.replaceState(undefined, "", hash || location.pathname + location.search);
}

/**
 * Returns the text as a text box would hold it.
 *
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 */
function replaced({ value, selectionStart, selectionEnd }, text) {
  return value.slice(0, selectionStart) + text + value.slice(selectionEnd);
}
