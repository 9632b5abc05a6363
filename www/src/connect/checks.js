// Whether an app name and an endpoint are what Heroku takes, and what to know about them.

/**
 * - `invalid`: no URL
 * - `scheme`: not one of HTTP
 * - `plain`: HTTP without TLS
 * - `credentials`: a user name or a password in it
 * - `local`: a host that Heroku does not reach
 *
 * @typedef {"invalid" | "scheme" | "plain" | "credentials" | "local"} Remark
 */

const APP_NAME = /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/;
// What URL makes of a host: numbers of an IPv4 address are decimal, IPv6 addresses have brackets.
const LOCAL_HOST =
  /^(localhost|\[::1?\]|\[f[cd][\da-f]{2}:.*\]|\[fe[89ab][\da-f]:.*\]|[^.:[\]]+|.*\.(localhost|local|internal|lan|home\.arpa))\.?$/;
const LOCAL_ADDRESS = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/;

/** @param {string} name */
export function isAppName(name) {
  return APP_NAME.test(name);
}

/**
 * @param {string} text
 * @returns {{ url: string | undefined, remarks: Remark[] }} url: as it goes into a command; undefined where
 *   no drain can have it
 */
export function checkEndpoint(text) {
  return URL.canParse(text.trim())
    ? checkUrl(new URL(text.trim()))
    : { url: undefined, remarks: ["invalid"] };
}

/**
 * @param {URL} url
 * @returns {ReturnType<typeof checkEndpoint>}
 */
function checkUrl(url) {
  if (!["https:", "http:"].includes(url.protocol)) return { url: undefined, remarks: ["scheme"] };
  // No request holds it.
  url.hash = "";
  /** @type {[Remark, boolean][]} */
  const checks = [
    ["plain", url.protocol === "http:"],
    ["credentials", url.username !== "" || url.password !== ""],
    ["local", LOCAL_HOST.test(url.hostname) || LOCAL_ADDRESS.test(url.hostname)],
  ];
  return { url: url.href, remarks: checks.filter(([, holds]) => holds).map(([remark]) => remark) };
}
