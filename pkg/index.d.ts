/**
 * A parser for Heroku log-drain payloads, the bodies that a log drain POSTs as
 * `application/logplex-1`. Every byte of a payload ends up in a record, a problem or a gap.
 *
 * Requires WebAssembly with SIMD: Chrome 91, Firefox 89, Safari 16.4, Node, Deno, Bun or workerd. If it is
 * missing, or a content security policy forbids it, the first call throws an `Error` with the reason; its
 * `cause` is the engine's error.
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
 * Prefer bytes if you have them: octet counts count bytes, and text may have lost some.
 */
export type Payload = string | Uint8Array | ArrayBuffer;

/**
 * How a payload is cut into frames.
 *
 * - `"auto"`: octet counts, each checked against what follows it. A wrong count is reported, and the
 *   frame ends where the next one starts.
 * - `"octet-counting"`: octet counts (RFC 6587, section 3.4.1), which always win. Nothing is skipped.
 * - `"lines"`: one frame per line, as Panther's HTTP source reads a body.
 */
export type Framing = "auto" | "octet-counting" | "lines";

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** How the payload is cut into frames. Default: `"auto"`. */
  framing?: Framing | undefined;
  /** The time of parsing. Default: the current time; for a {@link Decoder}, the time of each call. */
  parseTime?: Date | undefined;
}

/** Options of {@link parse} and {@link columns}. An unknown option is a `TypeError`. */
export interface ParseOptions extends ExplainOptions {
  /**
   * The most problems that one call returns as objects: a whole number from 0, or `Infinity`. The rest
   * are only counted, in `errorCount` and `warningCount`. Default: 10,000.
   */
  maxProblems?: number | undefined;
}

/** Options of a stream. */
export interface StreamOptions extends ParseOptions {
  /**
   * The most bytes that a frame may have, including its octet count and line end: 1 to 268,435,456
   * (256 MiB). Default: 1,048,576 (1 MiB). Logplex cuts messages at 10,000 bytes.
   */
  largestFrame?: number | undefined;
}

/** The results of a {@link Decoder}'s calls, by its option `output`. */
export interface DecoderOutputs {
  /** As {@link parse} returns. */
  records: ParseResult;
  /** As {@link toNDJSON} returns. */
  ndjson: NDJSONResult;
  /** As {@link explain} returns. `maxProblems` does not apply. */
  segments: Explanation;
}

/** Options of a {@link Decoder}. */
export interface DecoderOptions<Output extends keyof DecoderOutputs = "records">
  extends StreamOptions {
  /** The result of each call. Default: `"records"`. */
  output?: Output | undefined;
}

/** Options of {@link decodeStream}. */
export interface DecodeStreamOptions extends StreamOptions {
  /** Called with each problem, at most `maxProblems` times per chunk. */
  onProblem?: ((problem: Problem) => void) | undefined;
}

/**
 * One `Heroku.Runtime` event.
 *
 * A plain object that always has the same keys in the same order. A value that is absent from the
 * log (`-`) is `undefined`, so `JSON.stringify(record)` has no key for it.
 */
export interface HerokuRuntime {
  /** The value of MSG-LEN: the number of bytes after it and its space. */
  message_len: number | undefined;
  /** The PRI value: eight times the facility plus the severity, 0 to 191 if it is well-formed. */
  priority: number | undefined;
  /** The version of the syslog protocol, `"1"`. */
  version: string | undefined;
  /** The timestamp as sent, with all its digits (RFC 3339). */
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
   * The instant of the timestamp, in milliseconds and rounded down. If there is no timestamp, the
   * same object as `p_parse_time`.
   */
  p_event_time: Date;
  /** The time of parsing. All records of one call share this object. */
  p_parse_time: Date;
  /** The host name, if it is an IP address. Frozen; records may share it. */
  p_any_ip_addresses: readonly string[] | undefined;
  /** The host name, if it is a domain name, with punycode decoded. Frozen; records may share it. */
  p_any_domain_names: readonly string[] | undefined;
}

/** The code of a problem whose bytes produced no record. */
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

/** The code of a problem with a record. */
export type WarningCode =
  | "octet-count-mismatch"
  | "truncated"
  | "crlf"
  | "byte-order-mark"
  | "invalid-utf8"
  | "priority-out-of-range";

/** The code of any problem. */
export type ProblemCode = ErrorCode | WarningCode;

