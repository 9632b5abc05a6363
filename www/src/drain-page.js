// The page: what it shows, and what happens when somebody does something.

import { html, LitElement } from "lit";
import "./data-grid.js";
import { detailsPanel } from "./details-panel.js";
import { formatCount } from "./format.js";
import { Parser, WorkerCrash } from "./parser.js";
import { payloadPanel } from "./payload-panel.js";
import { resultPanel } from "./result-panel.js";
import { sampleOf } from "./samples.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { Details, ListName, Source, Summary } from "./messages.js"
 */

/** Milliseconds of rest after which typed text is parsed. */
const TYPING_PAUSE = 120;
/** Milliseconds of parsing that nobody has to be told about. */
const LATE = 150;
/** Milliseconds of parsing after which somebody may want to end it. */
const SLOW = 4000;
/** Milliseconds that a browser is given to begin a download. */
const DOWNLOAD_START = 60_000;
/** Where the details cover the page instead of standing beside it. The style sheet has the same. */
const NARROW = matchMedia("(width < 1000px), (height < 600px)");

export class DrainPage extends LitElement {
  static properties = {
    source: { state: true },
    framing: { state: true },
    summary: { state: true },
    failure: { state: true },
    isBusy: { state: true },
    isLate: { state: true },
    isSlow: { state: true },
    details: { state: true },
    isCopied: { state: true },
    sampleId: { state: true },
    isPasteChanged: { state: true },
    pastedText: { state: true },
    notice: { state: true },
    isDropTarget: { state: true },
  };

  #parser = new Parser((crash) => this.#failed(crash));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  /** Counts what was asked to be shown, so that a late answer does not replace a newer one. */
  #asked = 0;
  /** Counts payloads and readings of them, for the same reason. */
  #parses = 0;

  constructor() {
    super();
    /** @type {Source | undefined} */
    this.source = undefined;
    /** @type {Framing} */
    this.framing = "auto";
    /** @type {Summary | undefined} */
    this.summary = undefined;
    /** @type {string | undefined} */
    this.failure = undefined;
    this.isBusy = false;
    /** Whether that takes so long that the older result must not stand as the current one. */
    this.isLate = false;
    /** Whether it takes so long that it can be stopped. */
    this.isSlow = false;
    /** @type {Details | undefined} */
    this.details = undefined;
    /** Whether the browser allowed it; undefined before anybody asked. @type {boolean | undefined} */
    this.isCopied = undefined;
    /** @type {string | undefined} the sample that the payload is, unless changed since */
    this.sampleId = undefined;
    /** Whether the text box could not keep what was pasted as it was. */
    this.isPasteChanged = false;
    /** That, as long as it is all that the box holds. @type {string | undefined} */
    this.pastedText = undefined;
    /** What to know about what was dropped. @type {string | undefined} */
    this.notice = undefined;
    this.isDropTarget = false;
  }

  /** The page's style sheet applies inside. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren();
    addEventListener("dragover", this.#draggedOver);
    addEventListener("dragleave", this.#draggedAway);
    addEventListener("drop", this.#dropped);
    NARROW.addEventListener("change", this.#widthChanged);
  }

  render() {
    return html`
      <main class=${this.isDropTarget ? "drop-target" : ""} aria-busy=${this.isBusy}>
        ${payloadPanel(this)}
        <div class="outcome">${resultPanel(this)} ${detailsPanel(this)}</div>
      </main>
    `;
  }

  updated() {
    const dialog = this.#dialog();
    if (!this.details) dialog.close();
    else if (!dialog.open) this.#show(dialog);
  }

  // The payload

  typed = () => {
    const { value } = this.#textBox();
    this.pastedText = undefined;
    if (value === "") this.isPasteChanged = false;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#take(textSource(value)), TYPING_PAUSE);
  };

  /** @param {ClipboardEvent} event */
  pasted = ({ clipboardData }) => {
    const text = clipboardData?.getData("text/plain") ?? "";
    const { value, selectionStart, selectionEnd } = this.#textBox();
    const isAll = selectionEnd - selectionStart === value.length;
    const isChanged = text.includes("\r");
    // The input event that follows forgets what was pasted before.
    setTimeout(() => {
      this.isPasteChanged = isChanged || (this.isPasteChanged && !isAll);
      this.pastedText = isChanged && isAll ? text : undefined;
    });
  };

  takePasted = () => {
    const file = new Blob([this.pastedText ?? ""]);
    this.#setText("");
    this.#take({ kind: "file", name: "Pasted text", file });
    this.#focusResult();
  };

