/**
 * A parser for Heroku log-drain payloads, the bodies that a log drain POSTs as
 * `application/logplex-1`. Every byte of a payload ends up in a record, a problem or a gap.
 *
 * It runs where there is WebAssembly with SIMD: in Chrome 91, Firefox 89, Safari 16.4, Node, Deno, Bun
 * and workerd. Where there is none, or a content security policy forbids it, the functions throw an
 * `Error` at their first call that says which of these it is; its `cause` is the engine's own.
 *
 * @packageDocumentation
 */

declare global {
  /** The runtime's own; named here for projects whose types have no streams. */
  // biome-ignore lint/suspicious/noExplicitAny: declarations that are merged must be the same.
  interface TransformStream<I = any, O = any> {}
}

/**
 * A drain payload: the bytes of a request's body, or its text.
 *
 * Prefer bytes where you have them: octet counts count bytes, and text may have lost some.
 */
export type Payload = string | Uint8Array | ArrayBuffer;

/**
 * How a payload is cut into frames.
 *
 * - `"auto"`: octet counts, each checked against what follows it. A wrong count is noticed and the
 *   frame ends where the next one starts.
 * - `"octet-counting"`: octet counts (RFC 6587, section 3.4.1), which always win. Nothing is skipped.
 * - `"lines"`: one frame a line, as Panther's HTTP source reads a body.
 */
export type Framing = "auto" | "octet-counting" | "lines";

/** What can be set for one call. */
export interface ParseOptions {
  /** How the payload is cut into frames; `"auto"` if left out. */
  framing?: Framing | undefined;
  /** The time of parsing; now if left out. */
  parseTime?: Date | undefined;
}

/** What can be set for a stream. */
export interface DecoderOptions {
  /** How the stream is cut into frames; `"auto"` if left out. */
  framing?: Framing | undefined;
  /** The time of parsing; the time of each call if left out. */
  parseTime?: Date | undefined;
  /**
   * The most bytes that a frame may have, its octet count and line end among them: 1 to
   * 268,435,456 (256 MiB); 1,048,576 (1 MiB) if left out. Logplex cuts messages at 10,000 bytes.
   */
  largestFrame?: number | undefined;
}

/** What can be set for {@link decodeStream}. */
export interface DecodeStreamOptions extends DecoderOptions {
  /** Is called with each problem. Without it, problems are not told. */
  onProblem?: ((problem: Problem) => void) | undefined;
}

/**
 * One `Heroku.Runtime` event.
 *
 * A plain object that always has the same keys in the same order. A value that is absent from the
 * log (`-`) is `undefined`, so that `JSON.stringify(record)` is the event as Panther stores it.
 */
export interface HerokuRuntime {
  /** What MSG-LEN says: the number of bytes behind it and its space. */
  message_len: number | undefined;
  /** The PRI value: eight times the facility plus the severity, 0 to 191 if it is well-formed. */
  priority: number | undefined;
  /** The version of the syslog protocol, `"1"`. */
  version: string | undefined;
  /** The timestamp as it was sent, with all its digits (RFC 3339). */
  timestamp: string | undefined;
  /** The host name: `"host"` in an HTTPS drain, the drain's token in a syslog drain. */
  host_name: string | undefined;
  /** The source: `"app"` or `"heroku"`. */
  app_name: string | undefined;
  /** The process: `"web.1"`, `"router"`, `"heroku-postgres"` ... */
  process_id: string | undefined;
  /** The message's type, which Logplex leaves out. */
  message_id: string | undefined;
  /** The message, without the line end of its frame. */
  message: string | undefined;
  /** The name of the schema. */
  p_log_type: "Heroku.Runtime";
  /**
   * The instant of the timestamp, in milliseconds and rounded down. Where there is no timestamp, the
   * same object as `p_parse_time`.
   */
  p_event_time: Date;
  /** The time of parsing. All records of one call share this object. */
  p_parse_time: Date;
  /** The host name, if it is an IP address. Frozen; records may share it. */
  p_any_ip_addresses: readonly string[];
  /** The host name, if it is a domain name; punycode is decoded. Frozen; records may share it. */
  p_any_domain_names: readonly string[];
}

