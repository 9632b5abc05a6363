// The packed package in server and script runtimes.

import { after, before, describe, test } from "node:test";
import { BUN, DENO, NODES } from "./names.js";
import { printed, skipWithout } from "./programs.js";
import { accept, conformanceProject, MODULE, SCRIPT } from "./project.js";

const RUNS = [
  ...NODES.flatMap(({ name, program }) => [
    { name: `${name} import`, program, args: [MODULE] },
    { name: `${name} require`, program, args: [SCRIPT] },
  ]),
  // Deno grants no permissions here: no reading, no network, no environment.
  { name: "deno", program: DENO, args: ["run", "--quiet", "--no-prompt", "--no-remote", MODULE] },
  { name: "bun import", program: BUN, args: [MODULE] },
  { name: "bun require", program: BUN, args: [SCRIPT] },
];

describe("the packed package", () => {
  /** @type {Awaited<ReturnType<typeof conformanceProject>>} */
  let installed;
  before(async () => {
    installed = await conformanceProject();
  });
  after(() => installed?.remove());

  for (const { name, program, args } of RUNS) {
    test(`runs the shared cases in ${name}`, { skip: skipWithout(program) }, () => {
      accept(name, JSON.parse(printed(program, args, { cwd: installed.project })));
    });
  }
});
