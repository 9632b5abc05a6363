// Timeline: stacked records over time, with a brush that filters by time.

import { html, LitElement, nothing } from "lit";
import { STACKS } from "../messages.js";
import { language, words } from "../strings/index.js";
import { bucketAt, countIn, isSamePlot, timeOf } from "./buckets.js";
import { drawingOf, MARGIN } from "./drawing.js";
import {
  clicked,
  dragged,
  gripAt,
  HANDLE,
  handlesOf,
  isClick,
  isWhole,
  keyed,
  selectionOf,
  snapped,
  timesOf,
  wholeOf,
} from "./selection.js";
import { timelineLegend } from "./timeline-legend.js";
import { timelinePicture } from "./timeline-picture.js";
import { timelineTable } from "./timeline-table.js";
import { formatRange, formatStep, formatTime } from "./times.js";
import { coloursOf } from "./values.js";

/**
 * @import { PropertyValues } from "lit"
 * @import { StackBy, Timeline } from "../messages.js"
 * @import { Plot } from "./buckets.js"
 * @import { Drawing } from "./drawing.js"
 * @import { Drag, Selection } from "./selection.js"
 * @import { Zone } from "./times.js"
 * @import { Value } from "./values.js"
 */

/** Milliseconds after the last key press before the event fires. */
const PAUSE = 150;

/**
 * Fires `timeline-select` with `{ from, to }`, or null if the selection was cleared, and
 * `timeline-stack` with the field to stack by.
 */
export class EventTimeline extends LitElement {
  static properties = {
    timeline: { attribute: false },
    from: { attribute: false },
    to: { attribute: false },
    chosen: { attribute: false },
    zone: { attribute: false },
    lang: { attribute: false },
    width: { state: true },
    draft: { state: true },
    drag: { state: true },
    hovered: { state: true },
    focused: { state: true },
    isTableOpen: { state: true },
  };

