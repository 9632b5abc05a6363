// Result panel: totals, charts, and the table of all rows.

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { filterBar } from "./filter-bar.js";
import { formatCount, formatDuration, formatSize, formatSpeed } from "./format.js";
import { problemSeverity } from "./keywords.js";
import { MOST_PROBLEMS } from "./messages.js";
import { columnsOf, problemBadge, rowClass } from "./rows-table.js";
import { language, words } from "./strings/index.js";
import { shownText } from "./text.js";

/**
 * @import { ProblemCode } from "heroku-drain"
 * @import { DrainPage } from "./drain-page.js"
 * @import { Failure, Outcome } from "./outcome.js"
 * @import { Progress, Query, Summary, View } from "./messages.js"
 */

/** Minimum bytes to show a speed; below, it is noise. */
const LEAST_TIMED = 65_536;

/** @param {DrainPage} page */
export function resultPanel(page) {
  const { outcome, source } = page;
  const { summary, view, failure, isLate } = outcome;
  return html`
    <section class="panel result ${summary && isLate ? "stale" : ""}" aria-labelledby="result-title">
      <div class="panel-head">
        <h2 id="result-title" tabindex="-1">${words().result.title}</h2>
        <div class="sums">
          <p class="summary" role="status">${statusLine(outcome)}</p>
          ${summary && !isLate ? speed(summary) : nothing}
          ${isLate ? progressBar(page) : nothing}
        </div>
        ${summary && view && hasRows(summary) ? actions(page, summary, view) : nothing}
      </div>
      ${failure ? failureNote(page, failure) : nothing}
      ${!source && !failure ? emptyNote() : nothing}
      ${summary && view ? rows(page, summary, view) : nothing}
    </section>
  `;
}

/** @param {Outcome} outcome */
function statusLine({ summary, failure, isBusy, isLate, isReading }) {
  const { result } = words();
  if (failure) return nothing;
  if (isLate || (isBusy && !summary)) {
    return result.working(isReading ? result.stages.parsing : result.stages.filtering);
  }
  if (!summary) return nothing;
  const { records, errors, warnings } = summary;
  return html`
    <span class="sum"><b>${formatCount(records)}</b> ${result.record(records)}</span>
    <span class="sum ${errors ? "error" : "quiet"}"><b>${formatCount(errors)}</b> ${result.error(errors)}</span>
    <span class="sum ${warnings ? "warning" : "quiet"}"><b>${formatCount(warnings)}</b> ${result.warning(warnings)}</span>
  `;
}

/** @param {Summary} summary */
function speed({ bytes, milliseconds }) {
  const { timing, timingNote } = words().result;
  return html`
    <span class="speed" title=${timingNote}>
      ${timing(formatSize(bytes), formatDuration(milliseconds))}${bytes < LEAST_TIMED ? nothing : `, ${formatSpeed(bytes, milliseconds)}`}
    </span>
  `;
}

/** @param {Summary} summary */
function hasRows({ rows }) {
  return rows > 0;
}

/**
 * @param {DrainPage} page
 * @param {Summary} summary
 * @param {View} view
 */
function actions(page, summary, view) {
  const { outcome } = page;
  const all = summary.rows;
  return html`
    <div class="actions">
      <column-menu
        .lang=${language()}
        .columns=${page.columns}
        @column-toggle=${page.columnToggled}
        @columns-reset=${page.columnsReset}
      ></column-menu>
      <export-menu
        .lang=${language()}
        .rows=${view.rows}
        .all=${all}
        .selected=${outcome.details?.row}
        .isFiltered=${view.rows < all || outcome.query.sort.by !== "order"}
        .makeExport=${outcome.export}
      ></export-menu>
      <share-menu
        .lang=${language()}
        .makeLink=${page.makeLink}
        .makeExport=${outcome.export}
      ></share-menu>
    </div>
  `;
}

/** @param {DrainPage} page */
function progressBar({ outcome, cancel }) {
  const { result } = words();
  const { progress } = outcome;
  const stage = result.stages[progress?.stage ?? (outcome.isReading ? "parsing" : "filtering")];
  return html`
    <div class="progress">
      <progress
        aria-label=${stage}
        max=${progress?.total || nothing}
        value=${progress?.total ? progress.done : nothing}
      ></progress>
      ${progress?.total ? html`<span class="progress-text">${progressText(stage, progress)}</span>` : nothing}
      <button type="button" @click=${cancel}>${result.cancel}</button>
    </div>
  `;
}

/**
 * @param {string} stage
 * @param {Progress} progress
 */
function progressText(stage, { stage: name, done, total }) {
  const format = name === "reading" ? formatSize : formatCount;
  return words().result.workingOf(stage, format(done), format(total));
}

/**
 * @param {DrainPage} page
 * @param {Failure} failure
 */
