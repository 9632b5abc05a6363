// The runtimes that run the shared cases with the packed package, by the names in their counts.

import { platformProgram } from "./programs.js";

const EXE = process.platform === "win32" ? ".exe" : "";

/** The oldest versions that the package supports, the running one, and the newest. */
export const NODES = [
  { name: "node 20.19", program: platformProgram(".", /^node-20\.19$/, "bin/node") },
  { name: "node 22.12", program: platformProgram(".", /^node-22\.12$/, "bin/node") },
  { name: "node 24", program: platformProgram(".", /^node-24$/, "bin/node") },
  { name: "node 26", program: platformProgram(".", /^node-26$/, "bin/node") },
  { name: "this node", program: process.execPath },
];

export const DENO = platformProgram("@deno", /./, `deno${EXE}`);
export const BUN = platformProgram("@oven", /./, `bin/bun${EXE}`);
export const WORKERD = platformProgram("@cloudflare", /^workerd-/, `bin/workerd${EXE}`);

export const BUNDLERS = ["esbuild", "rollup", "vite", "webpack"];

export const RUNTIMES = [
  ...NODES.flatMap(({ name }) => [`${name} import`, `${name} require`]),
  "deno",
  ...["bun import", "bun require"],
  "workerd",
  ...BUNDLERS.flatMap((name) => [`${name} for node`, `${name} for browsers`]),
  ...["chromium", "firefox", "webkit"].map((name) => `strict page in ${name}`),
];
