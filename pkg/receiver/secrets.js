// Whether a request comes from who may send: a comparison whose time tells nothing of the secrets.

/** @typedef {{ tokens: string[], credentials: string[] }} Secrets */

/** The most characters of a header that are looked at. */
const LONGEST = 1_024;
const encoder = new TextEncoder();

export class Gate {
  #secrets;
  /** @type {Promise<{ tokens: Uint8Array[], credentials: Uint8Array[] }> | undefined} */
  #digests;

  /** @param {Secrets} secrets */
  constructor(secrets) {
    this.#secrets = secrets;
  }

  get isOpen() {
    return this.#secrets.tokens.length + this.#secrets.credentials.length === 0;
  }

  get asksForCredentials() {
    return this.#secrets.credentials.length > 0;
  }

  /**
   * Whether the request may pass, and the user name where credentials were right.
   *
   * @param {Headers} headers
   * @returns {Promise<{ passes: boolean, username: string | undefined }>}
   */
  async check(headers) {
    if (this.isOpen) return { passes: true, username: undefined };
    // Not at creation: workerd makes no digest outside of a request.
    this.#digests ??= digestsOf(this.#secrets);
    const { tokens, credentials } = await this.#digests;
    const given = tokens.length > 0 ? headers.get("logplex-drain-token") : null;
    const basic = this.asksForCredentials ? basicOf(headers.get("authorization")) : undefined;
    const isToken = isOneOf(tokens, await digest(encoder.encode(given?.slice(0, LONGEST))));
    const isBasic = isOneOf(credentials, await digest(basic ?? new Uint8Array()));
    return { passes: isToken || isBasic, username: isBasic ? usernameOf(basic) : undefined };
  }
}

/** @param {Secrets} secrets */
async function digestsOf({ tokens, credentials }) {
  const all = (/** @type {string[]} */ texts) =>
    Promise.all(texts.map((text) => digest(encoder.encode(text))));
  return { tokens: await all(tokens), credentials: await all(credentials) };
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function digest(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/**
 * Looks at every byte of every digest, whatever it finds.
 *
 * @param {Uint8Array[]} digests
 * @param {Uint8Array} given
 */
function isOneOf(digests, given) {
  let isAny = 0;
  for (const one of digests) {
    let difference = 0;
    for (let at = 0; at < one.length; at++) difference |= Number(one[at]) ^ Number(given[at]);
    // 1 where nothing differs: a difference is 1 to 255.
    isAny |= (difference - 1) >>> 31;
  }
  return isAny === 1;
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

/** @param {Uint8Array | undefined} basic */
function usernameOf(basic) {
  return new TextDecoder().decode(basic).split(":", 1)[0];
}
