/**
 * The twin: a second implementation of DESIGN.md, in the plainest JavaScript.
 *
 * It shares nothing with the real parser and is built differently on purpose: regular expressions
 * over the whole payload instead of a scan, decoded text instead of offsets. If the two disagree,
 * DESIGN.md's text decides which of them is wrong.
 */

/**
 * @typedef {"auto" | "octet-counting" | "lines"} Framing
 *
 * @typedef {object} TwinOptions
 * @property {Framing} [framing] `auto` by default.
 * @property {Date} [parseTime] Now by default.
 * @property {boolean} [string] Whether `bytes` is the UTF-8 of a string that the caller passed:
 *   then no boundary is inside a character.
 *
 * @typedef {{
 *   message_len: number | undefined,
 *   priority: number | undefined,
 *   version: string | undefined,
 *   timestamp: string | undefined,
 *   host_name: string | undefined,
 *   app_name: string | undefined,
 *   process_id: string | undefined,
 *   message_id: string | undefined,
 *   message: string | undefined,
 *   p_log_type: "Heroku.Runtime",
 *   p_event_time: Date,
 *   p_parse_time: Date,
 *   p_any_ip_addresses: string[] | undefined,
 *   p_any_domain_names: string[] | undefined,
 * }} TwinRecord
 *
 * @typedef {object} TwinProblem
 * @property {string} code
 * @property {"error" | "warning"} severity
 * @property {number} offset In bytes.
 * @property {number} length In bytes.
 * @property {string} [field]
 * @property {number} [record]
 *
 * @typedef {["record" | "error" | "gap", number, number]} TwinSegment Kind, offset and length.
 *
 * @typedef {{ records: TwinRecord[], problems: TwinProblem[], segments: TwinSegment[] }} TwinResult
 */

/**
 * A payload, and lookup tables for it.
 *
 * @typedef {object} Payload
 * @property {Uint8Array} bytes
 * @property {string} raw One character per byte, so that regular expressions can read it.
 * @property {number[]} starts Offsets of plausible frame starts.
 * @property {number[]} lineStarts Those of them that follow a line end.
 * @property {boolean} string
 */

/**
 * The framing's result for a range of the payload.
 *
 * @typedef {{ kind: "gap", start: number, end: number }} Gap
 * @typedef {{ kind: "error", start: number, end: number, code: string, field?: string }} Failure
 * @typedef {object} Frame
 * @property {"frame"} kind
 * @property {number} start
 * @property {number} end
 * @property {number} payload Offset of PAYLOAD; in `lines`, of the line.
 * @property {string} [count] The warning about its count.
 * @property {boolean} line Whether it is a line, whose count was not read.
 *
 * @typedef {{ start: number, end: number }} Span
 * @typedef {{ code: string, start: number, end: number, field?: string }} Warning
 */

/** The schema's pattern: each field, and the literal after it. */
const PATTERN = [
  { name: "message_len", literal: " <" },
  { name: "priority", literal: ">" },
  { name: "version", literal: " " },
  { name: "timestamp", literal: " " },
  { name: "host_name", literal: " " },
  { name: "app_name", literal: " " },
  { name: "process_id", literal: " " },
  { name: "message_id", literal: " " },
  { name: "message", literal: undefined },
];

const EMPTY_VALUE = "-";
const BYTE_ORDER_MARK = "\xef\xbb\xbf";
const FRAMINGS = { auto, "octet-counting": octetCounting, lines };

/**
 * Reads a payload.
 *
 * @param {Uint8Array} bytes
 * @param {TwinOptions} [options]
 * @returns {TwinResult}
 */
export function twin(bytes, { framing = "auto", parseTime = new Date(), string = false } = {}) {
  const payload = look(bytes, string);
  const code = otherFormat(payload, framing);
  /** @type {(Gap | Failure | Frame)[]} */
  const stretches = code
    ? [{ kind: "error", start: 0, end: bytes.length, code }]
    : FRAMINGS[framing](payload);
  return results(payload, stretches, parseTime, framing === "auto");
}

/**
 * @param {Payload} payload
 * @param {(Gap | Failure | Frame)[]} stretches
 * @param {Date} parseTime
 * @param {boolean} marked Whether a byte order mark causes a warning.
 * @returns {TwinResult}
 */
