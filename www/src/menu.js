// Menu: a modal dialog positioned at its button.

import { html, LitElement, nothing } from "lit";
import { words } from "./strings/index.js";

/** A button with a dialog. */
export class Menu extends LitElement {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = {
    lang: { attribute: false },
    isOpen: { state: true },
  };

  /** Target of the press: a click that began inside, as in text selection, closes nothing. */
  #pressed = /** @type {EventTarget | null} */ (null);

  constructor() {
    super();
    this.isOpen = false;
  }

  /** Renders into the light DOM, so that the page's style sheet applies. */
  createRenderRoot() {
    return this;
  }

  /** The button's label. */
  label() {
    return "";
  }

  /** The heading above the content. */
  heading() {
    return "";
  }

  /** The menu's content, rendered only while it is open. @returns {unknown} */
  content() {
    return nothing;
  }

  /** Called before the menu opens. */
  opened() {}

  /** Called after the menu has closed. */
  closed() {}

  render() {
    return html`
      <button type="button" class="menu-button" aria-haspopup="dialog" aria-expanded=${this.isOpen} @click=${this.open}>${this.label()}</button>
      <dialog class="menu" aria-label=${this.heading()} @close=${this.#hidden} @pointerdown=${this.#pointed} @click=${this.#clicked}>
        ${this.isOpen ? this.#body() : nothing}
      </dialog>
    `;
  }

  open = async () => {
    this.opened();
    this.isOpen = true;
    await this.updateComplete;
    const dialog = this.#dialog();
    dialog.showModal();
    place(dialog, this.#button());
    dialog.querySelector("h2")?.focus();
  };

  /** New content may need more space. */
  updated() {
    if (this.#dialog().open) place(this.#dialog(), this.#button());
  }

  close = () => this.#dialog().close();

  #body() {
    return html`
      <div class="menu-body">
        <div class="menu-head">
          <h2 tabindex="-1">${this.heading()}</h2>
          <button type="button" class="menu-close" aria-label=${words().common.close} @click=${this.close}>✕</button>
        </div>
        ${this.content()}
      </div>
    `;
  }

  #hidden = () => {
    this.isOpen = false;
    this.closed();
    // Safari does not focus a clicked button, so the dialog does not restore its focus.
    this.#button().focus();
  };

  /** @param {Event} event */
  #pointed = ({ target }) => {
    this.#pressed = target;
  };

  /**
   * The target is the dialog itself only outside its content.
   *
   * @param {Event} event
   */
  #clicked = ({ target }) => {
    const dialog = this.#dialog();
    if (target === dialog && this.#pressed === dialog) this.close();
  };

  #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  #button() {
    return /** @type {HTMLElement} */ (this.querySelector(".menu-button"));
  }
}

/** Margin in pixels between a menu and its button, and between a menu and the window's edges. */
const DISTANCE = 8;

/**
 * Positions the menu below the button, right edges aligned, within the window.
 *
 * @param {HTMLElement} dialog
 * @param {HTMLElement} button
 */
function place(dialog, button) {
  const { clientWidth, clientHeight } = document.documentElement;
  const { bottom, right } = button.getBoundingClientRect();
  const { width, height } = dialog.getBoundingClientRect();
  dialog.style.left = `${inside(right - width, clientWidth - width)}px`;
  dialog.style.top = `${inside(bottom + DISTANCE, clientHeight - height)}px`;
}

/**
 * @param {number} place
 * @param {number} room
 */
function inside(place, room) {
  return Math.max(DISTANCE, Math.min(place, room - DISTANCE));
}
