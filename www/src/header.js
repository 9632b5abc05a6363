// Page header: title, privacy note, language and theme.

import { html, LitElement, svg } from "lit";
import { THEMES } from "./settings.js";
import { LANGUAGES, words } from "./strings/index.js";

/**
 * @import { Theme } from "./settings.js"
 * @import { Language } from "./strings/index.js"
 */

const LOCK = svg`<path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z"/>`;
const GLOBE = svg`<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c4.5 4 4.5 8 0 12M8 2c-4.5 4-4.5 8 0 12"/>`;
const CONTRAST = svg`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>`;

/**
 * Fires `language-choose` with a Language, `theme-choose` with a Theme, and `connect-open`.
 */
export class PageHeader extends LitElement {
  static properties = {
    lang: { attribute: false },
    theme: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Language} */
    this.lang = "en";
    /** @type {Theme} */
    this.theme = "system";
  }

  /** Renders into the light DOM, so that the page's style sheet applies. */
  createRenderRoot() {
    return this;
  }

  render() {
    const { header } = words();
    return html`
      <header class="masthead">
        <img src="favicon.svg" width="28" height="28" alt="">
        <h1 translate="no">heroku-drain</h1>
        <p class="tagline">${header.tagline}</p>
        <p class="private" title=${header.privateNote}>${icon(LOCK)} ${header.private}</p>
        <div class="masthead-actions">
          ${this.#languageChoice()} ${this.#themeChoice()}
          <button type="button" @click=${() => this.#fire("connect-open")}>${header.connect}</button>
        </div>
      </header>
    `;
  }

  updated() {
    document.title = words().header.title;
  }

  #languageChoice() {
    const languages = Object.entries(LANGUAGES);
    return html`
      <label class="setting" title=${words().header.language}>
        ${icon(GLOBE)}
        <select aria-label=${words().header.language} @change=${(/** @type {Event} */ event) => this.#fire("language-choose", chosenIn(event))}>
          ${languages.map(([language, name]) => html`<option value=${language} lang=${language} .selected=${language === this.lang}>${name}</option>`)}
        </select>
      </label>
    `;
  }

  #themeChoice() {
    const { theme, themes } = words().header;
    return html`
      <label class="setting" title=${theme}>
        ${icon(CONTRAST)}
        <select aria-label=${theme} @change=${(/** @type {Event} */ event) => this.#fire("theme-choose", chosenIn(event))}>
          ${THEMES.map((name) => html`<option value=${name} .selected=${name === this.theme}>${themes[name]}</option>`)}
        </select>
      </label>
    `;
  }

  /**
   * @param {string} type
   * @param {string} [detail]
   */
  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {Event} event */
function chosenIn({ currentTarget }) {
  return /** @type {HTMLSelectElement} */ (currentTarget).value;
}

/** @param {unknown} shapes */
function icon(shapes) {
  return html`<svg class="icon" viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">${shapes}</svg>`;
}

customElements.define("page-header", PageHeader);
