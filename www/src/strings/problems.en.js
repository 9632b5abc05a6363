// The meaning, cause and fix of each problem, in English.

/**
 * @import { ProblemCode } from "heroku-drain"
 * @import { Cause, Facts, Outcome } from "../details/diagnosis.js"
 *
 * @typedef {object} Lesson
 * @property {(facts: Facts) => string} found
 * @property {(facts: Facts) => string} fix
 */

const EXAMPLE = "2024-05-29T07:07:25.193493Z";

/** @param {number} count */
const number = (count) => count.toLocaleString("en");

/**
 * @param {number} count
 * @param {string} noun
 */
const counted = (count, noun) => `${number(count)} ${count === 1 ? noun : `${noun}s`}`;

/** @param {number} count */
const bytes = (count) => counted(count, "byte");

/** @param {Facts} facts */
const difference = ({ declared, actual }) => number(Math.abs(declared - actual));

/** @param {Facts} facts */
const withoutLineEnd = ({ number }) => (number ? " without the line ending" : "");

/** @param {Facts} facts */
const write = ({ guess }) =>
  guess ? `Send ${guess}` : `Send an RFC 3339 timestamp such as ${EXAMPLE}`;

/**
 * A malformed timestamp: what is wrong, and what the sender may have meant.
 *
 * @param {string} found
 * @param {string} [more] a condition for the suggestion
 * @returns {Lesson}
 */
const timestamp = (found, more = "") => ({
  found: () => found,
  fix: (facts) => `${write(facts)}${more}, or “-” if there is none.`,
});

/** The pattern's literals in words. @type {Record<string, string>} */
const LITERALS = { " ": "A space", " <": "A space and “<”", ">": "“>”" };

const COUNT_BYTES =
  "Count UTF-8 bytes: Buffer.byteLength(text) in Node, len(text.encode()) in Python, text.bytesize in Ruby.";
const FROM_THE_DRAIN = "Save the request body as raw bytes and parse those.";
const PUT_A_COUNT =
  "Start each message with its byte count and a space (or “-” for the Lines framing).";
const SEND_RFC_5424 =
  'Configure the sender for RFC 5424 with octet counts. In rsyslog: template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted". In syslog-ng: the syslog() driver.';
const ADD_A_DRAIN = "Add a drain that sends to your endpoint: heroku drains:add https://…";
const KEEP_THE_BODY =
  "Send the body unchanged. With curl, use --data-binary @file: -d @file removes line breaks.";
const COUNT_LAST = "Count last.";

