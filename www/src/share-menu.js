// Share menu: the contents of a link, and the link, or a file if the link would be too long.

import { html, nothing } from "lit";
import { copyText } from "./copy.js";
import { download } from "./download.js";
import { fileOf } from "./export-file.js";
import { Menu } from "./menu.js";
import { LONGEST_LINK } from "./messages.js";
import { words } from "./strings/index.js";

/**
 * @import { Export } from "./messages.js"
 * @typedef {{ url: string } | { tooLong: number }} Link tooLong: length of the payload in characters
 */

/** Length above which some chat programs cut or refuse links. */
const LONGEST_SAFE = 2000;

export class ShareMenu extends Menu {
  static properties = {
    makeLink: { attribute: false },
    makeExport: { attribute: false },
    link: { state: true },
    failure: { state: true },
    isCopied: { state: true },
  };

  /** Counts requests, to discard late answers. */
  #asked = 0;

  constructor() {
    super();
    /** @type {() => Promise<Link | undefined>} */
    this.makeLink = async () => undefined;
    /** @type {((format: "raw", scope: "all") => Promise<Export | undefined>) | undefined} */
    this.makeExport = undefined;
    /** @type {Link | undefined} */
    this.link = undefined;
    this.failure = "";
    /** Whether the browser allowed it, after an attempt. @type {boolean | undefined} */
    this.isCopied = undefined;
  }

  label() {
    return words().share.share;
  }

  heading() {
    return words().share.shareTitle;
  }

  opened() {
    this.#make();
  }

  closed() {
    this.#asked++;
    this.link = undefined;
  }

  content() {
    const { share } = words();
    return html`
      <p>${share.holdsLog}</p>
      <p class="hint">${share.notSent}</p>
      <div class="share-link" aria-busy=${!this.link && !this.failure}>${this.#linkPart()}</div>
    `;
  }

  updated() {
    super.updated();
    if (this.isCopied === false) this.querySelector("input")?.select();
  }

  #linkPart() {
    const { share } = words();
    if (this.failure) return html`<p role="alert">${share.failed(this.failure)}</p>`;
    if (!this.link) return html`<p role="status">${share.makingLink}</p>`;
    return "url" in this.link ? this.#shortEnough(this.link.url) : this.#tooLong(this.link.tooLong);
  }

  /** @param {string} url */
  #shortEnough(url) {
    const { share, common } = words();
    const isLong = url.length > LONGEST_SAFE;
    return html`
      <p class="hint">${share.linkLength(url.length)} ${isLong ? share.longForSome(LONGEST_SAFE) : nothing}</p>
      ${this.isCopied === false ? byHand(url) : nothing}
      <div class="menu-actions">
        <p class="menu-status" role="status">${this.isCopied ? common.copied : nothing}</p>
        <button type="button" class="main-action" @click=${() => this.#copy(url)}>${share.copyLink}</button>
      </div>
    `;
  }

  /** @param {number} characters */
  #tooLong(characters) {
    const { share } = words();
    return html`
      <p class="share-refused">${share.tooLong(characters, LONGEST_LINK)}</p>
      ${
        this.makeExport
          ? html`
              <p>${share.sendFile}</p>
              <div class="menu-actions">
                <button type="button" class="main-action" @click=${this.#download}>${share.downloadPayload}</button>
              </div>
            `
          : nothing
      }
    `;
  }

  async #make() {
    const asked = ++this.#asked;
    this.link = undefined;
    this.failure = "";
    this.isCopied = undefined;
    try {
      const link = await this.makeLink();
      if (asked !== this.#asked) return;
      if (link) this.link = link;
      else this.failure = words().share.changed;
    } catch (error) {
      if (asked === this.#asked) this.#failed(error);
    }
  }

  /** @param {string} url */
  async #copy(url) {
    this.isCopied = undefined;
    this.isCopied = await copyText(url);
  }

  #download = async () => {
    try {
      const made = await this.makeExport?.("raw", "all");
      if (made) download(made.parts, fileOf("raw"));
    } catch (error) {
      this.#failed(error);
    }
  };

  /** @param {unknown} error */
  #failed(error) {
    this.failure = error instanceof Error ? error.message : String(error);
  }
}

/** @param {string} url */
function byHand(url) {
  return html`
    <label class="by-hand">
      <span role="alert">${words().share.byHand}</span>
      <input type="text" readonly .value=${url}>
    </label>
  `;
}

customElements.define("share-menu", ShareMenu);
