// Light and dark theme. Imported before the page renders, so that it renders once.

import { readAddress } from "./address.js";
import { startingTheme } from "./settings.js";

/** @import { Theme } from "./settings.js" */

/** @param {Theme} theme */
export function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const meta = document.querySelector("meta[name=color-scheme]");
  meta?.setAttribute("content", theme === "system" ? "light dark" : theme);
  for (const bar of document.querySelectorAll("meta[name=theme-color]")) colourBar(bar, theme);
}

/**
 * Colours of a phone's browser bars: one for each theme, of which exactly one may apply.
 *
 * @param {Element} meta
 * @param {Theme} theme
 */
function colourBar(meta, theme) {
  const own = meta.getAttribute("data-theme") ?? "";
  const chosen = theme === own ? "all" : "not all";
  meta.setAttribute("media", theme === "system" ? `(prefers-color-scheme: ${own})` : chosen);
}

showTheme(startingTheme(readAddress(location.hash).theme));
