// Setup, build and server of the page: `npm start`. Options: --dev, --port N, --host NAME.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildPackage, buildPage } from "./build.js";
import { setup } from "./setup.js";
import { Failure, main, root } from "./tools.js";

await main(async () => {
  const options = readOptions();
  await setup();
  await buildPackage();
  if (!options.dev) await buildPage();
  const address = await serve(options);
  console.log(`\nThe page is at ${address} (stop with Ctrl-C)`);
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { dev: { type: "boolean" }, port: { type: "string" }, host: { type: "string" } },
    });
    const { dev = false, port, host = "localhost" } = values;
    if (port !== undefined && !/^\d{1,5}$/.test(port))
      throw new Error(`--port ${port} is no number`);
    return { dev, host, port: Number(port ?? (dev ? 5173 : 4173)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Failure(`${reason}. Use: npm start -- [--dev] [--port N] [--host NAME]`);
  }
}

/**
 * Serves the built page with its production headers, or its sources with --dev. Uses the next free port.
 *
 * @param {{ dev: boolean, port: number, host: string }} options
 * @returns {Promise<string>} URL
 */
async function serve({ dev, port, host }) {
  const { createServer, preview } = await import("vite");
  const shared = { root: join(root, "www"), logLevel: /** @type {const} */ ("warn") };
  if (!dev) return first(await preview({ ...shared, preview: { port, host } }), host);
  const server = await createServer({ ...shared, server: { port, host } });
  return first(await server.listen(), host);
}

/**
 * @param {{ resolvedUrls: { local: string[], network: string[] } | null }} server
 * @param {string} host
 */
function first({ resolvedUrls }, host) {
  const address = resolvedUrls?.local[0] ?? resolvedUrls?.network[0];
  if (!address) throw new Failure(`The server could not listen on ${host}.`);
  return address;
}