function results(payload, stretches, parseTime, marked) {
  /** @type {TwinResult} */
  const result = { records: [], problems: [], segments: [] };
  for (const stretch of stretches) {
    const { start, end } = stretch;
    if (stretch.kind === "gap") {
      gapSegment(result.segments, start, end);
      continue;
    }
    const event = stretch.kind === "frame" ? match(payload, stretch, parseTime) : stretch;
    if ("code" in event) {
      const { code, field } = event;
      const problem = {
        code,
        severity: /** @type {const} */ ("error"),
        offset: start,
        length: end - start,
      };
      result.problems.push(field === undefined ? problem : { ...problem, field });
      result.segments.push(["error", start, end - start]);
      continue;
    }
    const first = result.records.length === 0;
    if (marked && first && payload.raw.startsWith(BYTE_ORDER_MARK)) {
      event.warnings.unshift({ code: "byte-order-mark", start: 0, end: BYTE_ORDER_MARK.length });
    }
    for (const { code, start, end, field } of event.warnings) {
      const record = result.records.length;
      const problem = {
        code,
        severity: /** @type {const} */ ("warning"),
        offset: start,
        length: end - start,
      };
      result.problems.push(
        field === undefined ? { ...problem, record } : { ...problem, field, record },
      );
    }
    result.records.push(event.record);
    result.segments.push(["record", start, end - start]);
  }
  return result;
}

/**
 * Merges adjacent gaps.
 *
 * @param {TwinSegment[]} segments
 * @param {number} start
 * @param {number} end
 */
function gapSegment(segments, start, end) {
  const last = segments.at(-1);
  if (last?.[0] === "gap") last[2] += end - start;
  else if (end > start) segments.push(["gap", start, end - start]);
}

/**
 * @param {Uint8Array} bytes
 * @param {boolean} string
 * @returns {Payload}
 */
function look(bytes, string) {
  const raw = latin1(bytes);
  // plausible frame start: digits SP "<" 1-3 digits ">" 1-3 digits SP, not inside a run of digits
  const pattern = /(?<![0-9])(?=[0-9]+ <[0-9]{1,3}>[0-9]{1,3} )/g;
  const starts = [...raw.matchAll(pattern)].map((found) => found.index);
  return { bytes, raw, starts, lineStarts: starts.filter((at) => followsLineEnd(raw, at)), string };
}

/**
 * An LF, then only blanks.
 *
 * @param {string} raw
 * @param {number} at
 */
function followsLineEnd(raw, at) {
  let before = at - 1;
  while (raw[before] === " " || raw[before] === "\t") before -= 1;
  return raw[before] === "\n";
}

/**
 * The first of the sorted offsets that is at or after `at`.
 *
 * @param {number[]} places
 * @param {number} at
 * @returns {number | undefined}
 */
function firstFrom(places, at) {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < at) low = middle + 1;
    else high = middle;
  }
  return places[low];
}

/**
 * The match of a regular expression exactly at an offset.
 *
 * @param {RegExp} pattern
 * @param {string} raw
 * @param {number} at
 */
function here(pattern, raw, at) {
  const sticky = new RegExp(pattern.source, "y");
  sticky.lastIndex = at;
  return sticky.exec(raw);
}

// ---- Framing ----

/**
 * @param {Payload} payload
 * @returns {(Gap | Failure | Frame)[]}
 */
function auto(payload) {
  const { raw } = payload;
  /** @type {(Gap | Failure | Frame)[]} */
  const stretches = [];
  let at = raw.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  stretches.push({ kind: "gap", start: 0, end: at });
  while (true) {
    const behind = at + lengthOf(here(/[ \t\r\n]*/, raw, at));
    stretches.push({ kind: "gap", start: at, end: behind });
    at = behind;
    if (at === raw.length) return stretches;
    const stretch = countedFrame(payload, at) ?? noFrame(payload, at);
    stretches.push(stretch);
    at = stretch.end;
  }
}

/** @param {RegExpExecArray | null} found */
function lengthOf(found) {
  return found === null ? 0 : found[0].length;
}

/**
 * @param {Payload} payload
 * @param {number} start
 * @returns {Frame | undefined}
 */
