// Declared and actual octet count.

import { html, nothing } from "lit";
import { formatCount } from "../format.js";
import { words } from "../strings/index.js";

/** @import { Frame } from "./frame.js" */

/** @param {Frame} frame */
export function octets({ covered }) {
  if (!covered) return nothing;
  const { declared, actual } = covered;
  const { octets } = words().details;
  if (declared === actual) {
    return html`<p class="octets right" data-field="message_len">
      <span class="tick" aria-hidden="true">✓</span> ${octets.right(declared)}
    </p>`;
  }
  const most = Math.max(declared, actual);
  const difference = Math.abs(declared - actual);
  return html`
    <div class="octets wrong" data-field="message_len">
      <p>${declared > actual ? octets.tooMany(difference) : octets.tooFew(difference)}</p>
      ${bar(octets.declared, declared, most, "declared")} ${bar(octets.actual, actual, most, "actual")}
    </div>
  `;
}

/**
 * @param {string} name
 * @param {number} count
 * @param {number} most
 * @param {string} kind
 */
function bar(name, count, most, kind) {
  const width = `inline-size: ${(100 * count) / most}%`;
  return html`
    <div class="octet-bar ${kind}">
      <span class="muted">${name}</span>
      <span class="track" aria-hidden="true"><span .style=${width}></span></span>
      <span class="number">${formatCount(count)}</span>
    </div>
  `;
}
