// A segment of a payload as lines for people.

import { counted, lineOf, visible } from "./text.js";

/** @import { ErrorSegment, Field, GapSegment, Problem, RecordSegment, Segment } from "../index.js" */
/** @import { Paint } from "./text.js" */

/** Bytes before and from the place of a problem that an excerpt shows. */
const BEFORE = 30;
const FROM = 45;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export class Description {
  /**
   * @param {{ slice: (start: number, end: number) => Uint8Array }} bytes of the stream
   * @param {Paint} paint
   */
  constructor(bytes, paint) {
    this.bytes = bytes;
    this.paint = paint;
  }

  /** @param {Segment} segment */
  lines(segment) {
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
    const text = this.text(offset, offset + Math.min(length, FROM));
    return [`${this.paint("gray", "gap")} ${placeOf(segment)}: ${text}`];
  }

  /**
   * The sentence of a problem, and the bytes around its place with a caret below them.
   *
   * @param {Problem} problem
   */
  problem(problem) {
    const { offset, length } = problem;
    const place = Math.min(placeIn(problem), offset + Math.max(0, length - 1));
    const before = this.text(Math.max(offset, place - BEFORE), place);
    const after = this.text(place, Math.min(offset + length, place + FROM));
    return [
      `  ${lineOf(problem, this.paint)}`,
      `    ${before}${after}`,
      `    ${" ".repeat([...before].length)}${this.paint("red", "^")}`,
    ];
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  text(start, end) {
    return visible(decoder.decode(this.bytes.slice(start, end)));
  }
}

/**
 * The place at the end of a problem's sentence, which is more exact than the start of its frame.
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