  /** @param {Event} event */
  filePicked = ({ currentTarget }) => {
    const input = /** @type {HTMLInputElement} */ (currentTarget);
    this.#takeFile(input.files?.[0]);
    // So that the same file can be picked again after it has changed.
    input.value = "";
  };

  /** @param {string} id */
  sampleChosen = (id) => {
    const sample = sampleOf(id);
    if (!sample) return;
    const text = sample.isText ? new TextDecoder().decode(sample.build()) : "";
    this.#setText(text);
    this.#take(
      sample.isText ? { kind: "text", text } : { kind: "sample", name: sample.title, id },
      id,
    );
  };

  clear = () => {
    this.#setText("");
    this.#take(undefined);
    this.#focusText();
  };

  /** @param {Framing} framing */
  framingChosen = (framing) => {
    this.framing = framing;
    this.#parse();
  };

  retry = () => {
    this.#parse();
    this.#focusResult();
  };

  stop = () => {
    this.#parses++;
    this.#parser.stop();
    this.#failed("It took too long and was stopped.");
    this.#focusResult();
  };

  /** @param {File | undefined} file */
  #takeFile(file) {
    if (!file) return;
    this.#setText("");
    this.#take({ kind: "file", name: file.name, file });
  }

  /**
   * @param {Source | undefined} source
   * @param {string} [sampleId]
   */
  #take(source, sampleId) {
    clearTimeout(this.#typing);
    this.source = source;
    this.sampleId = sampleId;
    this.notice = undefined;
    if (source?.kind !== "text") this.summary = undefined;
    this.#parse();
  }

  async #parse() {
    this.#asked++;
    this.#parses++;
    this.details = undefined;
    this.failure = undefined;
    if (!this.source) {
      this.#parser.forget();
      this.summary = undefined;
      this.#settled();
      return;
    }
    this.isBusy = true;
    const timers = [
      setTimeout(() => {
        this.isLate = this.isBusy;
      }, LATE),
      setTimeout(() => {
        this.isSlow = this.isBusy;
      }, SLOW),
    ];
    const summary = await this.#answer(this.#parser.parse(this.framing, this.source));
    timers.forEach(clearTimeout);
    if (!summary) return;
    this.summary = summary;
    this.#settled();
  }

  #settled() {
    this.isBusy = false;
    this.isLate = false;
    this.isSlow = false;
  }

  /**
   * What the worker answers; undefined if nothing, and then the page says why.
   *
   * @template T
   * @param {Promise<T>} promise
   */
  async #answer(promise) {
    const parses = this.#parses;
    try {
      return await promise;
    } catch (error) {
      // A crash has been told of already; what an older payload failed at does not matter any more.
      if (!(error instanceof WorkerCrash) && parses === this.#parses) this.#failed(error);
      return undefined;
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    const reason = error instanceof Error ? error.message : String(error);
    this.failure =
      error instanceof WorkerCrash
        ? `The parser stopped (${reason}). It will be started again for the next payload.`
        : reason;
    this.summary = undefined;
    this.details = undefined;
    this.#settled();
  }

  // The result

  /**
   * @param {number} start
   * @param {number} end
   */
  recordRows = (start, end) => this.#parser.records(this.#generation(), start, end);

  /**
   * @param {number} start
   * @param {number} end
   */
  problemRows = (start, end) => this.#parser.problems(this.#generation(), start, end);

  /** @param {CustomEvent<number>} event */
  recordOpened = ({ detail }) => this.open("records", detail);
  /** @param {CustomEvent<number>} event */
  problemOpened = ({ detail }) => this.open("problems", detail);
  /** @param {CustomEvent<number>} event */
  recordMoved = ({ detail }) => this.#follow("records", detail);
  /** @param {CustomEvent<number>} event */
  problemMoved = ({ detail }) => this.#follow("problems", detail);
  /** @param {CustomEvent<number>} event */
  recordEntered = ({ detail }) => this.enter("records", detail);
  /** @param {CustomEvent<number>} event */
  problemEntered = ({ detail }) => this.enter("problems", detail);

  /** @param {ListName} list */
  selectedIn(list) {
    return this.details?.list === list ? this.details.index : undefined;
  }

  /** @param {ListName} list */
  countOf(list) {
    const { records = 0, errors = 0, warnings = 0 } = this.summary ?? {};
    return list === "records" ? records : errors + warnings;
  }

  download = async () => {
    const ndjson = await this.#answer(this.#parser.ndjson(this.#generation()));
    if (!ndjson) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([ndjson], { type: "application/x-ndjson" }));
    link.download = "heroku-runtime.ndjson";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_START);
  };

  #generation() {
    return this.summary?.generation ?? 0;
  }

  // The details

  /**
   * @param {ListName} list
   * @param {number} index
   */
  async open(list, index) {
    const asked = ++this.#asked;
    const details = await this.#answer(this.#parser.details(this.#generation(), list, index));
    if (!details || asked !== this.#asked) return;
    this.isCopied = undefined;
    this.details = details;
    await this.updateComplete;
  }

  /**
   * Opens the details and gives them the keyboard.
   *
   * @param {ListName} list
   * @param {number} index
   */
  async enter(list, index) {
    await this.open(list, index);
    /** @type {HTMLElement | null} */ (this.querySelector("#details-title"))?.focus();
  }

  /** @param {number} by */
  step(by) {
    if (!this.details) return;
    const { list, index } = this.details;
    if (index + by >= 0 && index + by < this.countOf(list)) this.open(list, index + by);
  }

  closeDetails = () => {
    const dialog = this.#dialog();
    const list = this.details?.list;
    const hasKeyboard = dialog.contains(document.activeElement);
    dialog.close();
    this.detailsClosed();
    if (list && hasKeyboard) this.#grid(list)?.focus();
  };

  detailsClosed = () => {
    // The event comes late: by now the details may have been opened again.
    if (this.#dialog().open) return;
    this.#asked++;
    this.details = undefined;
  };

  /** @param {string} text */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.isCopied = true;
    } catch {
      this.isCopied = false;
    }
  }

  /**
   * @param {number} offset
   * @param {number} length
   */
  showInText(offset, length) {
    if (NARROW.matches) this.#dialog().close();
    const box = this.#textBox();
    // A browser scrolls to the caret of a box that gets the keyboard, but not to a selection.
    box.blur();
    box.setSelectionRange(offset, offset);
    box.focus();
    box.setSelectionRange(offset, offset + length);
  }

  /**
   * While details are open they follow the keyboard through their table.
   *
   * @param {ListName} list
   * @param {number} index
   */
  #follow(list, index) {
    if (this.details?.list === list) this.open(list, index);
  }

  /** @param {HTMLDialogElement} dialog */
  #show(dialog) {
    if (NARROW.matches) dialog.showModal();
    // Not show(), which would take the keyboard out of the table.
    else dialog.setAttribute("open", "");
  }

  #widthChanged = () => {
    const dialog = this.#dialog();
    if (!dialog.open) return;
    const { details } = this;
    this.details = undefined;
    this.updateComplete.then(() => {
      this.details = details;
    });
  };

  // Dropping

  /** @param {DragEvent} event */
  #draggedOver = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.isDropTarget = true;
  };

  /** @param {DragEvent} event */
  #draggedAway = ({ relatedTarget }) => {
    if (!relatedTarget) this.isDropTarget = false;
  };

  /** @param {DragEvent} event */
  #dropped = (event) => {
    this.isDropTarget = false;
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const { files, items } = event.dataTransfer;
    const [file] = files;
    const isFolder = items[0]?.webkitGetAsEntry()?.isDirectory;
    if (file && !isFolder) this.#takeFile(file);
    this.notice = dropNotice(file, files.length, isFolder);
  };

  /** @param {KeyboardEvent} event */
  keyPressed = ({ key }) => {
    if (key === "Escape" && this.details) this.closeDetails();
  };

  // Its parts

  #textBox() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  /** @param {ListName} list */
  #grid(list) {
    return /** @type {HTMLElement | null} */ (this.querySelector(`data-grid#${list}`));
  }

  /** @param {string} text */
  #setText(text) {
    this.isPasteChanged = false;
    this.pastedText = undefined;
    this.#textBox().value = text;
  }

  #focusResult() {
    /** @type {HTMLElement} */ (this.querySelector("#result-title")).focus();
  }

  async #focusText() {
    await this.updateComplete;
    this.#textBox().focus();
  }
}

customElements.define("drain-page", DrainPage);

/**
 * @param {string} text
 * @returns {Source | undefined}
 */
function textSource(text) {
  return text === "" ? undefined : { kind: "text", text };
}

/**
 * What somebody should know about what they dropped.
 *
 * @param {File | undefined} file the first
 * @param {number} count
 * @param {boolean | undefined} isFolder
 */
function dropNotice(file, count, isFolder) {
  if (!file) return "The browser gave no file for what was dropped.";
  if (isFolder) return `${file.name} is a folder; drop a file out of it.`;
  if (count > 1) return `Only the first of ${formatCount(count)} files is read: ${file.name}`;
  return undefined;
}
