/**
 * For Node: NDJSON files on disk that store each batch of a drain exactly once, and a server.
 *
 * The files in `directory`, for the name `heroku`:
 *
 * - `heroku.ndjson`: the records. It may be followed with `tail -F`.
 * - `heroku.rejected.ndjson`: bytes that were acknowledged and gave no record, or not for certain the right one.
 *   A line is `{"frame_id":string|null,"received_at":string,"offset":number,"code":string,"bytes_base64":string}`.
 *   The code is the problem's. One line has a whole body if its code is `too-many-problems`, `msg-count-mismatch`,
 *   `truncated`, `octet-count-mismatch` or `invalid-utf8`.
 * - `heroku-00000001-2026-05-17.ndjson` and `heroku.rejected-00000001-2026-05-17.ndjson`: the same once they are
 *   complete. The log never changes or deletes them.
 * - `heroku-00000001-2026-05-17.uncommitted`: bytes that followed the last commit when the log was opened after a crash.
 *   They were not acknowledged. In `heroku.ndjson` they are overwritten with line feeds.
 * - `heroku-00000001-2026-05-17.journal`: a copy of a damaged journal.
 * - `heroku.journal`: which bytes are committed, and the ids of recent batches.
 * - `heroku.lock`: keeps other processes out.
 *
 * @packageDocumentation
 */

import type { Problem } from "./index.js";

/** What a log needs of a batch. A receiver's batch has all of it. */
export interface LoggedBatch {
  /** Identifies the batch when it is sent again. Without one it is written each time. */
  frameId?: string | undefined;
  /** Two drains may use the same frame ids. This and `appHints` tell their batches apart. */
  drainToken?: string | undefined;
  appHints?: { username?: string | undefined } | undefined;
  /**
   * Returns the lines to write. They must not change until they are written.
   *
   * @param into memory that may be used for the lines.
   */
  ndjson(into?: Uint8Array<ArrayBuffer>): Uint8Array;
  /** A batch that is aborted while it waits is not written, unless another `write` of the same batch still waits. */
  signal?: AbortSignal | undefined;
  /** The problems of the body. With them, `bytes` is written to the file of rejected bytes where that is needed. */
  problems?: Problem[] | undefined;
  /** The body. Required if there are problems, or if the counts differ. */
  bytes?: Uint8Array | undefined;
  /** The number of records. */
  count?: number | undefined;
  /** The number of errors; those in `problems` if left out. */
  errorCount?: number | undefined;
  /** The number of warnings; those in `problems` if left out. */
  warningCount?: number | undefined;
  /** The number of frames that the sender declared in `Logplex-Msg-Count`. */
  declaredCount?: number | undefined;
  /** When the body was received; now if left out. */
  receivedAt?: Date | undefined;
}

/** Options of a log. */
export interface LogOptions {
  /** The directory of the files, created if it is missing. It must be on a local disk, not on a network's. */
  directory: string;
  /** How the files' names begin, 1 to 64 letters, digits, dots, dashes or underscores; `"heroku"` if left out. */
  name?: string | undefined;
  /** The most bytes of a file, except for a single batch that is larger; 256 MiB if left out. */
  largestFile?: number | undefined;
  /** Whether a file is completed by the first batch of the next day, in UTC; true if left out. */
  daily?: boolean | undefined;
  /** The clock, in milliseconds; `Date.now` if left out. */
  now?: (() => number) | undefined;
  /** Called with a sentence if the files are not as they were left; `console.warn` if left out. */
  notify?: ((notice: string) => void) | undefined;
}

