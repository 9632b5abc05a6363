// Opening a log, also after a crash: committed bytes stay, and all other bytes are kept under another name.

import { join } from "node:path";
import { readJournal } from "./journal.js";
import { appendedFiles, completeName } from "./names.js";
import {
  blankEnd,
  endsBlank,
  filesOf,
  holds,
  openOutputs,
  orClose,
  piecesFrom,
  skipUncommitted,
} from "./output.js";
import { closeStore, commitPositions, freeSequence, nameComplete, openStore } from "./store.js";

/** @import { Journal } from "./journal.js" */
/** @import { Output } from "./output.js" */
/** @import { Setting as StoreSetting, Store } from "./store.js" */

/**
 * @typedef {object} Reporting
 * @property {string} today
 * @property {boolean} wasOpen by this process: then files that are missing were removed
 * @property {(notice: string) => void} notify reports in one line that files are not as the log left them
 *
 * @typedef {StoreSetting & Reporting} Setting
 */

/** The bytes written with one call, so that a batch never waits for an endless group. */
export const GROUP_BYTES = 16 * 1024 * 1024;
/** A crash leaves at most two uncommitted groups. If there is more, the journal is older than the file. */
const MOST_UNCOMMITTED = 2 * GROUP_BYTES;
/** A journal that is missing. @type {Journal} */
const NO_JOURNAL = {
  header: undefined,
  ids: [],
  positions: undefined,
  completed: undefined,
  damagedLine: undefined,
};

/**
 * Opens a log in the state that its journal describes, and remembers the journal's ids. Every step can be
 * repeated if the power fails after it.
 *
 * @param {Setting} setting
 * @returns {Promise<Store>}
 */
export async function recover(setting) {
  const { files, paths, recent } = setting;
  const bytes = await files.read(paths.journal);
  const journal = bytes ? readJournal(bytes) : NO_JOURNAL;
  const { header, positions, completed } = journal;
  if (header && completed !== undefined) {
    await nameComplete(setting, completed, header.day);
    remember(recent, journal.ids);
    return begin(setting, completed + 1);
  }
  if (bytes && journal.damagedLine !== undefined) {
    remember(recent, journal.ids);
    return beginAfterDamage(setting, journal, bytes);
  }
  if (positions) return goOn(setting, journal, positions);
  return begin(setting, 1, setting.wasOpen ? { reasons: [`${paths.journal} was removed`] } : {});
}

/**
 * @param {import("./recent.js").Recent} recent
 * @param {Buffer[]} packs
 */
function remember(recent, packs) {
  for (const pack of packs) recent.addPacked(pack);
}

/**
 * Continues with the files, if they are the ones that the journal describes.
 *
 * @param {Setting} setting
 * @param {Journal} journal
 * @param {import("./journal.js").Position[]} positions
 */
async function goOn(setting, { header, ids }, positions) {
  const { sequence, day } = /** @type {import("./journal.js").Header} */ (header);
  const outputs = await openOutputs(setting, positions);
  const changed = await orClose(filesOf(outputs), () => changes(outputs));
  if (changed.length === 0) {
    remember(setting.recent, ids);
    return orClose(filesOf(outputs), () => goOnWith(setting, { sequence, day }, outputs));
  }
  await Promise.all(filesOf(outputs).map((file) => file.close()));
  // The last group may be one that was never acknowledged, and was in the file that is gone.
  remember(setting.recent, changed.some(({ isLost }) => isLost) ? ids.slice(0, -1) : ids);
  return begin(setting, sequence, { day, reasons: changed.map(({ reason }) => reason) });
}

/**
 * How files differ from what the journal says, except for the end that a crash leaves.
 *
 * @param {Output[]} outputs
 */
async function changes(outputs) {
  const changed = [];
  for (const output of outputs) {
    const { path, file, position } = output;
    const size = file.size();
    if (size < position.end || !holds(file, position)) {
      changed.push({ isLost: true, reason: `${path} was moved, replaced or changed` });
    } else if (size - position.end > MOST_UNCOMMITTED && !(await endsBlank(output))) {
      const reason = `${path} has ${size - position.end} bytes that are not in its journal: the journal is older`;
      changed.push({ isLost: false, reason });
    }
  }
  return changed;
}

/**
 * @param {Setting} setting
 * @param {import("./journal.js").Header} header
 * @param {Output[]} outputs
 */