/** The code of a problem whose bytes gave no record. */
export type ErrorCode =
  | "not-a-frame"
  | "missing-octet-count"
  | "delimiter-missing"
  | "invalid-integer"
  | "invalid-timestamp"
  | "frame-too-long"
  | "gzip-payload"
  | "utf16-payload"
  | "json-payload"
  | "form-encoded"
  | "base64-payload"
  | "html-escaped"
  | "cli-output";

/** The code of a problem beside a record that is there. */
export type WarningCode =
  | "octet-count-mismatch"
  | "truncated"
  | "crlf"
  | "byte-order-mark"
  | "invalid-utf8"
  | "priority-out-of-range";

/** The code of any problem. */
export type ProblemCode = ErrorCode | WarningCode;

/** Something that is wrong with a part of a payload. */
export interface Problem {
  /** What is wrong. */
  code: ProblemCode;
  /** `"error"`: these bytes gave no record. `"warning"`: the record is there, but it is odd. */
  severity: "error" | "warning";
  /** One sentence: what was expected, what was found, and where. */
  message: string;
  /** Where the bytes start, in the caller's units: UTF-16 code units of a string, bytes otherwise. */
  offset: number;
  /** How many there are, in the caller's units. */
  length: number;
  /** The field that is wrong, where it is one field. */
  field?: FieldName;
  /** Of a warning: the index of its record in `records`. */
  record?: number;
  /** Of an error: what stands at `offset`, bytes that are not UTF-8 read as U+FFFD. */
  text?: string;
}

/** The name of a field of the schema. */
export type FieldName =
  | "message_len"
  | "priority"
  | "version"
  | "timestamp"
  | "host_name"
  | "app_name"
  | "process_id"
  | "message_id"
  | "message";

/** What {@link parse} gives. */
export interface ParseResult {
  /** The records, in the payload's order. */
  records: HerokuRuntime[];
  /** The problems, in the payload's order; a record's warnings together. */
  problems: Problem[];
}

/** What can be set for {@link toNDJSON}. */
export interface NDJSONOptions extends ParseOptions {
  /**
   * Memory for the lines, neither shared nor resizable. If they fit, `ndjson` is the start of it; if not,
   * `ndjson` has memory of its own, and what is left in this one means nothing. Who reads many payloads
   * and is done with each soon spares the garbage collector with it.
   */
  into?: Uint8Array<ArrayBuffer> | undefined;
}

/** What {@link toNDJSON} gives. */
export interface NDJSONResult {
  /** UTF-8: one record a line, each line ended by LF. In memory of its own, or in {@link NDJSONOptions.into}. */
  ndjson: Uint8Array<ArrayBuffer>;
  /** The number of lines. */
  count: number;
  /** The problems, as {@link parse} gives them. */
  problems: Problem[];
}

/**
 * What {@link columns} gives: typed arrays with one element for each record, or two.
 *
 * The arrays of text fields hold start and end (not included) of each value, in the caller's units:
 * the text of record `i` is at `[2 * i]` to `[2 * i + 1]`. All arrays are views of one buffer of their
 * own.
 */
export interface Columns {
  /** The number of records. */
  length: number;
  /** What MSG-LEN says; 0 where it is absent. */
  message_len: Int32Array;
  /** The PRI value; 0 where it is absent. */
  priority: Int32Array;
  /** Start and end of each version. */
  version: Uint32Array;
  /** Start and end of each timestamp. */
  timestamp: Uint32Array;
  /** Start and end of each host name. */
  host_name: Uint32Array;
  /** Start and end of each app name. */
  app_name: Uint32Array;
  /** Start and end of each process id. */
  process_id: Uint32Array;
  /** Start and end of each message id. */
  message_id: Uint32Array;
  /** Start and end of each message. */
  message: Uint32Array;
  /**
   * The event times in milliseconds since 1970-01-01T00:00:00Z, microseconds as their fraction (never
   * rounded up to the next millisecond); NaN where there is no timestamp.
   */
  event_time: Float64Array;
  /** Bit `i` is set where field `i` of the schema is absent. */
  absent: Uint16Array;
  /** The problems, as {@link parse} gives them. */
  problems: Problem[];
}

/** A field of a record, and the place of its text. */
export interface Field {
  /** The field's name. */
  name: FieldName;
  /** The type that the schema gives it. */
  type: "int" | "string" | "timestamp";
  /** Where its text starts, in the caller's units. */
  offset: number;
  /** How long its text is, in the caller's units. */
  length: number;
  /** Its value, as in the record. */
  value: number | string | undefined;
}

