// What lies behind a problem: its cause, the place it is at, and what the words about it need to know.

import { schema } from "heroku-drain";
import { countFault } from "./count-fault.js";
import { matched, patternParts } from "./pattern.js";
import { timestampFault } from "./timestamp-fault.js";
import { hexadecimal, textOf } from "./utf8.js";
import { utf8Fault } from "./utf8-fault.js";

/**
 * @import { FieldName, Framing, Problem } from "heroku-drain"
 * @import { Details, ShownProblem } from "../messages.js"
 * @import { CountFault } from "./count-fault.js"
 * @import { Span } from "./pieces.js"
 * @import { TimestampFault } from "./timestamp-fault.js"
 * @import { Utf8Fault } from "./utf8-fault.js"
 */

/**
 * @typedef {"blanksBetween" | "httpHead" | "countIsZero" | "countTooLong" | "countWithoutSpace"
 *   | "countSigned" | "countAbsent" | "markInside" | "jsonLine" | "cliLine" | "noCount"} NoFrameCause
 * @typedef {"syslogWithoutCount" | "oldSyslogWithoutCount"} MissingCountCause
 * @typedef {"continuationLine" | "countMissingInLine" | "priorityNotFound" | "priorityNotClosed"
 *   | "messageMissing" | "fieldsMissing"} DelimiterCause
 * @typedef {"integerTooLarge" | "integerHidden" | "integerBlank" | "integerWritten" | "integerDigits"
 *   | "notInteger"} IntegerCause
 * @typedef {"gzipBytes" | "gzipAsText" | "jsonWrapped" | "jsonBase64" | "jsonString" | "jsonEvents"
 *   | "jsonOther" | "formWrapped" | "formOther" | "cliPlain" | "cliColoured"} PayloadCause
 * @typedef {"frameTooLong" | "frameEndsInCrlf" | "markInFront" | "priorityNegative" | "priorityTooLarge"} OtherCause
 * @typedef {NoFrameCause | MissingCountCause | DelimiterCause | IntegerCause | PayloadCause | OtherCause
 *   | CountFault | Utf8Fault | TimestampFault} Cause
 *
 * What the bytes come to where Panther's HTTP source reads them, line by line.
 *
 * @typedef {"sameEvent" | "cutEvent" | "crlfDropped" | "markRejected" | "replaced" | "numberKept"
 *   | "nothingThere" | "countIgnored" | "otherLines" | "lineRejected" | "bodyTooLarge" | "noLineMatches"} Outcome
 *
 * @typedef {object} Facts what the words are about; 0 and "" where there is nothing of that kind
 * @property {number} offset of what is wrong, in the payload
 * @property {number} declared
 * @property {number} actual
 * @property {number} number what the cause counts
 * @property {number} wanted bytes of a character
 * @property {number} there how many of them are there
 * @property {string} field
 * @property {string} delimiter
 * @property {string} guess what may have been meant
 * @property {string} byte the first wrong byte, in hexadecimal
 *
 * @typedef {object} Diagnosis
 * @property {Cause} cause
 * @property {Outcome} outcome
 * @property {Facts} facts
 * @property {Span[]} fields how far the pattern matches bytes that gave no record; from their start
 * @property {{ offset: number, length: number }} place what to point at, in the payload
 *
 * @typedef {{ cause: Cause } & Partial<Facts & Pick<Diagnosis, "outcome" | "fields" | "place">>} Partly
 */

const PARTS = patternParts(schema);

/** Bytes that are looked at to tell what a payload of another kind is. */
const LOOKED_AT = 4096;

/** A string of JSON that begins like a frame, `<` and `>` maybe escaped; its key. */
const WRAPPED = /"(\w{1,40})"\s*:\s*"(?:[+-]?\d+ )?(?:<|\\u003c)\d{1,3}(?:>|\\u003e)/i;

/** How a problem's cause is found, and what Panther makes of it in general. */
const DIAGNOSES = {
  "octet-count-mismatch": diagnoser("sameEvent", ofCount),
  truncated: diagnoser("cutEvent", ofCount),
  crlf: diagnoser("crlfDropped", () => ({ cause: "frameEndsInCrlf" })),
  "byte-order-mark": diagnoser("markRejected", () => ({ cause: "markInFront" })),
  "invalid-utf8": diagnoser("replaced", ofUtf8),
  "priority-out-of-range": diagnoser("numberKept", ofPriority),
  "not-a-frame": diagnoser("otherLines", ofNoFrame),
  "missing-octet-count": diagnoser("lineRejected", ofMissingCount),
  "delimiter-missing": diagnoser("lineRejected", ofDelimiter),
  "invalid-integer": diagnoser("lineRejected", ofInteger),
  "invalid-timestamp": diagnoser("lineRejected", ofTimestamp),
  "frame-too-long": diagnoser("bodyTooLarge", () => ({ cause: "frameTooLong" })),
  "gzip-payload": diagnoser("noLineMatches", ofGzip),
  "json-payload": diagnoser("noLineMatches", ofJson),
  "form-encoded": diagnoser("noLineMatches", ofForm),
  "cli-output": diagnoser("noLineMatches", ofCommandLine),
};