  /** @type {Map<Value, number>} */
  #colours = new Map();
  /** @type {Drawing | undefined} */
  #drawing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  #observer = new ResizeObserver(([entry]) => {
    this.width = Math.floor(entry?.contentRect.width ?? 0);
  });

  constructor() {
    super();
    /** @type {Timeline | undefined} */
    this.timeline = undefined;
    /** @type {number | undefined} milliseconds UTC */
    this.from = undefined;
    /** @type {number | undefined} milliseconds UTC */
    this.to = undefined;
    /** @type {readonly Value[]} values of what it is stacked by that are filtered for */
    this.chosen = [];
    /** @type {Zone} */
    this.zone = "utc";
    this.lang = "";
    this.width = 0;
    /** @type {Selection | undefined} selection that the page does not have, or has not answered */
    this.draft = undefined;
    /** @type {Drag | undefined} */
    this.drag = undefined;
    /** @type {number | undefined} the bucket under the pointer */
    this.hovered = undefined;
    /** @type {"from" | "to" | undefined} the focused handle */
    this.focused = undefined;
    this.isTableOpen = false;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  /** @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (changed.has("timeline")) this.#keepColours(changed.get("timeline"));
    if (this.#isAnswered(changed)) this.#forgetDraft();
    const names = new Set([...changed.keys()].map(String));
    if (["timeline", "width", "zone", "lang"].some((name) => names.has(name))) {
      this.#drawing =
        this.timeline && drawingOf(this.timeline, this.width, this.zone, this.#colours);
    }
  }

  updated() {
    const dialog = this.querySelector("dialog");
    if (this.isTableOpen && dialog && !dialog.open) dialog.showModal();
  }

  /** @param {Timeline | undefined} before */
  #keepColours(before) {
    if (!this.timeline) return;
    const isOther = before?.stackBy !== this.timeline.stackBy;
    const names = this.timeline.series
      .filter(({ isOthers }) => !isOthers)
      .map(({ value }) => value);
    this.#colours = coloursOf(isOther ? new Map() : this.#colours, names);
  }

  /**
   * Whether to drop the draft selection: immediately if buckets moved, otherwise once no drag or
   * key press is pending.
   *
   * @param {PropertyValues<this>} changed
   */
  #isAnswered(changed) {
    if (changed.has("timeline") && !isSamePlot(changed.get("timeline"), this.timeline)) return true;
    const isBusy = this.drag !== undefined || this.#pause !== undefined;
    return !isBusy && (changed.has("timeline") || changed.has("from") || changed.has("to"));
  }

  #forgetDraft() {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.draft = undefined;
    this.drag = undefined;
    this.hovered = undefined;
  }

  /** @param {Plot} plot */
  #selection(plot) {
    return this.draft ?? selectionOf(plot, this.from, this.to);
  }

  render() {
    const { timeline } = this;
    if (!timeline) return nothing;
    const drawing = this.#drawing;
    const selection = drawing && this.#selection(drawing.plot);
    return html`
      <div class="timeline-head">
        ${this.#stackSwitch(timeline)} ${this.#reading(timeline, drawing, selection)}
        <div class="timeline-actions">${this.#clearButton()} ${this.#tableButton(timeline)}</div>
      </div>
      ${drawing && selection ? this.#chart(drawing, selection) : this.#blank(timeline)}
      ${drawing && selection ? timelineLegend(timeline, drawing, this.#read(drawing, selection), this.chosen) : nothing}
      ${this.isTableOpen ? timelineTable(timeline, this.zone, () => this.#closeTable()) : nothing}
    `;
  }

  /** @param {Timeline} timeline */
  #blank({ buckets, untimed }) {
    const { noTimes, noRecords, untimed: counted } = words().overview;
    if (buckets > 0) return html`<div class="timeline-blank"></div>`;
    return html`
      <div class="timeline-blank">
        <p>${untimed > 0 ? noTimes : noRecords}</p>
        ${untimed > 0 ? html`<p class="muted">${counted(untimed)}</p>` : nothing}
      </div>
    `;
  }

  /** @param {Timeline} timeline */
  #stackSwitch({ stackBy }) {
    const { stack, names } = words().overview;
    return html`
      <fieldset class="overview-switch">
        <legend class="visually-hidden">${stack}</legend>
        ${STACKS.map(
          (one) => html`
            <label>
              <input
                type="radio"
                name="timeline-stack"
                .checked=${one === stackBy}
                @change=${() => this.#fire("timeline-stack", one)}
              />
              <span>${names[one]}</span>
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  #clearButton() {
    const { clear } = words().overview;
    if (this.from === undefined && this.to === undefined) return nothing;
    return html`<button type="button" @click=${() => this.#fire("timeline-select", undefined)}>${clear}</button>`;
  }

  /** @param {Timeline} timeline */
  #tableButton({ buckets }) {
    if (buckets === 0) return nothing;
    return html`
      <button type="button" aria-haspopup="dialog" @click=${() => this.#openTable()}>
        ${words().overview.table}
      </button>
    `;
  }

  #openTable() {
    this.isTableOpen = true;
  }

  #closeTable() {
    this.isTableOpen = false;
  }

  /**
   * Renders a line that describes the hovered bucket, the selection or the whole timeline.
   *
   * @param {Timeline} timeline
   * @param {Drawing | undefined} drawing
   * @param {Selection | undefined} selection
   */
  #reading(timeline, drawing, selection) {
    if (!drawing || !selection) return html`<p class="timeline-reading"></p>`;
    const { records } = words().common;
    const { perColumn, untimed } = words().overview;
    const { first, end } = this.#read(drawing, selection);
    const [from, to] = [timeOf(timeline, first), timeOf(timeline, end)];
    const parts = [records(countIn(drawing.totals, { first, end }))];
    if (this.#pointedAt(drawing.plot, selection) === undefined) {
      parts.push(perColumn(formatStep(timeline.step, language())));
      if (timeline.untimed > 0) parts.push(untimed(timeline.untimed));
    }
    return html`
      <p class="timeline-reading">
        <b>${formatRange(from, to, timeline.step, this.zone)}</b>
        <span>${parts.join(" · ")}</span>
      </p>
    `;
  }

  /**
   * Returns the buckets that legend and reading describe.
   *
   * @param {Drawing} drawing
   * @param {Selection} selection
   * @returns {Selection}
   */
  #read({ plot }, selection) {
    const bucket = this.#pointedAt(plot, selection);
    return bucket === undefined ? snapped(plot, selection) : { first: bucket, end: bucket + 1 };
  }

  /**
   * Returns the hovered bucket, or the one inside the focused handle.
   *
   * @param {Plot} plot
   * @param {Selection} selection
   */
  #pointedAt(plot, selection) {
    if (this.drag) return undefined;
    const { first, end } = snapped(plot, selection);
    return this.hovered ?? (this.focused && { from: first, to: end - 1 }[this.focused]);
  }

  /**
   * @param {Drawing} drawing
   * @param {Selection} selection
   */
  #chart(drawing, selection) {
    const { plot } = drawing;
    const { left, right } = handlesOf(plot, selection);
    const state = this.drag ? `held-${this.drag.grip}` : "";
    return html`
      <div
        class="timeline-chart ${state}"
        @pointerdown=${this.#pressed}
        @pointermove=${this.#moved}
        @pointerup=${this.#released}
        @pointercancel=${this.#cancelled}
        @pointerleave=${this.#left}
        @dblclick=${this.#doubleClicked}
      >
        ${timelinePicture(drawing, selection, this.#pointedAt(drawing.plot, selection), this.zone)}
        <div class="timeline-brush" role="group" aria-label=${words().overview.brush} aria-describedby="timeline-keys">
          ${isWhole(plot, selection) ? nothing : html`<div class="timeline-body" .style=${`left: ${MARGIN.left + left}px; width: ${right - left}px`}></div>`}
          ${this.#handle(drawing, selection, "from")} ${this.#handle(drawing, selection, "to")}
        </div>
        <p id="timeline-keys" class="visually-hidden">${words().overview.keys}</p>
      </div>
    `;
  }

  /**
   * @param {Drawing} drawing
   * @param {Selection} selection
   * @param {"from" | "to"} which
   */
  #handle({ plot, totals }, selection, which) {
    const { left, right, inside } = handlesOf(plot, selection);
    const { first, end } = snapped(plot, selection);
    const isFrom = which === "from";
    const edge = isFrom ? first : end;
    const bucket = isFrom ? first : end - 1;
    const time = formatTime(timeOf(plot, edge), plot.step, this.zone);
    const records = words().common.records(Number(totals[bucket]));
    const x = MARGIN.left + (isFrom ? left - HANDLE.outside : right - inside);
    return html`
      <div
        class="timeline-handle ${which}"
        role="slider"
        tabindex="0"
        aria-label=${isFrom ? words().overview.start : words().overview.end}
        aria-orientation="horizontal"
        aria-valuemin=${isFrom ? 0 : first + 1}
        aria-valuemax=${isFrom ? end - 1 : plot.buckets}
        aria-valuenow=${edge}
        aria-valuetext=${words().overview.handle(time, records)}
        .style=${`left: ${x}px; width: ${HANDLE.outside + inside}px; --inside: ${inside}px`}
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.#keyed(event, which)}
        @focus=${(/** @type {FocusEvent} */ event) => this.#focusedAt(event, which)}
        @blur=${this.#blurred}
      ></div>
    `;
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    if (!this.#drawing || !event.isPrimary || event.button !== 0) return;
    const { plot } = this.#drawing;
    const selection = this.#selection(plot);
    const x = this.#x(event);
    this.drag = { grip: gripAt(plot, selection, x), x, selection };
    this.focused = undefined;
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    if (!this.#drawing) return;
    const { plot } = this.#drawing;
    const x = this.#x(event);
    if (!this.drag) this.hovered = x >= 0 && x < plot.width ? bucketAt(plot, x) : undefined;
    else if (this.draft || !isClick(this.drag, x)) this.draft = dragged(plot, this.drag, x);
  }

  /** @param {PointerEvent} event */
  #released(event) {
    if (!this.#drawing || !this.drag) return;
    const { plot } = this.#drawing;
    const { drag } = this;
    const isDrag = this.draft !== undefined && !isClick(drag, this.#x(event));
    const selection = isDrag ? dragged(plot, drag, this.#x(event)) : clicked(plot, drag);
    this.drag = undefined;
    this.#choose(plot, selection, drag.selection);
  }

  #cancelled() {
    this.drag = undefined;
    this.draft = undefined;
    this.hovered = undefined;
  }

  #left() {
    this.hovered = undefined;
  }

  #doubleClicked() {
    if (this.#drawing) this.#choose(this.#drawing.plot, wholeOf(this.#drawing.plot), undefined);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {"from" | "to"} handle
   */
  #keyed(event, handle) {
    if (!this.#drawing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { plot } = this.#drawing;
    const selection = keyed(plot, this.#selection(plot), handle, event);
    if (!selection) return;
    event.preventDefault();
    event.stopPropagation();
    this.focused = handle;
    this.hovered = undefined;
    this.draft = selection;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#paused(), PAUSE);
  }

  #paused() {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    if (this.#drawing && this.draft) this.#choose(this.#drawing.plot, this.draft, undefined);
  }

  /**
   * @param {FocusEvent} event
   * @param {"from" | "to"} handle
   */
  #focusedAt(event, handle) {
    const element = /** @type {Element} */ (event.currentTarget);
    this.focused = element.matches(":focus-visible") ? handle : undefined;
  }

  #blurred() {
    this.focused = undefined;
    if (this.#pause !== undefined) this.#paused();
  }

  /**
   * Changes the selection, and fires an event if the page does not have it yet.
   *
   * @param {Plot} plot
   * @param {Selection} selection
   * @param {Selection | undefined} before
   */
  #choose(plot, selection, before) {
    this.draft = selection;
    if (before && before.first === selection.first && before.end === selection.end) return;
    const times = timesOf(plot, selection);
    if (times?.from === this.from && times?.to === this.to) return;
    this.#fire("timeline-select", times);
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  /**
   * @param {PointerEvent} event
   * @returns {number} pixels from the plot's left end
   */
  #x({ clientX }) {
    return clientX - this.getBoundingClientRect().left - MARGIN.left;
  }
}

customElements.define("event-timeline", EventTimeline);