/** A problem with a part of a payload. */
export interface Problem {
  /** The kind of problem. */
  code: ProblemCode;
  /** `"error"`: these bytes produced no record. `"warning"`: the record is there, but irregular. */
  severity: "error" | "warning";
  /** One sentence: what was expected, what was found, and where. */
  message: string;
  /** Where the bytes start, in the caller's units: UTF-16 code units of a string, bytes otherwise. */
  offset: number;
  /** The number of bytes, in the caller's units. */
  length: number;
  /** The invalid field, if it is one field. */
  field?: FieldName;
  /** For a warning: the index of its record in `records`. */
  record?: number;
  /** For an error: the text at `offset`; bytes that are not UTF-8 are replaced by U+FFFD. */
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

/** The problems of one call. */
export interface ProblemReport {
  /**
   * The first problems, at most `maxProblems`, in the payload's order. The warnings of one record are
   * together.
   */
  problems: Problem[];
  /** The number of errors, including those that are not in `problems`. */
  errorCount: number;
  /** The number of warnings, including those that are not in `problems`. */
  warningCount: number;
}

/** The result of {@link parse}. */
export interface ParseResult extends ProblemReport {
  /** The records, in the payload's order. */
  records: HerokuRuntime[];
}

/** A buffer for NDJSON. */
export interface NDJSONMemory {
  /**
   * A buffer for the lines, neither shared nor resizable. If they fit, `ndjson` is the start of it. If not,
   * `ndjson` has a new buffer, and the content of this one is undefined. Reuse one buffer for many
   * payloads to reduce garbage collection.
   */
  into?: Uint8Array<ArrayBuffer> | undefined;
}

/** Options of {@link toNDJSON}. */
export interface NDJSONOptions extends ParseOptions, NDJSONMemory {}

/** The result of {@link toNDJSON}. */
export interface NDJSONResult extends ProblemReport {
  /** UTF-8: one record per line, each line ended by LF. In a new buffer, or in `into`. */
  ndjson: Uint8Array<ArrayBuffer>;
  /** The number of lines. */
  count: number;
}

/**
 * The result of {@link columns}: typed arrays with one or two elements per record.
 *
 * The arrays of frames and text fields hold the start and the end (exclusive) of each value, in the
 * caller's units: those of record `i` are at `[2 * i]` and `[2 * i + 1]`. All arrays are views of one
 * buffer.
 */
export interface Columns extends ProblemReport {
  /** The number of records. */
  length: number;
  /** The value of MSG-LEN; 0 if it is absent. */
  message_len: Int32Array;
  /** The PRI value; 0 if it is absent. */
  priority: Int32Array;
  /** Start and end of each frame, from its octet count to its line end. */
  frame: Uint32Array;
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
   * rounded up to the next millisecond); NaN if there is no timestamp.
   */
  event_time: Float64Array;
  /** Bit `i` is set if field `i` of the schema is absent. */
  absent: Uint16Array;
}

/** A field of a record, and the offset of its text. */
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
  /** The length of the frame, in the caller's units. */
  length: number;
  /** The record's index among all records. */
  record: number;
  /** All fields, in the schema's order. */
  fields: Field[];
  /** The facility's keyword, such as `"local3"`, if the priority is 0 to 191. */
  facility: string | undefined;
  /** The severity's keyword, such as `"info"`, if the priority is 0 to 191. */
  severity: string | undefined;
  /** The warnings about the record. */
  warnings: Problem[];
}

/** Bytes that produced no record. */
export interface ErrorSegment {
  kind: "error";
  /** Where the bytes start, in the caller's units. */
  offset: number;
  /** The number of bytes, in the caller's units. */
  length: number;
  /** The problem with the bytes. */
  problem: Problem;
}

/** Bytes with no meaning: blanks and line ends between frames, a byte order mark. */
export interface GapSegment {
  kind: "gap";
  /** Where the bytes start, in the caller's units. */
  offset: number;
  /** The number of bytes, in the caller's units. */
  length: number;
}

/** A part of a payload. */
export type Segment = RecordSegment | ErrorSegment | GapSegment;

/** The result of {@link explain}. */
export interface Explanation {
  /** The payload's parts, in order, without gaps or overlaps. */
  segments: Segment[];
}

