// What the page and its worker say to each other: types, and the numbers that both must know.

/** @import { Field, FieldName, Framing, Problem } from "heroku-drain" */

/**
 * Where a payload comes from. Only `text` holds it; the worker reads or builds the others.
 *
 * @typedef {{ kind: "text", text: string }} TextSource
 * @typedef {{ kind: "file", name: string, file: Blob }} FileSource
 * @typedef {{ kind: "sample", name: string, id: string }} SampleSource
 * @typedef {TextSource | FileSource | SampleSource} Source
 *
 * @typedef {"records" | "problems"} ListName
 */

/**
 * What a payload came to. The records themselves stay in the worker.
 *
 * @typedef {object} Summary
 * @property {number} generation which parse this is; rows of another one are not given
 * @property {number} records
 * @property {number} errors
 * @property {number} warnings
 * @property {number} bytes
 * @property {"byte" | "character"} unit what offsets and lengths count
 * @property {number} milliseconds what one parse took
 * @property {string} head the start of a payload of bytes; of text, which stands in its box, nothing
 * @property {boolean} isHeadCut
 * @property {boolean} isMarked whether it starts with a byte order mark
 * @property {RecordRow[]} recordRows the first ones
 * @property {ProblemRow[]} problemRows the first ones
 */

/**
 * A record as the table shows it; long texts are cut.
 *
 * @typedef {object} RecordRow
 * @property {Record<FieldName, string | number | undefined>} fields
 * @property {string | undefined} severity
 * @property {number} eventTime milliseconds since 1970-01-01T00:00:00Z
 * @property {readonly string[]} ipAddresses
 * @property {readonly string[]} domainNames
 *
 * @typedef {Problem} ProblemRow with a long text cut
 */

/**
 * A stretch of a payload; with a name if it is a field.
 *
 * @typedef {{ text: string, field?: FieldName }} Piece
 */

/**
 * @typedef {object} RecordDetails
 * @property {"records"} list
 * @property {number} index
 * @property {number} offset where the frame starts
 * @property {number} length
 * @property {Field[]} fields
 * @property {string | undefined} facility
 * @property {string | undefined} severity
 * @property {number} eventTime milliseconds since 1970-01-01T00:00:00Z
 * @property {readonly string[]} ipAddresses
 * @property {readonly string[]} domainNames
 * @property {Problem[]} warnings
 * @property {Piece[]} pieces the frame's text, in order and complete
 * @property {string} json
 *
 * @typedef {object} ProblemDetails
 * @property {"problems"} list
 * @property {number} index
 * @property {Problem} problem
 * @property {string} before what stands in front
 * @property {string} text what the problem points at
 * @property {string} after what stands behind
 *
 * @typedef {RecordDetails | ProblemDetails} Details
 */

/**
 * What the worker can be asked; each answer comes as a promise.
 *
 * @typedef {object} Calls
 * @property {(generation: number, framing: Framing, source?: Source) => Promise<Summary>} parse
 *   without a source, the last one again
 * @property {(generation: number, start: number, end: number) => Promise<RecordRow[] | undefined>} records
 * @property {(generation: number, start: number, end: number) => Promise<ProblemRow[] | undefined>} problems
 * @property {(generation: number, list: ListName, index: number) => Promise<Details | undefined>} details
 * @property {(generation: number) => Promise<Uint8Array<ArrayBuffer> | undefined>} ndjson
 * @property {() => Promise<void>} forget drops the payload
 */

/**
 * @typedef {{ [Name in keyof Calls]: { id: number, call: Name, args: Parameters<Calls[Name]> } }[keyof Calls]} Request
 * @typedef {{ id: number, value?: unknown, error?: string }} Answer
 */

/** How many rows the page asks for at once. */
export const PAGE_OF_ROWS = 100;
