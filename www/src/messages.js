// What the page and its worker say to each other: types, and the numbers that both must know.

/** @import { ErrorCode, Field, FieldName, Framing, Problem, ProblemCode } from "heroku-drain" */

/**
 * Where a payload comes from. The worker makes bytes of all of them, and bytes are all that it reads.
 *
 * - `text` was typed or pasted: a text box has only LF, so what its line ends shall be is told beside it.
 * - `file` is read as a stream, and decompressed where it is gzip.
 * - `link` was in a link to this page: what `link` of {@link Calls} made.
 *
 * @typedef {"lf" | "crlf"} LineEnd
 * @typedef {{ kind: "text", text: string, lineEnd: LineEnd }} TextSource
 * @typedef {{ kind: "file", name: string, file: Blob }} FileSource
 * @typedef {{ kind: "sample", id: string }} SampleSource
 * @typedef {{ kind: "link", data: string }} LinkSource
 * @typedef {TextSource | FileSource | SampleSource | LinkSource} Source
 */

/**
 * How far long work is. Of a file that is decompressed, `done` counts bytes of the file.
 *
 * @typedef {object} Progress
 * @property {"reading" | "parsing" | "indexing" | "filtering" | "exporting"} stage
 * @property {number} done
 * @property {number} total 0 where nobody knows
 */

/**
 * What a payload came to. Records, problems and bytes stay in the worker. Offsets and lengths are bytes
 * of the payload, after decompression.
 *
 * @typedef {object} Summary
 * @property {number} generation which reading this is; what is asked of another one is not answered
 * @property {Framing} framing
 * @property {number} bytes
 * @property {{ format: "gzip", bytes: number } | undefined} compressed what it was before, if that
 * @property {number} rows of the table: all records and all listed errors
 * @property {number} records
 * @property {number} errors
 * @property {number} warnings
 * @property {number} unlisted errors and warnings beyond {@link MOST_PROBLEMS}, which are only counted
 * @property {number} gapBytes bytes that are in no row
 * @property {number} milliseconds what one parse took
 * @property {string} head the start of the payload
 * @property {boolean} isHeadCut
 * @property {boolean} isMarked whether it starts with a byte order mark
 */

/**
 * What another framing makes of the same bytes.
 *
 * @typedef {object} Difference
 * @property {Framing} framing the other one
 * @property {number} records
 * @property {number} errors
 * @property {number} warnings
 * @property {number} rows how many rows of this reading are not rows of the other one
 * @property {number | undefined} offset where the two readings part
 */

/**
 * A row of the table: all records and listed errors (bytes that produced no record), in the payload's order.
 * Warnings belong to the row of their record. A row is known by its number in that order, from 0, whatever
 * is filtered and sorted. Long texts are cut at {@link CELL_LENGTH}.
 *
 * @typedef {object} RecordRow
 * @property {"record"} kind
 * @property {number} row
 * @property {number} record its index among all records, from 0
 * @property {Record<FieldName, string | number | undefined>} fields
 * @property {number | undefined} facility 0 to 23, where the priority is 0 to 191
 * @property {number | undefined} severity 0 to 7, where the priority is 0 to 191
 * @property {number} eventTime milliseconds since 1970-01-01T00:00:00Z, microseconds as fraction; NaN where
 *   there is no timestamp
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
 * @property {string} text what stands there
 *
 * @typedef {RecordRow | ErrorRow} Row
 */

