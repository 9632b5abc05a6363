// Payload panel: text box, file, samples, framing.

import { html, nothing } from "lit";
import { formatCount, formatSize } from "./format.js";
import { FRAMINGS } from "./messages.js";
import { SAMPLE_IDS } from "./samples/ids.js";
import { words } from "./strings/index.js";
import { shownText } from "./text.js";

/**
 * @import { Framing } from "heroku-drain"
 * @import { DrainPage } from "./drain-page.js"
 * @import { DropNote } from "./incoming.js"
 * @import { Difference, LineEnd, Source, Summary } from "./messages.js"
 */

/** @type {readonly LineEnd[]} */
const LINE_ENDS = ["lf", "crlf"];

/** @param {DrainPage} page */
export function payloadPanel(page) {
  const { payload } = words();
  const isBytes = page.source !== undefined && page.source.kind !== "text";
  return html`
    <section class="panel payload" aria-labelledby="payload-title">
      <div class="panel-head">
        <h2 id="payload-title">${payload.title}</h2>
        <div class="actions">
          <label class="button file">
            ${payload.open}
            <input class="visually-hidden" type="file" @change=${page.filePicked}>
          </label>
          <button type="button" ?disabled=${!page.source} @click=${page.clear}>${payload.clear}</button>
        </div>
      </div>
      ${page.note ? html`<p class="notice" role="alert">${dropNote(page.note)}</p>` : nothing}
      ${isBytes ? bytesCard(page) : nothing}
      <div class="typed" ?hidden=${isBytes}>
        <label class="visually-hidden" for="payload-text">${payload.label}</label>
        <textarea
          id="payload-text"
          aria-describedby="payload-hint"
          placeholder=${payload.placeholder}
          rows="8"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          @input=${page.typed}
          @paste=${page.pasted}
        ></textarea>
        ${lineEnds(page)}
      </div>
      ${framingChoice(page)} ${sampleList(page)}
    </section>
  `;
}

/** @param {DropNote} note */
function dropNote(note) {
  const { dropped } = words().payload;
  if (note.kind === "nothing") return dropped.nothing;
  if (note.kind === "folder") return [shownText(note.name), dropped.folder];
  return [dropped.several(formatCount(note.count)), shownText(note.name)];
}

/**
 * Note about the line endings that a text box changed, and their selection.
 *
 * @param {DrainPage} page
 */
function lineEnds({ source, lineEnd, changed, lineEndChosen, takePasted, pastedText }) {
  const { payload } = words();
  if (!(source?.kind === "text" && source.text.includes("\n"))) {
    return html`<p class="hint" id="payload-hint">${payload.keepsBytes}</p>`;
  }
  return html`
    <div class="line-ends">
      <fieldset class="segmented small">
        <legend>${payload.lineEnds}</legend>
        ${LINE_ENDS.map((value) =>
          choice("line-end", value, value.toUpperCase(), value === lineEnd, () =>
            lineEndChosen(value),
          ),
        )}
      </fieldset>
      <p class="hint" id="payload-hint">
        ${changed === "none" ? payload.onlyLf : html`<strong>${payload.pasteChanged}</strong> ${payload.chooseLineEnd}`}
        ${
          pastedText !== undefined
            ? html`<button type="button" class="link" @click=${takePasted}>${payload.asPasted}</button>`
            : nothing
        }
      </p>
    </div>
  `;
}

/**
 * Replaces the text box if the payload is binary.
 *
 * @param {DrainPage} page
 */
function bytesCard({ source, outcome: { summary }, clear }) {
  if (!source || source.kind === "text") return nothing;
  const bytes = summary?.bytes ?? (source.kind === "file" ? source.file.size : undefined);
  const { payload } = words();
  return html`
    <div class="bytes-card">
      <p class="bytes-name">
        <strong>${shownText(sourceName(source))}</strong>
        <span class="muted">${bytes === undefined ? "…" : formatSize(bytes)}</span>
      </p>
      ${
        summary?.compressed
          ? html`<p class="hint">${payload.decompressed(formatSize(summary.compressed.bytes), formatSize(summary.bytes))}</p>`
          : nothing
      }
      <pre class="head" tabindex="0" role="group" aria-label=${payload.start}>${shownText(summary?.head ?? "", { breaks: true })}</pre>
      <p class="hint">
        ${summary ? headHint(summary) : nothing}
        <button type="button" class="link" @click=${clear}>${payload.another}</button>
      </p>
    </div>
  `;
}