export const problems = {
  expected: "Expected",
  found: "Found",
  inPanther: "In Panther",
  fix: "How to fix it",
  parserSays: "Parser message",
  endOfBytes: "end",

  /** @type {Record<ProblemCode, string>} */
  titles: {
    "octet-count-mismatch": "The octet count is wrong",
    truncated: "The frame is incomplete",
    crlf: "Windows line ending (CRLF)",
    "byte-order-mark": "The payload starts with a byte order mark",
    "invalid-utf8": "Invalid UTF-8",
    "priority-out-of-range": "Priority out of range",
    "not-a-frame": "This is not a frame",
    "missing-octet-count": "Octet count missing",
    "delimiter-missing": "A separator is missing",
    "invalid-integer": "Invalid number",
    "invalid-timestamp": "Invalid timestamp",
    "frame-too-long": "The frame is too long",
    "gzip-payload": "The payload is compressed",
    "utf16-payload": "The payload is UTF-16",
    "json-payload": "The payload is JSON",
    "form-encoded": "The payload is form-encoded",
    "base64-payload": "The payload is Base64",
    "html-escaped": "The payload is HTML-escaped",
    "cli-output": "This is “heroku logs” output",
  },

  /** @type {Record<ProblemCode, (facts: Facts) => string>} */
  expectations: {
    "octet-count-mismatch": ({ declared }) => `${bytes(declared)} after the count and the space.`,
    truncated: ({ declared }) => `${bytes(declared)} after the count and the space.`,
    crlf: () => "LF only, as Logplex sends it.",
    "byte-order-mark": () => "An octet count at the very start.",
    "invalid-utf8": () => "Valid UTF-8.",
    "priority-out-of-range": () => "0 to 191: facility (0–23) × 8 + severity (0–7).",
    "not-a-frame": () => "An octet count (1–10 digits) and a space.",
    "missing-octet-count": () => "An octet count and a space before the priority.",
    "delimiter-missing": ({ field, delimiter }) => `${LITERALS[delimiter]} after ${field}.`,
    "invalid-integer": () => "A whole number from −2,147,483,648 to 2,147,483,647.",
    "invalid-timestamp": () => `An RFC 3339 date and time, such as ${EXAMPLE}.`,
    "frame-too-long": () => "A frame shorter than the limit.",
    "gzip-payload": () => "Frames that start with an octet count.",
    "utf16-payload": () => "Frames in UTF-8.",
    "json-payload": () => "Frames that start with an octet count.",
    "form-encoded": () => "Frames that start with an octet count.",
    "base64-payload": () => "Frames that start with an octet count.",
    "html-escaped": () => "A priority in “<” and “>”.",
    "cli-output": () => "Frames that start with an octet count.",
  },

  /** @type {Record<Outcome, string>} */
  outcomes: {
    sameEvent:
      "One event. Panther reads line by line and does not use message_len, so a message with line breaks is split regardless of the count.",
    cutEvent: "An event with the shortened message.",
    crlfDropped: "The same event. CR is removed together with LF.",
    markRejected: "The first line is rejected: with the mark, message_len is not a number.",
    replaced: "An event with these bytes replaced by U+FFFD (�).",
    numberKept:
      "An event, since the schema accepts any integer. Detections on facility or severity will miss it.",
    nothingThere: "No event, and nothing is lost.",
    countIgnored: "An event if the rest of the line matches; message_len is not used.",
    otherLines:
      "No event, unless one of the lines matches on its own. The Lines framing shows which.",
    lineRejected: "No event. The whole line is rejected.",
    bodyTooLarge: "No event. Panther’s HTTP source accepts at most 1 MB.",
    noLineMatches: "No event. No line matches the pattern.",
  },

  /** @type {Record<Cause, Lesson>} */
  causes: {
    countsCharacters: {
      found: (facts) =>
        `${bytes(facts.actual)}, but the count (${number(facts.declared)}) is the number of characters${withoutLineEnd(facts)}. Characters beyond ASCII take 2 to 4 bytes each.`,
      fix: () => COUNT_BYTES,
    },
    countsCodeUnits: {
      found: (facts) =>
        `${bytes(facts.actual)}, but the count (${number(facts.declared)}) is the number of UTF-16 code units${withoutLineEnd(facts)}: length in JavaScript, Java and C#.`,
      fix: () => COUNT_BYTES,
    },
    countsCodePoints: {
      found: (facts) =>
        `${bytes(facts.actual)}, but the count (${number(facts.declared)}) is the number of Unicode code points${withoutLineEnd(facts)}: len in Python, length in Ruby.`,
      fix: () => COUNT_BYTES,
    },
    lineEndsAreCrlf: {
      found: ({ actual, number: ends }) =>
        `${bytes(actual)}, ${number(ends)} more than declared: one CR for each line. Something changed LF to CRLF, for example a Windows editor.`,
      fix: () => `${FROM_THE_DRAIN} For pasted text, choose LF as the line ending.`,
    },
    lineEndsAreLf: {
      found: ({ actual, number: ends }) =>
        `${bytes(actual)}, ${number(ends)} fewer than declared: one for each line. The lines ended in CRLF when they were counted. A text box, Git or dos2unix removed the CR.`,
      fix: () => `${FROM_THE_DRAIN} For pasted text, choose CRLF as the line ending.`,
    },
    lineEndLost: {
      found: (facts) =>
        `${bytes(facts.actual)}, ${difference(facts)} fewer than declared: the line ending that closes the frame is missing. Pasting, trimming and curl -d @file remove it.`,
      fix: () => `${KEEP_THE_BODY} The message itself is complete.`,
    },
    savedAs: {
      found: (facts) =>
        `${bytes(facts.actual)}, ${difference(facts)} fewer than declared. The count fits the same text in UTF-8, but the text was saved as ${facts.guess}.`,
      fix: () => `${FROM_THE_DRAIN} If an editor saved it, save it as UTF-8.`,
    },
    countsItself: {
      found: ({ actual, number: own }) =>
        `${bytes(actual)}. The count is ${number(own)} too large because it includes its own digits and the space.`,
      fix: () => "Start counting at the “<” of the priority.",
    },
    countSlightlyTooLarge: {
      found: (facts) =>
        `${bytes(facts.actual)}, ${difference(facts)} fewer than declared. Either the count includes the space after it, or something removed a CR or trailing spaces after counting.`,
      fix: () => `Start counting at the “<” of the priority, and count last. ${KEEP_THE_BODY}`,
    },
    countTooLarge: {
      found: (facts) =>
        `${bytes(facts.actual)} before the next frame, ${difference(facts)} fewer than declared. Something was removed after counting, for example by masking secrets, or by curl -d @file, which removes line breaks.`,
      fix: () => `${COUNT_LAST} ${KEEP_THE_BODY}`,
    },
    countTooSmall: {
      found: (facts) =>
        `${bytes(facts.actual)} before the next frame or the end, ${difference(facts)} more than declared. Something was added after counting, for example by escaping, or text that is not a frame follows.`,
      fix: () => `${COUNT_LAST} End each frame with LF, and send nothing between frames.`,
    },
    cutAtLimit: {
      found: (facts) =>
        `${bytes(facts.actual)}. The payload ends ${bytes(Math.abs(facts.declared - facts.actual))} early, at ${bytes(facts.number)}: probably a size limit.`,
      fix: () => "Raise the body limit of the proxy, function or logger.",
    },
    cutShort: {
      found: (facts) =>
        `${bytes(facts.actual)}. The payload ends ${bytes(Math.abs(facts.declared - facts.actual))} early.`,
      fix: () => "Read the whole body: wait for all chunks and compare with Content-Length.",
    },

    frameEndsInCrlf: {
      found: () => "CRLF, as in text from Windows. It is not part of the message.",
      fix: () => "Send LF, or use the original request bytes instead of edited or pasted text.",
    },
    markInFront: {
      found: () => "EF BB BF, a byte order mark that some Windows editors add.",
      fix: () => "Save as UTF-8 without BOM. In Python, read with utf-8-sig.",
    },

    latin1: {
      found: ({ byte, guess }) => `${byte}, which is “${guess}” in Latin-1 and Windows-1252.`,
      fix: () => "Make the app write UTF-8, or convert from Latin-1 before sending.",
    },
    eucKr: {
      found: ({ byte, guess }) =>
        `Bytes starting with ${byte}, which read “${guess}” in EUC-KR (CP949).`,
      fix: () => "Make the app write UTF-8, or convert from CP949 before sending.",
    },
    cutCharacter: {
      found: ({ byte, there, wanted }) =>
        `${byte} starts a ${wanted}-byte character, but only ${there === 1 ? "that byte is" : `${there} bytes are`} present.`,
      fix: () =>
        "The text was cut inside a character. Cut between characters, or split long lines in the app: Logplex cuts at 10,000 bytes.",
    },
    characterRest: {
      found: ({ byte }) =>
        `${byte} is a continuation byte without a start, or text in a single-byte encoding such as Windows-1252.`,
      fix: () => "Cut text between characters, and make the app write UTF-8.",
    },
    surrogate: {
      found: () => "Half of a surrogate pair, encoded by itself (CESU-8).",
      fix: () =>
        "Use the platform’s UTF-8 encoder. Oracle’s UTF8 and Java’s modified UTF-8 are not UTF-8.",
    },
    overlong: {
      found: () => "C0 never occurs in UTF-8. Java’s modified UTF-8 writes NUL as C0 80.",
      fix: () => "In Java, use getBytes(StandardCharsets.UTF_8), not writeUTF.",
    },
    utf16: {
      found: () => "FF FE or FE FF, the byte order mark of UTF-16.",
      fix: () => "Convert to UTF-8. In Windows PowerShell, > writes UTF-16.",
    },
    neverUtf8: {
      found: ({ byte }) => `${byte} cannot start a UTF-8 character.`,
      fix: () => "Log binary data as Base64 or hexadecimal, and text as UTF-8.",
    },

    priorityNegative: {
      found: ({ number: priority }) =>
        `${number(priority)} is negative, so there is no facility or severity.`,
      fix: () => "Send facility × 8 + severity, for example 190 = 23 × 8 + 6.",
    },
    priorityTooLarge: {
      found: ({ number: priority }) =>
        `${number(priority)} is above the maximum, 191 (23 × 8 + 7).`,
      fix: () => "Send facility × 8 + severity, for example 190 = 23 × 8 + 6.",
    },

    blanksBetween: {
      found: () => "Only whitespace. The Octet counting framing allows nothing between frames.",
      fix: () => "Include the line ending in the previous frame’s count, or use the Auto framing.",
    },
    httpHead: {
      found: () => "HTTP headers, as in a raw capture of one or more requests.",
      fix: () => "Use only the bodies: the bytes after the first empty line of each request.",
    },
    multipartBoundary: {
      found: () => "A multipart boundary: the body was sent as form data, as curl -F does.",
      fix: () => "Send the log as the body itself: curl --data-binary @file.",
    },
    linePrefix: {
      found: () =>
        "Text before a frame on the same line, such as the prefix “drain_1  | ” of docker compose.",
      fix: () =>
        "Remove the prefix. For docker compose, use docker compose logs --no-log-prefix. Better, save the request body itself.",
    },
    countIsZero: {
      found: () => "An octet count of 0.",
      fix: () => "Count the bytes after the space. The Lines framing ignores the count.",
    },
    countTooLong: {
      found: () => "A number of more than 10 digits.",
      fix: () => "Send the count without leading zeros.",
    },
    countWithoutSpace: {
      found: () => "Digits followed directly by the priority.",
      fix: () => "Put one space between the octet count and the “<”.",
    },
    countSigned: {
      found: () => "A number with a sign.",
      fix: () => "Send digits only. The Lines framing accepts a sign.",
    },
    countAbsent: {
      found: () => "“-” instead of an octet count.",
      fix: () => "Send the count, or use the Lines framing, where it is optional.",
    },
    markInside: {
      found: () => "A byte order mark (U+FEFF) before the count.",
      fix: () => "Save files as UTF-8 without BOM, especially before joining them.",
    },
    jsonLine: {
      found: () => "Text that looks like JSON from an app or log shipper.",
      fix: () => "If a field contains frames, extract it. Otherwise it is not drain data.",
    },
    cliLine: {
      found: () => "A line of “heroku logs” output.",
      fix: () => ADD_A_DRAIN,
    },
    noCount: {
      found: () =>
        "Text without an octet count: lines that the previous frame’s count leaves out, or not drain data.",
      fix: () =>
        "Check the octet count of the previous frame. It must cover all lines of the message.",
    },

    syslogWithoutCount: {
      found: () =>
        "A message that starts with its priority: line-based syslog, as sent over TCP or written to files.",
      fix: () => PUT_A_COUNT,
    },
    oldSyslogWithoutCount: {
      found: () => "Old-style syslog (RFC 3164), with a date without a year.",
      fix: () => SEND_RFC_5424,
    },

    continuationLine: {
      found: () => "No octet count or priority: probably the next line of a multi-line message.",
      fix: () =>
        "Use the Auto framing to read it whole. For Panther, log each event on one line, for example as JSON.",
    },
    countMissingInLine: {
      found: () =>
        "A message that starts with its priority, but the pattern starts with message_len.",
      fix: () => PUT_A_COUNT,
    },
    priorityNotFound: {
      found: () => "No priority after the count: the frame contains no “ <”.",
      fix: () => "Send <PRI>VERSION after the count, as in 83 <190>1.",
    },
    priorityNotClosed: {
      found: () => "“<” without a matching “>”.",
      fix: () => "Send the priority as <190>.",
    },
    messageMissing: {
      found: () => "The frame ends after message_id, without a space or message.",
      fix: () => "Send the space even if the message is empty. Editors often trim it.",
    },
    fieldsMissing: {
      found: ({ number: fields, field }) =>
        `Only ${fields} of 9 fields; the frame ends in ${field}.`,
      fix: () =>
        "Send all fields, with “-” for missing ones: VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID message.",
    },

    integerTooLarge: {
      found: () => "A number larger than 32 bits.",
      fix: ({ field }) =>
        field === "priority"
          ? "Send facility × 8 + severity, 0 to 191."
          : "Send the number of bytes after the count and the space.",
    },
    integerHidden: {
      found: () => "Digits with invisible characters, such as a byte order mark.",
      fix: () => "Remove them. Saving as UTF-8 without BOM usually does it.",
    },
    integerBlank: {
      found: () => "Digits with an extra space.",
      fix: ({ field }) =>
        `Send exactly one space after ${field === "message_len" ? "the count" : "each field"}, and none around the priority.`,
    },
    integerWritten: {
      found: () => "Not a plain decimal number.",
      fix: () => "Send it without a decimal point, comma, exponent or 0x.",
    },
    integerDigits: {
      found: () => "Digits that are not 0–9.",
      fix: () => "Format the number without the locale’s digits.",
    },
    notInteger: {
      found: () => "Not a number. The pattern takes whatever is in this position.",
      fix: ({ field }) =>
        field === "message_len"
          ? "Start with the octet count, or “-” if there is none."
          : "Send the number between “<” and “>”, or “-” if there is none.",
    },

    hiddenInside: timestamp("A character that is not ASCII, possibly an invisible one."),
    epochSeconds: timestamp("Seconds since 1970, as a number."),
    epochMilliseconds: timestamp("Milliseconds since 1970, as a number."),
    oldSyslog: {
      found: () => "Old-style syslog (RFC 3164): a date without a year, so all fields are shifted.",
      fix: () => SEND_RFC_5424,
    },
    blankForT: timestamp(
      "A space between date and time. It ends the field, so the time became the host name.",
    ),
    dateOnly: timestamp("A date without a time."),
    slashes: timestamp("Slashes or dots in the date."),
    basicFormat: timestamp("ISO 8601 basic format, without separators."),
    lowerCaseT: timestamp(
      "A lowercase t between date and time. RFC 3339 allows it; Go, and therefore Panther, does not.",
    ),
    lowerCaseZ: timestamp(
      "A lowercase z at the end. RFC 3339 allows it; Go, and therefore Panther, does not.",
    ),
    quoted: timestamp("Quotes or brackets around it."),
    partTooShort: timestamp("Too few digits: two per part, four for the year."),
    monthOutOfRange: timestamp("A month outside 01–12."),
    dayOutOfRange: timestamp("A day that this month does not have."),
    hourOutOfRange: timestamp("An hour outside 00–23. Midnight is 00:00 of the next day."),
    minuteOutOfRange: timestamp("A minute outside 00–59."),
    secondsMissing: timestamp("No seconds."),
    secondSixty: timestamp(
      "Second 60. RFC 3339 allows leap seconds; Go, and therefore Panther, does not accept them.",
    ),
    secondOutOfRange: timestamp("A second outside 00–59."),
    fractionEmpty: timestamp("A decimal point without digits after it."),
    fractionComma: timestamp("A comma before the fraction, as Python and Java loggers write it."),
    zoneMissing: timestamp("No offset from UTC: neither Z nor +00:00.", " if it is UTC"),
    zoneNamed: timestamp("A time zone name instead of an offset from UTC."),
    zoneWithoutColon: timestamp("No colon in the offset, as strftime’s %z writes it."),
    zoneWithoutMinutes: timestamp("An offset with hours only."),
    zoneOutOfRange: timestamp("An offset beyond 23:59."),
    timestampOther: timestamp(
      "Not a timestamp. The pattern takes whatever is in this position: is a field missing?",
    ),

    frameTooLong: {
      found: () => "The frame has not ended yet. Logplex splits messages at 10,000 bytes.",
      fix: () => "Check the octet count, and whether this is drain data at all.",
    },

    gzipBytes: {
      found: () => "1F 8B: gzip data (Content-Encoding: gzip).",
      fix: () => "Decompress it first. This page does so for gzip files that you drop on it.",
    },
    gzipAsText: {
      found: () =>
        "gzip data that was read as text: bytes were replaced by U+FFFD and cannot be recovered.",
      fix: () => "Read the body as bytes, then decompress it.",
    },
    utf16Bytes: {
      found: ({ guess }) =>
        `Text in ${guess}: every ASCII character takes two bytes, one of them NUL.`,
      fix: ({ guess }) =>
        `Convert it to UTF-8: iconv -f ${guess} -t UTF-8. In Windows PowerShell, > writes UTF-16; use Out-File -Encoding utf8.`,
    },
    utf16AsText: {
      found: () => "UTF-16 that was read as UTF-8: its byte order mark became U+FFFD U+FFFD.",
      fix: () => "Read the body as bytes, then convert it from UTF-16 to UTF-8.",
    },
    jsonWrapped: {
      found: ({ guess }) => `JSON with frames in “${guess}”.`,
      fix: ({ guess }) => `Extract it: jq -j .${guess} (adjust the path if nested).`,
    },
    jsonBase64: {
      found: ({ guess }) =>
        `JSON with Base64-encoded frames in “${guess}”, as API Gateway passes a body to a function.`,
      fix: ({ guess }) => `Decode it: jq -r .${guess} | base64 -d (adjust the path if nested).`,
    },
    jsonString: {
      found: () => "A JSON string: text in quotes, with line breaks as \\n.",
      fix: () => "Decode it: jq -j .",
    },
    jsonEvents: {
      found: () => "JSON with p_log_type: already parsed by Panther.",
      fix: () => "There is nothing left to parse. Search for it in Panther.",
    },
    jsonOther: {
      found: () => "JSON without anything that looks like a frame at the start.",
      fix: () => "If a field contains the body, extract it. Otherwise it is not drain data.",
    },
    formWrapped: {
      found: ({ guess }) => `Form-encoded, with frames in “${guess}”.`,
      fix: ({ guess }) =>
        `Decode it: new URLSearchParams(body).get("${guess}"). With curl, send --data-binary.`,
    },
    formOther: {
      found: () => "Percent-encoded text (%3C, %3E).",
      fix: () => "Decode it: decodeURIComponent(body). With curl, send --data-binary.",
    },
    base64Frames: {
      found: () => "Base64 text that decodes to a frame.",
      fix: ({ guess }) =>
        `Decode it first: ${guess}, or Buffer.from(body, "base64") in Node. In AWS Lambda, do so when isBase64Encoded is true.`,
    },
    htmlEscaped: {
      found: ({ guess }) => `HTML-escaped text: ${guess} instead of “<”.`,
      fix: () =>
        "Copy the log as plain text, not as HTML source, or unescape it first: html.unescape(body) in Python.",
    },
    cliPlain: {
      found: () =>
        "Human-readable output: time, source[process]: and message, without octet counts, priorities or host names.",
      fix: () => ADD_A_DRAIN,
    },
    cliColoured: {
      found: () =>
        "Human-readable output with terminal colors: time, source[process]: and message, without octet counts, priorities or host names.",
      fix: () => ADD_A_DRAIN,
    },
  },
};