/**
 * What to show, and in which order. Values of one list are alternatives; lists, and the rest, must all
 * hold. An empty list, and undefined, ask for nothing. `undefined` in a list is an absent value.
 *
 * @typedef {object} Query
 * @property {string} text is searched for in a row's bytes, no matter whether in capitals
 * @property {number[]} severity 0 to 7
 * @property {number[]} facility 0 to 23
 * @property {(string | undefined)[]} host_name
 * @property {(string | undefined)[]} app_name
 * @property {(string | undefined)[]} process_id
 * @property {ProblemCode[]} problem of an error, or of one of a record's warnings
 * @property {number | undefined} from milliseconds UTC; an event at that time is in
 * @property {number | undefined} to milliseconds UTC; an event at that time is out
 * @property {Framing | undefined} differs rows that this framing does not make
 * @property {Sort} sort
 * @property {StackBy} stackBy what the timeline is stacked by
 *
 * @typedef {"order" | "event_time" | "priority" | "host_name" | "app_name" | "process_id" | "message_len"} SortBy
 * @typedef {{ by: SortBy, isDescending: boolean }} Sort
 * @typedef {"severity" | "app_name" | "process_id"} StackBy
 *
 * @typedef {"severity" | "facility" | "host_name" | "app_name" | "process_id" | "problem"} FacetName
 */

/**
 * What a query came to. Rows are asked for by their place in it.
 *
 * @typedef {object} View
 * @property {number} view which one this is; rows of another one are not given
 * @property {number} rows
 * @property {number} records
 * @property {number} errors
 * @property {Facet[]} facets
 * @property {Timeline} timeline
 */

/**
 * How often each value comes, most often first, among rows that meet the query without its part about
 * this facet. At most {@link MOST_VALUES}; those asked for are there in any case.
 *
 * @typedef {object} Facet
 * @property {FacetName} name
 * @property {FacetValue[]} values
 * @property {number} others how many values were left out
 *
 * @typedef {object} FacetValue
 * @property {string | number | undefined} value as in {@link Query}: severity and facility are numbers
 * @property {number} count
 * @property {boolean} isChosen
 */

/**
 * Records over time, those that meet the query without its time range. Bucket `i` is from
 * `start + i * step` to `start + (i + 1) * step`, not included; `counts[s][i]` are those of series `s`.
 *
 * @typedef {object} Timeline
 * @property {number} start milliseconds UTC, a multiple of step
 * @property {number} step milliseconds
 * @property {number} buckets at most {@link MOST_BUCKETS}; 0 where no record has a time
 * @property {StackBy} stackBy
 * @property {{ value: string | number | undefined, isOthers: boolean, counts: Uint32Array }[]} series the first is
 *   drawn at the bottom: of severities the most severe, of names the most frequent; at most {@link MOST_SERIES}
 * @property {number} untimed records without a time
 */

/**
 * Everything about one row. All offsets but the row's own count from the start of `bytes`.
 *
 * @typedef {object} RecordDetails
 * @property {"record"} kind
 * @property {number} row
 * @property {number} record its index among all records, from 0
 * @property {number} offset where the frame starts in the payload
 * @property {number} length of the whole frame
 * @property {Uint8Array<ArrayBuffer>} bytes the frame, at most {@link MOST_BYTES}
 * @property {Field[]} fields in the schema's order, with all of each value, at most MOST_BYTES of it
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
 * @property {string} json the event, as one line; where a message is very long it is all there
 *
 * @typedef {object} OctetCount what MSG-LEN says, beside what is there
 * @property {number} declared
 * @property {number} actual bytes of the frame behind MSG-LEN and its space
 * @property {number} offset where what it counts starts in the frame
 *
 * @typedef {object} ShownProblem
 * @property {Problem} problem its offset is one of the payload
 * @property {Excerpt} excerpt
 *
 * @typedef {object} Excerpt bytes around a place
 * @property {number} offset where it starts in the payload
 * @property {Uint8Array<ArrayBuffer>} before
 * @property {Uint8Array<ArrayBuffer>} marked what the problem points at, at most MOST_BYTES
 * @property {Uint8Array<ArrayBuffer>} after
 *
 * @typedef {object} ErrorDetails
 * @property {"error"} kind
 * @property {number} row
 * @property {number} offset
 * @property {number} length
 * @property {ShownProblem} shown
 * @property {Uint8Array<ArrayBuffer>} bytes what produced no record, at most MOST_BYTES
 *
 * @typedef {RecordDetails | ErrorDetails} Details
 */