function countedFrame(payload, start) {
  const { raw } = payload;
  const header = messageLength(raw, start);
  if (header === undefined) return undefined;
  const candidate = header.payload + header.value;
  /** @type {Frame} */
  const frame = { kind: "frame", start, end: candidate, payload: header.payload, line: false };
  if (countWins(payload, header.payload, candidate)) return frame;
  const end = correctedEnd(payload, header.payload, candidate);
  const isTruncated = end === undefined && candidate - raw.length > 1;
  const count = isTruncated ? "truncated" : "octet-count-mismatch";
  return { ...frame, end: end ?? raw.length, count };
}

/**
 * Rule 4.
 *
 * @param {Payload} payload
 * @param {number} from The first counted byte.
 * @param {number} candidate The candidate end.
 */
function countWins({ raw, lineStarts }, from, candidate) {
  if (isBoundary(raw, candidate)) {
    return !isInsideDigits(raw, candidate) || isSound(raw, candidate);
  }
  const line = firstFrom(lineStarts, from);
  const holdsLineStart = line !== undefined && line < candidate;
  return raw[candidate - 1] === "\n" && !holdsLineStart;
}

/** Text after a boundary: nothing, a frame, or a frame without its count, each possibly cut. */
const BOUNDARY = new RegExp(
  `[ \\t\\r\\n]*(?:${[
    "$",
    "[0-9]+(?:$| (?:$|<(?:$|[0-9])))",
    "(?<![0-9] )<(?:$|[0-9]{1,3}(?:$|>(?:$|[0-9]{1,3}(?:$| ))))",
  ].join("|")})`,
);

/**
 * Rule 3.
 *
 * @param {string} raw
 * @param {number} at
 */
function isBoundary(raw, at) {
  return at <= raw.length && here(BOUNDARY, raw, at) !== null;
}

/**
 * @param {string} raw
 * @param {number} at
 */
function isInsideDigits(raw, at) {
  return /^[0-9]{2}$/.test(raw.slice(at - 1, at + 1));
}

/**
 * Whether the frame that would start here has a count and ends at a possible frame end.
 *
 * @param {string} raw
 * @param {number} at
 */
function isSound(raw, at) {
  const found = here(/([0-9]{1,10})(?: |$)/, raw, at);
  if (found === null || Number(found[1]) === 0) return false;
  const end = at + found[0].length + Number(found[1]);
  const followsLine = raw[end - 1] === "\n" && !/\n[0-9]{1,10}$/.test(raw.slice(0, at));
  return end >= raw.length || followsLine || isBoundary(raw, end);
}

/**
 * Rule 5: the end of a frame with a wrong count, unless it is the end of the payload.
 *
 * @param {Payload} payload
 * @param {number} from The first counted byte.
 * @param {number} candidate The candidate end.
 * @returns {number | undefined}
 */
function correctedEnd({ raw, starts, lineStarts }, from, candidate) {
  const line = firstFrom(lineStarts, from);
  if (isBoundary(raw, candidate) && isInsideDigits(raw, candidate)) {
    const run = candidate - lengthOf(/[0-9]+$/.exec(raw.slice(from, candidate)));
    return line !== undefined && line <= run ? afterLineEnd(raw, line) : run;
  }
  return line === undefined ? firstFrom(starts, from) : afterLineEnd(raw, line);
}

/**
 * The blanks between a line end and a frame start are indentation.
 *
 * @param {string} raw
 * @param {number} line A frame start that follows a line end.
 */
function afterLineEnd(raw, line) {
  return raw.lastIndexOf("\n", line) + 1;
}

/**
 * MSG-LEN SP: 1 to 10 digits, not 0.
 *
 * @param {string} raw
 * @param {number} start
 * @returns {{ value: number, payload: number } | undefined}
 */
function messageLength(raw, start) {
  const found = here(/([0-9]{1,10}) /, raw, start);
  if (found === null || Number(found[1]) === 0) return undefined;
  return { value: Number(found[1]), payload: start + found[0].length };
}

/**
 * @param {Payload} payload
 * @param {number} start
 * @returns {Failure}
 */
