// NDJSON on disk, each batch exactly once: after a crash it holds the acknowledged batches and nothing else.

import { createHash } from "node:crypto";
import { codeOf } from "./files.js";
import { entryLine } from "./journal.js";
import { dayOf } from "./names.js";
import { positionAfter } from "./output.js";
import { Recent } from "./recent.js";
import { GROUP_BYTES, recover, takeBack } from "./recovery.js";
import { rejectedLines } from "./rejected.js";
import { Spare } from "./spare.js";
import {
  advance,
  changedFile,
  closeStore,
  positionsOf,
  renewJournal,
  rotate,
  writeLine,
} from "./store.js";

/** @import { LoggedBatch } from "../node.js" */
/** @import { Files } from "./files.js" */
/** @import { Position } from "./journal.js" */
/** @import { Lock } from "./lock.js" */
/** @import { Paths } from "./names.js" */
/** @import { Store } from "./store.js" */

/**
 * @typedef {(AbortSignal | undefined)[]} Signals of all callers that wait for a batch; undefined: one that never gives up
 *
 * @typedef {object} Waiting a batch that is not on disk yet
 * @property {string | null} id by which it is known
 * @property {Uint8Array[]} parts its bytes for each file, in the order of `appendedFiles`
 * @property {number} padding spaces that the journal gets with it
 * @property {Signals} signals
 * @property {() => void} resolve
 * @property {(reason: unknown) => void} reject
 *
 * @typedef {object} Group batches that are written with one call
 * @property {Waiting[]} batches
 * @property {Position[]} positions the ends of the files after them
 *
 * @typedef {object} Settings
 * @property {Files} files
 * @property {(path: string) => Promise<Lock>} lock
 * @property {Paths} paths
 * @property {number} largestFile bytes; a larger batch has a separate file
 * @property {boolean} daily whether a file ends with its day, in UTC
 * @property {number} journalBytes a journal that has grown by more, and to twice its size, is written again
 * @property {() => number} now milliseconds
 * @property {() => number} elapsed milliseconds of a monotonic clock
 * @property {(notice: string) => void} notify
 */

/** Hexadecimal digits of a digest: as many as a frame id has. */
const ID_DIGITS = 32;
/** Batches that are written with one call, so that a batch never waits for an endless group. */
const GROUP_BATCHES = 256;
/** How long an answer of `check` is reused, in milliseconds. */
const CHECKED_FOR = 1_000;
/** Free bytes required after a failure: more than most batches have. */
const ROOM = 2 ** 17;
const NOTHING = [new Uint8Array(0), new Uint8Array(0)];
/** Errors of a full disk, and of a user that has used up its share. */
const FULL = ["ENOSPC", "EDQUOT"];

