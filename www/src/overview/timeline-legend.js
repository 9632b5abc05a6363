// Legend of a timeline: colours, names, and counts in the current range.

import { html, nothing } from "lit";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";
import { countIn } from "./buckets.js";
import { wholeOf } from "./selection.js";
import { plainName, shownName } from "./values.js";

/**
 * @import { Timeline } from "../messages.js"
 * @import { Drawing } from "./drawing.js"
 * @import { Selection } from "./selection.js"
 * @import { Value } from "./values.js"
 */

/**
 * Lists the series in the order of the columns, from the bottom up.
 *
 * @param {Timeline} timeline
 * @param {Drawing} drawing
 * @param {Selection} range the counted buckets
 * @param {readonly Value[]} chosen values that are filtered for
 */
export function timelineLegend({ stackBy, series }, { plot, colours }, range, chosen) {
  const { names, others } = words().overview;
  return html`
    <ul class="timeline-legend" aria-label=${names[stackBy]}>
      ${series.map(({ value, isOthers, counts }, index) => {
        const name = isOthers ? others : shownName(stackBy, value);
        const title = isOthers ? others : plainName(stackBy, value);
        // As wide as the largest count, so that the layout is stable during hovering.
        const digits = formatCount(countIn(counts, wholeOf(plot))).length;
        const isChosen = !isOthers && chosen.includes(value);
        return html`
          <li class=${isChosen ? "chosen" : ""}>
            <span class="timeline-swatch ${colours[index]}"></span>
            <span class="legend-name" title=${title}>${name}</span>
            <span class="legend-count" .style=${`min-width: ${digits}ch`}>${formatCount(countIn(counts, range))}</span>
            ${isChosen ? chosenMark() : nothing}
          </li>
        `;
      })}
    </ul>
  `;
}

function chosenMark() {
  return html`<span class="visually-hidden">${words().overview.chosen}</span>`;
}