function noFrame({ raw, starts }, start) {
  const next = firstFrom(starts, start + 1) ?? raw.length;
  const code = noFrameCode(raw, start);
  const end = code === "missing-octet-count" ? Math.min(next, lineEnd(raw, start)) : next;
  return { kind: "error", start, end, code };
}

/**
 * @param {string} raw
 * @param {number} start
 */
function noFrameCode(raw, start) {
  return here(/<[0-9]{1,3}>/, raw, start) ? "missing-octet-count" : "not-a-frame";
}

/**
 * The offset after the next LF, or the end of the payload.
 *
 * @param {string} raw
 * @param {number} start
 */
function lineEnd(raw, start) {
  const lf = raw.indexOf("\n", start);
  return lf === -1 ? raw.length : lf + 1;
}

/**
 * @param {Payload} payload
 * @returns {(Failure | Frame)[]}
 */
function octetCounting(payload) {
  const { raw } = payload;
  /** @type {(Failure | Frame)[]} */
  const stretches = [];
  for (let at = 0; at < raw.length; at = /** @type {Failure | Frame} */ (stretches.at(-1)).end) {
    stretches.push(strictFrame(payload, at));
  }
  return stretches;
}

/**
 * @param {Payload} payload
 * @param {number} start
 * @returns {Failure | Frame}
 */
function strictFrame(payload, start) {
  const { raw } = payload;
  const header = messageLength(raw, start);
  if (header === undefined) {
    return { kind: "error", start, end: lineEnd(raw, start), code: noFrameCode(raw, start) };
  }
  const wanted = header.payload + header.value;
  const end = border(payload, Math.min(wanted, raw.length));
  const isCut = end === raw.length && wanted - end > 1;
  const count = isCut ? "truncated" : wanted > end ? "octet-count-mismatch" : undefined;
  return { kind: "frame", start, end, payload: header.payload, count, line: false };
}

/**
 * In a string, a boundary inside a character moves before it.
 *
 * @param {Payload} payload
 * @param {number} at
 */
function border({ bytes, string }, at) {
  let place = at;
  while (string && place < bytes.length && bytes[place] >= 0x80 && bytes[place] < 0xc0) place -= 1;
  return place;
}

/**
 * @param {Payload} payload
 * @returns {(Gap | Frame)[]}
 */
function lines({ raw }) {
  /** @type {(Gap | Frame)[]} */
  const stretches = [];
  let start = 0;
  while (start < raw.length) {
    const end = lineEnd(raw, start);
    const empty = /^\r?\n$/.test(raw.slice(start, end));
    stretches.push(
      empty
        ? { kind: "gap", start, end }
        : { kind: "frame", start, end, payload: start, line: true },
    );
    start = end;
  }
  return stretches;
}

// ---- A payload in another format ----

/**
 * The code of the format, if the payload is clearly in another format.
 *
 * @param {Payload} payload
 * @param {Framing} framing
 */
function otherFormat({ raw, starts }, framing) {
  const unmarked = raw.startsWith(BYTE_ORDER_MARK) ? raw.slice(BYTE_ORDER_MARK.length) : raw;
  const text = unmarked.replace(/^[ \t\r\n]+/, "");
  if (/(?:^|[\r\n])[ \t]*[+-]?[0-9]+ </.test(text)) return undefined;
  if (framing === "lines" && /(?:^|[\r\n])[ \t]*(?:- )?</.test(text)) return undefined;
  const holdsFrame = starts.length > 0;
  const isCounted = messageLength(text, 0) !== undefined;
  if (isCounted) return isHtmlEscaped(text) && !holdsFrame ? "html-escaped" : undefined;
  if (raw.startsWith("\x1f\x8b") || raw.startsWith("\x1f\xef\xbf\xbd")) return "gzip-payload";
  if (isUtf16(raw) && !holdsFrame) return "utf16-payload";
  if (isJsonLike(text)) return "json-payload";
  if (isFormEncoded(text)) return "form-encoded";
  if (isBase64(text)) return "base64-payload";
  if (isHtmlEscaped(text) && !holdsFrame) return "html-escaped";
  return isCliOutput(text) && !holdsFrame ? "cli-output" : undefined;
}

/**
 * A mark, the bytes of a mark decoded as UTF-8, or a frame start in one of the two byte
 * orders.
 *
 * @param {string} raw
 */
