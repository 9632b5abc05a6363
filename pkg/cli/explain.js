// `heroku-drain explain`: what became of every byte.

import { explain as explainPayload } from "heroku-drain";
import { ERRORS, WELL, wrongUsage } from "./failure.js";
import { openInput, readAll } from "./input.js";
import { FRAMING, framingOf, parsed } from "./options.js";
import { write } from "./output.js";
import { lineOf } from "./parse.js";
import { counted, painter, visible } from "./text.js";

/** @import { ErrorSegment, Field, GapSegment, Problem, RecordSegment, Segment } from "../index.js" */
/** @import { Paint } from "./text.js" */

const OPTIONS = /** @type {const} */ ({ ...FRAMING, strict: { type: "boolean" } });

/** A payload is held at once, and so is what is told of it. */
const MOST_BYTES = 64 * 1024 * 1024;
const LINES_AT_A_TIME = 1000;
/** Bytes in front of a place, and from it on, that an excerpt shows. */
const BEFORE = 30;
const FROM = 45;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** @param {string[]} args */
export async function explain(args) {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length > 1) throw wrongUsage("expected one payload, found more");
  const framing = framingOf(values.framing);
  const payload = await readAll(await openInput(positionals[0] ?? "-"), MOST_BYTES);
  const { segments } = explainPayload(payload, { framing });
  await show(segments, payload);
  return values.strict && segments.some(({ kind }) => kind === "error") ? ERRORS : WELL;
}

/**
 * @param {Segment[]} segments
 * @param {Buffer} payload
 */
async function show(segments, payload) {
  const teller = new Teller(payload, painter(process.stdout));
  for (let at = 0; at < segments.length; at += LINES_AT_A_TIME) {
    const some = segments.slice(at, at + LINES_AT_A_TIME);
    const lines = some.flatMap((segment) => teller.segment(segment));
    await write(process.stdout, `${lines.join("\n")}\n`);
  }
  await write(process.stdout, `${summary(segments)}\n`);
}

/** Tells in lines what a segment is. */
class Teller {
  /**
   * @param {Buffer} payload
   * @param {Paint} paint
   */
  constructor(payload, paint) {
    this.payload = payload;
    this.paint = paint;
  }

  /** @param {Segment} segment */
  segment(segment) {
    if (segment.kind === "record") return this.record(segment);
    return segment.kind === "error" ? this.error(segment) : this.gap(segment);
  }

  /** @param {RecordSegment} segment */
  record(segment) {
    const { record, fields, facility, severity, warnings } = segment;
    const level = facility === undefined ? "" : `, ${facility}.${severity}`;
    return [
      `${this.paint("green", `record ${record}`)} ${placeOf(segment)}${level}`,
      ...fields.map((field) => this.field(field)),
      ...warnings.flatMap((warning) => this.problem(warning)),
    ];
  }

  /** @param {Field} field */
  field({ name, offset, length, value }) {
    const text = value === undefined ? this.paint("gray", "absent") : visible(String(value));
    return `  ${name.padEnd(11)}  ${`${offset}+${length}`.padStart(12)}  ${text}`.trimEnd();
  }

  /** @param {ErrorSegment} segment */
  error(segment) {
    return [`${this.paint("red", "error")} ${placeOf(segment)}`, ...this.problem(segment.problem)];
  }

  /** @param {GapSegment} segment */
  gap(segment) {
    const { offset, length } = segment;
    const text = this.text(offset, Math.min(offset + length, offset + FROM));
    return [`${this.paint("gray", "gap")} ${placeOf(segment)}: ${text}`];
  }

  /**
   * A problem's sentence, and the bytes around its place with a caret below them.
   *
   * @param {Problem} problem
   */
  problem(problem) {
    const { offset, length } = problem;
    const place = Math.min(placeIn(problem), offset + Math.max(0, length - 1));
    const before = this.text(Math.max(offset, place - BEFORE), place);
    const behind = this.text(place, Math.min(this.payload.length, offset + length, place + FROM));
    return [
      `  ${lineOf(problem, this.paint)}`,
      `    ${before}${behind}`,
      `    ${" ".repeat([...before].length)}${this.paint("red", "^")}`,
    ];
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  text(start, end) {
    return visible(decoder.decode(this.payload.subarray(start, end)));
  }
}

/**
 * The place that a problem's sentence names at its end; it is more exact than where its frame begins.
 *
 * @param {Problem} problem
 */
function placeIn({ message, offset, length }) {
  const place = Number(/ at byte (\d+)$/.exec(message)?.[1] ?? offset);
  return place >= offset && place < offset + length ? place : offset;
}

/** @param {{ offset: number, length: number }} segment */
function placeOf({ offset, length }) {
  return `at ${offset}, ${counted(length, "byte")}`;
}

/** @param {Segment[]} segments */
function summary(segments) {
  const kinds = /** @type {const} */ (["record", "error", "gap"]);
  return kinds
    .map((kind) => {
      const some = segments.filter((segment) => segment.kind === kind);
      const bytes = some.reduce((sum, { length }) => sum + length, 0);
      return `${counted(some.length, kind)} of ${counted(bytes, "byte")}`;
    })
    .join(", ");
}
