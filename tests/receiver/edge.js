// Starts the edge example on workerd, bundled as wrangler bundles it.

import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { root } from "../../scripts/tools.js";
import { WORKERD } from "../runtimes/names.js";
import { found } from "../runtimes/programs.js";

const EXAMPLE = join(root, "examples/edge");
const WASM = "heroku_drain_bg.wasm";

/** @param {string} tokens */
export async function startEdge(tokens) {
  const folder = mkdtempSync(join(tmpdir(), "heroku-drain-edge-"));
  await build({
    bundle: true,
    conditions: ["workerd", "worker", "browser"],
    entryPoints: [join(EXAMPLE, "worker.js")],
    external: [`./${WASM}`],
    format: "esm",
    logLevel: "error",
    outdir: folder,
    plugins: [
      {
        name: "wasm-beside",
        setup: ({ onResolve }) =>
          onResolve({ filter: /\.wasm$/ }, () => ({ path: `./${WASM}`, external: true })),
      },
    ],
  });
  copyFileSync(join(root, "pkg/wasm", WASM), join(folder, WASM));
  for (const name of ["stand-ins.js", "workerd.capnp"]) {
    copyFileSync(join(EXAMPLE, name), join(folder, name));
  }
  const child = spawn(found(WORKERD), ["serve", "workerd.capnp", "--control-fd=3"], {
    cwd: folder,
    env: { ...process.env, DRAIN_TOKENS: tokens },
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const ports = await portsOf(child);
  const queue = `http://127.0.0.1:${ports.get("queue")}`;
  return {
    url: `http://127.0.0.1:${ports.get("drain")}/drain`,
    /** The queue's content. @returns {Promise<Buffer[]>} */
    messages: async () => {
      const all = /** @type {string[]} */ (await (await fetch(queue)).json());
      return all.map((text) => Buffer.from(text, "base64"));
    },
    /** Makes the queue refuse the next messages. @param {number} times */
    fail: (times) => fetch(`${queue}/fail?times=${times}`, { method: "POST" }),
    close: async () => {
      const over = new Promise((resolve) => child.once("close", resolve));
      child.kill();
      await over;
      rmSync(folder, { recursive: true });
    },
  };
}

/** @param {import("node:child_process").ChildProcess} child */
async function portsOf(child) {
  const control = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  const ports = new Map();
  for await (const line of createInterface(control)) {
    const { event, socket, port } = JSON.parse(line);
    if (event === "listen") ports.set(socket, port);
    if (ports.size === 2) return ports;
  }
  throw new Error("workerd has ended; it says why above");
}
