// The page: what it shows, and what happens when somebody does something.

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

/** Milliseconds of rest after which typed text is parsed, or searched for. */
const TYPING_PAUSE = 120;
/** The most that is told of what an address has that means nothing. */
const MOST_TOLD = 8;
/** Where the details cover the page instead of standing beside it. The style sheet has the same. */
const NARROW = matchMedia("(width < 1000px), (height < 600px)");
/** Where there is room for the pictures, too. */
const ROOMY = matchMedia("(width >= 1000px) and (height >= 740px)");

/** What is loaded when it is to be seen. */
const PARTS = {
  overview: () => import("./overview/index.js"),
  connect: () => import("./connect/connect-guide.js"),
};
/** @typedef {keyof typeof PARTS} Part */
/** @typedef {{ place: number, row: Row | undefined }} Chosen a row of the table */

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
  /** What the page was opened with, known before it is first drawn, so that nothing moves. */
  #address = readAddress(location.hash);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #searching;
  /** Parts that were asked for. @type {Set<Part>} */
  #loaded = new Set();

  constructor() {
    super();
    /** @type {Source | undefined} */
    this.source = undefined;
    /** @type {Framing} */
    this.framing = "auto";
    /** What a line end of the text box shall be. @type {LineEnd} */
    this.lineEnd = "lf";
    /** How many of the line ends the text box changed. @type {ReturnType<typeof changedLineEnds>} */
    this.changed = "none";
    /** What was pasted, as long as it is all that the box holds and had other line ends. @type {string | undefined} */
    this.pastedText = undefined;
    /** What to know about what was dropped. @type {DropNote | undefined} */
    this.note = undefined;
    /** What of the address was not understood. @type {string[]} */
    this.linkProblems = [];
    this.isDropTarget = false;
    /** The ids of the table's columns. @type {readonly string[]} */
    this.columns = FIRST_COLUMNS;
    /** @type {Theme} */
    this.theme = startingTheme(this.#address.theme);
    this.areSamplesOpen = true;
    this.isOverviewOpen = ROOMY.matches;
    this.isConnectOpen = false;
    /** Parts that could not be loaded. @type {Set<Part>} */
    this.missing = new Set();
    /** What the pictures show: they come after the table, so that neither keeps the page from answering. @type {View | undefined} */
    this.pictured = undefined;
    /** When the details were opened, for the age of their event. */
    this.now = Date.now();
    this.#obey(this.#address);
  }

  /** The page's style sheet applies inside. */
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

  // The payload

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
    // The input event that follows forgets what was pasted before.
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
    // So that the same file can be picked again after it has changed.
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
    // What was filtered for took too long; the rows from before come back.
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
   * @param {boolean} isAll whether it is all that the text box holds
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
   * @param {boolean} isSame whether it is the text before, a little changed
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

  // The address

  /** A link brings a payload, how to read it, and what to look at. */
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
    // Its text may have been typed a moment ago.
    clearTimeout(this.#typing);
    this.framing = framing ?? "auto";
    this.source = source;
    if (source.kind === "text") this.lineEnd = source.lineEnd;
    if (NARROW.matches) this.areSamplesOpen = false;
  }

  /** @param {ReturnType<typeof readAddress>} address */
  async #readAddressed({ source, framing, query, row }) {
    // Without a payload of its own it is about the one that is there.
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

  // The rows

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

  // The details

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
    // A browser scrolls to the caret of a box that gets the keyboard, but not to a selection.
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
    // The event comes late: by now the details may have been opened again.
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
    // It stands beside the table, and must not take the keyboard out of it.
    if (activeElement instanceof HTMLElement) activeElement.focus();
  }

  #widthChanged = () => {
    const dialog = this.#dialog();
    if (!dialog.open) return;
    dialog.close();
    this.#show(dialog);
  };

  // Language, colours, and the guide

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
   * Loads a part of the page that most do without. Where it does not come, because the network is gone or the page has
   * been replaced, that is said, and the next time it is wanted it is tried anew.
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

  // Its parts

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
   * Where the result stands below the payload, it would be out of sight.
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
 * A sample is in the address, so that it is there again after a reload; what is somebody's own is not.
 *
 * @param {Source | undefined} source
 * @param {Framing} framing
 */
function showAddress(source, framing) {
  const hash = source?.kind === "sample" ? writeAddress({ source, framing }) : "";
  history.replaceState(undefined, "", hash || location.pathname + location.search);
}

/**
 * What a text box would hold, had it taken the text.
 *
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 */
function replaced({ value, selectionStart, selectionEnd }, text) {
  return value.slice(0, selectionStart) + text + value.slice(selectionEnd);
}
