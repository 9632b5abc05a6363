// Message types between the page and its worker, and shared constants.

/** @import { ErrorCode, Field, FieldName, Framing, Problem, ProblemCode } from "heroku-drain" */

/**
 * Source of a payload. The worker converts each to bytes.
 *
 * - `text` was typed or pasted: a text box has only LF, so the line ending is a separate property.
 * - `file` is read as a stream, and decompressed if it is gzip.
 * - `link` was in a link to this page: the result of `link` of {@link Calls}.
 *
 * @typedef {"lf" | "crlf"} LineEnd
 * @typedef {{ kind: "text", text: string, lineEnd: LineEnd }} TextSource
 * @typedef {{ kind: "file", name: string, file: Blob }} FileSource
 * @typedef {{ kind: "sample", id: string }} SampleSource
 * @typedef {{ kind: "link", data: string }} LinkSource
 * @typedef {TextSource | FileSource | SampleSource | LinkSource} Source
 */

/**
 * Progress of long work. For compressed files, `done` counts compressed bytes.
 *
 * @typedef {object} Progress
 * @property {"reading" | "parsing" | "indexing" | "filtering" | "exporting"} stage
 * @property {number} done
 * @property {number} total 0 if unknown
 */

/**
 * Summary of a payload. Records, problems and bytes stay in the worker. Offsets and lengths are bytes
 * of the payload, after decompression.
 *
 * @typedef {object} Summary
 * @property {number} generation id of this reading; calls for another one return undefined
 * @property {Framing} framing
 * @property {number} bytes
 * @property {{ format: "gzip", bytes: number } | undefined} compressed original format and size
 * @property {number} rows of the table: all records and all listed errors
 * @property {number} records
 * @property {number} errors
 * @property {number} warnings
 * @property {number} unlisted errors and warnings beyond {@link MOST_PROBLEMS}, which are only counted
 * @property {number} gapBytes bytes outside all rows
 * @property {number} milliseconds duration of one parse
 * @property {string} head start of the payload
 * @property {boolean} isHeadCut
 * @property {boolean} isMarked whether it starts with a byte order mark
 */

/**
 * Comparison with another framing of the same bytes.
 *
 * @typedef {object} Difference
 * @property {Framing} framing the other framing
 * @property {number} records
 * @property {number} errors
 * @property {number} warnings
 * @property {number} rows of this reading that the other one lacks
 * @property {number | undefined} offset first difference
 */

/**
 * A row of the table: all records and listed errors (bytes that produced no record), in the payload's order.
 * Warnings belong to the row of their record. A row's id is its index in that order, from 0,
 * regardless of filters and sorting. Long texts are cut at {@link CELL_LENGTH}.
 *
 * @typedef {object} RecordRow
 * @property {"record"} kind
 * @property {number} row
 * @property {number} record its index among all records, from 0
 * @property {Record<FieldName, string | number | undefined>} fields
 * @property {number | undefined} facility 0 to 23, if the priority is 0 to 191
 * @property {number | undefined} severity 0 to 7, if the priority is 0 to 191
 * @property {number} eventTime milliseconds since 1970-01-01T00:00:00Z, microseconds as a fraction; NaN
 *   without a timestamp
 * @property {readonly string[] | undefined} ipAddresses
 * @property {readonly string[] | undefined} domainNames
 * @property {ProblemCode[]} warnings
 *
 * @typedef {object} ErrorRow
 * @property {"error"} kind
 * @property {number} row
 * @property {ErrorCode} code
 * @property {string} message the parser's sentence
 * @property {number} offset
 * @property {number} length
 * @property {string} text decoded bytes
 *
 * @typedef {RecordRow | ErrorRow} Row
 */

/**
 * Filters and order. Values in a list are alternatives; all lists and other conditions must
 * match. An empty list or undefined means no condition. `undefined` in a list is an absent value.
 *
 * @typedef {object} Query
 * @property {string} text searched for in a row's bytes, ignoring case
 * @property {number[]} severity 0 to 7
 * @property {number[]} facility 0 to 23
 * @property {(string | undefined)[]} host_name
 * @property {(string | undefined)[]} app_name
 * @property {(string | undefined)[]} process_id
 * @property {ProblemCode[]} problem of an error, or of one of a record's warnings
 * @property {number | undefined} from milliseconds UTC, inclusive
 * @property {number | undefined} to milliseconds UTC, exclusive
 * @property {Framing | undefined} differs rows that this framing does not produce
 * @property {Sort} sort
 * @property {StackBy} stackBy field that the timeline is stacked by
 *
 * @typedef {"order" | "event_time" | "priority" | "host_name" | "app_name" | "process_id" | "message_len"} SortBy
 * @typedef {{ by: SortBy, isDescending: boolean }} Sort
 * @typedef {"severity" | "app_name" | "process_id"} StackBy
 *
 * @typedef {"severity" | "facility" | "host_name" | "app_name" | "process_id" | "problem"} FacetName
 */

