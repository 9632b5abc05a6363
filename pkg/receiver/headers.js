// What a request's headers and address tell of its batch; all of it is text that anyone may have written.

/** @import { AppHints, BatchWarning } from "../receiver.js" */

const FRAME_ID = /^[\x21-\x7e]{1,128}$/;
const DRAIN_TOKEN = /^[\x21-\x7e]{1,256}$/;
const COUNT = /^\d{1,9}$/;

/**
 * @param {Request} request
 * @param {string | undefined} username of the credentials that were right
 */
export async function arrivalOf({ headers, url }, username) {
  /** @type {BatchWarning[]} */
  const warnings = [];
  const read = (/** @type {string} */ name, /** @type {RegExp} */ pattern) => {
    const value = headers.get(name);
    if (value === null || pattern.test(value)) return value ?? undefined;
    const message = `${name} must match ${pattern.source}, and is ignored`;
    warnings.push({ code: "header-ignored", message });
    return undefined;
  };
  const frameId = read("logplex-frame-id", FRAME_ID);
  const drainToken = read("logplex-drain-token", DRAIN_TOKEN);
  const count = read("logplex-msg-count", COUNT);
  const declaredCount = count === undefined ? undefined : Number(count);
  const key = await keyOf(frameId, drainToken, username);
  const appHints = appHintsOf(url, username);
  return { frameId, drainToken, declaredCount, warnings, appHints, key };
}

/**
 * One frame of one drain: of two drains, each may have the same ids. A digest, since stores and their logs are
 * no place for a drain token.
 *
 * @param {string | undefined} frameId
 * @param {...(string | undefined)} sender
 */
async function keyOf(frameId, ...sender) {
  if (frameId === undefined) return undefined;
  const text = JSON.stringify([frameId, ...sender.map((part) => part ?? null)]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} url
 * @param {string | undefined} username
 * @returns {AppHints}
 */
function appHintsOf(url, username) {
  const { pathname, searchParams } = new URL(url);
  return { path: pathname, query: Object.fromEntries(searchParams), username };
}
