// Timeline chart: columns between two axes.

import { html, nothing, svg } from "lit";
import { language, words } from "../strings/index.js";
import { countIn, pixelOf, timeOf } from "./buckets.js";
import { HEIGHT, MARGIN } from "./drawing.js";
import { handlesOf, wholeOf } from "./selection.js";
import { formatTime } from "./times.js";

/**
 * @import { TimeTick } from "./axis.js"
 * @import { Plot } from "./buckets.js"
 * @import { Drawing } from "./drawing.js"
 * @import { Selection } from "./selection.js"
 * @import { Zone } from "./times.js"
 */

/**
 * @param {Drawing} drawing
 * @param {Selection} selection
 * @param {number | undefined} bucket the hovered one
 * @param {Zone} zone
 */
export function timelinePicture(drawing, selection, bucket, zone) {
  const { plot, paths, colours, times, counts } = drawing;
  const { left, top, right, bottom } = MARGIN;
  const [width, height] = [plot.width + left + right, HEIGHT + top + bottom];
  return html`
    <svg width=${width} height=${height} role="img" aria-label=${labelOf(drawing, zone)}>
      ${hatch()}
      <g transform="translate(${left} ${top})">
        ${countAxis(counts, plot.width)} ${pointedAt(plot, bucket)}
        ${paths.map((path, index) => svg`<path class="series ${colours[index]}" d=${path} />`)}
        ${shades(plot, selection)}
        <path class="base" d="M0 ${HEIGHT + 0.5}h${plot.width}" />
        ${timeAxis(times)}
        <text x="-12" y=${HEIGHT + 15} text-anchor="end">${words().overview[zone]}</text>
      </g>
    </svg>
  `;
}

/**
 * @param {Drawing} drawing
 * @param {Zone} zone
 */
function labelOf({ plot, totals }, zone) {
  const [from, to] = [plot.start, timeOf(plot, plot.buckets)].map((time) =>
    formatTime(time, plot.step, zone),
  );
  const records = words().common.records(countIn(totals, wholeOf(plot)));
  return words().overview.picture(records, String(from), String(to));
}

/**
 * Highlight of the hovered bucket.
 *
 * @param {Plot} plot
 * @param {number | undefined} bucket
 */
function pointedAt(plot, bucket) {
  if (bucket === undefined) return nothing;
  const [from, to] = [pixelOf(plot, bucket), pixelOf(plot, bucket + 1)];
  return svg`<rect class="pointed-at" x=${from} y="0" width=${to - from} height=${HEIGHT} />`;
}

/** Pattern for series without a colour. */
function hatch() {
  return svg`
    <pattern id="timeline-hatch" patternUnits="userSpaceOnUse" width="4" height="4" patternTransform="rotate(45)">
      <rect class="hatch-ground" width="4" height="4" />
      <rect class="hatch-line" width="2" height="4" />
    </pattern>
  `;
}

/**
 * @param {{ top: number, ticks: number[] }} counts
 * @param {number} width
 */
function countAxis({ top, ticks }, width) {
  const format = new Intl.NumberFormat(language(), { notation: "compact" });
  return ticks.map((tick) => {
    const y = Math.round(HEIGHT * (1 - tick / top));
    return svg`
      ${tick > 0 ? svg`<path class="grid-line" d="M0 ${y + 0.5}h${width}" />` : nothing}
      <text class="count" x="-12" y=${y + 4} text-anchor="end">${format.format(tick)}</text>
    `;
  });
}

/** @param {TimeTick[]} times */
function timeAxis(times) {
  return times.map(
    ({ x, label, anchor }) => svg`
      <path class="base" d="M${Math.round(x) + 0.5} ${HEIGHT}v4" />
      <text x=${x} y=${HEIGHT + 15} text-anchor=${anchor}>${label}</text>
    `,
  );
}

/**
 * Fades the columns outside the selection.
 *
 * @param {Plot} plot
 * @param {Selection} selection
 */
function shades(plot, selection) {
  const { left, right } = handlesOf(plot, selection);
  return svg`
    <rect class="shade" x="0" y="0" width=${left} height=${HEIGHT} />
    <rect class="shade" x=${right} y="0" width=${plot.width - right} height=${HEIGHT} />
  `;
}
