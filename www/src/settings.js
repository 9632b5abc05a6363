// Page preferences stored for the next visit: language and theme only.

import { bestLanguage, LANGUAGES } from "./strings/index.js";

/**
 * @import { Language } from "./strings/index.js"
 * @typedef {(typeof THEMES)[number]} Theme
 * @typedef {{ language?: Language, theme?: Theme }} Settings
 */

export const THEMES = /** @type {const} */ (["system", "light", "dark"]);

const KEY = "heroku-drain";

/**
 * Returns the stored preferences; none if the browser forbids storage, or they are invalid.
 *
 * @returns {Settings}
 */
export function keptSettings() {
  try {
    const { language, theme } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      ...(Object.hasOwn(LANGUAGES, language) && { language }),
      ...(THEMES.includes(theme) && { theme }),
    };
  } catch {
    return {};
  }
}

/**
 * Stores a preference. If the browser forbids storage, it applies until the page closes.
 *
 * @param {Settings} chosen
 */
export function keepSettings(chosen) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...keptSettings(), ...chosen }));
  } catch {
    // Not important enough to report.
  }
}

/**
 * Returns the initial language.
 *
 * @param {Language} [addressed] language in the page's address
 * @returns {Language}
 */
export function startingLanguage(addressed) {
  return addressed ?? keptSettings().language ?? bestLanguage(navigator.languages);
}

/**
 * Returns the initial theme.
 *
 * @param {Theme} [addressed] theme in the page's address
 * @returns {Theme}
 */
export function startingTheme(addressed) {
  return addressed ?? keptSettings().theme ?? "system";
}
