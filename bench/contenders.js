// The compared parsers, in groups that do the same job, each led by heroku-drain.

import { columns, parse, toNDJSON } from "heroku-drain";
import { parseCarefully } from "./careful.js";
import { libraries } from "./libraries.js";
import { splitAndMatch, splitMatchStringify } from "./regex.js";
import { utf8 } from "./utf8.js";

/** @import { Serde } from "./serde.js" */
/** @import { Told } from "./payload.js" */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(payload: string | Uint8Array) => unknown} work the timed function
 * @property {(payload: string | Uint8Array) => Told[]} [told] the values of its records, to count the correct ones
 *
 * @typedef {object} Group
 * @property {Contender} ours
 * @property {Contender[]} others
 */

/** @type {Contender} */
const regex = ofRecords("split + regex", splitAndMatch);

/**
 * @param {Serde} serde
 * @returns {Group[]}
 */
export function groups(serde) {
  return [
    {
      ours: { ...ofRecords("parse", (payload) => parse(payload).records), work: (p) => parse(p) },
      others: [
        regex,
        ofRecords("careful", parseCarefully),
        ...libraries,
        ofRecords("serde objects", (payload) => serdeRecords(serde, payload)),
      ],
    },
    {
      ours: ofLines("toNDJSON", (payload) => toNDJSON(payload).ndjson),
      others: [ofLines("split + regex + stringify", splitMatchStringify)],
    },
    {
      ours: { name: "columns", work: (payload) => columns(payload), told: toldByColumns },
      others: [regex],
    },
  ];
}

/**
 * @param {Serde} serde
 * @param {string | Uint8Array} payload
 */
function serdeRecords(serde, payload) {
  const now = new Date();
  return typeof payload === "string"
    ? serde.records_of_text(payload, now)
    : serde.records_of_bytes(payload, now);
}

/**
 * @param {string} name
 * @param {(payload: string | Uint8Array) => any[]} work
 * @returns {Contender}
 */
function ofRecords(name, work) {
  return { name, work, told: (payload) => work(payload).map(told) };
}

/**
 * @param {string} name
 * @param {(payload: string | Uint8Array) => Uint8Array} work
 * @returns {Contender}
 */
function ofLines(name, work) {
  return { name, work, told: (payload) => parsed(work(payload)).map(told) };
}

/** @param {Record<string, any>} record with heroku-drain's keys */
function told({ app_name, process_id, message, p_event_time }) {
  return {
    app: app_name,
    process: process_id,
    message,
    time: typeof p_event_time === "string" ? Date.parse(p_event_time) : Number(p_event_time),
  };
}

/**
 * @param {string | Uint8Array} payload
 * @returns {Told[]}
 */
function toldByColumns(payload) {
  const { length, app_name, process_id, message, event_time } = columns(payload);
  /** @type {(places: Uint32Array, index: number) => string} */
  const text = (places, index) => {
    const part = payload.slice(places[2 * index], places[2 * index + 1]);
    return typeof part === "string" ? part : utf8.decode(part);
  };
  return Array.from({ length }, (_, index) => ({
    app: text(app_name, index),
    process: text(process_id, index),
    message: text(message, index),
    time: Math.floor(event_time[index]),
  }));
}

/** @param {Uint8Array} ndjson */
function parsed(ndjson) {
  const lines = new TextDecoder().decode(ndjson).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}
