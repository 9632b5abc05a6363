// NDJSON on disk, each batch exactly once: what was told to be kept is there after a crash, and nothing else.

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { batchLine, rotationLine } from "./journal.js";
import { completeName, dayOf } from "./names.js";
import { Recent } from "./recent.js";
import { empty, nameComplete, openWith, recover } from "./recovery.js";
import { Spare } from "./spare.js";

/** @import { LoggedBatch } from "../node.js" */
/** @import { Files } from "./files.js" */
/** @import { Committed } from "./journal.js" */
/** @import { Paths } from "./names.js" */
/** @import { Opened } from "./recovery.js" */

/**
 * @typedef {(AbortSignal | undefined)[]} Signals of all who wait for a batch; undefined: whoever never gives up
 *
 * @typedef {object} Waiting a batch that is not on disk yet
 * @property {string | null} id by which it is known
 * @property {Uint8Array} bytes
 * @property {Signals} signals
 * @property {() => void} resolve
 * @property {(reason: unknown) => void} reject
 *
 * @typedef {object} Group batches that are written with one call
 * @property {Waiting[]} batches
 * @property {Committed[]} entries what the journal says of them
 *
 * @typedef {object} Settings
 * @property {Files} files
 * @property {Paths} paths
 * @property {number} largestFile bytes; one batch that is larger has a file of its own
 * @property {boolean} daily whether a file ends with its day, in UTC
 * @property {number} journalLines a journal of more lines is written anew
 * @property {() => number} now milliseconds
 * @property {(notice: string) => void} notify
 */

/** Logplex sends a batch again within seconds; so many batches are minutes at any load that a disk takes. */
const REMEMBERED_IDS = 10_000;
/** Hexadecimal digits of a digest: as many as a frame id has. */
const ID_DIGITS = 32;
/** What is written with one call, so that a batch never waits for an endless group. */
const GROUP_BATCHES = 256;
const GROUP_BYTES = 16 * 1024 * 1024;
/** So much of the end of a batch is enough to know it again. */
const SUMMED_BYTES = 4096;