/** An open log. Its functions need no `this`. */
export interface Log {
  /** The path of the file that records are written to. */
  readonly file: string;
  /**
   * Resolves when the batch is stored: it survives a crash and a loss of power, and is in a file that can be found by its
   * name. A batch with the frame id of one that was stored recently, also by an earlier process, is not written again.
   * Recently means within 60 seconds or among the last 10,000, and at most among the last million.
   *
   * Batches that arrive while others are written are written together. If that fails, all of them reject. The next call
   * tries again, with new files if the old ones were moved, removed or changed by another program.
   */
  write(batch: LoggedBatch): Promise<void>;
  /** Whether a batch was stored recently. */
  has(batch: LoggedBatch): boolean;
  /**
   * Resolves if a batch could be stored now, and rejects with the reason if not. After a failure it recovers the log, so
   * that no batch is needed for that. It tries once a second at most; other calls share the answer.
   */
  check(): Promise<void>;
  /** Why the last batches could not be written; undefined if they could. */
  failure(): unknown;
  /** Writes the batches that wait, closes the files and releases the lock. */
  close(): Promise<void>;
}

/**
 * Opens a log, or begins one. Bytes that an earlier process wrote and did not commit are moved to a file of their own.
 *
 * @throws {TypeError} if an option is of the wrong type or out of range.
 * @throws {Error} if the log is open already, in this process or another one, or if the files cannot be opened.
 * @example
 * ```js
 * import { openLog } from "heroku-drain/node";
 * import { createReceiver } from "heroku-drain/receiver";
 *
 * const { LOGPLEX_DRAIN_TOKEN: token } = process.env;
 * const log = await openLog({ directory: "logs" });
 * // The log stores each batch once by itself, also after a restart.
 * const receiver = createReceiver({ token, dedupe: false, onBatch: log.write });
 * ```
 */
export function openLog(options: LogOptions): Promise<Log>;

/** What a server needs. */
export interface ServerOptions {
  /** What answers: `toNodeListener(receiver)`. */
  listener: NodeRequestListener;
  /** The port; 0 for a free one. */
  port: number;
  /** The address to listen at; all of them if left out. */
  host?: string | undefined;
  /**
   * Asked for each `GET /healthz`. The answer is 200 and `ok` if it returns or resolves; a string it returns is
   * shown on a line of its own. The answer is 503, without the reason, if it throws, rejects or takes more than
   * 5 seconds. Always 200 if left out. Requests that come while it runs share its result.
   */
  check?: (() => unknown) | undefined;
  /** How many milliseconds {@link RunningServer.close} waits for requests in flight; 20,000 if left out. */
  grace?: number | undefined;
  /**
   * The most connections at a time. When there are more, the one that has gone longest without sending a request
   * is closed. If left out: 10,000, or 64 fewer than the limit of open files of the process, if Linux shows one
   * that is lower; the 64 are for the log's files.
   */
  maxConnections?: number | undefined;
}

/** A listener of `node:http`. */
export interface NodeRequestListener {
  // biome-ignore lint/suspicious/noExplicitAny: Node's types are not everywhere.
  (request: any, response: any): void;
  /** For requests that ask whether to send their body. */
  // biome-ignore lint/suspicious/noExplicitAny: Node's types are not everywhere.
  checkContinue?(request: any, response: any): void;
}

/** A server that runs. */
export interface RunningServer {
  /** The `http.Server`. */
  // biome-ignore lint/suspicious/noExplicitAny: Node's types are not everywhere.
  readonly server: any;
  /** The port that it listens at. */
  readonly port: number;
  /**
   * Closes the port and every connection on which no request is being answered. Resolves when the requests in
   * flight are answered, or after `grace`.
   */
  close(): Promise<void>;
}

/**
 * Starts a server of `node:http` that suits Logplex: with `GET /healthz`, limits on time and connections, and
 * without answers of Node's own. A request that is cut off or not HTTP gets no answer, since Logplex would take
 * 400 for final; it sends the batch again when the connection is closed.
 */
export function startServer(options: ServerOptions): Promise<RunningServer>;

/**
 * Calls `stop` at the first SIGTERM, SIGINT or SIGHUP. A second one ends the process at once.
 *
 * @example
 * ```js
 * stopOnSignal(async () => {
 *   await server.close();
 *   await log.close();
 * });
 * ```
 */
export function stopOnSignal(stop: () => Promise<void>): void;
