// A `FrameStore` in Durable Objects, shared by all instances of the Worker.

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

/** Frames are spread over 16 objects by the first hexadecimal digit of their key, a digest. */
const DIGITS = 1;
/** In milliseconds. Logplex makes its three attempts, with reconnections, within 15 seconds. */
const REMEMBERED = 900_000;
/** In milliseconds. An older claim is abandoned and expires. */
const LAPSE = 30_000;
/** Maximum number of keys per delete call. */
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

/** One of the objects. Accepted ids are stored; claims stay in memory and end with the object. */
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
   * A retry of a batch in flight waits for its result, and claims the batch if it failed.
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

  /** Deletes expired ids. */
  async alarm() {
    const all = [...(await this.#storage.list())];
    const old = all.filter(([, time]) => Date.now() - time >= REMEMBERED).map(([key]) => key);
    for (let at = 0; at < old.length; at += MOST_DELETED) {
      await this.#storage.delete(old.slice(at, at + MOST_DELETED));
    }
    if (old.length < all.length) await this.#storage.setAlarm(Date.now() + REMEMBERED);
  }
}
