// The open files of a log: appending to them, and renaming them once they are complete.

import { join } from "node:path";
import { completionLine, entryLine, headerLine } from "./journal.js";
import { appendedFiles, completeName, highestSequence } from "./names.js";
import { closeAll, filesOf, holds, isInPlace, openOutputs, orClose } from "./output.js";

/** @import { Files, OpenFile } from "./files.js" */
/** @import { Header, Position } from "./journal.js" */
/** @import { Paths } from "./names.js" */
/** @import { Output } from "./output.js" */
/** @import { Recent } from "./recent.js" */

/**
 * @typedef {object} Setting
 * @property {Files} files
 * @property {Paths} paths
 * @property {Recent} recent
 *
 * @typedef {object} Store
 * @property {Header} header
 * @property {Output[]} outputs
 * @property {OpenFile} journal
 * @property {number} journalStart the length of the journal when it was begun
 * @property {number} journalEnd its length
 */

/** Bytes of a journal that are written at once. */
const PIECE = 2 ** 18;
const NO_IDS = Buffer.alloc(0);

/**
 * Writes a new journal in place of the old one, which is the valid one until the name is changed.
 *
 * @param {Setting} setting
 * @param {Header} header
 * @param {Output[]} outputs
 * @returns {Promise<Store>}
 */
export async function openStore({ files, paths, recent }, header, outputs) {
  const journal = await files.open(paths.newJournal);
  return orClose([journal], async () => {
    await journal.truncate(0);
    const length = await writeLines(journal, firstLines(header, recent, positionsOf(outputs)));
    await journal.sync();
    await files.rename(paths.newJournal, paths.journal);
    await files.syncFolder(paths.folder);
    return { header, outputs, journal, journalStart: length, journalEnd: length };
  });
}

/**
 * @param {Header} header
 * @param {Recent} recent
 * @param {Position[]} positions
 */
function* firstLines(header, recent, positions) {
  yield headerLine(header);
  for (const ids of recent.packs()) yield entryLine({ ids });
  yield entryLine({ ids: NO_IDS, positions });
}

/**
 * @param {OpenFile} file
 * @param {Iterable<Buffer>} lines
 */
async function writeLines(file, lines) {
  /** @type {Buffer[]} */
  let waiting = [];
  let written = 0;
  let length = 0;
  for (const line of lines) {
    waiting.push(line);
    length += line.length;
    if (length - written < PIECE) continue;
    await file.write(waiting, written);
    written = length;
    waiting = [];
  }
  await file.write(waiting, written);
  return length;
}

/** @param {Output[]} outputs */
export function positionsOf(outputs) {
  return outputs.map(({ position }) => position);
}

/**
 * Appends a line to the journal. It counts once the store is advanced by it.
 *
 * @param {Store} store
 * @param {Buffer} line
 */
export async function writeLine({ journal, journalEnd }, line) {
  await journal.write([line], journalEnd);
  await journal.sync();
}

/**
 * @param {Store} store
 * @param {Buffer} line
 * @param {Position[]} positions
 */
export function advance(store, line, positions) {
  store.journalEnd += line.length;
  store.outputs.forEach((output, index) => {
    output.position = positions[index];
  });
}

/**
 * Commits positions that no batch has led to.
 *
 * @param {Store} store
 * @param {Position[]} positions
 */
export async function commitPositions(store, positions) {
  const line = entryLine({ ids: NO_IDS, positions });
  await writeLine(store, line);
  advance(store, line, positions);
}

/**
 * The first file that was moved, removed, replaced or shortened since it was written.
 *
 * @param {Pick<Setting, "files" | "paths">} setting
 * @param {Store} store
 * @param {Position[]} [positions] where the files end, if a group was written that is not committed
 */
export function changedFile({ files, paths }, { outputs, journal, journalEnd }, positions) {
  if (!isInPlace(files, paths.journal, journal, journalEnd)) return paths.journal;
  const changed = outputs.find(({ path, file, position }, index) => {
    const last = positions?.[index] ?? position;
    // An empty file is looked at once something is written to it.
    if (last.end === 0) return false;
    if (!(isInPlace(files, path, file, last.end) && holds(file, last))) return true;
    // The bytes before the group may have been cut off before the group was written.
    return last !== position && !holds(file, position);
  });
  return changed?.path;
}

/**
 * Completes the files, and begins the next ones.
 *
 * @param {Setting} setting
 * @param {Store} store
 * @param {string} today
 */
export async function rotate(setting, store, today) {
  const { header, outputs, journal } = store;
  const sequence = await freeSequence(setting, header.sequence);
  const line = completionLine(sequence);
  await writeLine(store, line);
  // From here on it must not be taken back, whatever fails.
  store.journalEnd += line.length;
  await nameComplete(setting, sequence, header.day);
  await closeAll(filesOf(outputs));
  const next = { sequence: sequence + 1, day: today };
  const begun = await openOutputs(setting);
  const opened = await orClose(filesOf(begun), () => openStore(setting, next, begun));
  await journal.close();
  return opened;
}

/**
 * Rewrites the journal without forgotten ids.
 *
 * @param {Setting} setting
 * @param {Store} store
 * @param {string} [day]
 */
export async function renewJournal(setting, { header, outputs, journal }, day = header.day) {
  const renewed = await openStore(setting, { ...header, day }, outputs);
  await journal.close();
  return renewed;
}

/**
 * The first sequence number, from one on, that no complete file has.
 *
 * @param {Pick<Setting, "files" | "paths">} setting
 * @param {number} sequence
 */
export async function freeSequence({ files, paths }, sequence) {
  const names = await files.list(paths.folder);
  return Math.max(sequence, highestSequence(names, paths) + 1);
}

/**
 * Renames the files that are not empty, except those that have been renamed already.
 *
 * @param {Pick<Setting, "files" | "paths">} setting
 * @param {number} sequence
 * @param {string} day
 */
export async function nameComplete({ files, paths }, sequence, day) {
  const names = await files.list(paths.folder);
  for (const { stem, path } of appendedFiles(paths)) {
    const name = completeName(stem, sequence, day);
    if (names.includes(name) || !files.stat(path)?.size) continue;
    await files.rename(path, join(paths.folder, name));
  }
  await files.syncFolder(paths.folder);
}

/** @param {Store} store */
export function closeStore({ outputs, journal }) {
  return closeAll([...filesOf(outputs), journal]);
}
