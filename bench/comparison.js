// The comparison's parsers and payloads, shared by Node and the browser.

import { columns, parse, toNDJSON } from "heroku-drain";
import { parseCarefully } from "./careful.js";
import { groups } from "./contenders.js";
import { measure } from "./measure.js";
import { makeLargePayload, makePayload } from "./payload.js";
import { countRight } from "./right.js";
import { shippedScan } from "./shipped.js";

/** @import { Contender, Group } from "./contenders.js" */
/** @import { Item, Settings, Times } from "./measure.js" */
/** @import { Payload } from "./payload.js" */
/** @import { Serde } from "./serde.js" */

/**
 * @typedef {"bytes" | "string"} Input
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Times} times
 * @property {number} [right] number of correct records
 *
 * @typedef {object} Case
 * @property {number} count number of records in the payload
 * @property {number} size in bytes
 * @property {Input} input
 * @property {boolean} unicode
 * @property {{ ours: Row, others: Row[] }[]} groups
 *
 * @typedef {object} Pair times for a non-ASCII payload and an ASCII one
 * @property {number} count
 * @property {Input} input
 * @property {string} name
 * @property {Times} ascii
 * @property {Times} unicode
 *
 * @typedef {object} Scan
 * @property {number} count
 * @property {Row[]} rows
 *
 * @typedef {object} Flat
 * @property {string} name
 * @property {Input} input
 * @property {{ count: number, size: number, times: Times }[]} rows
 *
 * @typedef {object} Results
 * @property {Case[]} cases
 * @property {Pair[]} pairs
 * @property {Scan[]} scans
 * @property {Flat[]} flats
 *
 * @typedef {object} Plan
 * @property {Settings} settings
 * @property {Settings} flatSettings
 * @property {number[]} flatCounts
 *
 * @typedef {"heroku_drain" | "syslog_loose"} Reader
 *
 * @typedef {object} Tools runtime-specific functions of Node or a browser
 * @property {Serde} serde
 * @property {(reader: Reader, count: number) => Promise<number>} sampleNative nanoseconds per record
 * @property {(text: string) => void} say
 */

const COUNTS = [1, 40, 400, 5000];
/** About 100 KB, the most that Logplex sends, and 1.2 MB. */
export const LARGE_COUNTS = [400, 5000];
export const INPUTS = /** @type {const} */ (["bytes", "string"]);

/**
 * @param {Plan} plan
 * @param {Tools} tools
 * @returns {Promise<Results>}
 */
export async function compareAll(plan, tools) {
  const cases = [];
  for (const unicode of [false, true]) {
    for (const count of unicode ? LARGE_COUNTS : COUNTS) {
      for (const input of INPUTS) cases.push(await compare({ count, unicode, input }, plan, tools));
    }
  }
  return {
    cases,
    pairs: await comparePairs(plan, tools),
    scans: await compareScans(plan, tools),
    flats: await compareFlats(plan, tools),
  };
}

/**
 * @param {{ count: number, unicode: boolean, input: Input }} which
 * @param {Plan} plan
 * @param {Tools} tools
 * @returns {Promise<Case>}
 */
async function compare({ count, unicode, input }, { settings }, { serde, say }) {
  say(`${count} records${unicode ? ", not all ASCII" : ""}, from ${input}`);
  const payload = makePayload(count, { unicode });
  const given = givenAs(payload, input);
  const all = groups(serde);
  const contenders = [...new Set(all.flatMap(({ ours, others }) => [ours, ...others]))];
  const times = await measure(
    contenders.map(({ name, work }) => ({ name, records: count, work: () => work(given) })),
    settings,
  );
  /** @param {Contender} contender */
  const row = (contender) => ({
    name: contender.name,
    times: /** @type {Times} */ (times[contenders.indexOf(contender)]),
    right: contender.told && countRight(contender.told(given), payload.told),
  });
  return {
    count,
    size: payload.bytes.length,
    input,
    unicode,
    groups: all.map(({ ours, others }) => ({ ours: row(ours), others: others.map(row) })),
  };
}

/**
 * Times two payloads with the same number of records in turn; one contains non-ASCII characters.
 *
 * @param {Plan} plan
 * @param {Tools} tools
 */
async function comparePairs({ settings }, { say }) {
  /** @type {Pair[]} */
  const pairs = [];
  for (const count of LARGE_COUNTS) {
    for (const input of INPUTS) {
      say(`${count} records, ASCII and not, from ${input}`);
      const [ascii, unicode] = [false, true].map((unicode) =>
        givenAs(makePayload(count, { unicode }), input),
      );
      for (const [name, work] of Object.entries({ parse, toNDJSON, columns })) {
        const items = [ascii, unicode].map((given) => item(name, count, () => work(given)));
        const [left, right] = await measure(items, settings);
        pairs.push({ count, input, name, ascii: left, unicode: right });
      }
    }
  }
  return pairs;
}

/**
 * The core alone: in wasm, natively, and as shipped, and the only other native parser.
 *
 * @param {Plan} plan
 * @param {Tools} tools
 */
async function compareScans({ settings }, { serde, sampleNative, say }) {
  /** @type {Scan[]} */
  const scans = [];
  for (const count of LARGE_COUNTS) {
    say(`${count} records, the core alone`);
    const { bytes } = makePayload(count);
    // Enough scans per call to make copying the payload into wasm negligible.
    const times = Math.ceil(20_000 / count);
    /** @type {Item[]} */
    const items = [
      item("the core in wasm", count * times, () => serde.scan_times(bytes, times)),
      item("the rows that the shipped package reads", count, shippedScan(bytes)),
      native("the same core natively", "heroku_drain"),
      native("syslog_loose natively", "syslog_loose"),
    ];
    const measured = await measure(items, settings);
    scans.push({ count, rows: items.map(({ name }, at) => ({ name, times: measured[at] })) });

    /**
     * @param {string} name
     * @param {Reader} reader
     * @returns {Item}
     */
    function native(name, reader) {
      return { name, records: count, sample: () => sampleNative(reader, count) };
    }
  }
  return scans;
}

/** `parse`, a parser that creates as many objects, and one that creates none: garbage collection costs time too. */
const FLAT_WORK = { parse, careful: parseCarefully, columns };

/**
 * The cost per record at different payload sizes. Small payloads run first, each alone: the garbage of a large
 * payload would otherwise be collected during a small one.
 *
 * @param {Plan} plan
 * @param {Tools} tools
 */
async function compareFlats({ flatCounts, flatSettings }, { say }) {
  const flats = Object.entries(FLAT_WORK).flatMap(([name, work]) =>
    INPUTS.map((input) => ({ name, work, input, rows: /** @type {Flat["rows"]} */ ([]) })),
  );
  for (const count of flatCounts) {
    say(`${count} records, by themselves`);
    const payload = makeLargePayload(count);
    for (const { name, work, input, rows } of flats) {
      const given = givenAs(payload, input);
      const [times] = await measure([item(name, count, () => work(given))], flatSettings);
      rows.push({ count, size: payload.bytes.length, times });
    }
  }
  return flats.map(({ name, input, rows }) => ({ name, input, rows }));
}

/**
 * @param {string} name
 * @param {number} records
 * @param {() => unknown} work
 * @returns {Item}
 */
function item(name, records, work) {
  return { name, records, work };
}

/**
 * @param {Pick<Payload, "text" | "bytes">} payload
 * @param {Input} input
 */
function givenAs({ text, bytes }, input) {
  return input === "string" ? text : bytes;
}