/** Bytes that are a record. */
export interface RecordSegment {
  kind: "record";
  /** Where the frame starts, in the caller's units. */
  offset: number;
  /** How long it is, in the caller's units. */
  length: number;
  /** The record's index among all records. */
  record: number;
  /** All fields, in the schema's order. */
  fields: Field[];
  /** The facility's keyword, such as `"local3"`, where the priority is 0 to 191. */
  facility: string | undefined;
  /** The severity's keyword, such as `"info"`, where the priority is 0 to 191. */
  severity: string | undefined;
  /** What is odd about the record. */
  warnings: Problem[];
}

/** Bytes that gave no record. */
export interface ErrorSegment {
  kind: "error";
  /** Where they start, in the caller's units. */
  offset: number;
  /** How many there are, in the caller's units. */
  length: number;
  /** What is wrong with them. */
  problem: Problem;
}

/** Bytes with no meaning: blanks and line ends between frames, a byte order mark. */
export interface GapSegment {
  kind: "gap";
  /** Where they start, in the caller's units. */
  offset: number;
  /** How many there are, in the caller's units. */
  length: number;
}

/** A part of a payload. */
export type Segment = RecordSegment | ErrorSegment | GapSegment;

/** What {@link explain} gives. */
export interface Explanation {
  /** The payload's parts: in order, with nothing between them and no overlap. */
  segments: Segment[];
}

/** A log schema, in the shape that Panther publishes schemas in. */
export interface Schema {
  readonly schema: "Heroku.Runtime";
  readonly parser: {
    readonly fastmatch: {
      /** The pattern: `%{name}` is a field, anything else is literal. */
      readonly match: readonly string[];
      /** Values that stand for an absent one. */
      readonly emptyValues: readonly string[];
    };
  };
  /** The fields, in the pattern's order. */
  readonly fields: readonly SchemaField[];
}

/** A field of a {@link Schema}. */
export interface SchemaField {
  readonly name: FieldName;
  readonly type: "int" | "string" | "timestamp";
  /** How a timestamp is written. */
  readonly timeFormat?: "rfc3339";
  /** Whether its instant is the time of the event. */
  readonly isEventTime?: true;
  /** What its value tells about hosts and addresses. */
  readonly indicators?: readonly "hostname"[];
}

/**
 * Reads a payload into records, and tells what is wrong with the bytes that gave none.
 *
 * The strings of the records are slices of the payload's text: a record that is kept keeps that text
 * in memory too.
 *
 * @throws {TypeError} if an argument is of the wrong type.
 * @throws {RangeError} if the payload, or what it comes to, does not fit in memory.
 * @throws {Error} if the runtime cannot run the wasm. Nothing else throws.
 * @example
 * ```js
 * import { parse } from "heroku-drain";
 *
 * const { records, problems } = parse("21 <190>1 - - - - - Hi.\n");
 * console.log(records[0].message, problems.length); // Hi. 0
 * ```
 */
export function parse(payload: Payload, options?: ParseOptions): ParseResult;

/**
 * Reads a payload into NDJSON: line `i` is `JSON.stringify(records[i])` of {@link parse}.
 *
 * @throws {TypeError} if an argument is of the wrong type.
 * @throws {RangeError} if the payload, or what it comes to, does not fit in memory.
 * @throws {Error} if the runtime cannot run the wasm. Nothing else throws.
 * @example
 * ```js
 * import { appendFileSync } from "node:fs";
 * import { toNDJSON } from "heroku-drain";
 *
 * appendFileSync("events.ndjson", toNDJSON(body).ndjson);
 * ```
 */
export function toNDJSON(payload: Payload, options?: NDJSONOptions): NDJSONResult;

/**
 * Reads a payload into columns, for charts, filters and Arrow. Makes no strings and no dates.
 *
 * @throws {TypeError} if an argument is of the wrong type.
 * @throws {RangeError} if the payload, or what it comes to, does not fit in memory.
 * @throws {Error} if the runtime cannot run the wasm. Nothing else throws.
 * @example
 * ```js
 * import { columns } from "heroku-drain";
 *
 * const { length, priority } = columns(body);
 * const errors = priority.filter((value) => (value & 7) <= 3).length;
 * console.log(`${errors} of ${length} records are errors`);
 * ```
 */
