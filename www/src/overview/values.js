// Labels and colours of field values in the overview.

import { html } from "lit";
import { facilityName, severityName } from "../keywords.js";
import { words } from "../strings/index.js";
import { plainText, shownText } from "../text.js";

/**
 * @import { FacetName, StackBy, Timeline } from "../messages.js"
 * @typedef {string | number | undefined} Value
 */

/** Number of colours for names. */
const COLOURS = 8;

/**
 * Formats a value as plain text, for titles and labels.
 *
 * @param {FacetName} name
 * @param {Value} value
 */
export function plainName(name, value) {
  return standIn(name, value) ?? plainText(nameOf(name, value));
}

/**
 * Renders a value with hidden characters visible; an absent value differs from its name.
 *
 * @param {FacetName} name
 * @param {Value} value
 */
export function shownName(name, value) {
  const word = standIn(name, value);
  return word === undefined ? shownText(nameOf(name, value)) : html`<i class="absent">${word}</i>`;
}

/**
 * Renders a notice for empty data.
 *
 * @param {FacetName} name
 * @param {Value} value
 */
function standIn(name, value) {
  const { absent, empty, none } = words().common;
  if (value === undefined) return name === "severity" || name === "facility" ? none : absent;
  return value === "" ? empty : undefined;
}

/**
 * @param {FacetName} name
 * @param {Value} value
 */
function nameOf(name, value) {
  if (name === "severity") return severityName(Number(value));
  return name === "facility" ? facilityName(Number(value)) : String(value);
}

/**
 * Returns the class for a severity's colour.
 *
 * @param {Value} severity
 */
export function severityColour(severity) {
  return severity === undefined ? "colour-none" : `colour-severity-${severity}`;
}

/**
 * Assigns colours to names: a name keeps its colour while it is present, whatever its count.
 *
 * @param {ReadonlyMap<Value, number>} before previous colours
 * @param {readonly Value[]} names at most as many as colours
 * @returns {Map<Value, number>} 0 to 7
 */
export function coloursOf(before, names) {
  const kept = names.filter((name) => before.has(name));
  const colours = new Map(kept.map((name) => [name, Number(before.get(name))]));
  const free = freeColours(new Set(colours.values()), new Set(before.values()));
  const added = names.filter((name) => !before.has(name));
  for (const [index, name] of added.entries()) colours.set(name, Number(free[index]));
  return colours;
}

/**
 * Lists the unused colours, those never assigned first.
 *
 * @param {ReadonlySet<number>} taken
 * @param {ReadonlySet<number>} given
 */
function freeColours(taken, given) {
  const all = Array.from({ length: COLOURS }, (_, colour) => colour);
  const free = all.filter((colour) => !taken.has(colour));
  return [
    ...free.filter((colour) => !given.has(colour)),
    ...free.filter((colour) => given.has(colour)),
  ];
}

/**
 * Returns the class for a series' colour.
 *
 * @param {StackBy} stackBy
 * @param {Timeline["series"][number]} series
 * @param {ReadonlyMap<Value, number>} colours
 */
export function seriesColour(stackBy, { value, isOthers }, colours) {
  if (isOthers) return "colour-none";
  return stackBy === "severity" ? severityColour(value) : `colour-name-${colours.get(value)}`;
}
