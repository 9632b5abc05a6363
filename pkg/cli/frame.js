// `heroku-drain frame`: prefixes each line with its octet count.

import { frame as frameLine } from "heroku-drain";
import { forEachInput, openInput } from "./input.js";
import { linesOf } from "./lines.js";
import { parsed } from "./options.js";
import { print } from "./output.js";

/** @param {string[]} args */
export async function frame(args) {
  const { positionals } = parsed(args, {});
  await forEachInput(positionals, async (path) => {
    const { chunks } = await openInput(path);
    for await (const lines of linesOf(chunks))
      await print(Buffer.concat(lines.map((line) => frameLine(line))));
  });
}
