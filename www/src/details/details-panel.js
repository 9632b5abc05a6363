// Details panel: the bytes of a row, their fields and the row's problems.

import { html, LitElement, nothing } from "lit";
import { copyText } from "../copy.js";
import { copyableText, Refusal } from "../export-file.js";
import { formatCount, formatSize } from "../format.js";
import { words } from "../strings/index.js";
import { diagnose } from "./diagnosis.js";
import { facts } from "./facts.js";
import { fieldTable } from "./field-table.js";
import { fieldBeside, frameOf } from "./frame.js";
import { hexColumns, hexDump, hexView, offsetDigits } from "./hex-view.js";
import { jsonLines, prettyJson } from "./json-view.js";
import { lesson } from "./lesson.js";
import { octets } from "./octets.js";
import { bytesOf, hexEnds } from "./parts.js";
import { patternView } from "./pattern-view.js";
import { textView } from "./text-view.js";
import { byteRange } from "./values.js";

/**
 * @import { FieldName, Framing } from "heroku-drain"
 * @import { Details, FacetName, RecordDetails, ShownProblem } from "../messages.js"
 * @import { Diagnosis } from "./diagnosis.js"
 * @import { Frame } from "./frame.js"
 */

/** Width of a monospaced character, relative to the font size. */
const CHARACTER_WIDTH = 0.605;

export class DetailsPanel extends LitElement {
  static properties = {
    details: { attribute: false },
    place: { attribute: false },
    count: { attribute: false },
    framing: { attribute: false },
    isTyped: { attribute: false },
    now: { attribute: false },
    lang: { attribute: false },
    pointed: { state: true },
    selected: { state: true },
    isHex: { state: true },
    shownParts: { state: true },
    characters: { state: true },
    copied: { state: true },
  };

