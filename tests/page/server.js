// A static server for the built page: at the root with the page's headers, and in
// a sub-folder without headers, like a host on which none can be set.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { headers } from "../../www/csp.js";

const DIST = fileURLToPath(new URL("../../www/dist/", import.meta.url));
export const SUB_FOLDER = "/some/folder/";
/** The endpoint to which browsers report policy violations. */
export const VIOLATIONS = "/violations";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * @param {{ folder?: string, pageHeaders?: Record<string, string> }} [options] the folder to serve; default: the page
 * @returns {Promise<{ origin: string, violations: string[], close: () => void }>} violations: reports received so far
 */
export async function serve({ folder = DIST, pageHeaders = headers } = {}) {
  /** @type {string[]} */
  const violations = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    if (pathname === VIOLATIONS) takeReport(request, violations);
    const isBelow = pathname.startsWith(SUB_FOLDER);
    const path = pathname.slice(isBelow ? SUB_FOLDER.length : 1) || "index.html";
    const body = read(folder, path);
    const type = { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" };
    response.writeHead(body ? 200 : 404, isBelow ? type : { ...type, ...pageHeaders });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${address.port}`;
  return { origin, violations, close: () => server.close() };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {string[]} reports
 */
async function takeReport(request, reports) {
  let report = "";
  for await (const chunk of request) report += chunk;
  reports.push(report);
}

/**
 * @param {string} folder
 * @param {string} path
 */
function read(folder, path) {
  const file = normalize(join(folder, path));
  try {
    return file.startsWith(folder) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
