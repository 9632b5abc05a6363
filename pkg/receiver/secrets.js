// Authenticates a request, with a comparison in constant time.

/**
 * @typedef {object} Secrets
 * @property {string[]} tokens
 * @property {Map<string, string>} credentials the user name of each text that may be sent
 */

/** The most characters of a header that are looked at. */
const LONGEST = 1_024;
/** Secrets are padded to a multiple of this many bytes, which hides their length. */
const BLOCK = 64;
const WORD = Int32Array.BYTES_PER_ELEMENT;
const NOTHING = new Uint8Array();
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export class Gate {
  #tokens;
  #credentials;
  #usernames;

  /** @param {Secrets} secrets */
  constructor({ tokens, credentials }) {
    this.#tokens = new Known(tokens);
    this.#credentials = new Known([...credentials.keys()]);
    this.#usernames = credentials;
  }

  get isOpen() {
    return this.#tokens.count + this.#credentials.count === 0;
  }

  get asksForCredentials() {
    return this.#credentials.count > 0;
  }

  /**
   * Whether the request may pass, and the user name where credentials were right.
   *
   * @param {Pick<Headers, "get">} headers
   * @returns {{ passes: boolean, username: string | undefined }}
   */
  check(headers) {
    if (this.isOpen) return { passes: true, username: undefined };
    const token = this.#tokens.count > 0 ? headers.get("logplex-drain-token") : null;
    const basic = this.asksForCredentials ? basicOf(headers.get("authorization")) : undefined;
    const isToken = this.#tokens.has(encoder.encode((token ?? "").slice(0, LONGEST)));
    const isBasic = this.#credentials.has(basic ?? NOTHING);
    const username = isBasic ? this.#usernames.get(decoder.decode(basic)) : undefined;
    return { passes: isToken || isBasic, username };
  }
}

/** Secrets, each as its length and its bytes, padded with zeros to the same number of words. */
class Known {
  #padded;
  #width;

  /** @param {string[]} texts */
  constructor(texts) {
    const secrets = texts.map((text) => encoder.encode(text));
    const longest = secrets.reduce((most, { length }) => Math.max(most, length), 0);
    this.#width = Math.ceil(longest / BLOCK) * BLOCK;
    this.#padded = secrets.map((secret) => padded(secret, this.#width));
  }

  get count() {
    return this.#padded.length;
  }

  /**
   * Whether these bytes are one of the secrets. Looks at every word of every one, whatever it finds.
   *
   * @param {Uint8Array} bytes
   */
  has(bytes) {
    const given = padded(bytes, this.#width);
    let isAny = 0;
    for (const secret of this.#padded) {
      let difference = 0;
      for (let at = 0; at < given.length; at++)
        difference |= Number(secret[at]) ^ Number(given[at]);
      // 1 where nothing differs: of any other number, it or its negative has the highest bit.
      isAny |= ((difference | -difference) >>> 31) ^ 1;
    }
    return isAny === 1;
  }
}

/**
 * Starts with the length, since padding and truncation would otherwise make different secrets equal.
 *
 * @param {Uint8Array} bytes
 * @param {number} width
 */
function padded(bytes, width) {
  const words = new Int32Array(1 + width / WORD);
  words[0] = bytes.length;
  new Uint8Array(words.buffer, WORD).set(bytes.subarray(0, width));
  return words;
}

/**
 * The bytes of `username:password`, as RFC 7617 sends them.
 *
 * @param {string | null} header
 */
function basicOf(header) {
  const [, encoded] =
    /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header?.slice(0, LONGEST) ?? "") ?? [];
  if (encoded === undefined) return undefined;
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
