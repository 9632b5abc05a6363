// Diagnosis of a problem: its cause, its position and the facts for the explanation.

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
 * @typedef {"blanksBetween" | "httpHead" | "multipartBoundary" | "linePrefix" | "countIsZero" | "countTooLong"
 *   | "countWithoutSpace" | "countSigned" | "countAbsent" | "markInside" | "jsonLine" | "cliLine" | "htmlEscaped"
 *   | "noCount"} NoFrameCause
 * @typedef {"syslogWithoutCount" | "oldSyslogWithoutCount"} MissingCountCause
 * @typedef {"continuationLine" | "countMissingInLine" | "priorityNotFound" | "priorityNotClosed"
 *   | "messageMissing" | "fieldsMissing"} DelimiterCause
 * @typedef {"integerTooLarge" | "integerHidden" | "integerBlank" | "integerWritten" | "integerDigits"
 *   | "notInteger"} IntegerCause
 * @typedef {"gzipBytes" | "gzipAsText" | "utf16Bytes" | "utf16AsText" | "jsonWrapped" | "jsonBase64" | "jsonString"
 *   | "jsonEvents" | "jsonOther" | "formWrapped" | "formOther" | "base64Frames" | "htmlEscaped" | "cliPlain"
 *   | "cliColoured"} PayloadCause
 * @typedef {"frameTooLong" | "frameEndsInCrlf" | "markInFront" | "priorityNegative" | "priorityTooLarge"} OtherCause
 * @typedef {NoFrameCause | MissingCountCause | DelimiterCause | IntegerCause | PayloadCause | OtherCause
 *   | CountFault | Utf8Fault | TimestampFault} Cause
 *
 * Result of Panther's HTTP source, which reads line by line, for the bytes.
 *
 * @typedef {"sameEvent" | "cutEvent" | "crlfDropped" | "markRejected" | "replaced" | "numberKept"
 *   | "nothingThere" | "countIgnored" | "otherLines" | "lineRejected" | "bodyTooLarge" | "noLineMatches"} Outcome
 *
 * @typedef {object} Facts facts for the texts; 0 or "" if not applicable
 * @property {number} offset of the fault in the payload
 * @property {number} declared
 * @property {number} actual
 * @property {number} number that the cause refers to
 * @property {number} wanted expected bytes of a character
 * @property {number} there bytes of it that are present
 * @property {string} field
 * @property {string} delimiter
 * @property {string} guess text that may have been meant
 * @property {string} byte the first wrong byte, in hexadecimal
 *
 * @typedef {object} Diagnosis
 * @property {Cause} cause
 * @property {Outcome} outcome
 * @property {Facts} facts
 * @property {Span[]} fields pattern matches in bytes that produced no record; relative to their start
 * @property {{ offset: number, length: number }} place range to highlight, in the payload
 *
 * @typedef {{ cause: Cause } & Partial<Facts & Pick<Diagnosis, "outcome" | "fields" | "place">>} Partly
 */

const PARTS = patternParts(schema);

/** Maximum bytes read to recognise the format of a payload. */
const LOOKED_AT = 4096;

/** A JSON string that starts like a frame, with `<` and `>` possibly escaped, and its key. */
const WRAPPED = /"(\w{1,40})"\s*:\s*"(?:[+-]?\d+ )?(?:<|\\u003c)\d{1,3}(?:>|\\u003e)/i;

