/**
 * A drain endpoint: takes the POSTs of a Heroku log drain, protects them, and hands each batch over once.
 *
 * {@link createReceiver} makes a function of the web standard, from a `Request` to a `Response`, for Workers,
 * Deno, Bun and whatever else speaks it; {@link toNodeListener} fits it to `node:http`, Express and Fastify.
 *
 * @packageDocumentation
 */

import type { Framing, HerokuRuntime, Problem } from "./index.js";

declare global {
  /** The runtime's own; named here for projects whose types have no fetch. */
  interface Request {}
  /** The runtime's own; named here for projects whose types have no fetch. */
  interface Response {}
  /** The runtime's own; named here for projects whose types have no fetch. */
  interface AbortSignal {}
}

/**
 * The user name and password of a drain URL, as in `https://name:secret@logs.example.com/`.
 *
 * Write both exactly as the URL has them, percent-encoding included: `{ username: "shop", password: "p%40ss" }` for
 * `https://shop:p%40ss@logs.example.com/`. A sender may send that text or what it stands for (`p@ss`, in UTF-8), and
 * both are accepted. One of the two may be empty: `https://:secret@logs.example.com/` is `{ username: "", password:
 * "secret" }`, and `https://secret@logs.example.com/` is `{ username: "secret", password: "" }`.
 */
export interface Credentials {
  /** At most 256 visible ASCII characters without `:`. */
  username: string;
  /** At most 256 visible ASCII characters. */
  password: string;
}

/**
 * What can be set for a receiver.
 *
 * One of `token`, `tokens` and `credentials` must say who may send, or `allowAnyone` must be true. Where there
 * are tokens and credentials, either is enough.
 */
export interface ReceiverOptions {
  /**
   * Stores a batch. When it returns, or its promise resolves, the batch is acknowledged and Logplex forgets
   * it: so only then may it be safe. When it throws or rejects, Logplex sends the batch again.
   *
   * It must come to an end. While it has not, the batch takes one of the places of `maxInFlight`.
   */
  onBatch: (batch: Batch) => unknown;
  /** The drain's token, which Logplex sends in `Logplex-Drain-Token`: `heroku drains --json` shows it. */
  token?: string | undefined;
  /** Several, for several drains and while one is replaced. */
  tokens?: readonly string[] | undefined;
  /** For drains of Private Spaces, which send no token, and for tokens that are known too late. */
  credentials?: Credentials | readonly Credentials[] | undefined;
  /** Lets everybody send, where something in front of the receiver says who may. */
  allowAnyone?: boolean | undefined;
  /**
   * How batches that are sent again are known: by what {@link memoryStore} is told, in a store outside, or,
   * with `false`, not at all, which is for an `onBatch` that takes each batch once by itself, as the log of
   * `heroku-drain/node` does; `observe` is then told of one that comes twice as `accepted` each time. What is left out is as {@link memoryStore} has it.
   */
  dedupe?: false | MemoryStoreOptions | FrameStore | undefined;
  /** How a body is cut into frames; `"auto"` if left out. */
  framing?: Framing | undefined;
  /**
   * The most bytes that a body may have, as it is sent and after decompression: 1 to 268,435,456 (256 MiB);
   * 1,048,576 (1 MiB) if left out. Logplex sends some 100 KB.
   */
  maxBytes?: number | undefined;
  /**
   * How many bodies may be in memory, being read or stored: 1 to 100,000; 64 if left out. As many requests
   * more wait for a place, for `retryDelay`; what is beyond that is answered 503.
   */
  maxInFlight?: number | undefined;
  /**
   * The most problems that a batch returns as objects: 0 to 1,000,000; 100 if left out. The rest are only counted,
   * so that a body of nothing but problems takes little memory.
   */
  maxProblems?: number | undefined;
  /**
   * How long a batch may take to be stored before the answer is 503, in milliseconds: 1 to 4,999; 4,000 if
   * left out. Logplex waits for 5,000. What is stored later is not stored again when it is sent again.
   */
  batchTimeout?: number | undefined;
  /** How long a body may take to arrive, in milliseconds; 5,000 if left out. */
  bodyTimeout?: number | undefined;
  /** How long a body may pause, in milliseconds; 3,000 if left out. */
  idleTimeout?: number | undefined;
  /**
   * How long after a request came a 503 is sent at the earliest, in milliseconds: 0 to 4,999; 1,000 if left
   * out. Logplex sends again at once, and gives a batch up after three attempts.
   */
  retryDelay?: number | undefined;
  /** Is told what became of each request. What it throws is ignored. */
  observe?: ((event: ReceiverEvent) => unknown) | undefined;
  /** Gives the time, in milliseconds since 1970; `Date.now` if left out. */
  now?: (() => number) | undefined;
}