async function goOnWith(setting, header, outputs) {
  for (const output of outputs) {
    if (!(await endsBlank(output))) await keepUncommitted(setting, header, output);
  }
  // The journal first, so that none of its unsynced lines refers to overwritten bytes.
  const store = await openStore(setting, header, outputs);
  if (outputs.every(({ file, position }) => file.size() === position.end)) return store;
  return orClose([store.journal], async () => {
    const positions = [];
    for (const output of outputs) positions.push(await skipUncommitted(output));
    await commitPositions(store, positions);
    return store;
  });
}

/**
 * Copies the bytes after the last commit.
 *
 * @param {Setting} setting
 * @param {import("./journal.js").Header} header
 * @param {Output} output
 */
async function keepUncommitted(setting, { sequence, day }, { stem, path, file, position }) {
  const name = completeName(stem, sequence, day, "uncommitted");
  const copy = await keepCopy(setting, name, piecesFrom(file, position.end));
  const count = file.size() - position.end;
  setting.notify(`${path} had ${count} bytes after its last commit; they were copied to ${copy}`);
}

/**
 * @param {Setting} setting
 * @param {Journal} journal
 * @param {Uint8Array} bytes
 */
async function beginAfterDamage(setting, { header, damagedLine }, bytes) {
  const { paths, today } = setting;
  const sequence = await freeSequence(setting, header?.sequence ?? 1);
  const day = header?.day ?? today;
  // A copy: should the power fail now, the ids are still there.
  const name = completeName(paths.name, sequence, day, "journal");
  const copy = await keepCopy(setting, name, [bytes]);
  const reason = `${paths.journal} is damaged in line ${damagedLine}, a copy is in ${copy}`;
  return begin(setting, sequence, { day, reasons: [reason] });
}

/**
 * Starts empty files. Existing files get another name, since no journal describes them.
 *
 * @param {Setting} setting
 * @param {number} least the lowest sequence number
 * @param {{ day?: string, reasons?: string[] }} [left] the day of the existing files, and why they cannot be continued
 */
async function begin(setting, least, { day = setting.today, reasons = [] } = {}) {
  const { files, paths, today, notify } = setting;
  const sequence = await freeSequence(setting, least);
  const found = appendedFiles(paths).filter(({ path }) => files.stat(path)?.size);
  if (found.length > 0) await nameComplete(setting, sequence, day);
  const names = found.map(({ stem }) => completeName(stem, sequence, day));
  const kept = names.length > 0 ? `existing data was moved to ${names.join(" and ")}` : "";
  const why = reasons.length > 0 ? reasons : found.map(({ path }) => `${path} has no journal`);
  if (why.length > 0) notify([...why, kept, "the log starts new files"].filter(Boolean).join("; "));
  const header = { sequence: found.length > 0 ? sequence + 1 : sequence, day: today };
  const outputs = await openOutputs(setting);
  return orClose(filesOf(outputs), () => openStore(setting, header, outputs));
}

/**
 * Writes bytes to a file with an unused name. It gets that name only when it is complete.
 *
 * @param {Setting} setting
 * @param {string} name
 * @param {Iterable<Uint8Array> | AsyncIterable<Uint8Array>} pieces
 */
async function keepCopy({ files, paths }, name, pieces) {
  const copy = await files.open(paths.newCopy);
  try {
    await copy.truncate(0);
    let length = 0;
    for await (const piece of pieces) {
      await copy.write([piece], length);
      length += piece.length;
    }
    await copy.sync();
  } finally {
    await copy.close();
  }
  const free = freeName(await files.list(paths.folder), name);
  await files.rename(paths.newCopy, join(paths.folder, free));
  await files.syncFolder(paths.folder);
  return free;
}

/**
 * @param {string[]} names
 * @param {string} name
 */
function freeName(names, name) {
  let free = name;
  for (let number = 2; names.includes(free); number++) free = `${name}.${number}`;
  return free;
}

/**
 * After a failure: removes the bytes of an uncommitted group, and closes the files.
 *
 * @param {Store} store
 */
export async function takeBack(store) {
  const { outputs, journal, journalEnd } = store;
  try {
    // The journal first, since it must not refer to removed bytes.
    await journal.truncate(journalEnd);
    await journal.sync();
    for (const output of outputs) await blankEnd(output);
  } catch {
    // The bytes are found and kept under another name when the log is opened again.
  } finally {
    await closeStore(store);
  }
}