/** Batches that arrive while a group is written make the next group, and share its syncs. */
export class Log {
  /** @type {Waiting[]} */
  #queue = [];
  /** By frame id, the batches of the queue and of the group that is written. @type {Map<string, { written: Promise<void>, signals: Signals }>} */
  #pending = new Map();
  /** Undefined after a failure, until the files are found again. @type {Opened | undefined} */
  #opened;
  /** @type {Promise<void> | undefined} */
  #writing;
  #recent = new Recent(REMEMBERED_IDS);
  #spare = new Spare();
  #group = 0;
  #lines = 0;
  #closed = false;
  /** @type {unknown} */
  #failure;

  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
  }

  /** Why the last group could not be written; undefined if it could. */
  get failure() {
    return this.#failure;
  }

  /** Finds the files, or begins them. */
  async open() {
    const { now } = this.settings;
    this.#opened = await recover({ ...this.settings, today: dayOf(now()) });
    this.#recent = new Recent(REMEMBERED_IDS, this.#opened.checkpoint.ids);
    this.#group = 0;
    this.#lines = 0;
  }

  /**
   * Whether a batch is kept already.
   *
   * @param {LoggedBatch} batch
   */
  has(batch) {
    const id = idOf(batch);
    return id !== null && this.#recent.has(id);
  }

  /**
   * Resolves when the batch is on disk for good. One that is kept already is not written again.
   *
   * @param {LoggedBatch} batch
   * @returns {Promise<void>}
   */
  write(batch) {
    if (this.#closed) return Promise.reject(new Error("expected an open log, it is closed"));
    const id = idOf(batch);
    if (id === null) return this.#enqueue(id, batch, [batch.signal]);
    if (this.#recent.has(id)) return Promise.resolve();
    const pending = this.#pending.get(id);
    if (!pending) return this.#enqueueKnown(id, batch);
    // Whoever sent it first may give up: then it is written for this one.
    pending.signals.push(batch.signal);
    return pending.written;
  }

  /** Writes what waits, and closes the files. */
  async close() {
    this.#closed = true;
    await this.#writing;
    await this.#letGo();
  }

  /**
   * @param {string} id
   * @param {LoggedBatch} batch
   */
  #enqueueKnown(id, batch) {
    const signals = [batch.signal];
    const written = this.#enqueue(id, batch, signals);
    const forget = () => this.#pending.delete(id);
    this.#pending.set(id, { written, signals });
    written.then(forget, forget);
    return written;
  }

  /**
   * @param {string | null} id
   * @param {LoggedBatch} batch
   * @param {Signals} signals
   */
  async #enqueue(id, batch, signals) {
    const memory = this.#spare.take();
    try {
      const bytes = batch.ndjson(memory);
      // What has no length, such as a promise, must not pass for an empty batch.
      if (!(bytes instanceof Uint8Array)) throw new TypeError("ndjson() must give a Uint8Array");
      this.#spare.fit(bytes.length);
      if (bytes.length > 0) await this.#written(id, bytes, signals);
    } finally {
      this.#spare.giveBack(memory);
    }
  }

  /**
   * @param {string | null} id
   * @param {Uint8Array} bytes
   * @param {Signals} signals
   * @returns {Promise<void>}
   */
  #written(id, bytes, signals) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ id, bytes, signals, resolve, reject });
      this.#writing ??= this.#writeQueue();
    });
  }

  async #writeQueue() {
    // So that what arrives in the same turn is one group.
    await undefined;
    let written = none();
    do written = await this.#step(written);
    while (written.batches.length > 0 || this.#queue.length > 0);
    this.#writing = undefined;
  }

  /**
   * Commits a group whose bytes are in the file, and meanwhile writes those of the next one behind it: a sync of
   * one file and a sync of the other take no longer together than one. Of every group each batch is kept, or none.
   *
   * @param {Group} written
   * @returns {Promise<Group>} the next one
   */
  async #step(written) {
    const next = none();
    const results = await Promise.allSettled([
      this.#commit(written),
      this.#writeNext(next, written),
    ]);
    const failed = results.find(({ status }) => status === "rejected");
    if (!failed) return next;
    const error = /** @type {PromiseRejectedResult} */ (failed).reason;
    this.#failure = error;
    // What is written behind a group goes with it.
    const lost = failed === results[0] ? [...written.batches, ...next.batches] : next.batches;
    const rejected = lost.length > 0 ? lost : this.#queue.splice(0);
    await this.#cutBack();
    for (const { reject } of rejected) reject(error);
    return none();
  }

  /**
   * @param {Group} next is filled
   * @param {Group} written which is in front of it, and being committed
   */
  async #writeNext(next, written) {
    if (this.#queue.length === 0) return;
    const opened = await this.#ready(written);
    if (!opened) return;
    const end = endOf(written, opened);
    next.batches = this.#takeGroup(end);
    if (next.batches.length === 0) return;
    next.entries = this.#entriesOf(next.batches, end);
    await opened.data.write(
      next.batches.map(({ bytes }) => bytes),
      end,
    );
    await opened.data.sync();
  }

  /**
   * The files, found again if need be, and with room for the next batch; undefined where they must be changed
   * for that, and a group is being committed.
   *
   * @param {Group} written
   */
  async #ready(written) {
    if (!this.#opened) await this.open();
    const opened = /** @type {Opened} */ (this.#opened);
    const { daily, largestFile, journalLines, now } = this.settings;
    const today = dayOf(now());
    const end = endOf(written, opened);
    const isPast = daily && opened.checkpoint.day !== today;
    const isFull = end > 0 && end + (this.#queue[0]?.bytes.length ?? 0) > largestFile;
    const isLong = this.#lines > journalLines;
    if (!(isPast || isFull || isLong)) return opened;
    if (written.batches.length > 0) return undefined;
    if (isPast || isFull) await this.#rotate(opened, today);
    else await this.#renewJournal(opened);
    return /** @type {Opened} */ (this.#opened);
  }

  /**
   * The batches that are written next: at least one, and no more than the file shall hold.
   *
   * @param {number} end
   */
  #takeGroup(end) {
    const room = Math.min(GROUP_BYTES, this.settings.largestFile - end);
    let count = 0;
    for (let bytes = 0; count < Math.min(this.#queue.length, GROUP_BATCHES); count++) {
      bytes += this.#queue[count].bytes.length;
      if (count > 0 && bytes > room) break;
    }
    // Whoever gave up waiting was told so, and sends again.
    return this.#queue.splice(0, count).filter(({ signals, reject }) => {
      const isWanted = signals.some((signal) => !signal?.aborted);
      if (!isWanted) reject(signals.at(-1)?.reason);
      return isWanted;
    });
  }

  /** @param {Group} group whose bytes are on disk */
  async #commit({ batches, entries }) {
    const last = entries.at(-1);
    if (!last) return;
    const opened = /** @type {Opened} */ (this.#opened);
    const { journal, journalEnd, checkpoint } = opened;
    const lines = Buffer.concat(entries.map(batchLine));
    await journal.write([lines], journalEnd);
    await journal.sync();
    const { end, length, sum } = last;
    Object.assign(checkpoint, { end, length, sum });
    opened.journalEnd += lines.length;
    this.#lines += batches.length;
    for (const { id } of batches) if (id !== null) this.#recent.add(id);
    this.#failure = undefined;
    for (const { resolve } of batches) resolve();
  }

  /**
   * What the journal says of a group.
   *
   * @param {Waiting[]} group
   * @param {number} start
   * @returns {Committed[]}
   */
  #entriesOf(group, start) {
    const number = ++this.#group;
    let end = start;
    return group.map(({ id, bytes }, index) => {
      end += bytes.length;
      const left = group.length - 1 - index;
      const summed = bytes.subarray(-SUMMED_BYTES);
      return { id, group: number, left, end, length: summed.length, sum: crc32(summed) };
    });
  }

  /**
   * @param {Opened} opened
   * @param {string} today
   */
  async #rotate(opened, today) {
    const { data, journal, journalEnd, checkpoint } = opened;
    const { sequence, day, end } = checkpoint;
    const ids = this.#recent.list();
    if (end === 0) return this.#renewJournal(opened, today);
    const { files, paths } = this.settings;
    const name = completeName(paths.name, sequence, day);
    const line = rotationLine(name);
    await journal.write([line], journalEnd);
    await journal.sync();
    // From here on it must not be taken back, whatever fails.
    opened.journalEnd += line.length;
    await nameComplete(this.settings, name);
    await data.close();
    const begun = await files.open(paths.data);
    this.#opened = await openWith(this.settings, empty(sequence + 1, today, ids), begun);
    this.#afterRenewal();
    await journal.close();
  }

  /**
   * @param {Opened} opened
   * @param {string} [today]
   */
  async #renewJournal({ data, journal, checkpoint }, today = checkpoint.day) {
    const renewed = { ...checkpoint, day: today, ids: this.#recent.list() };
    this.#opened = await openWith(this.settings, renewed, data);
    this.#afterRenewal();
    await journal.close();
  }

  #afterRenewal() {
    this.#group = 0;
    this.#lines = 0;
  }

  /** After a failure: takes back what may be there of a group. The files are looked at anew before the next one. */
  async #cutBack() {
    const opened = this.#opened;
    this.#opened = undefined;
    if (!opened) return;
    const { data, journal, journalEnd, checkpoint } = opened;
    // The journal first: it must not speak of bytes that are gone.
    await journal
      .truncate(journalEnd)
      .then(() => data.truncate(checkpoint.end))
      .catch(nothing);
    await Promise.all([data.close(), journal.close()]).catch(nothing);
  }

  async #letGo() {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened) await Promise.all([opened.data.close(), opened.journal.close()]);
  }
}

/**
 * By what a batch is known: a digest, since a journal is no place for a drain token.
 *
 * @param {LoggedBatch} batch
 */
function idOf({ frameId, drainToken, appHints }) {
  if (frameId === undefined) return null;
  const text = JSON.stringify([frameId, drainToken ?? null, appHints?.username ?? null]);
  return createHash("sha256").update(text).digest("hex").slice(0, ID_DIGITS);
}

/** @returns {Group} */
function none() {
  return { batches: [], entries: [] };
}

/**
 * Where the bytes behind a group begin.
 *
 * @param {Group} group
 * @param {Opened} opened
 */
function endOf({ entries }, { checkpoint }) {
  return entries.at(-1)?.end ?? checkpoint.end;
}

function nothing() {}
