// Sentences with inline code between backticks.

import { html } from "lit";

/** @param {string} text */
export function prose(text) {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 0 ? part : html`<code translate="no">${part}</code>`));
}