function isUtf16(raw) {
  if (/^(?:\xff\xfe|\xfe\xff)/.test(raw)) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: UTF-16 has a NUL for each ASCII character
  if (/^(?:\xef\xbf\xbd){2}[\s\S]?\x00/.test(raw)) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  return /^(?:(?:[0-9]\x00){1,10} \x00<\x00[0-9]\x00|(?:\x00[0-9]){1,10}\x00 \x00<\x00[0-9])/.test(
    raw,
  );
}

/** @param {string} text */
function isFormEncoded(text) {
  return /^[A-Za-z0-9*\-._+%=&]+[ \t\r\n]*$/.test(text) && /%3C[0-9]{1,3}%3E/i.test(text);
}

/** @param {string} text */
function isBase64(text) {
  const found = /^([A-Za-z0-9+/\-_\r\n]+)={0,2}[ \t\r\n]*$/.exec(text);
  if (found === null) return false;
  const characters = found[1].replace(/[\r\n]/g, "");
  return /^[0-9]{1,10} <[0-9]/.test(Buffer.from(characters, "base64").toString("latin1"));
}

/** @param {string} text */
function isHtmlEscaped(text) {
  const escaped = text.slice(messageLength(text, 0)?.payload ?? 0);
  return /^&(?:lt|#60|#x3c);[0-9]{1,3}&(?:gt|#62|#x3e);/i.test(escaped);
}

/** @param {string} text */
function isJsonLike(text) {
  if (/^(?:\{[ \t\r\n]*["}]|\[[ \t\r\n]*[{["\]])/.test(text)) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON string contains none
  return /^"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"[ \t\r\n]*$/.test(text);
}

/** @param {string} text */
function isCliOutput(text) {
  const start = text.split(/[\r\n]/, 1)[0].slice(0, 256);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI colors begin with ESC
  const line = start.replace(/\x1b\[[0-9;]*m/g, "");
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[^ ]* [^ [][^ []*\[[^ ]+\]:(?: |$)/.test(
    line,
  );
}

// ---- From a frame to a record ----

/**
 * @param {Payload} payload
 * @param {Frame} frame
 * @param {Date} parseTime
 * @returns {{ record: TwinRecord, warnings: Warning[] } | { code: string, field: string }}
 */
function match(payload, frame, parseTime) {
  const { end, crlf } = withoutLineEnd(payload.raw, frame);
  const cut = fastmatch(payload.raw, frame.start, end);
  if ("missing" in cut) return { code: "delimiter-missing", field: cut.missing };

  const text = (/** @type {string} */ name) => decode(payload.bytes, cut.spans[name]);
  for (const name of ["message_len", "priority"]) {
    if (!isInteger(text(name))) return { code: "invalid-integer", field: name };
  }
  if (present(text("timestamp")) && instant(text("timestamp")) === undefined) {
    return { code: "invalid-timestamp", field: "timestamp" };
  }

  const record = recordOf(text, parseTime);
  const warnings = [
    ...countWarning(payload.raw, frame),
    ...(crlf === undefined ? [] : [{ code: "crlf", start: crlf, end: crlf + 2 }]),
    ...utf8Warning(payload.raw, frame),
    ...priorityWarning(record, cut.spans.priority),
  ];
  return { record, warnings };
}

/**
 * The frame's end without one final LF or CRLF of its payload, and the offset of the CR of a CRLF.
 *
 * @param {string} raw
 * @param {Frame} frame
 * @returns {{ end: number, crlf?: number }}
 */
function withoutLineEnd(raw, { payload, end, line }) {
  const text = raw.slice(payload, end);
  if (text.endsWith("\r\n")) return { end: end - 2, crlf: end - 2 };
  if (text.endsWith("\n")) return { end: end - 1 };
  if (!line && text.endsWith("\r") && raw[end] === "\n") return { end: end - 1, crlf: end - 1 };
  return { end };
}

/**
 * Each field is the text up to the first occurrence of the literal after it; the last takes the rest.
 *
 * @param {string} raw
 * @param {number} start
 * @param {number} end
 * @returns {{ spans: Record<string, Span> } | { missing: string }}
 */
function fastmatch(raw, start, end) {
  /** @type {Record<string, Span>} */
  const spans = {};
  const frame = raw.slice(start, end);
  let at = 0;
  for (const { name, literal } of PATTERN) {
    const stop = literal === undefined ? frame.length : frame.indexOf(literal, at);
    if (stop === -1) return { missing: name };
    spans[name] = { start: start + at, end: start + stop };
    at = stop + (literal ?? "").length;
  }
  return { spans };
}

/**
 * @param {(name: string) => string} text
 * @param {Date} parseTime
 * @returns {TwinRecord}
 */
function recordOf(text, parseTime) {
  const string = (/** @type {string} */ name) =>
    text(name) === EMPTY_VALUE ? undefined : text(name);
  const integer = (/** @type {string} */ name) =>
    present(text(name)) ? Number(text(name)) + 0 : undefined; // + 0: never -0
  const timestamp = present(text("timestamp")) ? text("timestamp") : undefined;
  const [addresses, names] = indicators(string("host_name"));
  return {
    message_len: integer("message_len"),
    priority: integer("priority"),
    version: string("version"),
    timestamp,
    host_name: string("host_name"),
    app_name: string("app_name"),
    process_id: string("process_id"),
    message_id: string("message_id"),
    message: string("message"),
    p_log_type: "Heroku.Runtime",
    p_event_time: timestamp === undefined ? parseTime : new Date(Number(instant(timestamp))),
    p_parse_time: parseTime,
    p_any_ip_addresses: addresses,
    p_any_domain_names: names,
  };
}

/**
 * Whether the text of an integer or a timestamp is present: neither empty nor the empty value.
 *
 * @param {string} text
 */
function present(text) {
  return text !== EMPTY_VALUE && text !== "";
}

/** @param {string} text */
function isInteger(text) {
  if (!present(text)) return true;
  return /^[+-]?[0-9]+$/.test(text) && Number(text) >= -2147483648 && Number(text) <= 2147483647;
}

/**
 * The instant of an RFC 3339 timestamp in milliseconds since 1970, rounded down.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
function instant(text) {
  const found =
    /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const [offsetHour, offsetMinute] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59)
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number((found[7] ?? "").padEnd(3, "0").slice(0, 3)));
  const offset = (offsetHour * 60 + offsetMinute) * (found[8] === "-" ? -1 : 1);
  return date.getTime() - offset * 60_000;
}

// ---- Warnings ----

/**
 * @param {string} raw
 * @param {Frame} frame
 * @returns {Warning[]}
 */
function countWarning(raw, { start, count }) {
  if (count === undefined) return [];
  return [{ code: count, start, end: start + lengthOf(here(/[0-9]+/, raw, start)) }];
}

/**
 * @param {string} raw
 * @param {Frame} frame
 * @returns {Warning[]}
 */
function utf8Warning(raw, { start, end }) {
  const found = illFormed(raw.slice(start, end));
  if (found === undefined) return [];
  return [{ code: "invalid-utf8", start: start + found.start, end: start + found.end }];
}

/**
 * @param {TwinRecord} record
 * @param {Span} span
 * @returns {Warning[]}
 */
function priorityWarning({ priority }, span) {
  const inRange = priority === undefined || (priority >= 0 && priority <= 191);
  return inRange ? [] : [{ code: "priority-out-of-range", ...span, field: "priority" }];
}

// ---- Text ----

/**
 * One character per byte.
 *
 * @param {Uint8Array} bytes
 */
function latin1(bytes) {
  let raw = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    raw += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return raw;
}

/**
 * @param {Uint8Array} bytes
 * @param {Span} span
 */
function decode(bytes, { start, end }) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, end));
}

/** The well-formed sequences of the Unicode Standard's table 3-7. */
const WELL_FORMED = new RegExp(
  [
    "[\\x00-\\x7f]+",
    "[\\xc2-\\xdf][\\x80-\\xbf]",
    "\\xe0[\\xa0-\\xbf][\\x80-\\xbf]",
    "[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}",
    "\\xed[\\x80-\\x9f][\\x80-\\xbf]",
    "\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}",
    "[\\xf1-\\xf3][\\x80-\\xbf]{3}",
    "\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}",
  ].join("|"),
  "y",
);

/** The bytes replaced by one U+FFFD: the longest prefix of a well-formed sequence, or one byte. */
const ILL_FORMED =
  /\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f]|\xf0[\x90-\xbf][\x80-\xbf]?|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?|[\s\S]/;

