// Table of the timeline's exact counts, also for screen readers.

import { html } from "lit";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { timeOf } from "./buckets.js";
import { totalsOf } from "./stack.js";
import { formatTime } from "./times.js";
import { shownName } from "./values.js";

/**
 * @import { Timeline } from "../messages.js"
 * @import { Zone } from "./times.js"
 */

/**
 * A modal dialog, opened by the component that renders it. It lists every bucket.
 *
 * @param {Timeline} timeline
 * @param {Zone} zone
 * @param {() => void} closed
 */
export function timelineTable(timeline, zone, closed) {
  const { timeline: title } = words().overview;
  return html`
    <dialog class="timeline-table" aria-labelledby="timeline-table-title" @close=${closed}>
      <header>
        <h2 id="timeline-table-title">${title} <span class="muted">${words().overview[zone]}</span></h2>
        <form method="dialog"><button>${words().common.close}</button></form>
      </header>
      <div class="timeline-table-scroll" tabindex="0" role="region" aria-labelledby="timeline-table-title">
        <table>
          ${head(timeline)}
          <tbody>
            ${totalsOf(timeline).map((total, bucket) => row(timeline, zone, bucket, total))}
          </tbody>
        </table>
      </div>
    </dialog>
  `;
}

/** @param {Timeline} timeline */
function head({ stackBy, series }) {
  const { from, total, others } = words().overview;
  return html`
    <thead>
      <tr>
        <th scope="col">${from}</th>
        <th scope="col">${total}</th>
        ${series.map(({ value, isOthers }) => html`<th scope="col">${isOthers ? others : shownName(stackBy, value)}</th>`)}
      </tr>
    </thead>
  `;
}

/**
 * @param {Timeline} timeline
 * @param {Zone} zone
 * @param {number} bucket
 * @param {number} total
 */
function row(timeline, zone, bucket, total) {
  const time = formatTime(timeOf(timeline, bucket), timeline.step, zone);
  const counts = timeline.series.map((one) => Number(one.counts[bucket]));
  return html`
    <tr>
      <th scope="row">${time}</th>
      ${[total, ...counts].map((count) => html`<td class=${count === 0 ? "muted" : ""}>${formatCount(count)}</td>`)}
    </tr>
  `;
}