/**
 * Result of a query. Rows are requested by their index in it.
 *
 * @typedef {object} View
 * @property {number} view its id; requests for rows of another one return undefined
 * @property {number} rows
 * @property {number} records
 * @property {number} errors
 * @property {Facet[]} facets
 * @property {Timeline} timeline
 */

/**
 * Counts of each value, in descending order, among rows that match the query without its
 * condition on this facet. At most {@link MOST_VALUES}; selected values are always included.
 *
 * @typedef {object} Facet
 * @property {FacetName} name
 * @property {FacetValue[]} values
 * @property {number} others number of values left out
 *
 * @typedef {object} FacetValue
 * @property {string | number | undefined} value as in {@link Query}: severity and facility are numbers
 * @property {number} count
 * @property {boolean} isChosen
 */

/**
 * Records over time that match the query without its time range. Bucket `i` is from
 * `start + i * step` to `start + (i + 1) * step`, exclusive; `counts[s][i]` belongs to series `s`.
 *
 * @typedef {object} Timeline
 * @property {number} start milliseconds UTC, a multiple of step
 * @property {number} step milliseconds
 * @property {number} buckets at most {@link MOST_BUCKETS}; 0 if no record has a time
 * @property {StackBy} stackBy
 * @property {{ value: string | number | undefined, isOthers: boolean, counts: Uint32Array }[]} series the first is
 *   drawn at the bottom: the worst severity or the most frequent name; at most {@link MOST_SERIES}
 * @property {number} untimed records without a time
 */

/**
 * Details of one row. All offsets except the row's own are relative to `bytes`.
 *
 * @typedef {object} RecordDetails
 * @property {"record"} kind
 * @property {number} row
 * @property {number} record its index among all records, from 0
 * @property {number} offset start of the frame in the payload
 * @property {number} length of the whole frame
 * @property {Uint8Array<ArrayBuffer>} bytes the frame, at most {@link MOST_BYTES}
 * @property {Field[]} fields in the schema's order, with full values up to MOST_BYTES each
 * @property {OctetCount | undefined} count undefined with the framing "lines"
 * @property {number | undefined} facility 0 to 23
 * @property {number | undefined} severity 0 to 7
 * @property {string | undefined} facilityName "local3"
 * @property {string | undefined} severityName "info"
 * @property {number} eventTime as in {@link RecordRow}
 * @property {number} parseTime milliseconds UTC
 * @property {readonly string[] | undefined} ipAddresses
 * @property {readonly string[] | undefined} domainNames
 * @property {ShownProblem[]} warnings
 * @property {string} json the event as one line, complete even if the message is very long
 *
 * @typedef {object} OctetCount MSG-LEN and the actual length
 * @property {number} declared
 * @property {number} actual bytes of the frame after MSG-LEN and its space
 * @property {number} offset start of the counted range in the frame
 *
 * @typedef {object} ShownProblem
 * @property {Problem} problem its offset is relative to the payload
 * @property {Excerpt} excerpt
 *
 * @typedef {object} Excerpt bytes around a position
 * @property {number} offset start in the payload
 * @property {Uint8Array<ArrayBuffer>} before
 * @property {Uint8Array<ArrayBuffer>} marked the problem's range, at most MOST_BYTES
 * @property {Uint8Array<ArrayBuffer>} after
 *
 * @typedef {object} ErrorDetails
 * @property {"error"} kind
 * @property {number} row
 * @property {number} offset
 * @property {number} length
 * @property {ShownProblem} shown
 * @property {Uint8Array<ArrayBuffer>} bytes that produced no record, at most MOST_BYTES
 *
 * @typedef {RecordDetails | ErrorDetails} Details
 */

