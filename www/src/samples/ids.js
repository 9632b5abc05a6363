// Which samples there are, in the order in which they are offered.

/** Each is a part of links to the page, and so stays what it is. */
export const SAMPLE_IDS = /** @type {const} */ ([
  "router",
  "busy",
  "rails",
  "metrics",
  "dropped",
  "cut",
  "windows",
  "damaged",
  "syslog",
  "hosts",
  "hostile",
  "cli",
  "json",
]);

/** @typedef {typeof SAMPLE_IDS[number]} SampleId */
