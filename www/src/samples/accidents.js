// Payloads to which something has happened on their way: lost lines, cut ones, changed bytes.

import { frame, frames, join, syslog } from "../encode.js";
import { dropped, dyno, printed, shuttle } from "./lines.js";
import { CACHED, POSTED, SERVED, TIMED_OUT } from "./requests.js";

/** @import { Message } from "../encode.js" */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Losses of Logplex and log-shuttle, each reported in its own format. */
export function withNotices() {
  return frames([
    dropped("11:02:07.84093", 27, "11:01:55.10231"),
    dyno("web.1", "11:02:08.271828", "State changed from starting to up"),
    printed("web.1", "11:02:08.300104", "listening on port 4242"),
    shuttle("11:02:09.5", "Error L13: 3 messages lost since 2026-03-14T11:01:58+00:00."),
    printed("worker.3", "11:02:10.000317", "queue=mail waiting=1204"),
  ]);
}

/** Bytes after which Logplex cuts a line of a dyno; what is left is another record. */
const LONGEST_LINE = 10_000;

/** A line that is cut inside a character, between two that are not. */
export function cutLine() {
  const time = "14:00:01.618033";
  const line = encoder.encode(catalogue());
  const head = syslog(printed("worker.1", time, "")).trimEnd();
  const part = (/** @type {Uint8Array} */ bytes, end = "") => frame(join([`${head} `, bytes, end]));
  return join([
    frame(printed("worker.1", "14:00:00.577215", "catalogue: sync begins")),
    part(line.subarray(0, LONGEST_LINE)),
    part(line.subarray(LONGEST_LINE), "\n"),
    frame(printed("worker.1", "14:00:01.7", "catalogue: sync ends")),
  ]);
}

const TEAS = ["녹차", "홍차", "보리차", "유자차", "Rooibos", "煎茶", "Zimt & Äpfel", "국화차"];

/** A line of some 15,000 bytes, with characters of one, two and three. */
function catalogue() {
  const items = Array.from({ length: 280 }, (_, index) => {
    const name = `${TEAS[index % TEAS.length]} ${TEAS[(index * 5 + 3) % TEAS.length]}`;
    return { id: 4001 + index, name, grams: 50 + ((index * 37) % 450) };
  });
  return `catalogue: ${JSON.stringify({ event: "catalog.sync", to: "kr", items })}`;
}

/** Pasted on Windows: octets were counted while each line ended in LF alone. */
export function pastedOnWindows() {
  const pasted = decoder.decode(frames([SERVED, CACHED, POSTED, TIMED_OUT]));
  return encoder.encode(pasted.replaceAll("\n", "\r\n"));
}

/** A payload after a hard life: every kind of problem that a single frame can have. */
export function damaged() {
  const app = (/** @type {Partial<Message>} */ changed) => ({
    ...printed("web.2", "09:26:59.102233", "level=error msg=“report took too long” user=zoë"),
    ...changed,
  });
  return join([
    "\ufeff",
    syslog(app({ message: "the octet count is missing" })),
    "POST /logs HTTP/1.1\r\n",
    frame(SERVED),
    frame(app({ end: "\r\n" })),
    frame(CACHED, { off: 12 }),
    frame(POSTED, { off: -30 }),
    frame(app({ priority: 999, message: "a priority past 191" })),
    frame(syslog(app({ message: "a priority with the letter O" })).replace("<190>", "<19O>")),
    frame(app({ timestamp: "2026-02-30T09:26:59+00:00", message: "no such day" })),
    frame(latin1(syslog(app({ message: "café: Latin-1, not UTF-8" })))),
    frame("<190>1 too few fields\n"),
    frame(TIMED_OUT).subarray(0, -60),
  ]);
}

/** @param {string} text none but the first 256 characters of Unicode */
function latin1(text) {
  return Uint8Array.from(text, (character) => Number(character.codePointAt(0)));
}
