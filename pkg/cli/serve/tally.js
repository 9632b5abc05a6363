// Reports of a running server: counts once a minute, and each failure when it happens.

import { counted } from "../text.js";

/** @import { Batch, ReceiverEvent } from "../../receiver.js" */

/** @typedef {Extract<ReceiverEvent, { type: "rejected" }>} Refused */

const MINUTE = 60_000;
/** Lines about the problems of one batch. */
const MOST_PROBLEMS = 3;
/** Lines about refused requests in a minute; anyone can cause them. */
const MOST_REFUSALS = 5;
/** One bad batch is one sender's mistake; that many in a row are a change of format. */
const REMARKABLE = 3;
/** Warnings after which a record may be forged or lost. */
const SERIOUS = ["octet-count-mismatch", "truncated"];

export class Tally {
  /** @type {Map<string, number>} */
  #counts = new Map();
  #records = 0;
  #refusals = 0;
  #failing = false;
  /** Batches in a row that produced no record. */
  #fruitless = 0;
  #timer;

  /** @param {(line: string) => void} write */
  constructor(write) {
    this.write = write;
    this.#timer = setInterval(() => this.flush(), MINUTE).unref();
  }

  /** @param {Batch} batch that the log has written */
  stored(batch) {
    this.#count("stored");
    this.#records += batch.count;
    const lines = [...problemLines(batch), ...batch.warnings.map(lineOf)];
    for (const line of lines) this.write(`batch ${batch.frameId ?? "without a frame id"}: ${line}`);
    if (batch.count > 0) this.#fruitless = 0;
    else if (batch.errorCount > 0) this.#fruitless += 1;
  }

  /** A batch that the log has already. */
  repeated() {
    this.#count("duplicate");
  }

  /** @param {ReceiverEvent} event */
  observe(event) {
    if (event.type === "accepted") this.#recover();
    else this.#count("reason" in event ? `${event.type} (${event.reason})` : event.type);
    if (event.type === "failed") this.#fail(event);
    if (event.type === "rejected") this.#refuse(event);
  }

  /** Batches that keep producing no record, for a health check. */
  remark() {
    if (this.#fruitless < REMARKABLE) return undefined;
    return `the last ${counted(this.#fruitless, "batch", "batches")} produced no record`;
  }

  flush() {
    if (this.#counts.size > 0) {
      const counts = [...this.#counts].map(([kind, count]) => `${count} ${kind}`);
      this.write(`${counted(this.#records, "record")} stored; batches: ${counts.join(", ")}`);
    }
    const hidden = this.#refusals - MOST_REFUSALS;
    if (hidden > 0) this.write(`${counted(hidden, "more refused request")} not listed`);
    this.#counts.clear();
    this.#records = 0;
    this.#refusals = 0;
  }

  close() {
    clearInterval(this.#timer);
    this.flush();
  }

  /** @param {string} kind */
  #count(kind) {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** Reported once, not for each attempt. @param {{ error?: unknown }} event */
  #fail({ error }) {
    if (this.#failing) return;
    this.#failing = true;
    const why = error instanceof Error ? error.message : "see the counts";
    this.write(`batches cannot be stored: ${why}`);
  }

  #recover() {
    if (this.#failing) this.write("batches are stored again");
    this.#failing = false;
  }

  /** @param {Refused} event */
  #refuse({ remoteAddress, status, reason }) {
    this.#refusals += 1;
    if (this.#refusals > MOST_REFUSALS) return;
    this.write(
      `refused a request from ${remoteAddress ?? "an unknown address"}: ${status} ${reason}`,
    );
  }
}

/** @param {Batch} batch */
function problemLines({ problems, errorCount, warningCount }) {
  const serious = problems.filter(
    ({ severity, code }) => severity === "error" || SERIOUS.includes(code),
  );
  const lines = serious.slice(0, MOST_PROBLEMS).map(lineOf);
  const unlisted = errorCount + warningCount - problems.length;
  const more = serious.length - lines.length + unlisted;
  return more > 0 ? [...lines, counted(more, "more problem")] : lines;
}

/** @param {{ code: string, message: string }} problem */
function lineOf({ code, message }) {
  return `${code}: ${message}`;
}
