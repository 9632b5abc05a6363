// One HTTP/1.1 connection as a log drain uses it: one request at a time, and full control of the bytes.

import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

/** @typedef {{ status: number, headers: Map<string, string>, text: string }} Answer */

const HEAD_END = "\r\n\r\n";

export class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #isOver = false;
  /** @type {Error | undefined} */
  #error;
  /** @type {(() => void) | undefined} */
  #wake;

  /** @param {import("node:net").Socket} socket that is connected */
  constructor(socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, chunk]) : chunk;
      this.#wake?.();
    });
    socket.on("error", (error) => {
      this.#error = error;
    });
    socket.on("close", () => {
      this.#isOver = true;
      this.#wake?.();
    });
    socket.on("end", () => {
      this.#isOver = true;
      this.#wake?.();
    });
  }

  get isOpen() {
    return !this.#isOver && !this.#socket.destroyed;
  }

  /** @param {string | Uint8Array} bytes */
  write(bytes) {
    this.#socket.write(bytes);
  }

  close() {
    this.#socket.destroy();
  }

  /** Ends the sending side; answers can still be read. */
  end() {
    this.#socket.end();
  }

  /** All received bytes that were not read as an answer, once the other side has closed the connection. */
  async rest() {
    while (!this.#isOver) await this.#more();
    return this.#received.toString("latin1");
  }

  /**
   * The next answer, except interim ones such as 100 unless `interim` is set.
   *
   * @param {{ interim?: boolean, isHead?: boolean }} [options] whether the request was HEAD, which has no text
   * @returns {Promise<Answer>}
   */
  async answer({ interim = false, isHead = false } = {}) {
    const head = await this.#head();
    const [statusLine = "", ...lines] = head.split("\r\n");
    const status = Number(statusLine.split(" ")[1]);
    const headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    if (status < 200) return interim ? { status, headers, text: "" } : this.answer();
    const text = status === 204 || isHead ? "" : await this.#text(headers);
    if (headers.get("connection") === "close" || headers.has("transfer-encoding")) this.close();
    return { status, headers, text };
  }

  async #head() {
    for (;;) {
      const end = this.#received.indexOf(HEAD_END);
      if (end >= 0) return this.#take(end + HEAD_END.length).slice(0, -HEAD_END.length);
      await this.#more();
    }
  }

  /** @param {Map<string, string>} headers */
  async #text(headers) {
    const length = Number(headers.get("content-length") ?? 0);
    while (this.#received.length < length) await this.#more();
    return this.#take(length);
  }

  /** @param {number} length */
  #take(length) {
    const taken = this.#received.subarray(0, length).toString("latin1");
    this.#received = this.#received.subarray(length);
    return taken;
  }

  /** Waits for bytes. */
  async #more() {
    if (this.#isOver) throw this.#error ?? new Error("the connection was closed without an answer");
    await new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
    this.#wake = undefined;
  }
}

/**
 * @param {URL} url
 * @param {number} timeout milliseconds
 * @returns {Promise<Connection>}
 */
export function connected(url, timeout) {
  const isTls = url.protocol === "https:";
  const port = Number(url.port || (isTls ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // A drain does not check a test's certificate.
  const socket = isTls
    ? connectTls({ host, port, servername: host, rejectUnauthorized: false })
    : connectTcp({ host, port, noDelay: true });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error("the connection took too long"));
    }, timeout);
    socket.once(isTls ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      resolve(new Connection(socket));
    });
    socket.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
