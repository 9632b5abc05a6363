/**
 * For Node: NDJSON files on disk that take each batch of a drain exactly once, and a server.
 *
 * In `directory`, with the name `heroku`: `heroku.ndjson` is the file that is written, and may be
 * followed with `tail -F`. When it is full or its day is over it becomes
 * `heroku-00000001-2026-05-17.ndjson`, complete and never changed again. `heroku.journal` says which bytes
 * are committed, and of which batches they are; `heroku.lock` keeps a second process away.
 *
 * @packageDocumentation
 */

/** What a log needs of a batch; a receiver's batch has it. */
export interface LoggedBatch {
  /** Under which the batch is known when it is sent again. Without one it is written each time. */
  frameId?: string | undefined;
  /** Two drains may use the same frame ids; these tell their batches apart. */
  drainToken?: string | undefined;
  appHints?: { username?: string | undefined } | undefined;
  /**
   * The lines to write, which must stay until they are written.
   *
   * @param into memory that is used for nothing else meanwhile, where the lines may be put; need not be used.
   */
  ndjson(into?: Uint8Array<ArrayBuffer>): Uint8Array;
  /** A batch that is aborted while it waits is not written, unless it came twice and the other one is not aborted. */
  signal?: AbortSignal | undefined;
}

/** What can be set for a log. */
export interface LogOptions {
  /** The folder of the files; made if it is missing. On a disk of this machine, not a network's. */
  directory: string;
  /** How the files' names begin; `"heroku"` if left out. */
  name?: string | undefined;
  /** The most bytes that a file may have, but for a single batch that is larger; 256 MiB if left out. */
  largestFile?: number | undefined;
  /** Whether a file ends with its day, in UTC, at the first batch of the next one; true if left out. */
  daily?: boolean | undefined;
  /** The clock, in milliseconds; `Date.now` if left out. */
  now?: (() => number) | undefined;
  /** Is told in a line where the files are not as they were left; `console.warn` if left out. */
  notify?: ((notice: string) => void) | undefined;
}

/** A log that is open. Its functions need no `this`. */
export interface Log {
  /** The path of the file that is written. */
  readonly file: string;
  /**
   * Resolves when the batch will survive a crash and a loss of power. A batch whose frame id is kept
   * already, also by an earlier process, is not written again.
   *
   * Batches that come while others are written are written together. Where that fails, all of them
   * reject, what was written of them is cut off, and the next call tries anew.
   */
  write(batch: LoggedBatch): Promise<void>;
  /** Whether a batch is kept, among the last 10,000. */
  has(batch: LoggedBatch): boolean;
  /** Why the last batches could not be written; undefined if they could. */
  failure(): unknown;
  /** Writes what waits, and closes the files. */
  close(): Promise<void>;
}

/**
 * Opens a log, or begins one. What an earlier process wrote and did not commit is cut off.
 *
 * @throws {TypeError} if an option is of the wrong type or out of range.
 * @throws {Error} if another process has the log open, the files cannot be opened, or the journal is
 *   damaged.
 * @example
 * ```js
 * import { openLog } from "heroku-drain/node";
 * import { createReceiver } from "heroku-drain/receiver";
 *
 * const { LOGPLEX_DRAIN_TOKEN: token } = process.env;
 * const log = await openLog({ directory: "logs" });
 * // The log takes each batch once by itself, also after a restart.
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
