// What an operator of a server wants to know: counts once a minute, and what went wrong when it does.

import { counted } from "./text.js";

/** @import { Batch, ReceiverEvent } from "../receiver.js" */

const MINUTE = 60_000;
/** Lines about the problems of one batch. */
const MOST_PROBLEMS = 3;

export class Tally {
  /** @type {Map<string, number>} */
  #counts = new Map();
  #records = 0;
  #failing = false;
  #timer;

  /** @param {(line: string) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.#timer = setInterval(() => this.flush(), MINUTE).unref();
  }

  /** @param {Batch} batch */
  stored({ count, problems, frameId }) {
    this.#records += count;
    const errors = problems.filter(({ severity }) => severity === "error");
    const name = `batch ${frameId ?? "without a frame id"}`;
    for (const { code, message } of errors.slice(0, MOST_PROBLEMS)) {
      this.tell(`${name}: ${code}: ${message}`);
    }
    const more = errors.length - MOST_PROBLEMS;
    if (more > 0) this.tell(`${name}: ${counted(more, "more error")}`);
  }

  /** @param {ReceiverEvent} event */
  observe(event) {
    const reason = "reason" in event ? ` (${event.reason})` : "";
    const kind = `${event.type}${reason}`;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (event.type === "failed") this.#fail(event);
    if (event.type === "accepted") this.#recover();
  }

  /** Told once, not for every attempt. @param {{ error?: unknown }} event */
  #fail({ error }) {
    if (this.#failing) return;
    this.#failing = true;
    const why = error instanceof Error ? error.message : "see the counts";
    this.tell(`batches cannot be stored: ${why}`);
  }

  #recover() {
    if (this.#failing) this.tell("batches are stored again");
    this.#failing = false;
  }

  flush() {
    if (this.#counts.size === 0) return;
    const counts = [...this.#counts].map(([kind, count]) => `${count} ${kind}`);
    this.tell(`${counted(this.#records, "record")}; batches: ${counts.join(", ")}`);
    this.#counts.clear();
    this.#records = 0;
  }

  close() {
    clearInterval(this.#timer);
    this.flush();
  }
}
