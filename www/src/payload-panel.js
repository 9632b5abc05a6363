// The panel that a payload comes in by: text box, file, samples, and how it is cut into frames.

import { html, nothing } from "lit";
import { formatSize } from "./format.js";
import { samples } from "./samples.js";
import { shownText } from "./text.js";

/** @import { Framing } from "heroku-drain" */
/** @import { DrainPage } from "./drain-page.js" */
/** @import { Summary } from "./messages.js" */

/** @type {readonly { value: Framing, title: string, meaning: string }[]} */
const FRAMINGS = [
  {
    value: "auto",
    title: "Auto",
    meaning: "Octet counts, each checked against what follows; a wrong one is noticed and mended.",
  },
  {
    value: "octet-counting",
    title: "Octet counting",
    meaning: "The count always wins and nothing is skipped (RFC 6587).",
  },
  {
    value: "lines",
    title: "Lines",
    meaning: "One frame a line, as Panther’s HTTP source reads a body; counts are only a field.",
  },
];

/** @param {DrainPage} page */
export function payloadPanel(page) {
  const isBytes = page.source !== undefined && page.source.kind !== "text";
  return html`
    <section class="panel payload" aria-labelledby="payload-title">
      <div class="panel-head">
        <h2 id="payload-title">Payload</h2>
        <div class="actions">
          <label class="button file">
            Open file…
            <input class="visually-hidden" type="file" @change=${page.filePicked}>
          </label>
          <button type="button" ?disabled=${!page.source} @click=${page.clear}>Clear</button>
        </div>
      </div>
      ${page.notice ? html`<p class="notice" role="alert">${shownText(page.notice)}</p>` : nothing}
      ${isBytes ? bytesCard(page) : nothing}
      <div class="typed" ?hidden=${isBytes}>
        <label class="visually-hidden" for="payload-text">The body of a log-drain request</label>
        <textarea
          id="payload-text"
          aria-describedby="payload-hint"
          placeholder="Paste the body of a log-drain request, or drop a file anywhere on this page."
          rows="8"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          @input=${page.typed}
          @paste=${page.pasted}
        ></textarea>
        <p class="hint" id="payload-hint">
          ${page.isPasteChanged ? pasteNotice(page) : "Text boxes turn CRLF into LF. To keep every byte, open or drop a file."}
        </p>
      </div>
      ${framingChoice(page)} ${sampleList(page)}
    </section>
  `;
}

/** @param {DrainPage} page */
function pasteNotice({ pastedText, takePasted }) {
  return html`
    <strong>What you pasted had CRLF line ends; this box made them LF</strong>, so octet counts may be off.
    ${
      pastedText === undefined
        ? "To keep every byte, open or drop a file."
        : html`<button type="button" class="link" @click=${takePasted}>Parse it as pasted</button>`
    }
  `;
}

/**
 * What stands in place of the text box while the payload is bytes.
 *
 * @param {DrainPage} page
 */
function bytesCard({ source, summary, clear }) {
  if (!source || source.kind === "text") return nothing;
  const bytes = summary?.bytes ?? (source.kind === "file" ? source.file.size : undefined);
  return html`
    <div class="bytes-card">
      <p class="bytes-name">
        <strong>${shownText(source.name)}</strong>
        <span class="muted">${bytes === undefined ? "…" : formatSize(bytes)}, read as bytes</span>
      </p>
      ${
        summary?.head
          ? html`<pre class="head" tabindex="0" aria-label="The start of the payload">${shownText(summary.head, { breaks: true })}</pre>`
          : nothing
      }
      <p class="hint">
        ${summary ? headHint(summary) : nothing}
        <button type="button" class="link" @click=${clear}>Type something else</button>
      </p>
    </div>
  `;
}

/** @param {Summary} summary */
function headHint({ head, isHeadCut }) {
  if (head === "") return nothing;
  return `${isHeadCut ? "The start of it; line" : "Line"} ends and controls are made visible. `;
}

/** @param {DrainPage} page */
function framingChoice({ framing, framingChosen }) {
  return html`
    <fieldset class="framing">
      <legend>Framing</legend>
      <div class="segments">
        ${FRAMINGS.map(
          ({ value, title }) => html`
            <label>
              <input
                type="radio"
                name="framing"
                value=${value}
                aria-describedby="framing-meaning"
                .checked=${value === framing}
                @change=${() => framingChosen(value)}
              >
              <span>${title}</span>
            </label>
          `,
        )}
      </div>
      <p class="hint" id="framing-meaning">
        ${FRAMINGS.find(({ value }) => value === framing)?.meaning}
      </p>
    </fieldset>
  `;
}

/** @param {DrainPage} page */
function sampleList({ sampleId, sampleChosen }) {
  return html`
    <section class="samples" aria-labelledby="samples-title">
      <h3 id="samples-title">Samples</h3>
      <ul>
        ${samples.map(
          ({ id, title, look }) => html`
            <li>
              <button
                type="button"
                class="sample"
                aria-pressed=${id === sampleId}
                @click=${() => sampleChosen(id)}
              >
                <strong>${title}</strong>
                <span class="look">${look}</span>
              </button>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}
