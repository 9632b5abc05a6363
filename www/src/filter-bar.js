// Search box and filter chips.

import { html, nothing } from "lit";
import { formatCount, formatUtc } from "./format.js";
import { facilityName, severityName } from "./keywords.js";
import { FACETS, SORTS } from "./messages.js";
import { columnTitle } from "./rows-table.js";
import { words } from "./strings/index.js";
import { plainText, shownText, shownValue } from "./text.js";

/**
 * @import { DrainPage } from "./drain-page.js"
 * @import { FacetName, Query, SortBy } from "./messages.js"
 *
 * @typedef {object} Chip
 * @property {string} name
 * @property {unknown} shown
 * @property {string} spoken
 * @property {() => unknown} remove
 */

/** @param {DrainPage} page */
export function filterBar(page) {
  const { result } = words();
  const { query, shownQuery, view, summary } = page.outcome;
  if (!summary || !view) return nothing;
  const all = summary.rows;
  const chips = chipsOf(page);
  return html`
    <search class="filter-bar" aria-label=${result.filters}>
      <label class="search">
        <span class="visually-hidden">${result.search}</span>
        <input id="search" type="search" placeholder=${result.search} .value=${query.text} autocomplete="off" spellcheck="false" @input=${page.searched}>
      </label>
      ${sortChoice(page)}
      ${chips.length > 0 ? html`<ul class="chips">${chips.map(shownChip)}</ul>` : nothing}
      ${isFiltered(query) ? html`<button type="button" class="link" @click=${page.clearFilters}>${result.clearFilters}</button>` : nothing}
      <p class="row-count" role="status">
        ${isFiltered(shownQuery) ? result.rowsOf(formatCount(view.rows), formatCount(all)) : result.allRows(all)}
      </p>
    </search>
  `;
}

/** @param {Query} query */
function isFiltered(query) {
  const { text, from, to, differs } = query;
  const isChosen = FACETS.some((name) => query[name].length > 0);
  return isChosen || text !== "" || [from, to, differs].some((part) => part !== undefined);
}

/**
 * Sort menu for cards, which have no headings.
 *
 * @param {DrainPage} page
 */
function sortChoice({ outcome }) {
  const { result } = words();
  const { by, isDescending } = outcome.query.sort;
  return html`
    <div class="sort-choice">
      <label>
        ${result.sortBy}
        <select @change=${(/** @type {Event} */ event) => outcome.ask({ sort: { by: chosenIn(event), isDescending } })}>
          ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === by}>${sort === "order" ? result.payloadOrder : columnTitle(sort)}</option>`)}
        </select>
      </label>
      <button type="button" aria-pressed=${isDescending} aria-label=${result.descending} @click=${() => outcome.ask({ sort: { by, isDescending: !isDescending } })}>${isDescending ? "↓" : "↑"}</button>
    </div>
  `;
}

/** @param {Event} event */
function chosenIn({ currentTarget }) {
  const { value } = /** @type {HTMLSelectElement} */ (currentTarget);
  return /** @type {SortBy} */ (value);
}

/** @param {DrainPage} page */
function chipsOf(page) {
  const { query } = page.outcome;
  const facets = FACETS.flatMap((name) => facetChips(page, name));
  return [...facets, ...timeChip(page, query), ...differsChip(page, query)];
}

/**
 * @param {DrainPage} page
 * @param {FacetName} name
 * @returns {Chip[]}
 */
function facetChips({ outcome }, name) {
  const values = /** @type {(string | number | undefined)[]} */ (outcome.query[name]);
  return values.map((value) => {
    const shown = valueName(name, value);
    return {
      name,
      shown: shownValue(shown),
      spoken: `${name} ${shown === undefined ? words().common.absent : plainText(shown)}`,
      remove: () => outcome.toggle(name, value),
    };
  });
}

/**
 * @param {FacetName} name
 * @param {string | number | undefined} value
 */
function valueName(name, value) {
  if (typeof value !== "number") return value;
  return name === "severity" ? severityName(value) : facilityName(value);
}

/**
 * @param {DrainPage} page
 * @param {Query} query
 * @returns {Chip[]}
 */
function timeChip({ outcome }, { from, to }) {
  if (from === undefined && to === undefined) return [];
  const { timeFrom, timeTo } = words().result;
  const parts = [
    from === undefined ? "" : `${timeFrom} ${formatUtc(from)}`,
    to === undefined ? "" : `${timeTo} ${formatUtc(to)}`,
  ];
  const shown = parts.filter(Boolean).join(" ");
  const remove = () => outcome.ask({ from: undefined, to: undefined });
  return [{ name: words().result.table.event_time, shown, spoken: shown, remove }];
}

/**
 * @param {DrainPage} page
 * @param {Query} query
 * @returns {Chip[]}
 */
function differsChip({ outcome }, { differs }) {
  if (differs === undefined) return [];
  const { payload, result } = words();
  const shown = result.differsFrom(payload.framings[differs].title);
  const remove = () => outcome.ask({ differs: undefined });
  return [{ name: payload.framings.title, shown, spoken: shown, remove }];
}

/** @param {Chip} chip */
function shownChip({ name, shown, spoken, remove }) {
  return html`
    <li class="chip">
      <span class="chip-name">${name}</span>
      <span class="chip-value">${typeof shown === "string" ? shownText(shown) : shown}</span>
      <button type="button" class="remove" aria-label=${words().result.removeFilter(spoken)} @click=${removed(remove)}>×</button>
    </li>
  `;
}

/**
 * Moves the focus to the search box, because the focused chip is gone.
 *
 * @param {() => unknown} remove
 */
function removed(remove) {
  return (/** @type {Event} */ { currentTarget }) => {
    const bar = /** @type {HTMLElement} */ (currentTarget).closest(".filter-bar");
    /** @type {HTMLElement | null | undefined} */ (bar?.querySelector("#search"))?.focus();
    remove();
  };
}