/** One body, which is read when it is asked for. */
export interface Batch {
  /** The records: what `parse` makes of the body. */
  readonly records: HerokuRuntime[];
  /**
   * What is wrong with the body, up to `maxProblems` problems. A problem never refuses a batch, since Logplex would
   * drop it for good.
   */
  readonly problems: Problem[];
  /** The number of problems that are errors, including those that `problems` leaves out. */
  readonly errorCount: number;
  /** The number of problems that are warnings, including those that `problems` leaves out. */
  readonly warningCount: number;
  /** The number of records. */
  readonly count: number;
  /**
   * The records as NDJSON, as `toNDJSON` makes it. Cheaper than `records`. The batch remembers it, and gives
   * the same bytes again.
   *
   * @param into memory for it, as `toNDJSON` takes it: then the batch does not remember it. What it
   *   remembers already, it gives as it is.
   */
  ndjson(into?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
  /** A copy of the body, decompressed and in one piece; made when it is first asked for. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What names the batch in every attempt at sending it; Private Spaces send none. */
  readonly frameId: string | undefined;
  /** What the sender says its drain's token is. A secret. Where only credentials are checked, anything. */
  readonly drainToken: string | undefined;
  /** How many frames the sender says that there are, a notice of lost messages among them. */
  readonly declaredCount: number | undefined;
  /** What is odd about the request: nothing to refuse a batch for. */
  readonly warnings: readonly BatchWarning[];
  /** When the request came. Records that have no timestamp have this time. */
  readonly receivedAt: Date;
  /** What may tell apps apart: a body does not say which app it is of. */
  readonly appHints: AppHints;
  /**
   * Is aborted when `batchTimeout` has passed and the answer was 503. The batch may still be stored: what
   * becomes of it is the answer to the next attempt.
   */
  readonly signal: AbortSignal;
}

/** What a request tells of its sender beside the drain's token. Whoever knows the secret has written it. */
export interface AppHints {
  /** The path of the drain URL. */
  readonly path: string;
  /** The query of the drain URL, as in `?app=shop`; of parameters with one name, the last. */
  readonly query: Readonly<Record<string, string>>;
  /** The user name as it was configured, if the request had the right credentials. */
  readonly username: string | undefined;
}

/** Something odd about a request. */
export interface BatchWarning {
  /**
   * `"count-mismatch"`: there are not as many frames as declared. `"header-ignored"`: a header makes no sense.
   * `"body-read-as-text"`: a framework has read the body as text, and bytes that are not UTF-8 were lost.
   */
  readonly code: "count-mismatch" | "header-ignored" | "body-read-as-text";
  /** One line that shows nothing of the request but numbers. */
  readonly message: string;
}

/** Where accepted batches are known. A key is 64 hexadecimal digits. */
export interface FrameStore {
  /**
   * Takes a batch on, or says that there is nothing to do. `"new"`: it is now the caller's. `"accepted"`: it
   * was stored before. `"busy"`: it is another's, and not decided; this answers 503.
   *
   * A store that several processes share must let a claim lapse that is neither accepted nor released: its
   * process may have died. What lapses before it is accepted may be stored twice.
   */
  claim(key: string): FrameClaim | Promise<FrameClaim>;
  /** The batch is stored. */
  accept(key: string): unknown;
  /** The batch is not stored: the next attempt is new. */
  release(key: string): unknown;
}

/** What a store says of a batch. */
export type FrameClaim = "new" | "accepted" | "busy";

/** How much is remembered. */
export interface MemoryStoreOptions {
  /** The most batches: 1 to 8,000,000; 10,000 if left out. One takes some 250 bytes. */
  maxEntries?: number | undefined;
  /** For how long, in milliseconds: 1 to 86,400,000 (a day); 900,000 (15 minutes) if left out. */
  maxAge?: number | undefined;
  /** Gives the time, in milliseconds; `Date.now` if left out. */
  now?: (() => number) | undefined;
}

/** Why a request is not accepted. */
export type RejectionReason =
  | "method-not-allowed"
  | "unauthorized"
  | "unsupported-media-type"
  | "unsupported-encoding"
  | "too-large"
  | "too-many-in-flight"
  | "body-timeout"
  | "body-incomplete"
  | "body-not-decodable"
  | "in-flight-elsewhere"
  | "batch-failed"
  | "batch-timeout"
  | "store-failed"
  | "internal";

/** What a request took. */
export interface Measured {
  /** The bytes of its body as it was sent; 0 where it was not read. */
  bytes: number;
  /** From its arrival until it was decided. */
  seconds: number;
}

/**
 * What a receiver tells its observer. For each request there is one of `accepted`, `duplicate`, `rejected` and
 * `failed`; `late` and `store-failed` come beside them.
 */
export type ReceiverEvent =
  /** The batch was stored. `error`: it was, but could not be counted. */
  | (Measured & {
      type: "accepted";
      records: number;
      problems: number;
      warnings: readonly BatchWarning[];
      error?: unknown;
    })
  /** The batch was stored before. */
  | (Measured & { type: "duplicate" })
  /**
   * The request did not get as far as a batch. `remoteAddress` is the other end of its connection under
   * `node:http`: the sender, or the proxy before the server.
   */
  | (Measured & {
      type: "rejected";
      reason: RejectionReason;
      status: number;
      remoteAddress?: string;
      error?: unknown;
    })
  /** The batch was not stored, or not in time. `error` is what was thrown. */
  | (Measured & { type: "failed"; reason: RejectionReason; status: number; error?: unknown })
  /** What became of a batch that was told as failed, since it was not stored in time. */
  | (Measured & { type: "late"; accepted: boolean; error?: unknown })
  /** The store could not be told what became of a batch. */
  | { type: "store-failed"; error: unknown };

/** A drain endpoint. */
export interface Receiver {
  (request: Request): Promise<Response>;
  /** Resolves when no batch is being stored, not even one whose request was answered long ago. */
  idle(): Promise<void>;
}

/**
 * Makes a drain endpoint.
 *
 * It answers 204 when `onBatch` has stored the batch, or had before. Any other answer is one line of text
 * that shows neither secrets nor logs. Logplex drops a batch for good on 4xx (except 429), so 4xx is for what no
 * attempt can fix: 401, 405, 413, 415. Everything else is 503, and Logplex sends the batch again.
 *
 * @throws {TypeError} if an option is missing, unknown, of the wrong type or out of range.
 * @example
 * ```js
 * import { appendFile } from "node:fs/promises";
 * import { createServer } from "node:http";
 * import { createReceiver, toNodeListener } from "heroku-drain/receiver";
 *
 * const receiver = createReceiver({
 *   token: process.env.LOGPLEX_DRAIN_TOKEN,
 *   onBatch: (batch) => appendFile("events.ndjson", batch.ndjson()),
 * });
 * createServer(toNodeListener(receiver)).listen(process.env.PORT);
 * ```
 */
export function createReceiver(options: ReceiverOptions): Receiver;

/**
 * Makes a store that remembers in this process which batches were accepted, the newest of them.
 *
 * @throws {TypeError} if an option is of the wrong type or out of range.
 */
export function memoryStore(options?: MemoryStoreOptions): FrameStore;

/** What a listener needs of a request of `node:http`. */
export interface IncomingMessage {
  method?: string | undefined;
  url?: string | undefined;
  /** Express keeps the whole address here. */
  originalUrl?: string | undefined;
  httpVersion: string;
  headers: Record<string, string | string[] | undefined>;
  readonly socket?: { readonly remoteAddress?: string | undefined } | undefined;
  /** The body, if a framework has read it: used if it is bytes or a string. */
  body?: unknown;
  /** The same, for frameworks that keep the body beside what they parsed. */
  rawBody?: unknown;
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: Node's listeners take what they take.
  on(event: string, listener: (...args: any[]) => void): this;
  // biome-ignore lint/suspicious/noExplicitAny: Node's listeners take what they take.
  off(event: string, listener: (...args: any[]) => void): this;
  pause(): this;
  resume(): this;
  destroy(): unknown;
}

/** What a listener needs of a response of `node:http`. */
export interface ServerResponse {
  readonly destroyed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: Node's listeners take what they take.
  on(event: string, listener: (...args: any[]) => void): this;
  writeContinue(): void;
  writeHead(status: number, headers: Record<string, string>): unknown;
  flushHeaders(): void;
  write(chunk: Uint8Array): boolean;
  end(chunk?: Uint8Array): unknown;
  destroy(): unknown;
}

/** A listener for `request` events, and one for `checkContinue`. */
export interface NodeListener {
  (request: IncomingMessage, response: ServerResponse): void;
  /**
   * For a server's `checkContinue` event: answers `Expect: 100-continue`, so that what is refused for its
   * headers is refused before its body is sent.
   */
  checkContinue(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * Fits a receiver, or any function from `Request` to `Response`, to `node:http`.
 *
 * It is Express middleware: `app.post("/drain", toNodeListener(receiver))`. For Fastify, README.md has the five
 * lines. Mount it before anything that reads bodies. A body that was already read is taken from `request.body` or
 * `request.rawBody` if it is bytes or a string; a string that lost bytes gives the batch a warning.
 *
 * After 401, 403, 404, 405 and 415 it closes the connection. It cannot do anything about requests that never reach
 * it: Node answers a body that ends early with 400, and Logplex then drops the batch. Have the server close such
 * connections without an answer: `server.on("clientError", (error, socket) => socket.destroy())`.
 *
 * @throws {TypeError} if it is no function.
 * @example
 * ```js
 * import { createServer } from "node:http";
 * import { createReceiver, toNodeListener } from "heroku-drain/receiver";
 *
 * const listener = toNodeListener(createReceiver({ token: "d.secret", onBatch: console.log }));
 * createServer(listener).on("checkContinue", listener.checkContinue).listen(8080);
 * ```
 */
export function toNodeListener(
  receiver: (request: Request) => Response | Promise<Response>,
): NodeListener;