export function columns(payload: Payload, options?: ParseOptions): Columns;

/**
 * Tells what became of every byte of a payload: its segments tile it.
 *
 * For tools that show a payload; richer and slower than {@link parse}.
 *
 * @throws {TypeError} if an argument is of the wrong type.
 * @throws {RangeError} if the payload, or what it comes to, does not fit in memory.
 * @throws {Error} if the runtime cannot run the wasm. Nothing else throws.
 * @example
 * ```js
 * import { explain } from "heroku-drain";
 *
 * for (const { kind, offset, length } of explain("\n21 <190>1 - - - - - Hi.\n").segments) {
 *   console.log(kind, offset, length); // gap 0 1, then record 1 24
 * }
 * ```
 */
export function explain(payload: Payload, options?: ParseOptions): Explanation;

/**
 * Reads a stream that comes in chunks of bytes.
 *
 * However a stream is cut into chunks, all results together are what {@link parse} gives of all of it
 * at once: `offset` counts bytes from the stream's start, `record` records. A record comes as soon as
 * nothing that may follow can change it. With the framing `"auto"` that takes the first bytes behind
 * its frame, which tell whether its octet count is right; so the last record may only come with
 * {@link Decoder.finish | finish}.
 *
 * What waits is bounded: what the largest frame needs, of hostile streams at most twice as much and 1 MiB.
 * A frame that is longer is a problem, `frame-too-long`, for each piece of it, and reading goes on behind it: where its octet count says, or else at the next line or
 * plausible frame start. The same becomes of anything else that has no end within so many bytes. With
 * `"auto"`, an octet count of more than 16 times the largest frame is taken for a wrong one.
 *
 * @example
 * ```js
 * import { Decoder } from "heroku-drain";
 *
 * const decoder = new Decoder();
 * const first = decoder.push(new TextEncoder().encode("21 <190>1 - - - - - Hi.\n22 <190>1 -"));
 * const second = decoder.push(new TextEncoder().encode(" - - - - Bye.\n"));
 * const rest = decoder.finish();
 * console.log(first.records[0].message, second.records.length, rest.records[0].message); // Hi. 0 Bye.
 * ```
 */
export class Decoder {
  /** @throws {TypeError} if an option is of the wrong type or out of range. */
  constructor(options?: DecoderOptions);

  /**
   * Takes the next bytes of the stream, and gives the records and problems that are settled by them.
   * The chunk is not kept; it may be used again.
   *
   * @throws {TypeError} if it is no Uint8Array and no ArrayBuffer.
   * @throws {Error} if the runtime cannot run the wasm; nothing else throws, unless memory runs out. The
   *   decoder is then as it was before.
   */
  push(chunk: Uint8Array | ArrayBuffer): ParseResult;

  /**
   * Ends the stream, and gives what is left of it. What is pushed behind that is another stream.
   */
  finish(): ParseResult;
}

/**
 * Makes a TransformStream from bytes to records, one after the other: a {@link Decoder} for `pipeThrough`.
 *
 * A chunk that is no Uint8Array and no ArrayBuffer makes the stream fail with a TypeError.
 *
 * @throws {TypeError} if an option is of the wrong type or out of range.
 * @example
 * ```js
 * import { decodeStream } from "heroku-drain";
 *
 * const problems = [];
 * const onProblem = (problem) => problems.push(problem);
 * for await (const record of request.body.pipeThrough(decodeStream({ onProblem }))) {
 *   console.log(record.p_event_time, record.message);
 * }
 * ```
 */
export function decodeStream(
  options?: DecodeStreamOptions,
): TransformStream<Uint8Array | ArrayBuffer, HerokuRuntime>;

/**
 * Lets go of the wasm memory that earlier calls took; the next call works as before.
 *
 * Payloads are read in wasm memory, which is used again but does not shrink: it stays as large as the
 * largest payload needed, up to 64 MiB. What is more than that is let go after each call by itself.
 * The garbage collector takes the memory back when it runs.
 *
 * @example
 * ```js
 * import { parse, releaseMemory } from "heroku-drain";
 *
 * const { records } = parse(capture); // 50 MB, once
 * releaseMemory();
 * ```
 */
export function releaseMemory(): void;

/** The `Heroku.Runtime` schema as data, frozen. */
export const schema: Schema;
