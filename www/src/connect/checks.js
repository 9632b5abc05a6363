// Validation of app names and endpoints according to Heroku's rules, with remarks.

/**
 * - `invalid`: not a URL
 * - `scheme`: not HTTP or HTTPS
 * - `plain`: HTTP without TLS
 * - `credentials`: contains a user name or a password
 * - `local`: a host that Heroku cannot reach
 *
 * @typedef {"invalid" | "scheme" | "plain" | "credentials" | "local"} Remark
 */

const APP_NAME = /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/;
// Hosts as URL normalises them: IPv4 addresses in decimal, IPv6 addresses in brackets.
const LOCAL_HOST =
  /^(localhost|\[::1?\]|\[f[cd][\da-f]{2}:.*\]|\[fe[89ab][\da-f]:.*\]|[^.:[\]]+|.*\.(localhost|local|internal|lan|home\.arpa))\.?$/;
const LOCAL_ADDRESS = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/;

/** @param {string} name */
export function isAppName(name) {
  return APP_NAME.test(name);
}

/**
 * @param {string} text
 * @returns {{ url: string | undefined, remarks: Remark[] }} url: as used in a command; undefined if
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
  // Requests never include it.
  url.hash = "";
  /** @type {[Remark, boolean][]} */
  const checks = [
    ["plain", url.protocol === "http:"],
    ["credentials", url.username !== "" || url.password !== ""],
    ["local", LOCAL_HOST.test(url.hostname) || LOCAL_ADDRESS.test(url.hostname)],
  ];
  return { url: url.href, remarks: checks.filter(([, holds]) => holds).map(([remark]) => remark) };
}
