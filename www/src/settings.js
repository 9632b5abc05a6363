// What a person chose about the page itself, kept for the next visit: language and colours, nothing else.

import { bestLanguage, LANGUAGES } from "./strings/index.js";

/**
 * @import { Language } from "./strings/index.js"
 * @typedef {(typeof THEMES)[number]} Theme
 * @typedef {{ language?: Language, theme?: Theme }} Settings
 */

export const THEMES = /** @type {const} */ (["system", "light", "dark"]);

const KEY = "heroku-drain";

/**
 * What was kept; nothing where the browser forbids it, or somebody else wrote there.
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
 * Keeps what a person chose. Where the browser forbids it, it holds until the page is closed.
 *
 * @param {Settings} chosen
 */
export function keepSettings(chosen) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...keptSettings(), ...chosen }));
  } catch {
    // Nothing that the person has to know.
  }
}

/**
 * The language to begin with.
 *
 * @param {Language} [addressed] what the page's address asks for
 * @returns {Language}
 */
export function startingLanguage(addressed) {
  return addressed ?? keptSettings().language ?? bestLanguage(navigator.languages);
}

/**
 * The colours to begin with.
 *
 * @param {Theme} [addressed] what the page's address asks for
 * @returns {Theme}
 */
export function startingTheme(addressed) {
  return addressed ?? keptSettings().theme ?? "system";
}
