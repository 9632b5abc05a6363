// A user's project: the packed package, and the shared cases as programs that need only the package.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { loadCases } from "../cases/load.js";
import { installedProject } from "../package/project.js";

/** @import { Outcome, PortableCase } from "./suite.js" */

const IN_A_CONSOLE = "outcome().then((found) => console.log(JSON.stringify(found)));\n";

/** The bundlers' entry for a page; its output includes policy violations. */
const IN_A_PAGE = `const violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  violations.push(\`\${effectiveDirective} \${blockedURI}\`),
);
const { count, failures } = await outcome();
// What is violated is told a little later.
setTimeout(() => document.body.append(JSON.stringify({ count, failures, violations })), 50);
`;

/** The programs' names in the project. */
export const MODULE = "console.mjs";
export const SCRIPT = "console.cjs";
export const PAGE = "page.mjs";
export const WORKER = "worker.mjs";

const IMPORT = 'import { outcome } from "./conformance.mjs";\n';
const PROGRAMS = {
  [MODULE]: IMPORT + IN_A_CONSOLE,
  [SCRIPT]: `const { outcome } = require("./conformance.cjs");\n${IN_A_CONSOLE}`,
  [PAGE]: IMPORT + IN_A_PAGE,
  [WORKER]: `${IMPORT}export default { fetch: async () => Response.json(await outcome()) };\n`,
};

/** Packs the package, installs it, and writes the programs. */
export async function conformanceProject() {
  const installed = await installedProject();
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    writeFileSync(join(installed.project, name), text);
  write("conformance.mjs", await conformance("esm"));
  write("conformance.cjs", await conformance("cjs"));
  for (const [name, text] of Object.entries(PROGRAMS)) write(name, text);
  return installed;
}

/**
 * Bundles the cases and their checks into one file, without the package.
 *
 * @param {"esm" | "cjs"} format
 */
async function conformance(format) {
  const { outputFiles } = await build({
    alias: { "node:assert/strict": join(import.meta.dirname, "assert.js") },
    bundle: true,
    external: ["heroku-drain"],
    format,
    logLevel: "error",
    stdin: {
      contents: `import { runCases } from "./suite.js";
        export const outcome = () => runCases(${JSON.stringify(portableCases())});`,
      resolveDir: import.meta.dirname,
    },
    write: false,
  });
  return String(outputFiles[0]?.text);
}

/** @returns {PortableCase[]} */
function portableCases() {
  return loadCases().map(({ name, payload, parseTime, expect, expectString }) => {
    const hex = Buffer.from(payload).toString("hex");
    return { name, payload: hex, parseTime: parseTime.toJSON(), expect, expectString };
  });
}

/**
 * Checks a program's output, and prints its number of cases.
 *
 * @param {string} name the runtime's, as in names.js
 * @param {Outcome} outcome
 */
export function accept(name, { count, failures }) {
  assert.deepEqual(failures, []);
  assert.equal(count, loadCases().length);
  console.log(`shared cases: ${count} (${name})`);
}