/**
 * The first ill-formed sequence.
 *
 * @param {string} raw
 * @returns {Span | undefined}
 */
function illFormed(raw) {
  let at = 0;
  while (at < raw.length) {
    WELL_FORMED.lastIndex = at;
    const length = lengthOf(WELL_FORMED.exec(raw));
    if (length === 0) return { start: at, end: at + lengthOf(here(ILL_FORMED, raw, at)) };
    at += length;
  }
  return undefined;
}

// ---- The indicator `hostname` ----

/** Unicode's white space, which differs slightly from that trimmed by JavaScript. */
const WHITE_SPACE =
  "[\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";

/**
 * The addresses and the domain names in a host name.
 *
 * @param {string | undefined} host
 * @returns {[(string[] | undefined)?, (string[] | undefined)?]}
 */
function indicators(host = "") {
  const name = host
    .replace(new RegExp(`^${WHITE_SPACE}`), "")
    .replace(new RegExp(`${WHITE_SPACE}$`), "");
  if (name === "") return [];
  if (isIpv4(name) || isIpv6(name)) return [[name]];
  return [
    undefined,
    [name.startsWith("xn--") ? name.split(".").map(unicodeLabel).join(".") : name],
  ];
}

/** @param {string} text */
function isIpv4(text) {
  const parts = text.split(".");
  return (
    parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)
  );
}

