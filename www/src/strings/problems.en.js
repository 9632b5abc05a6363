// What each problem means, where it comes from, and how to mend it, in English.

/**
 * @import { ProblemCode } from "heroku-drain"
 * @import { Cause, Facts, Outcome } from "../details/diagnosis.js"
 *
 * @typedef {object} Lesson
 * @property {(facts: Facts) => string} found
 * @property {(facts: Facts) => string} mend
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
const difference = ({ declared, actual }) => bytes(Math.abs(declared - actual));

/** @param {Facts} facts */
const withoutLineEnd = ({ number }) => (number ? " without the line end" : "");

/** @param {Facts} facts */
const write = ({ guess }) =>
  guess ? `Send ${guess}` : `Send an RFC 3339 timestamp such as ${EXAMPLE}`;

/**
 * A fault of a timestamp: what is wrong, and what may have been meant.
 *
 * @param {string} found
 * @param {string} [more] what else to do
 * @returns {Lesson}
 */
const timestamp = (found, more = "") => ({
  found: () => found,
  mend: (facts) => `${write(facts)}${more}, or “-” if there is no time.`,
});

/** How the literals of the pattern are said. @type {Record<string, string>} */
const LITERALS = { " ": "A space", " <": "A space and “<”", ">": "“>”" };

const COUNT_BYTES =
  "Count the bytes of the UTF-8 text: Buffer.byteLength(text) in Node, len(text.encode()) in Python, text.bytesize in Ruby.";
const FROM_THE_DRAIN = "Keep the request’s body as bytes, as the drain sent it, and parse those.";
const PUT_A_COUNT =
  "Put the number of bytes and a space in front of each message, or “-” for the framing Lines.";

