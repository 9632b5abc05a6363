// The entry for Node alone: NDJSON files that take each batch exactly once, and a server that stops without losing one.

import { mkdir } from "node:fs/promises";
import { diskFiles } from "./node/files.js";
import { lock } from "./node/lock.js";
import { Log } from "./node/log.js";
import { pathsOf } from "./node/names.js";

export { startServer, stopOnSignal } from "./node/server.js";

/** A name that is safe in a path. */
const NAME = /^[\w.-]{1,100}$/;
const DEFAULT_FILE = 256 * 1024 * 1024;
/** Some 5 MB, which is read when the log is opened. */
const JOURNAL_LINES = 50_000;

/** @type {typeof import("./node.js").openLog} */
export async function openLog(options) {
  const settings = checked(options);
  const { paths } = settings;
  await mkdir(paths.folder, { recursive: true });
  const unlock = await lock(paths.lock);
  const log = new Log({ files: diskFiles, journalLines: JOURNAL_LINES, ...settings });
  try {
    await log.open();
  } catch (error) {
    await unlock();
    throw error;
  }
  return {
    file: paths.data,
    write: (batch) => log.write(batch),
    has: (batch) => log.has(batch),
    failure: () => log.failure,
    close: () => log.close().finally(unlock),
  };
}

/** @param {import("./node.js").LogOptions} options */
function checked({
  directory,
  name = "heroku",
  largestFile = DEFAULT_FILE,
  daily = true,
  now = Date.now,
  notify = console.warn,
}) {
  if (typeof directory !== "string" || directory === "") {
    throw new TypeError(`expected directory to be a path, found ${typeof directory}`);
  }
  if (!NAME.test(name))
    throw new TypeError("expected name to be of letters, digits, dots and dashes");
  if (!(Number.isSafeInteger(largestFile) && largestFile > 0)) {
    throw new TypeError("expected largestFile to be a positive whole number of bytes");
  }
  return { paths: pathsOf(directory, name), largestFile, daily, now, notify };
}
