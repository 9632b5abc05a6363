// Writing to a stream that may be slow, or gone.

import { once } from "node:events";

/**
 * @param {NodeJS.WriteStream} stream
 * @param {string} text
 */
export async function write(stream, text) {
  if (text !== "" && !stream.write(text)) await once(stream, "drain");
}

/** Ends the program quietly where nobody reads on, as behind `| head`. */
export function endWithReader() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
      process.exit(0);
    });
  }
}