/** `<`, `>` or both in HTML escapes, at the start of a frame. */
const ESCAPED = /^\s*(?:\d+ )?(&(?:lt|#60|#x3c);)/i;

/** An RFC 3164 date after the priority. A day below 10 is padded with a space. */
const OLD_SYSLOG = /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:/;

const HTTP_HEAD = /^(?:[A-Z]+ \S+ HTTP\/[\d.]+|HTTP\/[\d.]+ \d{3}|[A-Za-z-]+: \S)/;

/** A multipart delimiter (RFC 2046, section 5.1.1). */
const BOUNDARY = /^--[\w'()+,./:=?-]{1,70}[ \t]*\r?\n/;

/** Diagnosis of a problem, and Panther's usual result. */
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
  "utf16-payload": diagnoser("noLineMatches", ofUtf16),
  "json-payload": diagnoser("noLineMatches", ofJson),
  "form-encoded": diagnoser("noLineMatches", ofForm),
  "base64-payload": diagnoser("noLineMatches", ofBase64),
  "html-escaped": diagnoser("noLineMatches", ofHtml),
  "cli-output": diagnoser("noLineMatches", ofCommandLine),
};

/**
 * @param {ShownProblem} shown
 * @param {Details} details of the row with the problem
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
  const payloadEnd = code === "truncated" ? offset + length : undefined;
  const { fault, ...found } = countFault(count, body, payloadEnd);
  return { cause: fault, declared, actual, ...found };
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
function ofNoFrame(details) {
  const text = startOf(details);
  if (/^\s*$/.test(text)) return { cause: "blanksBetween", outcome: "nothingThere" };
  if (text.startsWith("\ufeff")) return { cause: "markInside", outcome: "lineRejected" };
  if (HTTP_HEAD.test(text)) return { cause: "httpHead" };
  if (BOUNDARY.test(text)) return { cause: "multipartBoundary" };
  const count = badCount(text);
  if (count) return count;
  if (ESCAPED.test(text)) return escaped(text);
  if (/^[{[]/.test(text)) return { cause: "jsonLine" };
  if (isCommandLine(text)) return { cause: "cliLine" };
  return isPrefix(details, text)
    ? { cause: "linePrefix", outcome: "lineRejected" }
    : { cause: "noCount" };
}

/**
 * Diagnoses a malformed MSG-LEN.
 *
 * @param {string} text
 * @returns {Partly | undefined}
 */
function badCount(text) {
  const [, count = ""] = /^(\d+) ?</.exec(text) ?? [];
  if (/^\d+</.test(text)) return { cause: "countWithoutSpace", outcome: "lineRejected" };
  if (/^0+ </.test(text)) return { cause: "countIsZero", outcome: "countIgnored" };
  if (count.length > 10) return countTooLong(count);
  if (/^[+-](?:\d+ <|$)/.test(text)) return { cause: "countSigned", outcome: "countIgnored" };
  if (/^- ?</.test(text)) return { cause: "countAbsent", outcome: "countIgnored" };
  return undefined;
}

/**
 * Whether the bytes start a line whose rest is a frame.
 *
 * @param {Details} details
 * @param {string} text
 */
function isPrefix(details, text) {
  if (details.kind === "record" || !/^[^\r\n]*[ \t]$/.test(text)) return false;
  return /^\d+ <\d/.test(textOf(details.shown.excerpt.after));
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
function ofMissingCount(details) {
  const isOld = OLD_SYSLOG.test(startOf(details));
  return { cause: isOld ? "oldSyslogWithoutCount" : "syslogWithoutCount" };
}

/** @type {Find} */
function ofDelimiter({ bytes, offset }, { field }, framing) {
  const { fields, open } = matched(bytes, PARTS);
  const delimiter = PARTS.find(({ name }) => name === field)?.literal ?? "";
  const text = open ? textIn(bytes, open) : "";
  const found = ESCAPED.test(text)
    ? escaped(text)
    : { cause: delimiterCause(field, fields.length, text, framing) };
  const place = open && { offset: offset + open.offset, length: open.length };
  return { ...found, delimiter, number: fields.length, fields, ...(place && { place }) };
}

/**
 * @param {FieldName | undefined} field the unterminated field
 * @param {number} number fields before it
 * @param {string} text
 * @param {Framing} framing
 * @returns {DelimiterCause | MissingCountCause}
 */
function delimiterCause(field, number, text, framing) {
  if (field === "message_len" && OLD_SYSLOG.test(text)) return "oldSyslogWithoutCount";
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
function ofUtf16(details) {
  const [first = 0, second = 0] = details.bytes;
  if (startOf(details).startsWith("\ufffd\ufffd") && first === 0xef)
    return { cause: "utf16AsText" };
  // Without a byte order mark, the first character is a digit.
  const order = first === 0 ? "BE" : second === 0 ? "LE" : "";
  return { cause: "utf16Bytes", guess: `UTF-16${order}` };
}

/** @type {Find} */
function ofBase64(details) {
  const isUrlSafe = /[-_]/.test(startOf(details));
  return { cause: "base64Frames", guess: isUrlSafe ? "basenc --base64url -d" : "base64 -d" };
}

/** @type {Find} */
function ofHtml(details) {
  return escaped(startOf(details));
}

/**
 * @param {string} text
 * @returns {Partly}
 */
function escaped(text) {
  return { cause: "htmlEscaped", guess: ESCAPED.exec(text)?.[1] ?? "" };
}

/** @type {Find} */
function ofJson(details) {
  const text = startOf(details);
  if (/^\s*\ufeff?\s*"/.test(text)) return { cause: "jsonString" };
  if (text.includes('"p_log_type"')) return { cause: "jsonEvents" };
  const [, key = ""] = WRAPPED.exec(text) ?? [];
  if (key) return { cause: "jsonWrapped", guess: key };
  const encoded = Array.from(text.matchAll(/"(\w{1,40})"\s*:\s*"([A-Za-z0-9+/]{16})/g));
  const [, name = ""] = encoded.find(([, , value = ""]) => /^\d+ </.test(atob(value))) ?? [];
  return name ? { cause: "jsonBase64", guess: name } : { cause: "jsonOther" };
}

/** @type {Find} */
function ofForm(details) {
  const text = startOf(details);
  const [, key = ""] = /(?:^|&)\s*(\w{1,40})=[^&]*%3c\d{1,3}%3e/i.exec(text) ?? [];
  return key ? { cause: "formWrapped", guess: key } : { cause: "formOther" };
}

/** @type {Find} */
function ofCommandLine(details) {
  const isColoured = startOf(details).includes("\u001b[");
  return { cause: isColoured ? "cliColoured" : "cliPlain" };
}

/**
 * Returns the start of the row's bytes as text.
 *
 * @param {Details} details
 */
function startOf({ bytes }) {
  return textOf(bytes.subarray(0, LOOKED_AT));
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