/** @param {Exclude<Source, { kind: "text" }>} source */
function sourceName(source) {
  const { payload, samples } = words();
  if (source.kind === "file") return source.name;
  if (source.kind === "link") return payload.fromLink;
  return isSample(source.id) ? samples[source.id].title : source.id;
}

/** @param {Summary} summary */
function headHint({ head, isHeadCut }) {
  const { payload } = words();
  if (head === "") return nothing;
  return isHeadCut ? payload.startShown : payload.allShown;
}

/** @param {DrainPage} page */
function framingChoice(page) {
  const { framing, framingChosen } = page;
  const { framings } = words().payload;
  return html`
    <fieldset class="framing" aria-describedby="framing-meaning">
      <legend>${framings.title}</legend>
      <div class="segmented">
        ${FRAMINGS.map((value) =>
          choice("framing", value, framings[value].title, value === framing, () =>
            framingChosen(value),
          ),
        )}
      </div>
      <p class="hint" id="framing-meaning">${framings[framing].meaning}</p>
      ${page.source ? differences(page) : nothing}
    </fieldset>
  `;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} title
 * @param {boolean} isChosen
 * @param {() => void} choose
 */
function choice(name, value, title, isChosen, choose) {
  return html`
    <label>
      <input type="radio" name=${name} value=${value} .checked=${isChosen} @change=${choose}>
      <span>${title}</span>
    </label>
  `;
}

/**
 * Result of each framing. Rendered before it is known, to avoid layout shifts.
 *
 * @param {DrainPage} page
 */
function differences(page) {
  const { framings, differs } = words().payload;
  const { summary, differences } = page.outcome;
  return html`
    <table class="differences">
      <thead>
        <tr>
          <td></td>
          <th scope="col">${differs.records}</th>
          <th scope="col">${differs.errors}</th>
          <th scope="col">${differs.title}</th>
        </tr>
      </thead>
      <tbody>
        ${FRAMINGS.map((framing) => {
          const difference = differences.find((other) => other.framing === framing);
          const sums = framing === summary?.framing ? summary : difference;
          return html`
            <tr>
              <th scope="row">${framings[framing].title}</th>
              <td>${sums ? formatCount(sums.records) : "…"}</td>
              <td>${sums ? formatCount(sums.errors) : "…"}</td>
              <td>${difference ? differenceCell(page, difference) : nothing}</td>
            </tr>
          `;
        })}
      </tbody>
    </table>
  `;
}

/**
 * @param {DrainPage} page
 * @param {Difference} difference
 */
function differenceCell({ showDifference }, difference) {
  const { rows, offset } = difference;
  const { differs } = words().payload;
  if (offset === undefined) return html`<span class="muted">${words().common.none}</span>`;
  return html`
    <button type="button" class="link" title=${differs.from(formatCount(offset))} @click=${() => showDifference(difference)}>${differs.rows(rows)}</button>
  `;
}

/** @param {DrainPage} page */
function sampleList({ source, sampleChosen, areSamplesOpen, samplesToggled }) {
  const { samples: table, payload } = words();
  const chosen = source?.kind === "sample" ? source.id : undefined;
  return html`
    <details class="samples" ?open=${areSamplesOpen} @toggle=${samplesToggled}>
      <summary><h3>${payload.samples}</h3></summary>
      <ul>
        ${SAMPLE_IDS.map((id) => {
          const { title, look } = table[id];
          return html`
            <li>
              <button type="button" class="sample" aria-pressed=${id === chosen} @click=${() => sampleChosen(id)}>
                <strong>${title}</strong>
                <span class="look">${look}</span>
              </button>
            </li>
          `;
        })}
      </ul>
    </details>
  `;
}

/**
 * A link may name an unknown sample.
 *
 * @param {string} id
 * @returns {id is import("./samples/ids.js").SampleId}
 */
function isSample(id) {
  return /** @type {readonly string[]} */ (SAMPLE_IDS).includes(id);
}