/**
 * Eight groups of 1 to 4 hex digits, the last two optionally an IPv4 address, one or more of them
 * optionally replaced by `::`.
 *
 * @param {string} text
 */
function isIpv6(text) {
  const tail = text.slice(text.lastIndexOf(":") + 1);
  const plain = text.includes(":") && isIpv4(tail) ? `${text.slice(0, -tail.length)}0:0` : text;
  const halves = plain.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const groups = halves.flat();
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
}

/** @param {string} label */
function unicodeLabel(label) {
  return label.startsWith("xn--") ? (punycode(label.slice("xn--".length)) ?? label) : label;
}

/**
 * Decodes as in RFC 3492, section 6.2. Empty text cannot be decoded.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
function punycode(text) {
  if (text === "") return undefined;
  const delimiter = text.lastIndexOf("-");
  const points = [...text.slice(0, Math.max(delimiter, 0))].map((basic) =>
    Number(basic.codePointAt(0)),
  );
  if (points.some((point) => point >= 0x80)) return undefined;
  let [n, i, bias, first] = [128, 0, 72, true];
  let rest = delimiter > 0 ? text.slice(delimiter + 1) : text;
  while (rest !== "") {
    const before = i;
    for (let [k, weight] = [36, 1]; ; k += 36) {
      const digit = punycodeDigit(rest.charAt(0));
      if (digit === undefined) return undefined;
      rest = rest.slice(1);
      i += digit * weight;
      if (i > 0x7fffffff) return undefined;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const count = points.length + 1;
    bias = adapted(i - before, count, first);
    first = false;
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return undefined;
    points.splice(i, 0, n);
    i += 1;
  }
  return points.map((point) => String.fromCodePoint(point)).join("");
}

/**
 * The digit's value: `a` to `z` are 0 to 25, in either case, `0` to `9` are 26 to 35.
 *
 * @param {string} character
 * @returns {number | undefined}
 */
function punycodeDigit(character) {
  if (!/^[A-Za-z0-9]$/.test(character)) return undefined;
  return "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(character.toLowerCase());
}

/**
 * Adapts the bias as in RFC 3492, section 6.1.
 *
 * @param {number} difference
 * @param {number} count
 * @param {boolean} first
 */
function adapted(difference, count, first) {
  let delta = Math.floor(difference / (first ? 700 : 2));
  delta += Math.floor(delta / count);
  let k = 0;
  while (delta > 455) {
    delta = Math.floor(delta / 35);
    k += 36;
  }
  return k + Math.floor((36 * delta) / (delta + 38));
}
