// Facet bars: counts of a field's values; a bar filters by its value.

import { html, LitElement, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatCount } from "../format.js";
import { FACETS } from "../messages.js";
import { words } from "../strings/index.js";
import { formatShare, sharesOf } from "./shares.js";
import { plainName, severityColour, shownName } from "./values.js";

/** @import { Facet, FacetName, FacetValue } from "../messages.js" */

/** Fires `facet-toggle` with `{ name, value }`. */
export class FacetBars extends LitElement {
  static properties = {
    facets: { attribute: false },
    lang: { attribute: false },
    shown: { state: true },
  };

  constructor() {
    super();
    /** @type {readonly Facet[]} */
    this.facets = [];
    this.lang = "";
    /** @type {FacetName} */
    this.shown = "severity";
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const facets = FACETS.flatMap((name) => this.facets.find((facet) => facet.name === name) ?? []);
    const facet = facets.find(({ name }) => name === this.shown) ?? facets[0];
    if (!facet) return nothing;
    return html`${this.#switch(facets, facet.name)} ${this.#list(facet)}`;
  }

  /**
   * @param {readonly Facet[]} facets
   * @param {FacetName} shown
   */
  #switch(facets, shown) {
    return html`
      <fieldset class="overview-switch">
        <legend class="visually-hidden">${words().overview.facet}</legend>
        ${facets.map(
          ({ name, values }) => html`
            <label>
              <input
                type="radio"
                name="facet"
                .checked=${name === shown}
                @change=${() => this.#show(name)}
              />
              <span>${words().overview.names[name]}${values.some(({ isChosen }) => isChosen) ? mark() : nothing}</span>
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  /** @param {FacetName} name */
  #show(name) {
    this.shown = name;
    const list = this.querySelector(".facet-list");
    if (list) list.scrollTop = 0;
  }

  /** @param {Facet} facet */
  #list(facet) {
    const { names, nothingHere, more } = words().overview;
    if (facet.values.length === 0)
      return html`<p class="facet-empty muted">${nothingHere(names[facet.name])}</p>`;
    const shares = sharesOf(facet);
    return html`
      <ul class="facet-list" aria-label=${names[facet.name]}>
        ${repeat(
          facet.values,
          ({ value }) => value,
          (value, index) => this.#bar(facet, value, shares[index]),
        )}
        ${facet.others > 0 ? html`<li class="facet-more muted">${more(facet.others)}</li>` : nothing}
      </ul>
    `;
  }

  /**
   * @param {Facet} facet
   * @param {FacetValue} value
   * @param {{ length: number, share: number | undefined } | undefined} size
   */
  #bar({ name }, { value, count, isChosen }, size) {
    const colour = name === "severity" ? severityColour(value) : "";
    const { length = 0, share } = size ?? {};
    return html`
      <li>
        <button
          type="button"
          aria-pressed=${isChosen}
          title=${plainName(name, value)}
          @click=${() => this.#toggle(name, value)}
        >
          <span class="facet-name">${shownName(name, value)}</span>
          <span class="track"><span class="bar ${colour}" .style=${`width: ${length * 100}%`}></span></span>
          <span class="facet-count">${formatCount(count)}</span>
          <span class="facet-share">${share === undefined ? nothing : formatShare(share)}</span>
        </button>
      </li>
    `;
  }

  /**
   * @param {FacetName} name
   * @param {FacetValue["value"]} value
   */
  #toggle(name, value) {
    this.dispatchEvent(new CustomEvent("facet-toggle", { detail: { name, value }, bubbles: true }));
  }
}

/** Marks a tab that has an active filter. */
function mark() {
  return html`<span class="facet-mark" aria-hidden="true"></span><span class="visually-hidden">${words().overview.chosen}</span>`;
}

customElements.define("facet-bars", FacetBars);
