// Table of a record's fields: name, type, bytes and value, each linked to its bytes.

import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { words } from "../strings/index.js";
import { byteRange, shownValue } from "./values.js";

/**
 * @import { Field, FieldName } from "heroku-drain"
 * @import { FacetName, RecordDetails } from "../messages.js"
 *
 * @typedef {(name: FacetName, value: string | number | undefined) => void} Filter
 */

/** Fields whose values can be filtered. */
const FACETS = ["host_name", "app_name", "process_id"];

/**
 * The roles are explicit because a two-line row layout in a style sheet removes the implicit ones.
 *
 * @param {RecordDetails} details
 * @param {FieldName | undefined} selected
 * @param {Filter} filter
 */
export function fieldTable(details, selected, filter) {
  const { table } = words().details;
  const reached = selected ?? details.fields[0]?.name;
  return html`
    <section class="fields-section" aria-labelledby="fields-title">
      <h4 id="fields-title">${table.title}</h4>
      <table class="fields" role="table" aria-labelledby="fields-title">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">${table.field}</th>
            <th scope="col" role="columnheader">${table.type}</th>
            <th scope="col" role="columnheader">${table.bytes}</th>
            <th scope="col" role="columnheader">${table.value}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${details.fields.map((field) => row(details, field, selected, reached, filter))}
        </tbody>
      </table>
    </section>
  `;
}

/**
 * @param {RecordDetails} details
 * @param {Field} field
 * @param {FieldName | undefined} selected
 * @param {FieldName | undefined} reached tab stop; the arrow keys reach the other fields
 * @param {Filter} filter
 */
function row(details, field, selected, reached, filter) {
  const { name, type } = field;
  return html`
    <tr role="row" class=${name} data-field=${name}>
      <th scope="row" role="rowheader">
        <button
          type="button"
          class="field-name"
          aria-pressed=${name === selected}
          tabindex=${name === reached ? 0 : -1}
        ><span class="swatch"></span>${name}</button>
      </th>
      <td role="cell" class="muted">${type}</td>
      ${guard([details, words()], () => cells(details.offset, field, filter))}
    </tr>
  `;
}

/**
 * @param {number} start of the frame
 * @param {Field} field
 * @param {Filter} filter
 */
function cells(start, { name, offset, length, value }, filter) {
  const { details, common } = words();
  return html`
    <td role="cell" class="muted span" title=${common.bytes(length)}>${byteRange(start + offset, length)}</td>
    <td role="cell" class="value">
      ${shownValue(value)}${FACETS.includes(name) ? filterButton() : nothing}
    </td>
  `;

  function filterButton() {
    const label = details.filterField(name);
    const chosen = () => filter(/** @type {FacetName} */ (name), value);
    return html`<button type="button" class="filter" title=${label} aria-label=${label} @click=${chosen}>
      <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
        <path d="M2 3h12L9.5 8.5V13l-3-1.5v-3z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />
      </svg>
    </button>`;
  }
}
