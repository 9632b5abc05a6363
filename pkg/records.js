// Records out of rows: one object of fixed shape for each row of numbers that wasm wrote.

import { characterPerByte, decoded, views } from "./memory.js";
import { indicator_text } from "./wasm/heroku_drain.js";

/** @import { HerokuRuntime } from "./index.js" */

// A row, as `Row` in src/wasm/row.rs lays it out, in words of 32 bits.
const WORDS = 14;
const MESSAGE_LEN = 2;
const PRIORITY = 3;
/** Bits of absent fields; above them, bits of fields whose text must be decoded. */
const ABSENT_AND_DECODE = 4;
/** Eight bits of fields that are as in the record before; above them, what the host name is. */
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

const VERSION_END = TEXTS + 1 + VERSION - FIRST_TEXT;
const TIMESTAMP_END = TEXTS + 1 + TIMESTAMP - FIRST_TEXT;
const MESSAGE_ID_END = TEXTS + 1 + MESSAGE_ID - FIRST_TEXT;
const MESSAGE_END = TEXTS + 1 + MESSAGE - FIRST_TEXT;

const ALL_REPEATING =
  (1 << VERSION) | (1 << HOST_NAME) | (1 << APP_NAME) | (1 << PROCESS_ID) | (1 << MESSAGE_ID);

/** Bits that say that a text is absent or must be decoded. */
const IS_ODD_TIMESTAMP = (1 << TIMESTAMP) | (1 << (TIMESTAMP + 16));
const IS_ODD_MESSAGE = (1 << MESSAGE) | (1 << (MESSAGE + 16));

const IS_IP_ADDRESS = 1;
const IS_DOMAIN_NAME = 2;
const DIFFERS_FROM_HOST_NAME = 4;

/**
 * How many bytes to make a string of at a time. V8 takes twice as long with strings of 128 KiB and
 * more, which it does not keep where it keeps new objects.
 */
const PIECE = 65_536;

/** The host name in every HTTPS drain. */
const HOST = frozen("host");

/** Makes records of rows, batch by batch, and remembers what repeats from one to the next. */
export class RecordReader {
  /**
   * @param {string | undefined} text the payload, if it is a string
   * @param {number} length of the payload
   * @param {number} rows the address at which wasm writes each batch of rows
   * @param {Date} parseTime
   * @param {HerokuRuntime[]} [records] where records go
   */
  constructor(text, length, rows, parseTime, records = []) {
    this.records = records;
    this.length = length;
    this.first = rows >>> 2;
    this.parseTime = parseTime;
    this.words = NO_WORDS;
    /** The part of the payload that strings are sliced out of, and its offset in the payload. */
    this.text = text ?? "";
    this.textStart = 0;
    this.textEnd = this.text.length;
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
    /** @type {string[] | undefined} */
    this.ipAddresses = undefined;
    /** @type {string[] | undefined} */
    this.domainNames = undefined;
  }

  /**
   * Makes records of the rows that wasm has just read.
   *
   * @param {number} count
   */
  read(count) {
    const { first, parseTime, records } = this;
    let size = records.length;
    let { words, doubles } = views();
    this.words = words;
    for (let index = 0, row = first; index < count; index++, row += WORDS) {
      const same = words[row + SAME_AND_INDICATOR];
      const bits = words[row + ABSENT_AND_DECODE];
      const messageEnd = words[row + MESSAGE_END];
      if (messageEnd > this.textEnd) this.moveText(row);
      if ((same & ALL_REPEATING) !== ALL_REPEATING) {
        this.readRepeating(row, index, same);
        // An indicator is passed through wasm memory, which may have grown for it.
        if (words.length === 0) ({ words, doubles } = views());
      }
      const { text, textStart } = this;
      const eventTime = doubles[row >> 1];
      records[size++] = {
        message_len: bits & 1 ? undefined : words[row + MESSAGE_LEN],
        priority: bits & 2 ? undefined : words[row + PRIORITY],
        version: this.version,
        timestamp:
          bits & IS_ODD_TIMESTAMP
            ? this.field(row, TIMESTAMP)
            : text.slice(
                words[row + VERSION_END] + 1 - textStart,
                words[row + TIMESTAMP_END] - textStart,
              ),
        host_name: this.hostName,
        app_name: this.appName,
        process_id: this.processId,
        message_id: this.messageId,
        message:
          bits & IS_ODD_MESSAGE
            ? this.field(row, MESSAGE)
            : text.slice(words[row + MESSAGE_ID_END] + 1 - textStart, messageEnd - textStart),
        p_log_type: "Heroku.Runtime",
        p_event_time: Number.isNaN(eventTime) ? parseTime : new Date(eventTime),
        p_parse_time: parseTime,
        p_any_ip_addresses: this.ipAddresses,
        p_any_domain_names: this.domainNames,
      };
    }
  }

  /**
   * Turns the bytes from a record on into a string to slice.
   *
   * @param {number} row
   */
  moveText(row) {
    const { length } = this;
    const start = this.words[row + TEXTS];
    const end = this.words[row + MESSAGE_END];
    this.textStart = start;
    this.textEnd = Math.max(end, Math.min(length, start + PIECE));
    this.text = characterPerByte(start, this.textEnd);
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
    if (!(same & (1 << APP_NAME))) this.appName = this.field(row, APP_NAME);
    if (!(same & (1 << PROCESS_ID))) this.processId = this.field(row, PROCESS_ID);
    if (!(same & (1 << MESSAGE_ID))) this.messageId = this.field(row, MESSAGE_ID);
    if (!(same & (1 << HOST_NAME))) {
      this.hostName = this.field(row, HOST_NAME);
      this.readIndicators((same >>> 8) & 0xff, index);
    }
  }

  /**
   * @param {number} indicator
   * @param {number} index
   */
  readIndicators(indicator, index) {
    const text = indicator & DIFFERS_FROM_HOST_NAME ? this.oddIndicator(index) : this.hostName;
    const list = text === undefined ? undefined : text === "host" ? HOST : frozen(text);
    this.ipAddresses = indicator & IS_IP_ADDRESS ? list : undefined;
    this.domainNames = indicator & IS_DOMAIN_NAME ? list : undefined;
  }

  /** @param {number} index */
  oddIndicator(index) {
    const text = indicator_text(index);
    this.words = views().words;
    return text;
  }

  /**
   * The value of a field that may be absent or not ASCII.
   *
   * @param {number} row
   * @param {number} field
   * @returns {string | undefined}
   */
  field(row, field) {
    const { words, textStart } = this;
    const bits = words[row + ABSENT_AND_DECODE];
    if (bits & (1 << field)) return undefined;
    const before = words[row + TEXTS + field - FIRST_TEXT];
    const start = field === FIRST_TEXT ? before : before + 1;
    const end = words[row + TEXTS + 1 + field - FIRST_TEXT];
    if (bits & (1 << (field + 16))) return decoded(start, end);
    return this.text.slice(start - textStart, end - textStart);
  }
}

const NO_WORDS = new Int32Array(0);

/**
 * @param {string} text
 * @returns {string[]}
 */
function frozen(text) {
  return /** @type {any} */ (Object.freeze([text]));
}
