/**
 * A drain endpoint: receives the POSTs of a Heroku log drain, authenticates and limits them, and delivers each batch once.
 *
 * {@link createReceiver} returns a web-standard function from a `Request` to a `Response`, for Workers, Deno, Bun and
 * other runtimes. {@link toNodeListener} adapts it to `node:http`, Express and Fastify.
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
 * `https://shop:p%40ss@logs.example.com/`. Senders differ in whether they decode it (to `p@ss`, in UTF-8), and both
 * forms are accepted. One of the two may be empty: `https://:secret@logs.example.com/` is `{ username: "", password:
 * "secret" }`, and `https://secret@logs.example.com/` is `{ username: "secret", password: "" }`.
 */
export interface Credentials {
  /** At most 256 visible ASCII characters without `:`. */
  username: string;
  /** At most 256 visible ASCII characters. */
  password: string;
}

/**
 * Options of a receiver.
 *
 * One of `token`, `tokens` and `credentials` is required, unless `allowAnyone` is true. If there are tokens and
 * credentials, a sender needs only one of them.
 */
export interface ReceiverOptions {
  /**
   * Stores a batch. When it returns, or its promise resolves, the batch is acknowledged and Logplex forgets
   * it, so the batch must be safely stored by then. If it throws or rejects, Logplex sends the batch again.
   *
   * It must end: until then, the batch counts towards `maxInFlight`.
   */
  onBatch: (batch: Batch) => unknown;
  /** The drain's token, which Logplex sends in `Logplex-Drain-Token`. `heroku drains --json` shows it. */
  token?: string | undefined;
  /** Several tokens, for several drains or while a drain is replaced. */
  tokens?: readonly string[] | undefined;
  /** For drains of Private Spaces, which send no token, and for drains whose token is not known yet. */
  credentials?: Credentials | readonly Credentials[] | undefined;
  /** Accepts batches from anyone, if something before the receiver authenticates them. */
  allowAnyone?: boolean | undefined;
  /**
   * How retried batches are recognised: in memory, with the options of {@link memoryStore} (default); in a shared
   * {@link FrameStore}; or, with `false`, not at all. Use `false` for an `onBatch` that deduplicates, such as the log of
   * `heroku-drain/node`. `observe` then receives `accepted` for each attempt.
   */
  dedupe?: false | MemoryStoreOptions | FrameStore | undefined;
  /** How a body is cut into frames. Default: `"auto"`. */
  framing?: Framing | undefined;
  /**
   * The maximum size of a body in bytes, both as sent and after decompression: 1 to 268,435,456 (256 MiB).
   * Default: 1,048,576 (1 MiB). Logplex sends about 100 KB.
   */
  maxBytes?: number | undefined;
  /**
   * The maximum number of bodies in memory, being read or stored: 1 to 100,000. Default: 64. The same number of
   * further requests wait, for up to `retryDelay`; any more are answered 503.
   */
  maxInFlight?: number | undefined;
  /**
   * The maximum number of problems that a batch returns as objects: 0 to 1,000,000. Default: 100. The rest are only
   * counted, so that a body full of problems takes little memory.
   */
  maxProblems?: number | undefined;
  /**
   * How long storing a batch may take before the answer is 503, in milliseconds: 1 to 4,999. Default: 4,000.
   * Logplex waits for 5,000. If the batch is stored later, a retry does not store it again.
   */
  batchTimeout?: number | undefined;
  /** How long a body may take to arrive, in milliseconds. Default: 5,000. */
  bodyTimeout?: number | undefined;
  /** How long a body may pause, in milliseconds. Default: 3,000. */
  idleTimeout?: number | undefined;
  /**
   * The minimum time from a request to a 503, in milliseconds: 0 to 4,999. Default: 1,000. Logplex retries at
   * once, and drops a batch after three attempts.
   */
  retryDelay?: number | undefined;
  /** Called with the result of each request. Errors that it throws are ignored. */
  observe?: ((event: ReceiverEvent) => unknown) | undefined;
  /** Returns the time, in milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined;
}

/** A request body, parsed when one of its properties is accessed. */
export interface Batch {
  /** The records, as `parse` returns them. */
  readonly records: HerokuRuntime[];
  /**
   * The problems of the body, at most `maxProblems` of them. A batch is never refused for a problem, since Logplex would
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
   * Returns the records as NDJSON, like `toNDJSON`. Cheaper than `records`. The batch caches the result, and later
   * calls return the same bytes.
   *
   * @param into a buffer for the result, as in `toNDJSON`. The result is then not cached. A result that is already
   *   cached is returned as is.
   */
  ndjson(into?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
  /** A copy of the decompressed body, made at the first access. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The ID of the batch, the same in every attempt. Private Spaces send none. */
  readonly frameId: string | undefined;
  /** The drain token that the sender claims. A secret. Not verified if only credentials are checked. */
  readonly drainToken: string | undefined;
  /** The number of frames that the sender declared, including a notice of lost messages. */
  readonly declaredCount: number | undefined;
  /** Irregularities of the request that do not refuse the batch. */
  readonly warnings: readonly BatchWarning[];
  /** When the request arrived. Records without a timestamp have this time. */
  readonly receivedAt: Date;
  /** Data that may identify the app, since a body does not. */
  readonly appHints: AppHints;
  /**
   * Aborted when `batchTimeout` has passed and the answer was 503. The batch may still be stored; the result
   * decides the answer to the next attempt.
   */
  readonly signal: AbortSignal;
}

/** Data about the sender from the request, besides the drain's token. Written by someone who knows the secret. */
export interface AppHints {
  /** The path of the drain URL. */
  readonly path: string;
  /** The query of the drain URL, as in `?app=shop`. If a parameter is repeated, its last value. */
  readonly query: Readonly<Record<string, string>>;
  /** The user name as configured, if the request had the right credentials. */
  readonly username: string | undefined;
}

/** An irregularity of a request. */
export interface BatchWarning {
  /**
   * `"count-mismatch"`: the number of frames is not the declared one. `"header-ignored"`: a header is invalid.
   * `"body-read-as-text"`: a framework has read the body as text, and bytes that are not UTF-8 were lost.
   */
  readonly code: "count-mismatch" | "header-ignored" | "body-read-as-text";
  /** One line that shows only numbers of the request. */
  readonly message: string;
}

/** A store of accepted batches. A key is 64 hexadecimal digits. */
export interface FrameStore {
  /**
   * Claims a batch. `"new"`: the caller now owns it. `"accepted"`: it was stored before. `"busy"`: another caller owns
   * it and has not finished; the answer is 503.
   *
   * If several processes share a store, a claim that is neither accepted nor released must expire, since its process may
   * have died. If a claim expires before it is accepted, the batch may be stored twice.
   */
  claim(key: string): FrameClaim | Promise<FrameClaim>;
  /** Records that the batch is stored. */
  accept(key: string): unknown;
  /** Records that the batch is not stored. The next attempt is new. */
  release(key: string): unknown;
}

/** The answer of a store to a claim. */
export type FrameClaim = "new" | "accepted" | "busy";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The maximum number of batches: 1 to 8,000,000. Default: 10,000. A batch takes about 250 bytes. */
  maxEntries?: number | undefined;
  /** How long to remember a batch, in milliseconds: 1 to 86,400,000 (a day). Default: 900,000 (15 minutes). */
  maxAge?: number | undefined;
  /** Returns the time, in milliseconds. Default: `Date.now`. */
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

/** The size and duration of a request. */
export interface Measured {
  /** The bytes of the body as sent; 0 if it was not read. */
  bytes: number;
  /** The time from the arrival of the request to its result. */
  seconds: number;
}

/**
 * An event for the observer of a receiver. Each request causes one of `accepted`, `duplicate`, `rejected` and
 * `failed`. `late` and `store-failed` are additional.
 */
export type ReceiverEvent =
  /** The batch was stored. `error` is set if it could not be counted. */
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
  /** The result of a batch that was reported as failed because it was not stored in time. */
  | (Measured & { type: "late"; accepted: boolean; error?: unknown })
  /** The store could not be updated with the result of a batch. */
  | { type: "store-failed"; error: unknown };

/** A drain endpoint. */
export interface Receiver {
  (request: Request): Promise<Response>;
  /** Resolves when no batch is being stored, including batches whose requests were answered already. */
  idle(): Promise<void>;
}

/**
 * Creates a drain endpoint.
 *
 * It answers 204 if `onBatch` has stored the batch, now or before. Any other answer is one line of text
 * without secrets or logs. Logplex drops a batch for good on 4xx (except 429), so the receiver answers 4xx only if no
 * attempt can succeed: 401, 405, 413 or 415. Everything else is 503, and Logplex sends the batch again.
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
 * Creates a store that remembers the most recently accepted batches in the memory of this process.
 *
 * @throws {TypeError} if an option is of the wrong type or out of range.
 */
export function memoryStore(options?: MemoryStoreOptions): FrameStore;

/** The part of a `node:http` request that a listener uses. */
export interface IncomingMessage {
  method?: string | undefined;
  url?: string | undefined;
  /** The complete URL, set by Express. */
  originalUrl?: string | undefined;
  httpVersion: string;
  headers: Record<string, string | string[] | undefined>;
  readonly socket?: { readonly remoteAddress?: string | undefined } | undefined;
  /** The body, if a framework has read it. Used if it is bytes or a string. */
  body?: unknown;
  /** Like `body`, for frameworks that keep the raw body in addition to the parsed one. */
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

/** The part of a `node:http` response that a listener uses. */
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
   * For a server's `checkContinue` event: answers `Expect: 100-continue`, so that a request with wrong headers is
   * refused before its body is sent.
   */
  checkContinue(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * Adapts a receiver, or any function from `Request` to `Response`, to `node:http`.
 *
 * It is Express middleware: `app.post("/drain", toNodeListener(receiver))`. README.md shows how to use it in Fastify.
 * Mount it before any body parser. A body that was already read is taken from `request.body` or `request.rawBody` if it
 * is bytes or a string. If the string lost bytes, the batch has a warning.
 *
 * After 401, 403, 404, 405 and 415 it closes the connection. Some requests never reach it: Node answers a body that
 * ends early with 400, and Logplex then drops the batch. Have the server close such connections without an answer:
 * `server.on("clientError", (error, socket) => socket.destroy())`.
 *
 * Do not use it with `node:http2`, which reports the end of a body that was reset like a complete one. Logplex uses HTTP/1.1.
 *
 * @throws {TypeError} if the receiver is not a function.
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