/** A log schema, in the shape that Panther publishes. */
export interface Schema {
  readonly schema: "Heroku.Runtime";
  /** A description of the events, in one sentence. */
  readonly description: string;
  /** The URL of Heroku's documentation of the events. */
  readonly referenceURL: string;
  readonly parser: {
    readonly fastmatch: {
      /** The pattern: `%{name}` is a field, anything else is literal. */
      readonly match: readonly string[];
      /** Values that mean "absent". */
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
  /** The formats of a timestamp. */
  readonly timeFormats?: readonly "rfc3339"[];
  /** Whether its instant is the time of the event. */
  readonly isEventTime?: true;
  /** The indicators that its value is scanned for. */
  readonly indicators?: readonly "hostname"[];
}

/**
 * Parses a payload into records, and reports problems with the bytes that produced none.
 *
 * The strings of the records are slices of the payload's text, so keeping a record keeps that text in
 * memory.
 *
 * @throws {TypeError} if an argument is of the wrong type, or an option is unknown.
 * @throws {RangeError} if the payload or the result does not fit in memory.
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
 * Converts a payload to NDJSON: line `i` is `JSON.stringify(records[i])` of {@link parse}.
 *
 * @throws {TypeError} if an argument is of the wrong type, or an option is unknown.
 * @throws {RangeError} if the payload or the result does not fit in memory.
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
 * Parses a payload into columns, for charts, filters and Arrow. Creates no strings and no dates.
 *
 * @throws {TypeError} if an argument is of the wrong type, or an option is unknown.
 * @throws {RangeError} if the payload or the result does not fit in memory.
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
 * Explains every byte of a payload: the segments tile it.
 *
 * For tools that display a payload. Returns more than {@link parse}, and is slower.
 *
 * @throws {TypeError} if an argument is of the wrong type, or an option is unknown.
 * @throws {RangeError} if the payload or the result does not fit in memory.
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
export function explain(payload: Payload, options?: ExplainOptions): Explanation;

/**
 * Decodes a stream of byte chunks into records, NDJSON or segments.
 *
 * However a stream is cut into chunks, the results together equal those of {@link parse},
 * {@link toNDJSON} or {@link explain} for the whole stream. Offsets count bytes from the start of the
 * stream, and `record` counts its records. A record is returned as soon as no further byte can change it.
 * With the framing `"auto"` that needs the first bytes after its frame, which show whether its octet count
 * is right, so the last record may only be returned by {@link Decoder.finish | finish}.
 *
 * The bytes that wait are limited by the largest frame; for hostile streams, by twice as much plus 1 MiB.
 * Each chunk of a longer frame is a problem, `frame-too-long`. Reading continues where its octet count
 * ends, or at the next line or plausible frame start. The same applies to anything else that does not end
 * within the limit. With `"auto"`, an octet count of more than 16 times the largest frame is treated as
 * wrong.
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
 * @example
 * ```js
 * import { createReadStream } from "node:fs";
 * import { Decoder } from "heroku-drain";
 *
 * const decoder = new Decoder({ output: "ndjson" });
 * for await (const chunk of createReadStream("capture.log")) {
 *   process.stdout.write(decoder.push(chunk).ndjson);
 * }
 * process.stdout.write(decoder.finish().ndjson);
 * ```
 */
export class Decoder<Output extends keyof DecoderOutputs = "records"> {
  /** @throws {TypeError} if an option is unknown, of the wrong type or out of range. */
  constructor(options?: DecoderOptions<Output>);

  /**
   * Decodes the next bytes of the stream, and returns the results that are final. The chunk is not kept and
   * can be reused. With the output `"ndjson"`, the lines can be written to a buffer of the caller.
   *
   * @throws {TypeError} if the chunk is neither a Uint8Array nor an ArrayBuffer.
   * @throws {Error} if the runtime cannot run the wasm. Nothing else throws unless memory runs out. The
   *   decoder is then unchanged.
   */
  push(
    chunk: Uint8Array | ArrayBuffer,
    options?: Output extends "ndjson" ? NDJSONMemory : undefined,
  ): DecoderOutputs[Output];

  /** Ends the stream, and returns the remaining results. The next `push` starts a new stream. */
  finish(options?: Output extends "ndjson" ? NDJSONMemory : undefined): DecoderOutputs[Output];
}

/**
 * Returns a TransformStream from bytes to records: a {@link Decoder} for `pipeThrough`.
 *
 * A chunk that is neither a Uint8Array nor an ArrayBuffer makes the stream fail with a TypeError.
 *
 * @throws {TypeError} if an option is unknown, of the wrong type or out of range.
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
 * Releases the wasm memory of earlier calls. The next call works as before.
 *
 * Payloads are parsed in wasm memory, which is reused but does not shrink: it stays as large as the
 * largest payload needed, up to 64 MiB. A call that needs more releases it afterwards.
 * The memory is freed when the garbage collector runs.
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

/**
 * Prefixes a line with its octet count: the count, a space and the unchanged line. Returns a string for a
 * string and bytes for bytes. The count covers all bytes of the line in UTF-8, including a final line feed. An empty
 * line has the count 0, which is not a frame.
 *
 * @throws {TypeError} if the line is not a string, a Uint8Array or an ArrayBuffer.
 * @example
 * ```js
 * import { frame, parse } from "heroku-drain";
 *
 * const payload = frame("<190>1 - - - - - Grüße\n") + frame("<190>1 - - - - - Hi.\n");
 * console.log(parse(payload).records[0].message); // Grüße
 * ```
 */
export function frame(line: string): string;
export function frame(line: Uint8Array | ArrayBuffer): Uint8Array<ArrayBuffer>;
export function frame(line: Payload): string | Uint8Array<ArrayBuffer>;

/** The `Heroku.Runtime` schema as data, frozen. */
export const schema: Schema;

/** The code of every problem, errors first. Frozen. */
export const problemCodes: readonly ProblemCode[];

/** The keyword of every severity, by its number: `"emerg"` (0) to `"debug"` (7). Frozen. */
export const severities: readonly string[];

/** The keyword of every facility, by its number: `"kern"` (0) to `"local7"` (23). Frozen. */
export const facilities: readonly string[];
