// How a log is found again after a crash: what is committed stays, what is behind it goes.

import { join } from "node:path";
import { crc32 } from "node:zlib";
import { checkpointLine, readJournal } from "./journal.js";
import { completeName, highestSequence } from "./names.js";

/** @import { Files, OpenFile } from "./files.js" */
/** @import { Checkpoint } from "./journal.js" */
/** @import { Paths } from "./names.js" */

/**
 * @typedef {object} Setting
 * @property {Files} files
 * @property {Paths} paths
 * @property {string} today
 * @property {(notice: string) => void} notify told in a line where the files are not as they were left
 *
 * @typedef {object} Opened
 * @property {OpenFile} data the file that is written; it ends where the checkpoint says
 * @property {OpenFile} journal one that holds the checkpoint alone
 * @property {number} journalEnd its length in bytes
 * @property {Checkpoint} checkpoint
 */

/**
 * Opens a log as its journal says it must be. Every step can be done once more if power goes after it.
 *
 * @param {Setting} setting
 * @returns {Promise<Opened>}
 */
export async function recover(setting) {
  const { files, paths, today } = setting;
  await files.makeFolder(paths.folder);
  const bytes = await files.read(paths.journal);
  if (bytes === undefined) return begin(setting, empty((await highest(setting)) + 1, today, []));
  const { checkpoint, rotatedTo } = readJournal(bytes);
  if (rotatedTo === undefined) return goOn(setting, checkpoint);
  await nameComplete(setting, rotatedTo);
  return begin(setting, empty(checkpoint.sequence + 1, today, checkpoint.ids));
}

/**
 * The checkpoint of a file in which nothing is.
 *
 * @param {number} sequence
 * @param {string} day
 * @param {string[]} ids
 * @returns {Checkpoint}
 */
export function empty(sequence, day, ids) {
  return { sequence, day, end: 0, length: 0, sum: 0, ids };
}

/**
 * Gives the complete file its name, if it has not got it.
 *
 * @param {Pick<Setting, "files" | "paths">} setting
 * @param {string} name
 */
export async function nameComplete({ files, paths }, name) {
  if ((await files.list(paths.folder)).includes(name)) return;
  await files.rename(paths.data, join(paths.folder, name));
  await files.syncFolder(paths.folder);
}

/**
 * Begins a file. Bytes that are there already are somebody else's: no journal knows them.
 *
 * @param {Setting} setting
 * @param {Checkpoint} checkpoint
 */
async function begin(setting, checkpoint) {
  const data = await setting.files.open(setting.paths.data);
  if ((await data.size()) === 0) return openWith(setting, checkpoint, data);
  await data.close();
  return setAside(setting, checkpoint);
}

/**
 * Cuts the file back to what is committed, unless it is not the one that the journal speaks of.
 *
 * @param {Setting} setting
 * @param {Checkpoint} checkpoint
 */
async function goOn(setting, checkpoint) {
  const data = await setting.files.open(setting.paths.data);
  const isKnown = await orClose([data], async () => {
    if (!(await holds(data, checkpoint))) return false;
    await data.truncate(checkpoint.end);
    await data.sync();
    return true;
  });
  if (isKnown) return openWith(setting, checkpoint, data);
  await data.close();
  return setAside(setting, checkpoint);
}

/**
 * Whether a file ends, or could be cut to end, with the bytes that a checkpoint knows.
 *
 * @param {OpenFile} data
 * @param {Checkpoint} checkpoint
 */
async function holds(data, { end, length, sum }) {
  if ((await data.size()) < end) return false;
  return crc32(await data.read(length, end - length)) === sum;
}

/**
 * Leaves a file as it is under another name, and begins a new one.
 *
 * @param {Setting} setting
 * @param {Checkpoint} checkpoint
 * @returns {Promise<Opened>}
 */
async function setAside(setting, { sequence, day, ids }) {
  const { files, paths, today, notify } = setting;
  const free = Math.max(sequence, (await highest(setting)) + 1);
  const name = completeName(paths.name, free, day);
  await nameComplete(setting, name);
  notify(`expected ${paths.data} as it was left, found it changed: it is ${name} now`);
  return openWith(setting, empty(free + 1, today, ids), await files.open(paths.data));
}

/** @param {Setting} setting */
async function highest({ files, paths }) {
  return highestSequence(await files.list(paths.folder), paths.name);
}

/**
 * Writes a new journal in the place of the old one, which counts until the name is changed.
 *
 * @param {Pick<Setting, "files" | "paths">} setting
 * @param {Checkpoint} checkpoint
 * @param {OpenFile} data
 * @returns {Promise<Opened>}
 */
export async function openWith({ files, paths }, checkpoint, data) {
  const journal = await orClose([data], () => files.open(paths.newJournal));
  const line = checkpointLine(checkpoint);
  return orClose([data, journal], async () => {
    await journal.truncate(0);
    await journal.write([line], 0);
    await journal.sync();
    await files.rename(paths.newJournal, paths.journal);
    await files.syncFolder(paths.folder);
    return { data, journal, journalEnd: line.length, checkpoint };
  });
}

/**
 * Closes files where the work fails: on a full disk it does so again and again.
 *
 * @template T
 * @param {OpenFile[]} opened
 * @param {() => Promise<T>} work
 */
async function orClose(opened, work) {
  try {
    return await work();
  } catch (error) {
    await Promise.allSettled(opened.map((file) => file.close()));
    throw error;
  }
}
