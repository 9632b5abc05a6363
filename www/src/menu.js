// How a menu opens at its button and closes again: a modal dialog that stands where its button is.

import { html, LitElement, nothing } from "lit";
import { words } from "./strings/index.js";

/** A button and what it opens. */
export class Menu extends LitElement {
  /** @type {import("lit").PropertyDeclarations} */
  static properties = {
    lang: { attribute: false },
    isOpen: { state: true },
  };

  /** Where the pointer went down: a click that began inside, as when text is marked, closes nothing. */
  #pressed = /** @type {EventTarget | null} */ (null);

  constructor() {
    super();
    this.isOpen = false;
  }

  /** The page's style sheet applies inside. */
  createRenderRoot() {
    return this;
  }

  /** What stands on the button. */
  label() {
    return "";
  }

  /** What stands above the content. */
  heading() {
    return "";
  }

  /** What the menu holds, drawn only while it is open. @returns {unknown} */
  content() {
    return nothing;
  }

  /** Is called before the menu opens. */
  opened() {}

  /** Is called once it has closed. */
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

  /** What came to be shown may need more room. */
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
    // In Safari a clicked button does not have the keyboard, so the dialog does not give it back.
    this.#button().focus();
  };

  /** @param {Event} event */
  #pointed = ({ target }) => {
    this.#pressed = target;
  };

  /**
   * The dialog itself is under the pointer only beside its content.
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

/** Pixels between a menu and its button, and at least between a menu and the window's edges. */
const DISTANCE = 8;

/**
 * Under the button, right ends in line, as far as there is room in the window.
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