function failureNote({ source, retry }, { kind, reason, told }) {
  const { result } = words();
  const text = {
    failed: told ? result.unreadable[told.reason](formatSize(told.bytes)) : reason,
    stopped: result.stoppedNote(reason),
    cancelled: result.cancelled,
  }[kind];
  return html`
    <div class="note failure" role="alert">
      <h3>${source ? result.failed : result.stopped}</h3>
      <p>${shownText(text)}</p>
      ${source ? html`<button type="button" @click=${retry}>${result.retry}</button>` : nothing}
    </div>
  `;
}

function emptyNote() {
  const { result } = words();
  return html`
    <div class="note empty">
      <svg viewBox="0 0 64 64" width="72" height="72" aria-hidden="true">
        <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">
          <path class="faint" d="M8 12h30M8 21h44M8 30h22" />
          <path d="M32 34v14m-6-6 6 6 6-6" />
          <path d="M12 44v10h40V44" />
        </g>
      </svg>
      <h3>${result.emptyTitle}</h3>
      <p>${result.emptyText}</p>
    </div>
  `;
}

/**
 * @param {DrainPage} page
 * @param {Summary} summary
 * @param {View} view
 */
function rows(page, summary, view) {
  if (!hasRows(summary)) return html`<p class="muted">${nothingIn(summary)}</p>`;
  return html`
    ${problemStrip(page, summary, view)} ${overview(page)} ${filterBar(page)} ${table(page, view)}
  `;
}

/** @param {Summary} summary */
function nothingIn({ bytes, isMarked }) {
  const { result } = words();
  if (bytes === 0) return result.nothingEmpty;
  return isMarked ? result.nothingMarked : result.nothingBlank;
}

/**
 * Filters by problem code, with a notice if not all problems are listed.
 *
 * @param {DrainPage} page
 * @param {Summary} summary
 * @param {View} view
 */
function problemStrip({ outcome }, { errors, warnings, unlisted, gapBytes }, { facets }) {
  const { result } = words();
  if (errors + warnings === 0) {
    return html`<p class="all-well">${result.allWell(gapBytes, formatCount(gapBytes))}</p>`;
  }
  const values = facets.find(({ name }) => name === "problem")?.values ?? [];
  return html`
    <div class="problem-strip" role="group" aria-label=${result.problems}>
      <h3>${result.problems}</h3>
      ${repeat(
        values,
        ({ value }) => value,
        ({ value, count, isChosen }) => html`
          <button type="button" class="problem-filter" aria-pressed=${isChosen} @click=${() => outcome.toggle("problem", value)}>
            ${problemBadge(problemSeverity(/** @type {ProblemCode} */ (value)), String(value))}
            <span class="count">${formatCount(count)}</span>
          </button>
        `,
      )}
    </div>
    ${unlisted > 0 ? html`<p class="notice">${result.unlisted(formatCount(MOST_PROBLEMS), unlisted)}</p>` : nothing}
  `;
}

/** @param {DrainPage} page */
function overview(page) {
  const { outcome, isOverviewOpen, overviewToggled } = page;
  return html`
    <details class="overview" ?open=${isOverviewOpen} @toggle=${overviewToggled}>
      <summary><h3>${words().result.overview}</h3></summary>
      ${
        isOverviewOpen
          ? html`
              ${page.missing.has("overview") ? html`<p class="not-loaded" role="alert">${words().common.notLoaded}</p>` : nothing}
              <div class="pictures">${page.pictured ? pictures(page, page.pictured, outcome.query) : nothing}</div>
            `
          : nothing
      }
    </details>
  `;
}

/**
 * @param {DrainPage} page
 * @param {View} view
 * @param {Query} query
 */
function pictures(page, { timeline, facets }, query) {
  return html`
    <event-timeline
      .lang=${language()}
      .timeline=${timeline}
      .from=${query.from}
      .to=${query.to}
      .chosen=${query[timeline.stackBy]}
      .zone=${"utc"}
      @timeline-select=${page.timeChosen}
      @timeline-stack=${page.stackChosen}
    ></event-timeline>
    <facet-bars .lang=${language()} .facets=${facets} @facet-toggle=${page.facetToggled}></facet-bars>
  `;
}

/**
 * @param {DrainPage} page
 * @param {View} view
 */
function table(page, { view, rows }) {
  const { outcome } = page;
  const { result } = words();
  if (rows === 0) {
    return html`
      <p class="muted no-rows">
        ${result.noRows} <button type="button" class="link" @click=${page.clearFilters}>${result.clearFilters}</button>
      </p>
    `;
  }
  return html`
    <data-grid
      id="rows"
      label=${result.rows}
      .lang=${language()}
      .columns=${columnsOf(page.columns)}
      .count=${rows}
      .version=${view}
      .fetchRows=${outcome.rows}
      .rowClass=${rowClass}
      .selected=${outcome.place}
      .sort=${outcome.query.sort.by === "order" && !outcome.query.sort.isDescending ? undefined : outcome.query.sort}
      @row-select=${page.rowSelected}
      @row-move=${page.rowMoved}
      @row-open=${page.rowEntered}
      @sort-by=${page.sorted}
      @keydown=${page.keyPressed}
    ></data-grid>
  `;
}
