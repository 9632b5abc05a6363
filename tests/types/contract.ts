// The public types, used as a TypeScript user would: this file compiles only while they hold.

import type {
  Explanation,
  HerokuRuntime,
  NDJSONResult,
  ParseResult,
  Problem,
  ProblemCode,
} from "heroku-drain";
import {
  columns,
  Decoder,
  explain,
  facilities,
  frame,
  parse,
  type problemCodes,
  type releaseMemory,
  schema,
  severities,
  toNDJSON,
} from "heroku-drain";

/** Compiles only when A and B are the same type. */
function same<A, B>(
  ..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never]
) {}

// Every kind of payload, with and without options.
parse("");
parse(new Uint8Array(), {});
parse(new ArrayBuffer(0), { framing: "auto" });
parse("", { framing: "octet-counting", parseTime: new Date(0) });
parse("", { framing: "lines" });

// @ts-expect-error A number is not a payload.
parse(1);
// @ts-expect-error Unknown framing.
parse("", { framing: "csv" });
// @ts-expect-error The parse time is a Date, not milliseconds.
parse("", { parseTime: 0 });
// @ts-expect-error Unknown option.
parse("", { frame: "auto" });

same<typeof releaseMemory, () => void>();

const { records, problems, errorCount, warningCount } = parse("", { maxProblems: 0 });
same<typeof errorCount, number>();
same<typeof warningCount, number>();
// @ts-expect-error Segments always contain all problems.
explain("", { maxProblems: 0 });
same<typeof records, HerokuRuntime[]>();
same<typeof problems, Problem[]>();

declare const record: HerokuRuntime;
same<HerokuRuntime["message_len"], number | undefined>();
same<HerokuRuntime["priority"], number | undefined>();
same<HerokuRuntime["message"], string | undefined>();
same<HerokuRuntime["timestamp"], string | undefined>();
same<HerokuRuntime["p_log_type"], "Heroku.Runtime">();
same<HerokuRuntime["p_event_time"], Date>();
same<HerokuRuntime["p_parse_time"], Date>();
same<HerokuRuntime["p_any_ip_addresses"], readonly string[] | undefined>();
same<HerokuRuntime["p_any_domain_names"], readonly string[] | undefined>();
// @ts-expect-error The lists are shared between records, so they are frozen.
record.p_any_domain_names?.push("example.com");

declare const problem: Problem;
same<Problem["severity"], "error" | "warning">();
same<Problem["offset"], number>();
same<Problem["record"], number | undefined>();
same<Problem["text"], string | undefined>();
same<Problem["field"] extends string | undefined ? true : false, true>();
const code: "not-a-frame" extends Problem["code"] ? true : false = true;
// @ts-expect-error The codes are a closed list.
if (problem.code === "no-such-code") void code;

const made = toNDJSON(new Uint8Array(), { into: new Uint8Array(9) });
// @ts-expect-error: shared memory.
toNDJSON("", { into: new Uint8Array(new SharedArrayBuffer(9)) });
// @ts-expect-error: only lines can be written into a buffer.
columns("", { into: new Uint8Array(9) });
same<(typeof made)["ndjson"]["length"], number>();
same<(typeof made)["count"], number>();
same<(typeof made)["problems"], Problem[]>();

const { length, message_len, event_time, frame: frames } = columns("");
void [length.toFixed(), message_len instanceof Int32Array, event_time instanceof Float64Array];
void [frames instanceof Uint32Array];

// A decoder's results follow its output.
const chunk = new Uint8Array();
const plain = new Decoder({ framing: "lines" });
const lines = new Decoder({ output: "ndjson", maxProblems: Number.POSITIVE_INFINITY });
const parts = new Decoder({ output: "segments", largestFrame: 9 });
const readPlain = plain.push(chunk);
const readLines = lines.push(chunk, { into: new Uint8Array(9) });
const readParts = parts.finish();
same<typeof readPlain, ParseResult>();
same<typeof readLines, NDJSONResult>();
same<typeof readParts, Explanation>();
// @ts-expect-error: only lines can be written into a buffer.
plain.push(chunk, { into: new Uint8Array(9) });
// @ts-expect-error: unknown output.
new Decoder({ output: "columns" });
// @ts-expect-error: a decoder returns its problems.
new Decoder({ onProblem() {} });

const framedText = frame("");
const framedBytes = frame(chunk);
same<typeof framedText, string>();
same<typeof framedBytes, Uint8Array<ArrayBuffer>>();
// @ts-expect-error A number is not a line.
frame(1);

same<(typeof problemCodes)[number], ProblemCode>();
void [severities[0]?.length, facilities[0]?.length];
// @ts-expect-error The lists are frozen.
facilities.push("mine");

for (const segment of explain("").segments) {
  switch (segment.kind) {
    case "record":
    case "error":
    case "gap":
      break;
    default:
      // Every kind is handled above.
      segment satisfies never;
  }
}

void schema.schema;
// @ts-expect-error The schema is frozen.
schema.schema = "";
