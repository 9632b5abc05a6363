// Whether the page is light or dark. Imported before the page is drawn, so that it is drawn once.

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
 * The bars of a phone's browser: one colour for each theme, of which just one may hold.
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