/**
 * Export scope: one row, the view in its order, or everything in the payload's order.
 *
 * - `ndjson`: one line per record, in the format of the package's toNDJSON.
 * - `json`: `{ "records": [...], "problems": [...], "errorCount": n, "warningCount": n }`, in the format
 *   of JSON.stringify for the result of the package's parse.
 * - `csv`: RFC 4180; a header of the nine fields, p_event_time, p_any_ip_addresses, p_any_domain_names.
 * - `raw`: original bytes; for everything, the payload itself.
 *
 * @typedef {"row" | "view" | "all"} Scope
 * @typedef {"ndjson" | "json" | "csv" | "raw"} Format
 * @typedef {{ parts: Uint8Array<ArrayBuffer>[], records: number, bytes: number }} Export
 */

/**
 * Calls to the worker; each returns a promise. The result is undefined if the generation or the
 * view is not the current one.
 *
 * @typedef {object} Calls
 * @property {(generation: number, framing: Framing, source?: Source) => Promise<Summary>} parse
 *   without a source, parses the last one again
 * @property {(generation: number) => Promise<Difference[] | undefined>} differences compares the
 *   payload with the other two framings; takes about twice as long as parsing it
 * @property {(generation: number, query: Query) => Promise<View | undefined>} query
 * @property {(generation: number, view: number, start: number, end: number) => Promise<Row[] | undefined>} rows
 *   by their indexes in the view
 * @property {(generation: number, view: number, row: number) => Promise<number | undefined>} place
 *   index of a row in the view; -1 if it is not included
 * @property {(generation: number, row: number) => Promise<Details | undefined>} details
 * @property {(generation: number, view: number, format: Format, scope: Scope, row?: number) => Promise<Export | undefined>} export
 * @property {(generation: number) => Promise<{ data: string } | { tooLong: number } | undefined>} link
 *   the payload compressed for a link: characters of A-Z a-z 0-9 - _ only, or the length if
 *   it exceeds {@link LONGEST_LINK}
 * @property {() => Promise<void>} forget drops the payload
 */

/**
 * @typedef {{ id: 0, call: "ping", args: [] }} Ping answered immediately
 *   with `{ id: 0 }`, however long other calls take; a worker also sends this answer when it is ready
 * @typedef {{ [Name in keyof Calls]: { id: number, call: Name, args: Parameters<Calls[Name]> } }[keyof Calls]} Request
 * @typedef {{ id: number, value?: unknown, error?: string, told?: Told, progress?: Progress }} Answer messages before
 *   the value have only progress
 *
 * @typedef {object} Told reason of a read error for which the page has its own text
 * @property {"gzipTooLarge" | "linkTooLarge" | "gzipDamaged" | "linkDamaged"} reason
 * @property {number} bytes maximum bytes that are read, or bytes decompressed
 */

/** @type {readonly Framing[]} */
export const FRAMINGS = ["auto", "octet-counting", "lines"];

/** @type {readonly StackBy[]} */
export const STACKS = ["severity", "app_name", "process_id"];

/** @type {readonly SortBy[]} */
export const SORTS = [
  "order",
  "event_time",
  "priority",
  "host_name",
  "app_name",
  "process_id",
  "message_len",
];

/** In display order. @type {readonly FacetName[]} */
export const FACETS = ["severity", "facility", "app_name", "process_id", "host_name", "problem"];

/** Rows per request of the page. */
export const PAGE_OF_ROWS = 100;

/** Maximum length of a table cell's text in UTF-16 code units; the details show it in full. */
export const CELL_LENGTH = 400;

/** Maximum bytes of one row to show: more slow down a browser. */
export const MOST_BYTES = 65_536;

/** Maximum number of listed problems of a payload. */
export const MOST_PROBLEMS = 1_000_000;

/** Maximum number of values in a facet. */
export const MOST_VALUES = 100;

/** Maximum number of buckets in a timeline. */
export const MOST_BUCKETS = 160;

/** Maximum number of series in a timeline; the last may combine all others. */
export const MOST_SERIES = 8;

/** Maximum characters of a payload in a link, which every browser and most servers' logs accept. */
export const LONGEST_LINK = 32_000;

/** @returns {Query} a query without conditions */
export function everything() {
  return {
    text: "",
    severity: [],
    facility: [],
    host_name: [],
    app_name: [],
    process_id: [],
    problem: [],
    from: undefined,
    to: undefined,
    differs: undefined,
    sort: { by: "order", isDescending: false },
    stackBy: "severity",
  };
}
