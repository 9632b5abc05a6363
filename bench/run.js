// The benchmark of heroku-drain and others: `npm run bench`. Add --quick, --browser for Chromium, --memory,
// --floor, --receiver for the receiver under load, or --program for the program on a large file (--megabytes N).

import { buildPackage } from "../scripts/build.js";
import { setup } from "../scripts/setup.js";
import { main } from "../scripts/tools.js";
import { FULL, PROGRAM_FULL, PROGRAM_QUICK, QUICK, RECEIVER_FULL, RECEIVER_QUICK } from "./plan.js";

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const command = ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" ");

await main(async () => {
  await setup();
  await buildPackage();
  // The measured modules exist only after the build.
  if (args.includes("--receiver")) {
    const { measureReceiver } = await import("./receiver/compare.js");
    await measureReceiver(command, quick ? RECEIVER_QUICK : RECEIVER_FULL);
  } else if (args.includes("--program")) {
    const { measureProgram } = await import("./program/compare.js");
    measureProgram(command, { ...(quick ? PROGRAM_QUICK : PROGRAM_FULL), ...sizeIn(args) });
  } else if (args.includes("--memory")) {
    const { measureMemory } = await import("./memory.js");
    measureMemory(command, quick);
  } else if (args.includes("--floor")) {
    const { measureFloor } = await import("./floor.js");
    await measureFloor(command, (quick ? QUICK : FULL).settings);
  } else if (args.includes("--browser")) {
    const { measureInBrowser } = await import("./browser.js");
    await measureInBrowser(command, quick ? QUICK : FULL);
  } else {
    const { measureInNode } = await import("./node.js");
    await measureInNode(command, quick ? QUICK : FULL);
  }
});

/** @param {string[]} args */
function sizeIn(args) {
  const at = args.indexOf("--megabytes");
  return at < 0 ? {} : { megabytes: Number(args[at + 1]) };
}