/** Batches that arrive while a group is written make the next group, and share its syncs. */
export class Log {
  /** @type {Waiting[]} */
  #queue = [];
  /** By frame id, the batches of the queue and of the group that is written. @type {Map<string, { written: Promise<void>, signals: Signals }>} */
  #pending = new Map();
  /** Undefined after a failure, until the files are opened again. @type {Store | undefined} */
  #store;
  /** @type {Lock | undefined} */
  #lock;
  /** @type {Promise<void> | undefined} */
  #writing;
  #recent;
  #spare = new Spare();
  #wasOpen = false;
  #closed = false;
  /** @type {unknown} */
  #failure;
  /** The last check, and when it began. @type {{ answer: Promise<void>, isSettled: boolean, time: number } | undefined} */
  #check;

  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
    this.#recent = new Recent(settings);
  }

  /** Why the last group could not be written; undefined if it could. */
  get failure() {
    return this.#failure;
  }

  /** Takes the lock, and opens or creates the files. */
  async open() {
    const { files, paths, now } = this.settings;
    await files.makeFolder(paths.folder);
    await this.#takeLock();
    this.#store = await recover({
      ...this.settings,
      recent: this.#recent,
      today: dayOf(now()),
      wasOpen: this.#wasOpen,
    });
    this.#wasOpen = true;
  }

  /** Like `open`. If the disk is full, the first batch or check that finds space opens the files. */
  async start() {
    try {
      await this.open();
    } catch (error) {
      if (!FULL.includes(codeOf(error) ?? "")) throw error;
      this.#failure = error;
      this.settings.notify(`${this.settings.paths.data} cannot be written yet: the disk is full`);
    }
  }

  async #takeLock() {
    if (this.#lock?.isHeld()) return;
    const lost = this.#lock;
    this.#lock = undefined;
    await lost?.release();
    this.#lock = await this.settings.lock(this.settings.paths.lock);
  }

  /**
   * Whether a batch is stored already.
   *
   * @param {LoggedBatch} batch
   */
  has(batch) {
    const id = idOf(batch);
    return id !== null && this.#recent.has(id);
  }

  /**
   * Resolves when the batch is safely on disk. A batch that is stored already is not written again.
   *
   * @param {LoggedBatch} batch
   * @returns {Promise<void>}
   */
  write(batch) {
    if (this.#closed) return Promise.reject(closedError());
    const id = idOf(batch);
    if (id === null) return this.#enqueue(id, batch, [batch.signal]);
    if (this.#recent.has(id)) return Promise.resolve();
    const pending = this.#pending.get(id);
    if (!pending) return this.#enqueueKnown(id, batch);
    // The first caller may give up: then it is written for this one.
    pending.signals.push(batch.signal);
    return pending.written;
  }

  /**
   * Resolves if a batch can be stored now, rejects with the reason if not. It stores an empty batch, at most once a second.
   *
   * @returns {Promise<void>}
   */
  check() {
    if (this.#closed) return Promise.reject(closedError());
    const time = this.settings.elapsed();
    const last = this.#check;
    if (last && !(last.isSettled && time - last.time >= CHECKED_FOR)) return last.answer;
    const padding = this.#failure === undefined ? 0 : ROOM;
    const answer = this.#written({ id: null, parts: NOTHING, padding, signals: [undefined] });
    const check = { answer, isSettled: false, time };
    const settle = () => {
      check.isSettled = true;
    };
    answer.then(settle, settle);
    this.#check = check;
    return answer;
  }

  /** Writes the batches that wait, closes the files and releases the lock. */
  async close() {
    this.#closed = true;
    await this.#writing;
    const store = this.#store;
    this.#store = undefined;
    if (store) await closeStore(store);
    await this.#lock?.release();
    this.#lock = undefined;
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
      // A value without a length, such as a promise, must not pass for an empty batch.
      if (!(bytes instanceof Uint8Array)) throw new TypeError("ndjson() must return a Uint8Array");
      this.#spare.fit(bytes.length);
      const parts = [bytes, rejectedLines(batch, this.settings.now)];
      if (isEmpty(parts)) return;
      await this.#written({ id, parts, padding: 0, signals });
    } finally {
      this.#spare.giveBack(memory);
    }
  }

  /**
   * @param {Omit<Waiting, "resolve" | "reject">} batch
   * @returns {Promise<void>}
   */
  #written(batch) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...batch, resolve, reject });
      this.#writing ??= this.#writeQueue();
    });
  }

  async #writeQueue() {
    // So that batches of the same turn are one group.
    await undefined;
    let written = none();
    do written = await this.#step(written);
    while (written.batches.length > 0 || this.#queue.length > 0);
    this.#writing = undefined;
  }

  /**
   * Commits a group whose bytes are in the files, and meanwhile writes the bytes of the next group: a sync of the data and a
   * sync of the journal together take no longer than one. A group is kept completely or not at all.
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
    // The bytes that follow a group are removed with it.
    const lost = failed === results[0] ? [...written.batches, ...next.batches] : next.batches;
    const rejected = lost.length > 0 ? lost : this.#queue.splice(0);
    await this.#takeBack();
    for (const { reject } of rejected) reject(error);
    return none();
  }

  /**
   * @param {Group} next is filled
   * @param {Group} written which precedes it, and is being committed
   */
  async #writeNext(next, written) {
    if (this.#queue.length === 0) return;
    const store = await this.#ready(written);
    if (!store) return;
    this.#expectLock();
    // While a group is committed, the previous group has just been checked.
    if (written.batches.length === 0) this.#expectUnchanged(store);
    const positions = written.batches.length > 0 ? written.positions : positionsOf(store.outputs);
    next.batches = this.#takeGroup(positions);
    const parts = positions.map((_, index) => next.batches.map(({ parts }) => parts[index]));
    next.positions = positions.map((position, index) => positionAfter(position, parts[index]));
    const writes = store.outputs.map(async ({ file }, index) => {
      if (isEmpty(parts[index])) return;
      await file.write(parts[index], positions[index].end);
      await file.sync();
    });
    // Wait for all, so that none still writes when the files are closed.
    const failed = (await Promise.allSettled(writes)).find(({ status }) => status === "rejected");
    if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
  }

  /**
   * The files, reopened if necessary, with room for the next batch; undefined if they must be changed for that while a
   * group is being committed.
   *
   * @param {Group} written
   */
  async #ready(written) {
    if (!this.#store) await this.open();
    const store = /** @type {Store} */ (this.#store);
    const { daily, largestFile, journalBytes, now } = this.settings;
    const today = dayOf(now());
    const isCommitting = written.batches.length > 0;
    const positions = isCommitting ? written.positions : positionsOf(store.outputs);
    const isPast = daily && store.header.day !== today;
    const isFull = positions.some(({ end }, index) => {
      const length = this.#queue[0]?.parts[index].length ?? 0;
      return length > 0 && end > 0 && end + length > largestFile;
    });
    const grown = store.journalEnd - store.journalStart;
    const isLong = grown > Math.max(journalBytes, store.journalStart);
    if (!(isPast || isFull || isLong)) return store;
    if (isCommitting) return undefined;
    const setting = { ...this.settings, recent: this.#recent };
    this.#expectLock();
    this.#expectUnchanged(store);
    // Empty files are kept, with the new day.
    const isRotated = (isPast || isFull) && positions.some(({ end }) => end > 0);
    this.#store = isRotated
      ? await rotate(setting, store, today)
      : await renewJournal(setting, store, isPast ? today : undefined);
    return this.#store;
  }

  /**
   * The batches that are written next: at least one, and no more than the files may hold.
   *
   * @param {Position[]} positions
   */
  #takeGroup(positions) {
    const room = positions.map(({ end }) => Math.min(GROUP_BYTES, this.settings.largestFile - end));
    let count = 0;
    for (; count < Math.min(this.#queue.length, GROUP_BATCHES); count++) {
      const { parts } = this.#queue[count];
      parts.forEach(({ length }, index) => {
        room[index] -= length;
      });
      if (count > 0 && parts.some(({ length }, index) => length > 0 && room[index] < 0)) break;
    }
    // A caller that has given up knows it, and sends the batch again.
    return this.#queue.splice(0, count).filter(({ signals, reject }) => {
      const isWanted = signals.some((signal) => !signal?.aborted);
      if (!isWanted) reject(signals.at(-1)?.reason);
      return isWanted;
    });
  }

  /** @param {Group} group whose bytes are on disk */
  async #commit({ batches, positions }) {
    if (batches.length === 0) return;
    const store = /** @type {Store} */ (this.#store);
    const ids = batches.flatMap(({ id }) => id ?? []);
    const padding = batches.reduce((most, { padding }) => Math.max(most, padding), 0);
    const line = entryLine({ ids: this.#recent.pack(ids), positions }, padding);
    this.#expectLock();
    await writeLine(store, line);
    this.#expectUnchanged(store, positions);
    advance(store, line, positions);
    for (const id of ids) this.#recent.add(id);
    this.#failure = undefined;
    for (const { resolve } of batches) resolve();
  }

  /** Throws if another process may hold the log. */
  #expectLock() {
    if (this.#lock?.isHeld()) return;
    const { lock } = this.settings.paths;
    throw new Error(`${lock} was removed or replaced: another process may hold the log`);
  }

  /**
   * Throws if the written bytes could not be found by the name of their file.
   *
   * @param {Store} store
   * @param {Position[]} [positions] where the files end, if a group was written that is not committed
   */
  #expectUnchanged(store, positions) {
    const path = changedFile(this.settings, store, positions);
    if (path !== undefined) {
      throw new Error(`${path} was moved, removed or changed while the log was open`);
    }
  }

  /** After a failure. The files are opened again before the next group. */
  async #takeBack() {
    const store = this.#store;
    this.#store = undefined;
    if (!store) return;
    // Another process may hold the files, so they are not touched.
    if (this.#lock?.isHeld()) await takeBack(store);
    else await closeStore(store);
  }
}

/**
 * The id of a batch: a digest, since a drain token must not be in a journal.
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
  return { batches: [], positions: [] };
}

/** @param {Uint8Array[]} parts */
function isEmpty(parts) {
  return parts.every(({ length }) => length === 0);
}

function closedError() {
  return new Error("the log is closed");
}
