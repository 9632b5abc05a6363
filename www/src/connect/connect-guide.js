// Guide to setting up a drain: steps with commands built from the user's input, and remarks.

import { html, LitElement, nothing } from "lit";
import { copyText } from "../copy.js";
import { words } from "../strings/index.js";
import { checkEndpoint, isAppName } from "./checks.js";
import {
  addDrain,
  addPrivateDrain,
  EXAMPLE,
  exportToken,
  listDrains,
  postBatch,
  removeDrain,
  tailLogs,
} from "./commands.js";
import { ENDPOINT } from "./endpoint.js";
import { prose } from "./prose.js";

export class ConnectGuide extends LitElement {
  static properties = {
    lang: { attribute: false },
    app: { state: true },
    endpoint: { state: true },
    copied: { state: true },
  };

  /** Time of the test batch; constant during a visit, so that the command does not change. */
  #time = new Date();

  constructor() {
    super();
    this.app = "";
    this.endpoint = "";
    /** The last copied text, and whether the browser allowed it. @type {{ text: string, isDone: boolean } | undefined} */
    this.copied = undefined;
  }

  /** Renders into the light DOM, so that the page's style sheet applies. */
  createRenderRoot() {
    return this;
  }

  render() {
    const { connect } = words();
    return html`
      <div class="connect">
        <h2 tabindex="-1">${connect.title}</h2>
        <p>${connect.intro}</p>
        <div class="connect-inputs">${this.#appInput()} ${this.#endpointInput()}</div>
        <ol class="connect-steps">${this.#steps().map((step) => html`<li>${step}</li>`)}</ol>
        ${headerTable()}
        <p class="visually-hidden" role="status">${this.#copiedText()}</p>
      </div>
    `;
  }

  /** Inputs of the commands: only values that Heroku accepts, so that commands are safe. */
  #drain() {
    return {
      app: isAppName(this.app) ? this.app : EXAMPLE.app,
      endpoint: checkEndpoint(this.endpoint).url ?? EXAMPLE.endpoint,
    };
  }

  #appInput() {
    const { connect } = words();
    const isWrong = this.app !== "" && !isAppName(this.app);
    return html`
      <div class="connect-input">
        <label for="connect-app">${connect.app}</label>
        <input id="connect-app" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder=${EXAMPLE.app} .value=${this.app} aria-invalid=${isWrong} aria-describedby="connect-app-remarks" @input=${this.#appTyped}>
        <div id="connect-app-remarks" aria-live="polite">${isWrong ? remark(connect.appInvalid, "error") : nothing}</div>
      </div>
    `;
  }

  #endpointInput() {
    const { connect } = words();
    const { url, remarks } = this.endpoint ? checkEndpoint(this.endpoint) : none();
    const isWrong = this.endpoint !== "" && !url;
    return html`
      <div class="connect-input">
        <label for="connect-endpoint">${connect.endpoint}</label>
        <input id="connect-endpoint" type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder=${EXAMPLE.endpoint} .value=${this.endpoint} aria-invalid=${isWrong} aria-describedby="connect-endpoint-remarks" @input=${this.#endpointTyped}>
        <div id="connect-endpoint-remarks" aria-live="polite">${remarks.map((name) => remark(connect.remarks[name], url ? "warning" : "error"))}</div>
      </div>
    `;
  }

  #steps() {
    const { connect } = words();
    const drain = this.#drain();
    return [
      html`<h3>${connect.answer}</h3>
        <ul>${connect.rules.map((rule) => html`<li>${prose(rule)}</li>`)}</ul>`,
      html`<h3>${connect.code}</h3>
        <p>${prose(connect.codeNote)}</p>
        ${this.#command(connect.code, ENDPOINT)}`,
      html`<h3>${connect.test}</h3>
        <p>${prose(connect.testNote)}</p>
        ${this.#command("LOGPLEX_DRAIN_TOKEN", exportToken())}
        ${this.#command(connect.test, postBatch(drain, this.#time))}`,
      html`<h3>${connect.add}</h3>
        ${this.#command(connect.add, addDrain(drain))}
        <p>${prose(connect.addNote)}</p>`,
      html`<h3>${connect.token}</h3>
        <p>${prose(connect.tokenNote)}</p>
        ${this.#command(connect.token, listDrains(drain))}
        <p>${prose(connect.tokenCheck)}</p>
        <p>${prose(connect.privateSpace)}</p>
        ${this.#command("Private Space", addPrivateDrain(drain))}`,
      html`<h3>${connect.watch}</h3>
        ${this.#command(connect.watch, tailLogs(drain))}
        <p>${prose(connect.watchNote)}</p>`,
      html`<h3>${connect.remove}</h3>
        ${this.#command(connect.remove, removeDrain(drain))}`,
    ];
  }

  /**
   * @param {string} what
   * @param {string} text
   */
  #command(what, text) {
    const { common, connect } = words();
    const copied = this.copied?.text === text ? this.copied : undefined;
    return html`
      <div class="command">
        <pre tabindex="0" role="group" aria-label=${what} translate="no"><code>${text}</code></pre>
        <button type="button" aria-label=${connect.copyOf(what)} @click=${(/** @type {Event} */ event) => this.#copy(text, event)}>${copied?.isDone ? common.copied : common.copy}</button>
        ${copied?.isDone === false ? html`<p class="hint">${common.notCopied}</p>` : nothing}
      </div>
    `;
  }

  #copiedText() {
    if (!this.copied) return nothing;
    return this.copied.isDone ? words().common.copied : words().common.notCopied;
  }

  /**
   * @param {string} text
   * @param {Event} event
   */
  async #copy(text, { currentTarget }) {
    const shown = /** @type {Element} */ (currentTarget).previousElementSibling;
    const isDone = await copyText(text);
    this.copied = { text, isDone };
    // Selects the text for copying with the keyboard.
    if (!isDone && shown) getSelection()?.selectAllChildren(shown);
  }

  /** @param {Event} event */
  #appTyped = ({ currentTarget }) => {
    this.app = /** @type {HTMLInputElement} */ (currentTarget).value.trim();
  };

  /** @param {Event} event */
  #endpointTyped = ({ currentTarget }) => {
    this.endpoint = /** @type {HTMLInputElement} */ (currentTarget).value.trim();
  };
}

/** @returns {ReturnType<typeof checkEndpoint>} */
function none() {
  return { url: undefined, remarks: [] };
}

/**
 * @param {string} text
 * @param {"error" | "warning"} kind
 */
function remark(text, kind) {
  return html`<p class="remark ${kind}">${prose(text)}</p>`;
}

function headerTable() {
  const { connect } = words();
  return html`
    <h3>${connect.headers}</h3>
    <table class="connect-headers">
      <thead>
        <tr><th scope="col">${connect.header}</th><th scope="col">${connect.meaning}</th></tr>
      </thead>
      <tbody>
        ${connect.headerRows.map(([name = "", meaning = ""]) => html`<tr><th scope="row"><code translate="no">${name}</code></th><td>${prose(meaning)}</td></tr>`)}
      </tbody>
    </table>
  `;
}

customElements.define("connect-guide", ConnectGuide);
