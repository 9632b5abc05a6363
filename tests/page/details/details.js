// Creates the details of rows as the worker does, from the package's own explanations.

import { explain } from "heroku-drain";

/**
 * @import { Framing, RecordSegment, Segment } from "heroku-drain"
 * @import { Details, ShownProblem } from "../../../www/src/messages.js"
 */

/** Number of context bytes around an offset. */
const CONTEXT = 40;

/**
 * The details of every row of a payload.
 *
 * @param {string | Uint8Array} payload
 * @param {Framing} [framing]
 * @returns {Details[]}
 */
export function detailsOf(payload, framing = "auto") {
  const bytes = new Uint8Array(Buffer.from(payload));
  const { segments } = explain(bytes, { framing });
  const rows = segments.filter(({ kind }) => kind !== "gap");
  return rows.map((segment, row) => rowDetails(bytes, segment, row, framing));
}

/**
 * @param {Uint8Array<ArrayBuffer>} payload
 * @param {Segment} segment
 * @param {number} row
 * @param {Framing} framing
 * @returns {Details}
 */
function rowDetails(payload, segment, row, framing) {
  const { offset, length } = segment;
  const bytes = payload.slice(offset, offset + length);
  if (segment.kind === "error") {
    return { kind: "error", row, offset, length, bytes, shown: shown(payload, segment.problem) };
  }
  const { fields, warnings, facility, severity } = /** @type {RecordSegment} */ (segment);
  const priority = Number(fields[1]?.value);
  const digits = /^(\d+) /.exec(Buffer.from(bytes).toString("latin1"))?.[1]?.length ?? 0;
  const start = digits + 1;
  const declared = Number(fields[0]?.value);
  return {
    kind: "record",
    row,
    record: row,
    offset,
    length,
    bytes,
    fields: fields.map((field) => ({ ...field, offset: field.offset - offset })),
    count: framing === "lines" ? undefined : { declared, actual: length - start, offset: start },
    facility: facility === undefined ? undefined : priority >> 3,
    severity: severity === undefined ? undefined : priority & 7,
    facilityName: facility,
    severityName: severity,
    eventTime: Date.parse(String(fields[3]?.value)),
    parseTime: 0,
    ipAddresses: undefined,
    domainNames: undefined,
    warnings: warnings.map((problem) => shown(payload, problem)),
    json: "{}",
  };
}

/**
 * @param {Uint8Array<ArrayBuffer>} payload
 * @param {ShownProblem["problem"]} problem
 * @returns {ShownProblem}
 */
function shown(payload, problem) {
  const start = Math.max(0, problem.offset - CONTEXT);
  const end = problem.offset + problem.length;
  return {
    problem,
    excerpt: {
      offset: start,
      before: payload.slice(start, problem.offset),
      marked: payload.slice(problem.offset, end),
      after: payload.slice(end, end + CONTEXT),
    },
  };
}