export const problems = {
  expected: "Expected",
  found: "Found",
  inPanther: "In Panther",
  mend: "How to mend it",
  parserSays: "The parser says",
  endOfBytes: "end",

  /** @type {Record<ProblemCode, string>} */
  titles: {
    "octet-count-mismatch": "The octet count is wrong",
    truncated: "The payload ends inside the frame",
    crlf: "The frame ends in CR LF",
    "byte-order-mark": "A byte order mark begins the payload",
    "invalid-utf8": "Bytes that are not UTF-8",
    "priority-out-of-range": "The priority is none that syslog knows",
    "not-a-frame": "No frame starts here",
    "missing-octet-count": "A syslog message without its octet count",
    "delimiter-missing": "The pattern does not match",
    "invalid-integer": "Not an integer",
    "invalid-timestamp": "Not a timestamp",
    "frame-too-long": "The frame is too long",
    "gzip-payload": "The payload is compressed",
    "json-payload": "The payload is JSON",
    "form-encoded": "The payload is form-encoded",
    "cli-output": "The payload is what “heroku logs” prints",
  },

  /** @type {Record<ProblemCode, (facts: Facts) => string>} */
  expectations: {
    "octet-count-mismatch": ({ declared }) => `${bytes(declared)} behind the count and its space.`,
    truncated: ({ declared }) => `${bytes(declared)} behind the count and its space.`,
    crlf: () => "LF alone, as Logplex ends a message.",
    "byte-order-mark": () => "The first octet count as the very first byte.",
    "invalid-utf8": () => "UTF-8 throughout.",
    "priority-out-of-range": () => "0 to 191: facility 0 to 23 × 8 + severity 0 to 7.",
    "not-a-frame": () => "An octet count of 1 to 10 digits, and one space.",
    "missing-octet-count": () => "An octet count and a space in front of the priority.",
    "delimiter-missing": ({ field, delimiter }) => `${LITERALS[delimiter]} behind ${field}.`,
    "invalid-integer": () => "Digits, maybe with a sign; −2,147,483,648 to 2,147,483,647.",
    "invalid-timestamp": () => `A real date and time as in ${EXAMPLE}.`,
    "frame-too-long": () => "A frame that ends within the limit.",
    "gzip-payload": () => "Frames that begin with an octet count.",
    "json-payload": () => "Frames that begin with an octet count.",
    "form-encoded": () => "Frames that begin with an octet count.",
    "cli-output": () => "Frames that begin with an octet count.",
  },

  /** @type {Record<Outcome, string>} */
  outcomes: {
    sameEvent:
      "An event. Panther reads lines, and message_len is only a number to it; a message with line breaks falls apart, whatever the count.",
    cutEvent: "An event, its message as short as it is here.",
    crlfDropped: "The same event: the CR is dropped along with the LF.",
    markRejected:
      "No event of the first line: its message_len begins with the mark and is no integer.",
    replaced: "An event, with U+FFFD (�) in the place of these bytes.",
    numberKept:
      "An event: to the schema, priority is any integer. Rules on facility or severity will not see it.",
    nothingThere: "No event, and none is missing.",
    countIgnored: "An event, if the rest of the line matches: message_len is only a number to it.",
    otherLines:
      "No event, unless one of these lines matches the pattern by itself. The framing Lines shows that.",
    lineRejected: "No event: the line is rejected as a whole.",
    bodyTooLarge: "No event: Panther’s HTTP source takes 1 MB at most.",
    noLineMatches: "No event: no line of it matches the pattern.",
  },

  /** @type {Record<Cause, Lesson>} */
  causes: {
    countsCharacters: {
      found: (facts) =>
        `${bytes(facts.actual)}. The count is ${number(facts.declared)}, exactly the number of characters${withoutLineEnd(facts)}: those beyond ASCII have 2 to 4 bytes each.`,
      mend: () => COUNT_BYTES,
    },
    countsCodeUnits: {
      found: (facts) =>
        `${bytes(facts.actual)}. The count is ${number(facts.declared)}, exactly the number of UTF-16 code units${withoutLineEnd(facts)}, which is what length says in JavaScript, Java and C#.`,
      mend: () => COUNT_BYTES,
    },
    countsCodePoints: {
      found: (facts) =>
        `${bytes(facts.actual)}. The count is ${number(facts.declared)}, exactly the number of Unicode code points${withoutLineEnd(facts)}, which is what len says in Python and length in Ruby.`,
      mend: () => COUNT_BYTES,
    },
    lineEndsAreCrlf: {
      found: ({ actual, number: ends }) =>
        `${bytes(actual)}: ${counted(ends, "CR")} more than was counted. The line ends became CR LF on the way, as in an editor on Windows.`,
      mend: () => `${FROM_THE_DRAIN} For pasted text, choose the line end LF.`,
    },
    lineEndsAreLf: {
      found: ({ actual, number: ends }) =>
        `${bytes(actual)}: 1 fewer for each of ${counted(ends, "LF")}. The line ends were CR LF when they were counted; a text box, Git or dos2unix took the CR away.`,
      mend: () => `${FROM_THE_DRAIN} For pasted text, choose the line end CR LF.`,
    },
    lineEndLost: {
      found: ({ actual }) =>
        `${bytes(actual)}: the LF that closes the frame was lost, as when text is pasted or trimmed.`,
      mend: () => "Do not trim the body. Nothing of the message is missing.",
    },
    countsItself: {
      found: ({ actual, number: own }) =>
        `${bytes(actual)}. The count is ${number(own)} more: its own digits and the space were counted too.`,
      mend: () => "Count from the “<” of the priority.",
    },
    countTooLarge: {
      found: (facts) =>
        `${bytes(facts.actual)} up to the next frame: ${difference(facts)} fewer than declared.`,
      mend: () =>
        "Something was taken out behind the counting, as when secrets are masked. Count last.",
    },
    countTooSmall: {
      found: (facts) =>
        `${bytes(facts.actual)} up to the next frame, or the end: ${difference(facts)} more than declared.`,
      mend: () => "Something was put in behind the counting, as when text is escaped. Count last.",
    },
    cutAtLimit: {
      found: (facts) =>
        `${bytes(facts.actual)}, then the payload ends, ${difference(facts)} early. It is ${bytes(facts.number)} long, which looks like a limit.`,
      mend: () =>
        "Raise the limit for bodies in the proxy, the function or the logger that kept it.",
    },
    cutShort: {
      found: (facts) =>
        `${bytes(facts.actual)}, then the payload ends, ${difference(facts)} early.`,
      mend: () =>
        "Take the whole body: wait for all of its chunks, and compare with Content-Length.",
    },

    frameEndsInCrlf: {
      found: () =>
        "CR LF, as text has it that came by way of Windows. Neither is part of the message.",
      mend: () =>
        "Send LF. If this was pasted or saved by an editor, take the bytes of the request instead.",
    },
    markInFront: {
      found: () => "EF BB BF, U+FEFF in UTF-8, as some editors on Windows put in front of a file.",
      mend: () => "Save as “UTF-8” without BOM; in Python, read with utf-8-sig.",
    },

    latin1: {
      found: ({ byte, guess }) => `${byte}, which alone is “${guess}” in Latin-1 and Windows-1252.`,
      mend: () => "Have the app write UTF-8, or convert from Latin-1 before it is sent.",
    },
    eucKr: {
      found: ({ byte, guess }) => `${byte} and so on, which reads “${guess}” in EUC-KR (CP949).`,
      mend: () => "Have the app write UTF-8, or convert from CP949 before it is sent.",
    },
    cutCharacter: {
      found: ({ byte, there, wanted }) =>
        `${byte}, which begins a character of ${bytes(wanted)}; ${there === 1 ? "only that one is" : `only ${there} are`} there.`,
      mend: () =>
        "The text was cut inside a character. Cut between characters, or split long lines in the app: Logplex cuts at 10,000 bytes.",
    },
    characterRest: {
      found: ({ byte }) =>
        `${byte}, which goes on with a character that did not begin, or is of a one-byte encoding such as Windows-1252.`,
      mend: () => "Cut text between characters, and have the app write UTF-8.",
    },
    surrogate: {
      found: () => "Half of a surrogate pair, encoded by itself (CESU-8).",
      mend: () =>
        "Encode text with the platform’s UTF-8 encoder; Oracle’s UTF8 and Java’s modified UTF-8 are not it.",
    },
    overlong: {
      found: () => "C0, which UTF-8 never has; Java’s modified UTF-8 writes NUL as C0 80.",
      mend: () => "In Java, use getBytes(StandardCharsets.UTF_8), not writeUTF.",
    },
    utf16: {
      found: () => "FF FE or FE FF, the byte order mark of UTF-16.",
      mend: () => "Convert to UTF-8; PowerShell’s > writes UTF-16.",
    },
    neverUtf8: {
      found: ({ byte }) => `${byte}, which begins no character of UTF-8.`,
      mend: () =>
        "If the app logs binary data, have it write Base64 or hexadecimal; else have it write UTF-8.",
    },

    priorityNegative: {
      found: ({ number: priority }) =>
        `${number(priority)}, less than none: facility and severity cannot be told.`,
      mend: () => "Send facility × 8 + severity, as 190 = 23 × 8 + 6.",
    },
    priorityTooLarge: {
      found: ({ number: priority }) => `${number(priority)}, past the last one, 191 = 23 × 8 + 7.`,
      mend: () => "Send facility × 8 + severity, as 190 = 23 × 8 + 6.",
    },

    blanksBetween: {
      found: () => "Blanks or line ends only. Octet counting has nothing between frames.",
      mend: () =>
        "Count the line end as part of the frame in front, or use the framing Auto, which skips it.",
    },
    httpHead: {
      found: () => "The head of an HTTP message, as in a raw capture.",
      mend: () => "Take what is behind the first empty line: the body.",
    },
    countIsZero: {
      found: () => "An octet count of 0.",
      mend: () => "Count the bytes behind the space; the framing Lines does not look at the count.",
    },
    countTooLong: {
      found: () => "A number of more than 10 digits.",
      mend: () => "Send the count without leading zeros.",
    },
    countWithoutSpace: {
      found: () => "Digits, and the priority right behind them.",
      mend: () => "Put one space between the octet count and the “<”.",
    },
    countSigned: {
      found: () => "A number with a sign.",
      mend: () => "Send digits only; the framing Lines takes the sign.",
    },
    countAbsent: {
      found: () => "“-” in the place of the octet count.",
      mend: () => "Send the count, or use the framing Lines, in which it may be absent.",
    },
    markInside: {
      found: () => "A byte order mark, U+FEFF, in front of the count.",
      mend: () => "Save files as UTF-8 without BOM, above all before they are joined.",
    },
    jsonLine: {
      found: () => "Something like JSON, as an app or a shipper logs it.",
      mend: () =>
        "If a field of it holds frames, take its text; else it does not belong into a drain.",
    },
    cliLine: {
      found: () => "A line as “heroku logs” prints it.",
      mend: () => "Point a drain at your endpoint: heroku drains:add https://…",
    },
    noCount: {
      found: () =>
        "Text that begins otherwise: what a wrong count left over, or what is not of a drain.",
      mend: () =>
        "Look at the octet count in front of it. Messages with line breaks need right counts.",
    },

    syslogWithoutCount: {
      found: () =>
        "The priority right away: syslog in lines, as loggers send it over TCP or to a file.",
      mend: () => PUT_A_COUNT,
    },
    oldSyslogWithoutCount: {
      found: () => "The priority, then a date without a year: syslog of the old kind (RFC 3164).",
      mend: () => `Have the sender write RFC 5424. ${PUT_A_COUNT}`,
    },

    continuationLine: {
      found: () =>
        "No octet count and no priority: most likely a message goes on here behind a line break.",
      mend: () =>
        "Use the framing Auto to read it whole. For Panther, let the app log each event as one line, for instance JSON.",
    },
    countMissingInLine: {
      found: () => "The priority right away: the pattern begins with message_len.",
      mend: () => PUT_A_COUNT,
    },
    priorityNotFound: {
      found: () => "No priority behind the count: no space and “<” anywhere in the frame.",
      mend: () => "Send <PRI>VERSION behind the count, as in 83 <190>1.",
    },
    priorityNotClosed: {
      found: () => "“<”, but no “>” behind it in all of the frame.",
      mend: () => "Send the priority as <190>.",
    },
    messageMissing: {
      found: () => "The end of the frame right behind message_id: no space, no message.",
      mend: () => "Send the space even where the message is empty; editors like to trim it away.",
    },
    fieldsMissing: {
      found: ({ number: fields, field }) =>
        `${fields} of 9 fields; the frame ends inside ${field}.`,
      mend: () =>
        "Send all of them, “-” for each that is absent: VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID message.",
    },

    integerTooLarge: {
      found: () => "An integer, but one of more than 32 bits.",
      mend: ({ field }) =>
        field === "priority"
          ? "Send facility × 8 + severity, 0 to 191."
          : "Send the number of bytes behind the count and its space.",
    },
    integerHidden: {
      found: () =>
        "Digits, and characters that cannot be seen beside them, such as a byte order mark.",
      mend: () => "Take them away; saving as UTF-8 without BOM often does.",
    },
    integerBlank: {
      found: () => "Digits, and a blank beside them.",
      mend: ({ field }) =>
        `Leave exactly one space behind ${field === "message_len" ? "the count" : "each field"}, and none around the priority.`,
    },
    integerWritten: {
      found: () => "A number, but not in plain decimal digits.",
      mend: () => "Send it without point, comma, exponent or 0x.",
    },
    integerDigits: {
      found: () => "Digits of another script than 0 to 9.",
      mend: () => "Format the number without the locale’s digits.",
    },
    notInteger: {
      found: ({ field }) =>
        `Other text. The pattern takes whatever stands in the place of ${field}.`,
      mend: ({ field }) =>
        field === "message_len"
          ? "Begin with the octet count; “-” stands for none."
          : "Send the number between “<” and “>”; “-” stands for none.",
    },

    hiddenInside: timestamp(
      "A character in it that is not plain ASCII, maybe one that cannot be seen.",
    ),
    epochSeconds: timestamp("Seconds since 1970, as a number."),
    epochMilliseconds: timestamp("Milliseconds since 1970, as a number."),
    oldSyslog: timestamp(
      "A date without a year, as in syslog of the old kind (RFC 3164): all fields are shifted.",
    ),
    blankForT: timestamp(
      "A blank between date and time. It ends the field, so the time became the host name.",
    ),
    dateOnly: timestamp("A date without a time."),
    slashes: timestamp("Slashes or points in the date."),
    basicFormat: timestamp("ISO 8601’s basic format, without separators."),
    lowerCaseT: timestamp(
      "A lower case t between date and time. RFC 3339 lets it pass; Go, and so Panther, does not.",
    ),
    lowerCaseZ: timestamp(
      "A lower case z at the end. RFC 3339 lets it pass; Go, and so Panther, does not.",
    ),
    quoted: timestamp("Quotes or brackets around it."),
    partTooShort: timestamp("A part with too few digits: each has two, the year four."),
    monthOutOfRange: timestamp("A month that is not 01 to 12."),
    dayOutOfRange: timestamp("A day that this month does not have."),
    hourOutOfRange: timestamp("An hour that is not 00 to 23; midnight is 00:00 of the next day."),
    minuteOutOfRange: timestamp("A minute that is not 00 to 59."),
    secondsMissing: timestamp("No seconds."),
    secondSixty: timestamp(
      "Second 60. A leap second is right in RFC 3339, but Go, and so Panther, does not take it.",
    ),
    secondOutOfRange: timestamp("A second that is not 00 to 59."),
    fractionEmpty: timestamp("A point without digits behind it."),
    fractionComma: timestamp(
      "A comma in front of the fraction, as loggers of Python and Java write it.",
    ),
    zoneMissing: timestamp("No offset from UTC: neither Z nor +00:00.", " if it is UTC"),
    zoneNamed: timestamp("A name instead of an offset from UTC."),
    zoneWithoutColon: timestamp("No colon in the offset, as strftime’s %z writes it."),
    zoneWithoutMinutes: timestamp("An offset of hours only."),
    zoneOutOfRange: timestamp("An offset beyond 23:59."),
    timestampOther: timestamp(
      "Text of another shape. The pattern takes whatever stands in its place: is a field missing?",
    ),

    frameTooLong: {
      found: () => "No end of the frame so far. Logplex itself cuts messages at 10,000 bytes.",
      mend: () => "Check the octet count, and whether this is a drain’s payload at all.",
    },

    gzipBytes: {
      found: () => "1F 8B: gzip. Parsers see the body behind Content-Encoding: gzip.",
      mend: () => "Decompress first. Dropped here as a file, this page does it for you.",
    },
    gzipAsText: {
      found: () => "gzip that was read as text: its bytes became U+FFFD and cannot be had back.",
      mend: () => "Read the body as bytes, then decompress it.",
    },
    jsonWrapped: {
      found: ({ guess }) => `JSON, and frames in its key “${guess}”.`,
      mend: ({ guess }) => `Take the text of it: jq -j .${guess}, at whatever depth it is.`,
    },
    jsonBase64: {
      found: ({ guess }) =>
        `JSON, and frames as Base64 in its key “${guess}”, as API Gateway hands a body to a function.`,
      mend: ({ guess }) => `Decode it: jq -r .${guess} | base64 -d, at whatever depth it is.`,
    },
    jsonString: {
      found: () => "A string of JSON: text in quotes, line breaks as \\n.",
      mend: () => "Unwrap it: jq -j .",
    },
    jsonEvents: {
      found: () => "JSON with p_log_type: events that have been parsed already.",
      mend: () => "Nothing is left to parse; search them in Panther.",
    },
    jsonOther: {
      found: () => "JSON, and nothing like a frame in its beginning.",
      mend: () => "If a field of it holds the body, take its text; else it is not of a drain.",
    },
    formWrapped: {
      found: ({ guess }) => `Form-encoded text, and frames in “${guess}”.`,
      mend: ({ guess }) =>
        `Decode it: new URLSearchParams(body).get("${guess}"). With curl, send --data-binary.`,
    },
    formOther: {
      found: () => "Text with %3C and %3E in it: a frame whose characters are escaped.",
      mend: () => "Decode it: decodeURIComponent(body). With curl, send --data-binary.",
    },
    cliPlain: {
      found: () => "Lines for people: no octet count, no priority, no host name.",
      mend: () => "Point a drain at your endpoint: heroku drains:add https://…",
    },
    cliColoured: {
      found: () =>
        "Lines for people, with the colours of a terminal: no octet count, no priority, no host name.",
      mend: () => "Point a drain at your endpoint: heroku drains:add https://…",
    },
  },
};
