// Which language the page speaks. Each has one table; only the one that is spoken is loaded.

import { en } from "./en.js";

/** @typedef {typeof en} Words */
/** @typedef {keyof typeof LANGUAGES} Language */

/** The languages, each by its own name. */
export const LANGUAGES = { en: "English", ko: "한국어" };

let spoken = { language: /** @type {Language} */ ("en"), words: en };
/** The last language that was asked for: its table may come before that of an earlier one. */
let asked = spoken.language;

/** The page's strings in its language. Call it on each render, since the language may change. */
export function words() {
  return spoken.words;
}

/** The language that is spoken. */
export function language() {
  return spoken.language;
}

/**
 * Speaks another language from now on, once its table is here.
 *
 * @param {Language} language
 * @returns {Promise<boolean>} false where another one was asked for meanwhile, or the table does not come
 */
export async function speak(language) {
  asked = language;
  const words = await table(language).catch(() => undefined);
  if (!words || language !== asked) return false;
  spoken = { language, words };
  document.documentElement.lang = language;
  return true;
}

/** @param {Language} language */
async function table(language) {
  return language === "ko" ? (await import("./ko.js")).ko : en;
}

/**
 * The first language of these that there is a table for.
 *
 * @param {readonly string[]} wanted as in `navigator.languages`
 * @returns {Language}
 */
export function bestLanguage(wanted) {
  const known = wanted
    .map((tag) => String(tag).split("-")[0]?.toLowerCase() ?? "")
    .find((tag) => Object.hasOwn(LANGUAGES, tag));
  return /** @type {Language} */ (known ?? "en");
}
