// Records out of rows: one object of fixed shape for each row of numbers that wasm wrote.

import { views } from "./memory.js";
import { characterPerByte, textOf } from "./text.js";
import { indicator_text, read_rows, rows } from "./wasm/heroku_drain.js";

/** @import { HerokuRuntime } from "./index.js" */

// A row, as `Row` in src/wasm/row.rs lays it out, in words of 32 bits.
const WORDS = 14;
const MESSAGE_LEN = 2;
const PRIORITY = 3;
/** Bits of absent fields; above them, bits of fields whose text must be decoded. */
const ABSENT_AND_DECODE = 4;
/** Bits of fields that are as in the record before; above them, what the host name is. */
const SAME_AND_INDICATOR = 5;
/** Where the first text field starts; then where each ends, with one character between them. */
const TEXTS = 6;

// The fields, by their places in the schema.
const FIRST_TEXT = 2;
const VERSION = 2;
const TIMESTAMP = 3;
const HOST_NAME = 4;
const APP_NAME = 5;
const PROCESS_ID = 6;
const MESSAGE_ID = 7;
const MESSAGE = 8;

const ALL_REPEATING =
  (1 << VERSION) | (1 << HOST_NAME) | (1 << APP_NAME) | (1 << PROCESS_ID) | (1 << MESSAGE_ID);

const IS_IP_ADDRESS = 1;
const IS_DOMAIN_NAME = 2;
const DIFFERS_FROM_HOST_NAME = 4;

/** @type {string[]} */
const NONE = /** @type {any} */ (Object.freeze([]));

/**
 * All records of the payload that wasm has begun to read.
 *
 * @param {string | Uint8Array} source
 * @param {number} parseTime milliseconds since 1970-01-01T00:00:00Z
 * @returns {HerokuRuntime[]}
 */
export function readRecords(source, parseTime) {
  const reader = new RowReader(source, parseTime);
  /** @type {HerokuRuntime[]} */
  const records = [];
  for (let count = read_rows(); count > 0; count = read_rows()) reader.read(count, records);
  return records;
}

/** Makes records of rows and remembers what repeats from one to the next. */
class RowReader {
  /**
   * @param {string | Uint8Array} source
   * @param {number} parseTime
   */
  constructor(source, parseTime) {
    this.source = source;
    this.parseTime = new Date(parseTime);
    this.words = new Int32Array(0);
    /** The batch's text, and the place in the payload where it starts. */
    this.text = typeof source === "string" ? source : "";
    this.textStart = 0;
    /** @type {string | undefined} */
    this.version = undefined;
    /** @type {string | undefined} */
    this.hostName = undefined;
    /** @type {string | undefined} */
    this.appName = undefined;
    /** @type {string | undefined} */
    this.processId = undefined;
    /** @type {string | undefined} */
    this.messageId = undefined;
    this.ipAddresses = NONE;
    this.domainNames = NONE;
  }

  /**
   * @param {number} count rows in the batch
   * @param {HerokuRuntime[]} records where the records go
   */
  read(count, records) {
    const first = rows() >> 2;
    const { words, doubles } = views();
    this.words = words;
    if (typeof this.source !== "string") this.decodeBatch(this.source, first, count);
    const { parseTime } = this;
    for (let index = 0, row = first; index < count; index++, row += WORDS) {
      const same = words[row + SAME_AND_INDICATOR];
      if ((same & ALL_REPEATING) !== ALL_REPEATING) this.readRepeating(row, index, same);
      const eventTime = doubles[row >> 1];
      const absent = words[row + ABSENT_AND_DECODE];
      records.push({
        message_len: absent & 1 ? undefined : words[row + MESSAGE_LEN],
        priority: absent & 2 ? undefined : words[row + PRIORITY],
        version: this.version,
        timestamp: this.field(row, TIMESTAMP),
        host_name: this.hostName,
        app_name: this.appName,
        process_id: this.processId,
        message_id: this.messageId,
        message: this.field(row, MESSAGE),
        p_log_type: "Heroku.Runtime",
        p_event_time: Number.isNaN(eventTime) ? parseTime : new Date(eventTime),
        p_parse_time: parseTime,
        p_any_ip_addresses: this.ipAddresses,
        p_any_domain_names: this.domainNames,
      });
    }
  }

  /**
   * Turns the bytes of a batch into one string to slice.
   *
   * @param {Uint8Array} source
   * @param {number} first
   * @param {number} count
   */
  decodeBatch(source, first, count) {
    const last = first + (count - 1) * WORDS;
    this.textStart = this.words[first + TEXTS] >>> 0;
    const end = this.words[last + TEXTS + 1 + MESSAGE - FIRST_TEXT] >>> 0;
    this.text = characterPerByte(source, this.textStart, end);
  }

  /**
   * Strings that are as in the record before are not made again.
   *
   * @param {number} row
   * @param {number} index
   * @param {number} same
   */
  readRepeating(row, index, same) {
    if (!(same & (1 << VERSION))) this.version = this.field(row, VERSION);
    if (!(same & (1 << HOST_NAME))) {
      this.hostName = this.field(row, HOST_NAME);
      this.readIndicators(same >>> 16, index);
    }
    if (!(same & (1 << APP_NAME))) this.appName = this.field(row, APP_NAME);
    if (!(same & (1 << PROCESS_ID))) this.processId = this.field(row, PROCESS_ID);
    if (!(same & (1 << MESSAGE_ID))) this.messageId = this.field(row, MESSAGE_ID);
  }

  /**
   * @param {number} indicator
   * @param {number} index
   */
  readIndicators(indicator, index) {
    const text = indicator & DIFFERS_FROM_HOST_NAME ? indicator_text(index) : this.hostName;
    const texts = text === undefined ? NONE : /** @type {string[]} */ (Object.freeze([text]));
    this.ipAddresses = indicator & IS_IP_ADDRESS ? texts : NONE;
    this.domainNames = indicator & IS_DOMAIN_NAME ? texts : NONE;
  }

  /**
   * @param {number} row
   * @param {number} field
   * @returns {string | undefined}
   */
  field(row, field) {
    const { words } = this;
    const bits = words[row + ABSENT_AND_DECODE];
    if (bits & (1 << field)) return undefined;
    const place = row + TEXTS + field - FIRST_TEXT;
    const start = (words[place] >>> 0) + (field === FIRST_TEXT ? 0 : 1);
    const end = words[place + 1] >>> 0;
    if (bits & (1 << (field + 16))) return textOf(this.source, start, end);
    return this.text.slice(start - this.textStart, end - this.textStart);
  }
}
