// The entry for Node alone: NDJSON files that store each batch exactly once, and a server that stops without losing one.

import { diskFiles } from "./node/files.js";
import { lock } from "./node/lock.js";
import { Log } from "./node/log.js";
import { pathsOf } from "./node/names.js";

export { startServer, stopOnSignal } from "./node/server.js";

/** A name that is safe in a path, and leaves room in the address of a socket. */
const NAME = /^[\w.-]{1,64}$/;
/** A log of this name would write the file of another log's rejected bytes. */
const RESERVED = /\.rejected$/;
const DEFAULT_FILE = 256 * 1024 * 1024;
/** The journal is read when the log is opened. */
const JOURNAL_BYTES = 4 * 1024 * 1024;

/** @type {typeof import("./node.js").openLog} */
export async function openLog(options) {
  const settings = checked(options);
  const elapsed = () => performance.now();
  const log = new Log({
    files: diskFiles,
    lock,
    elapsed,
    journalBytes: JOURNAL_BYTES,
    ...settings,
  });
  try {
    await log.start();
  } catch (error) {
    await log.close();
    throw error;
  }
  return {
    file: settings.paths.data,
    write: (batch) => log.write(batch),
    has: (batch) => log.has(batch),
    check: () => log.check(),
    failure: () => log.failure,
    close: () => log.close(),
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
    throw new TypeError(
      `options.directory must be a path, not ${directory === "" ? "empty" : typeof directory}`,
    );
  }
  if (!NAME.test(name)) {
    throw new TypeError(
      "options.name must be 1 to 64 letters, digits, dots, dashes or underscores",
    );
  }
  if (RESERVED.test(name)) throw new TypeError('options.name must not end in ".rejected"');
  if (!(Number.isSafeInteger(largestFile) && largestFile > 0)) {
    throw new TypeError("options.largestFile must be a positive whole number of bytes");
  }
  return { paths: pathsOf(directory, name), largestFile, daily, now, notify };
}