/**
 * @param {ShownProblem} shown
 * @param {Details} details of the row that has it
 * @param {Framing} framing
 * @returns {Diagnosis}
 */
export function diagnose({ problem }, details, framing) {
  const { outcome, find } = DIAGNOSES[problem.code];
  const { cause, ...found } = find(details, problem, framing);
  const { fields = [], place = { offset: problem.offset, length: problem.length } } = found;
  const facts = {
    offset: place.offset,
    declared: 0,
    actual: 0,
    number: 0,
    wanted: 0,
    there: 0,
    field: problem.field ?? "",
    delimiter: "",
    guess: "",
    byte: "",
    ...found,
  };
  return { cause, outcome: found.outcome ?? outcome, facts, fields, place };
}

/**
 * @typedef {(details: Details, problem: Problem, framing: Framing) => Partly} Find
 *
 * @param {Outcome} outcome
 * @param {Find} find
 */
function diagnoser(outcome, find) {
  return { outcome, find };
}

/** @type {Find} */
function ofCount(details, { code }) {
  if (details.kind === "error" || !details.count) return { cause: "countTooLarge" };
  const { count, bytes, offset, length } = details;
  const { declared, actual } = count;
  const isWhole = bytes.length === length;
  const body = isWhole ? bytes.subarray(count.offset) : new Uint8Array();
  const { fault, number } = countFault(
    count,
    body,
    code === "truncated" ? offset + length : undefined,
  );
  return { cause: fault, number, declared, actual };
}

/** @type {Find} */
function ofUtf8(details, problem) {
  const { bytes, offset } = details;
  const at = problem.offset - offset;
  const message = details.kind === "record" ? details.fields.at(-1) : undefined;
  const { fault, ...found } = utf8Fault(bytes, at, message);
  return { cause: fault, ...found, byte: hexadecimal(Number(bytes[at] ?? 0)) };
}

/** @type {Find} */
function ofPriority(details) {
  const fields = details.kind === "record" ? details.fields : [];
  const number = Number(fields.find(({ name }) => name === "priority")?.value);
  return { cause: number < 0 ? "priorityNegative" : "priorityTooLarge", number };
}

