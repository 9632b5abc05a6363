// Facts derived from the fields of a record: its time, priority and indicators.

import { html, nothing } from "lit";
import { formatLocal, formatUtc } from "../format.js";
import { language, words } from "../strings/index.js";
import { shownText } from "../text.js";
import { formatAge } from "./age.js";
import { linesOf } from "./lines.js";
import { shownValue } from "./values.js";

/**
 * @import { FieldName, Framing, ProblemCode } from "heroku-drain"
 * @import { RecordDetails } from "../messages.js"
 * @import { Filter } from "./field-table.js"
 */

/**
 * @param {RecordDetails} details
 * @param {Framing} framing
 * @param {number} now
 * @param {Filter} filter
 */
export function facts(details, framing, now, filter) {
  return html`
    <section class="facts-section" aria-labelledby="facts-title">
      <h4 id="facts-title">${words().details.facts.title}</h4>
      <dl class="facts">
        ${time(details, now)} ${priority(details, filter)} ${indicators(details, filter)}
        ${inPanther(details, framing)}
      </dl>
    </section>
  `;
}

/**
 * @param {RecordDetails} details
 * @param {number} now
 */
function time(details, now) {
  const { facts } = words().details;
  const sent = fieldValue(details, "timestamp");
  const time = Number.isNaN(details.eventTime) ? details.parseTime : details.eventTime;
  const isParseTime = sent === undefined;
  return html`
    <dt>p_event_time</dt>
    <dd data-field="timestamp">
      <div>${formatUtc(time)} <span class="muted">${isParseTime ? facts.parseTime : "UTC"}</span></div>
      ${zone() === "UTC" ? nothing : html`<div>${formatLocal(time)} <span class="muted">${zone()}</span></div>`}
      ${isParseTime ? nothing : html`<div>${shownValue(sent)} <span class="muted">${facts.asSent}</span></div>`}
      <div class="said">${formatAge(time, now, language())}</div>
    </dd>
  `;
}

/** Name of the browser's time zone. */
function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * @param {RecordDetails} details
 * @param {Filter} filter
 */
function priority(details, filter) {
  const { facts } = words().details;
  const { facility, severity, facilityName, severityName } = details;
  const value = fieldValue(details, "priority");
  if (facility === undefined || severity === undefined) {
    const said =
      value === undefined ? nothing : html`<span class="muted">${facts.noPriority}</span>`;
    return html`<dt>priority</dt><dd data-field="priority">${shownValue(value)} ${said}</dd>`;
  }
  return html`
    <dt>priority</dt>
    <dd data-field="priority">
      <div>${value} = ${facility} × 8 + ${severity}</div>
      <div class="chips">
        ${chip(facts.facility, `${facilityName} (${facility})`, () => filter("facility", facility))}
        ${chip(facts.severity, `${severityName} (${severity})`, () => filter("severity", severity))}
      </div>
    </dd>
  `;
}

/**
 * @param {RecordDetails} details
 * @param {Filter} filter
 */
function indicators(details, filter) {
  const { ipAddresses, domainNames } = details;
  const host = fieldValue(details, "host_name");
  const lists = /** @type {const} */ ([
    ["p_any_ip_addresses", ipAddresses],
    ["p_any_domain_names", domainNames],
  ]);
  if (lists.every(([, values]) => values === undefined)) {
    const { none } = words().common;
    return html`<dt>${words().details.facts.indicators}</dt><dd><i class="absent">${none}</i></dd>`;
  }
  const shown = (/** @type {string} */ value) => chip("", value, () => filter("host_name", host));
  return lists.map(([name, values]) =>
    values === undefined
      ? nothing
      : html`<dt>${name}</dt><dd data-field="host_name"><div class="chips">${values.map(shown)}</div></dd>`,
  );
}

/**
 * Effect of line ends on the frame in Panther. With the framing "lines", the frame is this record.
 *
 * @param {RecordDetails} details
 * @param {Framing} framing
 */
function inPanther(details, framing) {
  const { problems } = words();
  return html`<dt>${problems.inPanther}</dt><dd class="said">${outcome(details, framing)}</dd>`;
}

/**
 * @param {RecordDetails} details
 * @param {Framing} framing
 */
function outcome(details, framing) {
  const { problems, details: said } = words();
  const { kind, lines } = linesOf(details);
  const has = (/** @type {ProblemCode} */ code) =>
    details.warnings.some(({ problem }) => problem.code === code);
  if (framing === "lines") return said.facts.linesExact;
  if (has("byte-order-mark")) return problems.outcomes.markRejected;
  // Nothing follows the end of the payload.
  if (kind === "open" && has("truncated")) return problems.outcomes.cutEvent;
  return said.facts.lines[kind](lines);
}

/**
 * @param {string} name
 * @param {string} value
 * @param {() => void} filter
 */
function chip(name, value, filter) {
  const { filterChip } = words().details;
  return html`<button type="button" class="chip" title=${filterChip} @click=${filter}>
    ${name ? html`<span class="chip-name">${name}</span>` : nothing}${shownText(value)}
  </button>`;
}

/**
 * @param {RecordDetails} details
 * @param {FieldName} name
 */
function fieldValue({ fields }, name) {
  return fields.find((field) => field.name === name)?.value;
}
