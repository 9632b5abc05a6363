// Which frames were accepted, known to every instance of the Worker: a store for the receiver in Durable Objects.

/**
 * @import { FrameStore } from "heroku-drain/receiver"
 *
 * @typedef {{ fetch(url: string): Promise<Response> }} Stub
 * @typedef {{ idFromName(name: string): unknown, get(id: any): Stub }} Namespace
 *
 * @typedef {object} Storage
 * @property {(key: string) => Promise<number | undefined>} get
 * @property {(key: string, time: number) => Promise<void>} put
 * @property {(keys: string[]) => Promise<unknown>} delete
 * @property {() => Promise<Map<string, number>>} list
 * @property {() => Promise<number | null>} getAlarm
 * @property {(time: number) => Promise<void>} setAlarm
 */

/** Frames are spread over 16 objects, by the first digit of their key, a digest. */
const DIGITS = 1;
/** In milliseconds: Logplex makes its three attempts within 15 seconds and its reconnections. */
const REMEMBERED = 900_000;
/** After so long a claim is no longer anyone's: whoever made it has gone. */
const LAPSE = 30_000;
/** The most keys that one call deletes. */
const MOST_DELETED = 128;

/**
 * @param {Namespace} namespace
 * @returns {FrameStore}
 */
export function frameStore(namespace) {
  const ask = async (/** @type {string} */ action, /** @type {string} */ key) => {
    const object = namespace.get(namespace.idFromName(key.slice(0, DIGITS)));
    const response = await object.fetch(`https://frame-ids/${action}/${key}`);
    if (!response.ok) throw new Error(`the frame ids answered ${response.status}`);
    return response.text();
  };
  return {
    claim: async (key) => /** @type {any} */ (await ask("claim", key)),
    accept: (key) => ask("accept", key),
    release: (key) => ask("release", key),
  };
}

/** One of the objects. What was accepted is stored, what is in flight is not: it does not outlive the object. */
export class FrameIds {
  #storage;
  /** @type {Map<string, { over: Promise<void>, end: () => void }>} */
  #claims = new Map();

  /** @param {{ storage: Storage }} state */
  constructor({ storage }) {
    this.#storage = storage;
  }

  /** @param {Request} request */
  async fetch({ url }) {
    const [, action, key = ""] = new URL(url).pathname.split("/");
    if (action === "claim") return new Response(await this.#claim(key));
    if (action === "accept") await this.#accept(key);
    this.#claims.get(key)?.end();
    return new Response(null, { status: 204 });
  }

  /**
   * An attempt at what is in flight waits for what becomes of that, and is the next to try if it failed.
   *
   * @param {string} key
   */
  async #claim(key) {
    for (;;) {
      if ((await this.#storage.get(key)) !== undefined) return "accepted";
      const other = this.#claims.get(key);
      if (!other) break;
      await other.over;
    }
    this.#begin(key);
    return "new";
  }

  /** @param {string} key */
  #begin(key) {
    /** @type {() => void} */
    let end = () => {};
    const over = new Promise((resolve) => {
      end = () => resolve(undefined);
    }).then(() => {
      clearTimeout(timer);
      this.#claims.delete(key);
    });
    const timer = setTimeout(end, LAPSE);
    this.#claims.set(key, { over, end });
  }

  /** @param {string} key */
  async #accept(key) {
    await this.#storage.put(key, Date.now());
    if ((await this.#storage.getAlarm()) === null) {
      await this.#storage.setAlarm(Date.now() + REMEMBERED);
    }
  }

  /** Forgets what is old. */
  async alarm() {
    const all = [...(await this.#storage.list())];
    const old = all.filter(([, time]) => Date.now() - time >= REMEMBERED).map(([key]) => key);
    for (let at = 0; at < old.length; at += MOST_DELETED) {
      await this.#storage.delete(old.slice(at, at + MOST_DELETED));
    }
    if (old.length < all.length) await this.#storage.setAlarm(Date.now() + REMEMBERED);
  }
}
