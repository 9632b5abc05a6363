/**
 * For Node: a log of NDJSON files on disk that stores each batch of a drain exactly once, and a server.
 *
 * The files in `directory`, for the name `heroku`:
 *
 * - `heroku.ndjson`: the records. It can be followed with `tail -F`.
 * - `heroku.rejected.ndjson`: acknowledged bytes that produced no record, or possibly a wrong one.
 *   A line is `{"frame_id":string|null,"received_at":string,"offset":number,"code":string,"bytes_base64":string}`.
 *   The code is the code of the problem. A line holds a whole body if its code is `too-many-problems`,
 *   `msg-count-mismatch`, `truncated`, `octet-count-mismatch` or `invalid-utf8`.
 * - `heroku-00000001-2026-05-17.ndjson` and `heroku.rejected-00000001-2026-05-17.ndjson`: complete files of the two
 *   kinds. The log never changes or deletes them.
 * - `heroku-00000001-2026-05-17.uncommitted`: bytes that followed the last commit when the log was opened after a crash.
 *   They were not acknowledged. In `heroku.ndjson` they are overwritten with line feeds.
 * - `heroku-00000001-2026-05-17.journal`: a copy of a damaged journal.
 * - `heroku.journal`: the committed positions, and the IDs of recent batches.
 * - `heroku.lock`: the lock against other processes.
 *
 * @packageDocumentation
 */

import type { Problem } from "./index.js";

/** The part of a batch that a log uses. A receiver's batch has all of it. */
export interface LoggedBatch {
  /** Identifies retries of the batch. Without it, every attempt is written. */
  frameId?: string | undefined;
  /** Distinguishes drains that use the same frame IDs, together with `appHints`. */
  drainToken?: string | undefined;
  appHints?: { username?: string | undefined } | undefined;
  /**
   * Returns the lines to write. They must not change until they are written.
   *
   * @param into a buffer that may be used for the lines.
   */
  ndjson(into?: Uint8Array<ArrayBuffer>): Uint8Array;
  /** If aborted while the batch waits, the batch is not written, unless another `write` of the same batch waits. */
  signal?: AbortSignal | undefined;
  /** The problems of the body. They decide which of `bytes` are written to the file of rejected bytes. */
  problems?: Problem[] | undefined;
  /** The body. Required if there are problems, or if the counts differ. */
  bytes?: Uint8Array | undefined;
  /** The number of records. */
  count?: number | undefined;
  /** The number of errors. Default: those in `problems`. */
  errorCount?: number | undefined;
  /** The number of warnings. Default: those in `problems`. */
  warningCount?: number | undefined;
  /** The number of frames that the sender declared in `Logplex-Msg-Count`. */
  declaredCount?: number | undefined;
  /** When the body was received. Default: now. */
  receivedAt?: Date | undefined;
}

/** Options of a log. */
export interface LogOptions {
  /** The directory of the files, created if it is missing. It must be on a local disk, not on a network drive. */
  directory: string;
  /** The start of the file names, 1 to 64 letters, digits, dots, dashes or underscores. Default: `"heroku"`. */
  name?: string | undefined;
  /** The maximum size of a file in bytes; only a single larger batch exceeds it. Default: 256 MiB. */
  largestFile?: number | undefined;
  /** Whether the first batch of a day, in UTC, starts new files. Default: true. */
  daily?: boolean | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** Called with a sentence if the files are not as the log left them. Default: `console.warn`. */
  notify?: ((notice: string) => void) | undefined;
}

/** An open log. Its functions need no `this`. */
export interface Log {
  /** The path of the file that records are written to. */
  readonly file: string;
  /**
   * Stores a batch. When it resolves, the batch survives a crash or a power failure, and is in a file that can be found
   * by its name. A retry of a recently stored batch, even one stored by an earlier process, is not written again.
   * Recently means within 60 seconds or among the last 10,000 batches, and at most among the last million.
   *
   * Batches that arrive during a write are written together afterwards. If that fails, all of them reject. The next call
   * tries again, with new files if another program moved, removed or changed the old ones.
   */
  write(batch: LoggedBatch): Promise<void>;
  /** Whether a batch was stored recently. */
  has(batch: LoggedBatch): boolean;
  /**
   * Resolves if a batch can be stored now, and rejects with the reason if not. After a failure it recovers the log, without
   * waiting for a batch. It tries at most once a second; other calls share the result.
   */
  check(): Promise<void>;
  /** Returns the reason why the last batches could not be written, or undefined if they were. */
  failure(): unknown;
  /** Writes the waiting batches, closes the files and releases the lock. */
  close(): Promise<void>;
}

/**
 * Opens or creates a log. Bytes that an earlier process wrote but did not commit are moved to a separate file.
 *
 * On a full disk, it opens the files with the first batch or check that finds space, and reports that.
 *
 * @throws {TypeError} if an option is of the wrong type or out of range.
 * @throws {Error} if the log is already open, in this or another process, or if the files cannot be opened.
 * @example
 * ```js
 * import { openLog } from "heroku-drain/node";
 * import { createReceiver } from "heroku-drain/receiver";
 *
 * const { LOGPLEX_DRAIN_TOKEN: token } = process.env;
 * const log = await openLog({ directory: "logs" });
 * // The log deduplicates batches itself, also across restarts.
 * const receiver = createReceiver({ token, dedupe: false, onBatch: log.write });
 * ```
 */
export function openLog(options: LogOptions): Promise<Log>;

/** Options of a server. */
export interface ServerOptions {
  /** Handles requests: `toNodeListener(receiver)`. */
  listener: NodeRequestListener;
  /** The port; 0 for a free one. */
  port: number;
  /** The address to listen on. Default: all addresses. */
  host?: string | undefined;
  /**
   * Called for each `GET /healthz`. If it returns or resolves, the answer is 200 and `ok`, followed by a line with its
   * result if that is a string. If it throws, rejects or takes more than 5 seconds, the answer is 503 without the
   * reason. Requests that arrive while it runs share its result. Default: always 200.
   */
  check?: (() => unknown) | undefined;
  /** How many milliseconds {@link RunningServer.close} waits for requests in flight. Default: 20,000. */
  grace?: number | undefined;
  /**
   * The maximum number of connections. If there are more, the connection that has gone longest without sending a
   * request is closed. Default: 10,000, or 64 below the process's limit of open files if that is lower and known
   * (on Linux). The 64 are for the log's files.
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

/** A running server. */
export interface RunningServer {
  /** The `http.Server`. */
  // biome-ignore lint/suspicious/noExplicitAny: Node's types are not everywhere.
  readonly server: any;
  /** The port that it listens on. */
  readonly port: number;
  /**
   * Closes the port and all connections without a request in flight. Resolves when the requests in flight are
   * answered, or after `grace`.
   */
  close(): Promise<void>;
}

/**
 * Starts a `node:http` server for Logplex, with `GET /healthz` and with limits on time and connections. A request that
 * is cut off or is not HTTP gets no answer, since Logplex drops a batch that Node answers with 400. If the connection
 * is closed instead, Logplex sends the batch again.
 */
export function startServer(options: ServerOptions): Promise<RunningServer>;

/**
 * Calls `stop` on the first SIGTERM, SIGINT or SIGHUP. A second one ends the process at once.
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
