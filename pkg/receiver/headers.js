// Data about a batch from the request's headers and address; all of it is untrusted text.

/** @import { AppHints, BatchWarning } from "../receiver.js" */

const FRAME_ID = /^[\x21-\x7e]{1,128}$/;
const DRAIN_TOKEN = /^[\x21-\x7e]{1,256}$/;
const COUNT = /^\d{1,9}$/;
const encoder = new TextEncoder();

/**
 * @param {Pick<Headers, "get">} headers
 * @param {string} url
 * @param {string | undefined} username of the credentials that were right
 */
export function arrivalOf(headers, url, username) {
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
  return { frameId, drainToken, declaredCount, warnings, appHints: appHintsOf(url, username) };
}

/**
 * The name of one frame of one drain: two drains may use the same ids.
 *
 * @param {ReturnType<typeof arrivalOf>} arrival
 */
export function nameOf({ frameId, drainToken, appHints: { username } }) {
  if (frameId === undefined) return undefined;
  return JSON.stringify([frameId, drainToken ?? null, username ?? null]);
}

/**
 * A digest of a frame's name, since stores and their logs are no place for a drain token.
 *
 * @param {string} name
 */
export async function keyOf(name) {
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(name));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} url
 * @param {string | undefined} username
 * @returns {AppHints}
 */
function appHintsOf(url, username) {
  const address = new URL(url);
  // Most have none, and parameters are made when they are asked for.
  const query = address.search === "" ? {} : Object.fromEntries(address.searchParams);
  return { path: address.pathname, query, username };
}
