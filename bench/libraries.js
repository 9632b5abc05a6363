// The compared npm parsers, called for each message as their documentation says.

import glossy from "glossy";
import logfmt from "logfmt";
import parseSyslog from "nsyslog-parser";
import { splitFrames } from "./frames.js";

/** @import { Contender } from "./contenders.js" */

/** @type {Contender[]} */
export const libraries = [
  library(
    "logfmt",
    (message) => logfmt.parse(message),
    // It reads keys and values: the header's words become keys, and the message is lost.
    () => ({ app: undefined, process: undefined, message: undefined, time: undefined }),
  ),
  library(
    "glossy",
    (message) => glossy.Parse.parse(message),
    ({ appName, pid, message, time }) => ({
      app: appName,
      process: pid,
      message,
      time: Number(time),
    }),
  ),
  library(
    "nsyslog-parser",
    (message) => parseSyslog(message),
    ({ appName, pid, message, ts }) => ({ app: appName, process: pid, message, time: Number(ts) }),
  ),
];

/**
 * @param {string} name
 * @param {(message: string) => any} parse
 * @param {(made: any) => import("./payload.js").Told} told the values of its object
 * @returns {Contender}
 */
function library(name, parse, told) {
  /** @param {string | Uint8Array} payload */
  const work = (payload) => splitFrames(payload).map((message) => parse(message));
  return { name, work, told: (payload) => work(payload).map(told) };
}