/** @type {Find} */
function ofNoFrame({ bytes }) {
  const text = textOf(bytes.subarray(0, LOOKED_AT));
  const [, count = ""] = /^(\d+) ?</.exec(text) ?? [];
  if (/^\s*$/.test(text)) return { cause: "blanksBetween", outcome: "nothingThere" };
  if (text.startsWith("\ufeff")) return { cause: "markInside", outcome: "lineRejected" };
  if (/^(?:[A-Z]+ \S+ HTTP\/[\d.]+|HTTP\/[\d.]+ \d{3}|[A-Za-z-]+: \S)/.test(text)) {
    return { cause: "httpHead" };
  }
  if (/^\d+</.test(text)) return { cause: "countWithoutSpace", outcome: "lineRejected" };
  if (/^0+ </.test(text)) return { cause: "countIsZero", outcome: "countIgnored" };
  if (count.length > 10) return countTooLong(count);
  if (/^[+-](?:\d+ <|$)/.test(text)) return { cause: "countSigned", outcome: "countIgnored" };
  if (/^- ?</.test(text)) return { cause: "countAbsent", outcome: "countIgnored" };
  if (/^[{[]/.test(text)) return { cause: "jsonLine" };
  return { cause: isCommandLine(text) ? "cliLine" : "noCount" };
}

/**
 * @param {string} count
 * @returns {Partly}
 */
function countTooLong(count) {
  const isInteger = Number(count) < 2 ** 31;
  return { cause: "countTooLong", outcome: isInteger ? "countIgnored" : "lineRejected" };
}

/** @type {Find} */
function ofMissingCount({ bytes }) {
  const isOld = /^<\d+>\S+ \d+ \d\d:/.test(textOf(bytes.subarray(0, LOOKED_AT)));
  return { cause: isOld ? "oldSyslogWithoutCount" : "syslogWithoutCount" };
}

/** @type {Find} */
function ofDelimiter({ bytes, offset }, { field }, framing) {
  const { fields, open } = matched(bytes, PARTS);
  const delimiter = PARTS.find(({ name }) => name === field)?.literal ?? "";
  const text = open ? textIn(bytes, open) : "";
  const cause = delimiterCause(field, fields.length, text, framing);
  const place = open && { offset: offset + open.offset, length: open.length };
  return { cause, delimiter, number: fields.length, fields, ...(place && { place }) };
}

/**
 * @param {FieldName | undefined} field the one that does not end
 * @param {number} number of fields in front of it
 * @param {string} text
 * @param {Framing} framing
 * @returns {DelimiterCause}
 */
function delimiterCause(field, number, text, framing) {
  if (field === "message_len" && /^<\d/.test(text)) return "countMissingInLine";
  if (field === "message_len" && /^\d/.test(text)) return "priorityNotFound";
  if (field === "message_len" && framing === "lines") return "continuationLine";
  if (field === "message_len") return "priorityNotFound";
  if (field === "priority") return "priorityNotClosed";
  return number === PARTS.length - 2 ? "messageMissing" : "fieldsMissing";
}

/** @type {Find} */
function ofInteger({ bytes, offset }, { field }) {
  const { fields } = matched(bytes, PARTS);
  const span = fields.find(({ name }) => name === field);
  const text = span ? textIn(bytes, span) : "";
  return { cause: integerCause(text), fields, ...placeOf(span, offset) };
}

/**
 * @param {string} text
 * @returns {IntegerCause}
 */
function integerCause(text) {
  if (/^[+-]?[0-9]+$/.test(text)) return "integerTooLarge";
  if (/^\s*[+-]?[0-9]+\s*$/.test(text) && /[ \t]/.test(text)) return "integerBlank";
  if (/^[^\x21-\x7e]*[+-]?[0-9]+[^\x21-\x7e]*$/.test(text)) return "integerHidden";
  if (/^[+-]?(?:[0-9][0-9.,_']*(?:e[+-]?[0-9]+)?|0x[0-9a-f]+)$/i.test(text))
    return "integerWritten";
  return /^[+-]?\p{Nd}+$/u.test(text) ? "integerDigits" : "notInteger";
}

/** @type {Find} */
function ofTimestamp({ bytes, offset }, { field }) {
  const { fields } = matched(bytes, PARTS);
  const index = fields.findIndex(({ name }) => name === field);
  const [before, text, after] = [-1, 0, 1].map((by) => {
    const span = fields[index + by];
    return span ? textIn(bytes, span) : "";
  });
  const { fault, guess } = timestampFault(text ?? "", before, after);
  return { cause: fault, guess, fields, ...placeOf(fields[index], offset) };
}

/** @type {Find} */
function ofGzip({ bytes }) {
  return { cause: bytes[1] === 0x8b ? "gzipBytes" : "gzipAsText" };
}

/** @type {Find} */
function ofJson({ bytes }) {
  const text = textOf(bytes.subarray(0, LOOKED_AT));
  if (/^\s*\ufeff?\s*"/.test(text)) return { cause: "jsonString" };
  if (text.includes('"p_log_type"')) return { cause: "jsonEvents" };
  const [, key = ""] = WRAPPED.exec(text) ?? [];
  if (key) return { cause: "jsonWrapped", guess: key };
  const encoded = Array.from(text.matchAll(/"(\w{1,40})"\s*:\s*"([A-Za-z0-9+/]{16})/g));
  const [, name = ""] = encoded.find(([, , value = ""]) => /^\d+ </.test(atob(value))) ?? [];
  return name ? { cause: "jsonBase64", guess: name } : { cause: "jsonOther" };
}

/** @type {Find} */
function ofForm({ bytes }) {
  const text = textOf(bytes.subarray(0, LOOKED_AT));
  const [, key = ""] = /(?:^|&)\s*(\w{1,40})=[^&]*%3c\d{1,3}%3e/i.exec(text) ?? [];
  return key ? { cause: "formWrapped", guess: key } : { cause: "formOther" };
}

/** @type {Find} */
function ofCommandLine({ bytes }) {
  const isColoured = textOf(bytes.subarray(0, LOOKED_AT)).includes("\u001b[");
  return { cause: isColoured ? "cliColoured" : "cliPlain" };
}

/** @param {string} text */
function isCommandLine(text) {
  return /^(?:\p{Cc}\[[\d;]*m)*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* [^\s[]+\[[^\s\]]+\]:/u.test(text);
}

/**
 * @param {Uint8Array} bytes
 * @param {Span} span
 */
function textIn(bytes, { offset, length }) {
  return textOf(bytes.subarray(offset, offset + length));
}

/**
 * @param {Span | undefined} span
 * @param {number} offset
 */
function placeOf(span, offset) {
  return span ? { place: { offset: offset + span.offset, length: span.length } } : {};
}