  /** @type {{ shown: ShownProblem, diagnosis: Diagnosis }[]} */
  #lessons = [];
  /** @type {Frame | undefined} */
  #frame;
  /** The bytes view, observed for size changes. @type {Element | null} */
  #view = null;
  #sizes = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    /** @type {Details | undefined} */
    this.details = undefined;
    /** Index in the view, from 0; undefined if a filter excludes the row. @type {number | undefined} */
    this.place = 0;
    /** Number of rows in the view. */
    this.count = 0;
    /** @type {Framing} */
    this.framing = "auto";
    /** Whether the payload is in a text box, which can show its bytes. */
    this.isTyped = false;
    /** Reference time for ages, in milliseconds. */
    this.now = Date.now();
    /** Set when the page's language changes. */
    this.lang = "en";
    /** The hovered or focused field. @type {FieldName | undefined} */
    this.pointed = undefined;
    /** The selected field, which stays highlighted. @type {FieldName | undefined} */
    this.selected = undefined;
    this.isHex = false;
    /** Number of visible parts of the bytes. */
    this.shownParts = 1;
    /** Characters per line of the bytes. */
    this.characters = 80;
    /** The last copied format, and whether the browser allowed it. @type {{ what: "json" | "bytes", isAllowed: boolean, refusal?: string } | undefined} */
    this.copied = undefined;
  }

  /** Renders into the light DOM, so that the page's style sheet applies. */
  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch(null);
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("details") && !changed.has("framing")) return;
    this.shownParts = 1;
    this.copied = undefined;
    this.pointed = undefined;
    const { details, framing } = this;
    if (!details) return;
    const problems = details.kind === "record" ? details.warnings : [details.shown];
    this.#lessons = problems.map((shown) => ({
      shown,
      diagnosis: diagnose(shown, details, framing),
    }));
    this.#frame = frameOf(details, this.#lessons[0]?.diagnosis.fields ?? []);
  }

  render() {
    const { details } = this;
    const frame = this.#frame;
    if (!details || !frame) return nothing;
    return html`
      ${this.#head(details)}
      <div
        class="details-body"
        data-lit=${this.pointed ?? this.selected ?? nothing}
        data-selected=${this.selected ?? nothing}
        @pointerover=${this.#pointed}
        @pointerleave=${this.#left}
        @focusin=${this.#focused}
        @focusout=${this.#left}
        @click=${this.#clicked}
        @keydown=${this.#keyPressed}
      >
        ${this.#lessons.map(({ shown, diagnosis }) =>
          lesson(shown, diagnosis, this.characters, () =>
            this.#filter("problem", shown.problem.code),
          ),
        )}
        ${details.kind === "record" ? this.#record(details, frame) : this.#error(frame)}
      </div>
    `;
  }

  updated() {
    this.#watch(this.querySelector("pre.bytes"));
  }

  /** Clears the selected field; returns whether one was selected. */
  clearSelection() {
    const wasSelected = this.selected !== undefined;
    this.selected = undefined;
    this.pointed = undefined;
    return wasSelected;
  }

  // Sections

  /** @param {Details} details */
  #head(details) {
    const said = words().details;
    const { offset, length } = details;
    const isFirst = this.place === undefined || this.place <= 0;
    const isLast = this.place === undefined || this.place + 1 >= this.count;
    return html`
      <header class="details-head">
        <h3 id="details-title" tabindex="-1">
          ${details.kind === "record" ? said.record(formatCount(details.record + 1)) : said.error}
        </h3>
        <div class="details-facts">
          ${this.#badge(details)}
          <span class="muted">${said.bytesOfPayload(byteRange(offset, length))} · ${words().common.bytes(length)}</span>
          <span class="muted">${this.#placeInView()}</span>
          ${this.isTyped ? this.#showButton(offset, length) : nothing}
        </div>
        <div class="actions">
          <button type="button" aria-disabled=${isFirst} @click=${() => this.#step(-1)}>${said.previous}</button>
          <button type="button" aria-disabled=${isLast} @click=${() => this.#step(1)}>${said.next}</button>
          <button type="button" @click=${() => this.#tell("details-close")}>${words().common.close}</button>
        </div>
      </header>
    `;
  }

  #placeInView() {
    const { placeInView, notInView } = words().details;
    if (this.place === undefined) return notInView;
    return placeInView(formatCount(this.place + 1), formatCount(this.count));
  }

  /**
   * @param {number} offset
   * @param {number} length
   */
  #showButton(offset, length) {
    const show = () => this.#tell("details-show", { offset, length });
    return html`<button type="button" class="link" @click=${show}>${words().details.showInText}</button>`;
  }

  /** @param {Details} details */
  #badge(details) {
    if (details.kind === "error") {
      return html`<span class="badge error">${words().details.noRecord}</span>`;
    }
    const { length } = details.warnings;
    return length
      ? html`<span class="badge warning">${words().common.warnings(length)}</span>`
      : nothing;
  }

  /**
   * @param {RecordDetails} details
   * @param {Frame} frame
   */
  #record(details, frame) {
    return html`
      <div class="details-column">
        ${this.#bytes(frame)}
        ${facts(details, this.framing, this.now, this.#filter)}
      </div>
      <div class="details-column">
        ${fieldTable(details, this.selected, this.#filter)} ${patternView(undefined)}
      </div>
      ${this.#json(details)}
    `;
  }

  /** @param {Frame} frame */
  #error(frame) {
    const [first] = this.#lessons;
    const field = first?.shown.problem.field;
    return html`
      <div class="details-column wide">
        ${this.#bytes(frame)} ${field ? patternView(field) : nothing}
      </div>
    `;
  }

  /** @param {Frame} frame */
  #bytes(frame) {
    const said = words().details;
    const parts = frame.text.upTo(this.shownParts);
    const ends = hexEnds(frame.bytes.length, this.shownParts);
    const shown = this.#bytesIn(frame, this.shownParts);
    const more = this.#bytesIn(frame, this.shownParts + 1) - shown;
    const left = frame.bytes.length - shown;
    const columns = hexColumns(this.characters, offsetDigits(frame));
    return html`
      <section class="shown-bytes" aria-labelledby="bytes-title">
        <div class="section-head">
          <h4 id="bytes-title">${said.bytes}</h4>
          <div class="switch" role="group" aria-labelledby="bytes-title">
            ${this.#choice(said.asText, false)} ${this.#choice(said.asHex, true)}
          </div>
          <div class="tools">
            <button type="button" class="small" @click=${() => this.#copyBytes(frame, columns)}>${this.isHex ? said.copyHex : said.copyText}</button>
            <button type="button" class="small" @click=${() => this.#tell("details-download", "raw")}>${said.downloadRaw}</button>
            ${this.#copyStatus("bytes")}
          </div>
        </div>
        <pre
          class=${this.isHex ? "bytes hex" : "bytes text"}
          tabindex="0"
          role="group"
          aria-label=${said.bytesLabel}
        >${this.isHex ? hexView(frame, ends, columns) : textView(frame, parts)}</pre>
        ${more > 0 ? this.#more(more, left) : nothing}
        ${more === 0 && frame.length > frame.bytes.length ? html`<p class="hint">${said.bytesLeftOut(frame.bytes.length, frame.length)}</p>` : nothing}
        ${this.#readout(frame)} ${octets(frame)}
      </section>
    `;
  }

  /**
   * @param {string} name
   * @param {boolean} isHex
   */
  #choice(name, isHex) {
    const choose = () => {
      this.isHex = isHex;
    };
    return html`<button type="button" aria-pressed=${this.isHex === isHex} @click=${choose}>${name}</button>`;
  }

  /**
   * @param {number} more bytes in the next part
   * @param {number} left
   */
  #more(more, left) {
    const show = () => {
      this.shownParts += 1;
    };
    return html`<button type="button" class="small" @click=${show}>${words().details.showMore(more, left)}</button>`;
  }

  /**
   * Describes the highlighted field; screen readers announce the selected one too.
   *
   * @param {Frame} frame
   */
  #readout(frame) {
    const said = words().details;
    const lit = this.pointed ?? this.selected;
    const [shown, told] = [lit, this.selected].map((name) => {
      const field = frame.fields.find((field) => field.name === name);
      if (!field) return "";
      const bytes = said.bytesOfPayload(byteRange(frame.offset + field.offset, field.length));
      return `${field.name} · ${bytes} · ${words().common.bytes(field.length)}`;
    });
    return html`
      <p class="readout muted" aria-hidden="true">${shown || said.linkHint}</p>
      <p class="visually-hidden" role="status">${told}</p>
    `;
  }

  /** @param {RecordDetails} details */
  #json(details) {
    const said = words().details;
    const names = details.fields.map(({ name }) => name);
    return html`
      <section class="json" aria-labelledby="json-title">
        <div class="section-head">
          <h4 id="json-title">${said.eventAsJson}</h4>
          <div class="tools">
            <button type="button" class="small" @click=${() => this.#copy("json", prettyJson(details.json))}>${said.copyJson}</button>
            <button type="button" class="small" @click=${() => this.#tell("details-download", "json")}>${said.downloadJson}</button>
            ${this.#copyStatus("json")}
          </div>
        </div>
        <pre>${jsonLines(details.json, names)}</pre>
      </section>
    `;
  }

  /** @param {"json" | "bytes"} what */
  #copyStatus(what) {
    const { copied, notCopied } = words().common;
    const isThis = this.copied?.what === what;
    const isRefused = isThis && !this.copied?.isAllowed;
    const refusal = this.copied?.refusal ?? notCopied;
    const text = isThis ? (isRefused ? refusal : copied) : nothing;
    return html`<span class="copied ${isRefused ? "refused" : ""}" role="status">${text}</span>`;
  }

  /**
   * @param {Frame} frame
   * @param {number} parts
   */
  #bytesIn(frame, parts) {
    if (this.isHex) return hexEnds(frame.bytes.length, parts).at(-1) ?? 0;
    return bytesOf(frame.text.upTo(parts));
  }

  /** @param {Element | null} view */
  #watch(view) {
    if (view === this.#view) return;
    this.#view = view;
    this.#sizes.disconnect();
    if (view) this.#sizes.observe(view);
  }

  #measure() {
    if (!this.#view) return;
    const { fontSize, paddingInlineStart } = getComputedStyle(this.#view);
    const width = this.#view.clientWidth - 2 * Number.parseFloat(paddingInlineStart);
    this.characters = Math.floor(width / (Number.parseFloat(fontSize) * CHARACTER_WIDTH));
  }

  // Interaction

  /** @param {PointerEvent} event */
  #pointed = ({ target, pointerType }) => {
    // Touch has no hover, so it selects.
    if (pointerType !== "touch") this.pointed = fieldOf(target);
  };

  #left = () => {
    this.pointed = undefined;
  };

  /** @param {FocusEvent} event */
  #focused = ({ target }) => {
    this.pointed = fieldOf(target);
  };

  /** @param {MouseEvent} event */
  #clicked = ({ target }) => {
    if (!(target instanceof Element) || target.closest("button:not(.field-name), summary")) return;
    // Selecting text to copy it does not select a field.
    if (getSelection()?.isCollapsed === false) return;
    const field = fieldOf(target);
    if (field) this.#select(field === this.selected ? undefined : field, target);
  };

  /** @param {KeyboardEvent} event */
  #keyPressed = (event) => {
    const { key, target } = event;
    if (key === "Escape" && this.clearSelection()) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!(target instanceof Element)) return;
    if (target.matches(".field-name")) this.#keyInTable(event, target);
    else if (target.matches("pre.bytes")) this.#keyInBytes(event, target);
  };

  /**
   * Up and Down move between the fields; Tab leaves them.
   *
   * @param {KeyboardEvent} event
   * @param {Element} target
   */
  #keyInTable(event, target) {
    const buttons = Array.from(this.querySelectorAll("button.field-name"));
    const index = buttons.indexOf(target);
    /** @type {Record<string, number>} */
    const places = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: buttons.length - 1 };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    /** @type {HTMLElement | undefined} */ (buttons[place])?.focus();
  }

  /**
   * Left and Right select the adjacent field; Up and Down scroll.
   *
   * @param {KeyboardEvent} event
   * @param {Element} target
   */
  #keyInBytes(event, target) {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : undefined;
    if (!by || !this.#frame) return;
    event.preventDefault();
    this.#select(fieldBeside(this.#frame.fields, this.selected, by), target);
  }

  /**
   * Selects a field and scrolls to it in the view where it was not chosen: bytes or table row.
   *
   * @param {FieldName | undefined} field
   * @param {Element} from origin of the selection
   */
  async #select(field, from) {
    this.selected = field;
    if (!field) return;
    await this.updateComplete;
    for (const place of [`pre.bytes .field.${field}`, `tr.${field}`]) {
      const shown = this.querySelector(place);
      if (shown && !shown.contains(from)) shown.scrollIntoView({ block: "nearest" });
    }
  }

  /**
   * Copies text only if the clipboard returns the same bytes.
   *
   * @param {Frame} frame
   * @param {number} columns of the hex view
   */
  #copyBytes(frame, columns) {
    if (this.isHex) return this.#copy("bytes", hexDump(frame, columns));
    const { bytes, length } = frame;
    try {
      if (bytes.length < length) throw new Refusal("tooLarge");
      return this.#copy("bytes", copyableText({ parts: [bytes], bytes: length, records: 1 }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refusal = words().share.refusals[error.reason](formatSize(bytes.length));
      this.copied = { what: "bytes", isAllowed: false, refusal };
      return undefined;
    }
  }

  /**
   * @param {"json" | "bytes"} what
   * @param {string} text
   */
  async #copy(what, text) {
    const { details } = this;
    const isAllowed = await copyText(text);
    if (details === this.details) this.copied = { what, isAllowed };
  }

  /** @param {-1 | 1} by */
  #step(by) {
    const place = (this.place ?? Number.NaN) + by;
    if (place >= 0 && place < this.count) this.#tell("details-step", by);
  }

  /**
   * @param {FacetName} name
   * @param {string | number | undefined} value
   */
  #filter = (name, value) => this.#tell("details-filter", { name, value });

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

customElements.define("details-panel", DetailsPanel);

/**
 * Returns the field linked to an element.
 *
 * @param {EventTarget | null} target
 */
function fieldOf(target) {
  const linked = target instanceof Element ? target.closest("[data-field]") : null;
  return /** @type {FieldName | undefined} */ (linked?.getAttribute("data-field") ?? undefined);
}