/**
 * What goes out again: one row, those of the view in its order, or everything in the payload's order.
 *
 * - `ndjson`: each record a line, as toNDJSON of the package writes it.
 * - `json`: `{ "records": [...], "problems": [...], "errorCount": n, "warningCount": n }`, as JSON.stringify writes
 *   what parse of the package returns.
 * - `csv`: RFC 4180; a head of the nine fields, p_event_time, p_any_ip_addresses, p_any_domain_names.
 * - `raw`: bytes as they came; of everything the payload itself.
 *
 * @typedef {"row" | "view" | "all"} Scope
 * @typedef {"ndjson" | "json" | "csv" | "raw"} Format
 * @typedef {{ parts: Uint8Array<ArrayBuffer>[], records: number, bytes: number }} Export
 */

/**
 * What the worker can be asked; each answer comes as a promise. Undefined where the generation, or the
 * view, is not the current one.
 *
 * @typedef {object} Calls
 * @property {(generation: number, framing: Framing, source?: Source) => Promise<Summary>} parse
 *   without a source, the last one again
 * @property {(generation: number) => Promise<Difference[] | undefined>} differences what the other two framings
 *   make of the payload; takes about twice as long as parsing it
 * @property {(generation: number, query: Query) => Promise<View | undefined>} query
 * @property {(generation: number, view: number, start: number, end: number) => Promise<Row[] | undefined>} rows
 *   by their places in the view
 * @property {(generation: number, view: number, row: number) => Promise<number | undefined>} place
 *   where a row is in the view; -1 if it is not
 * @property {(generation: number, row: number) => Promise<Details | undefined>} details
 * @property {(generation: number, view: number, format: Format, scope: Scope, row?: number) => Promise<Export | undefined>} export
 * @property {(generation: number) => Promise<{ data: string } | { tooLong: number } | undefined>} link
 *   the payload for a link, compressed: characters of A-Z a-z 0-9 - _ only; how many there would be, where
 *   these are more than {@link LONGEST_LINK}
 * @property {() => Promise<void>} forget drops the payload
 */

/**
 * @typedef {{ id: 0, call: "ping", args: [] }} Ping is answered at once, however long other calls take, by `{ id: 0 }`; so
 *   does a worker say that it is there
 * @typedef {{ [Name in keyof Calls]: { id: number, call: Name, args: Parameters<Calls[Name]> } }[keyof Calls]} Request
 * @typedef {{ id: number, value?: unknown, error?: string, told?: Told, progress?: Progress }} Answer what comes before
 *   the value has only progress
 *
 * @typedef {object} Told why something could not be read, where the page has words of its own for it
 * @property {"gzipTooLarge" | "linkTooLarge" | "gzipDamaged" | "linkDamaged"} reason
 * @property {number} bytes the most that is read, or how many came out
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

/** In the order in which they are shown. @type {readonly FacetName[]} */
export const FACETS = ["severity", "facility", "app_name", "process_id", "host_name", "problem"];

/** How many rows the page asks for at once. */
export const PAGE_OF_ROWS = 100;

/** Longest text in a cell of a table, in UTF-16 code units; the whole of it is in the details. */
export const CELL_LENGTH = 400;

/** The most bytes of one row that are shown: more make a browser slow. */
export const MOST_BYTES = 65_536;

/** The most problems of a payload that are listed. */
export const MOST_PROBLEMS = 1_000_000;

/** The most values of a facet. */
export const MOST_VALUES = 100;

/** The most buckets of a timeline. */
export const MOST_BUCKETS = 160;

/** The most series of a timeline; the last may stand for all others. */
export const MOST_SERIES = 8;

/** The most characters that a payload may take in a link: what every browser and most servers' logs let through. */
export const LONGEST_LINK = 32_000;

/** @returns {Query} what asks for nothing */
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
