// The page's strings in English. Every other language has the same table.

import { problems } from "./problems.en.js";

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return `${count.toLocaleString("en")} ${plural(count, noun)}`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
function plural(count, noun) {
  return count === 1 ? noun : `${noun}s`;
}

export const en = {
  // Strings that several parts of the page share.
  common: {
    bytes: (/** @type {number} */ count) => counted(count, "byte"),
    records: (/** @type {number} */ count) => counted(count, "record"),
    errors: (/** @type {number} */ count) => counted(count, "error"),
    warnings: (/** @type {number} */ count) => counted(count, "warning"),
    absent: "absent",
    empty: "empty",
    none: "none",
    close: "Close",
    copy: "Copy",
    copied: "Copied",
    notCopied: "The browser did not allow it",
    notLoaded:
      "The browser could not load this part of the page. Check the network, or load the page anew.",
    moreCharacters: (/** @type {string} */ count) => `${count} more characters`,
  },

  // The head of the page: name, language, colours.
  header: {
    title: "heroku-drain: read Heroku log-drain payloads",
    tagline: "Log-drain payloads in, Heroku.Runtime events out.",
    private: "Nothing leaves this browser.",
    privateNote:
      "The page’s policy forbids requests to anywhere else. Where the server sends it as a header, it binds the parser’s worker too.",
    connect: "Connect a drain",
    language: "Language",
    theme: "Colours",
    themes: { system: "System", light: "Light", dark: "Dark" },
  },

  // How a payload comes in: text box, files, samples, framing.
  payload: {
    title: "Payload",
    open: "Open file…",
    clear: "Clear",
    label: "The body of a log-drain request",
    placeholder: "Paste the body of a log-drain request, or drop a file anywhere on this page.",
    keepsBytes: "A text box has only LF for a line end. To keep every byte, open or drop a file.",
    lineEnds: "Line ends",
    onlyLf: "A text box has only LF. If the payload had CRLF, say so here.",
    pasteChanged: "What you pasted had CRLF line ends; the browser made them LF.",
    chooseLineEnd: "Octet counts count them, so choose how they were.",
    asPasted: "Read it exactly as pasted",
    pasted: "Pasted text",
    fromLink: "Payload of the link",
    decompressed: (/** @type {string} */ before, /** @type {string} */ after) =>
      `It was gzip: ${before} decompressed to ${after}.`,
    start: "The start of the payload",
    startShown: "The start of it; line ends and controls are made visible.",
    allShown: "Line ends and controls are made visible.",
    another: "Type something else",
    samples: "Samples",
    dropTarget: "Drop to parse",
    dropped: {
      nothing: "The browser gave no file for what was dropped.",
      folder: " is a folder; drop a file out of it.",
      several: (/** @type {string} */ count) => `Only the first of ${count} files is read: `,
    },
    framings: {
      title: "Framing",
      auto: {
        title: "Auto",
        meaning:
          "Uses octet counts and checks each one. Recovers from wrong counts with a warning.",
      },
      "octet-counting": {
        title: "Octet counting",
        meaning: "Trusts every count and skips nothing (RFC 6587, section 3.4.1).",
      },
      lines: {
        title: "Lines",
        meaning:
          "One frame per line, as Panther’s HTTP source reads a body. The count is just a field.",
      },
    },
    differs: {
      records: "records",
      errors: "errors",
      title: "different",
      rows: (/** @type {number} */ count) => counted(count, "row"),
      from: (/** @type {string} */ offset) =>
        `Shows the rows that are not so there; the readings part at byte ${offset}`,
    },
  },

  // Each sample, and the details to notice in it.
  samples: {
    router: {
      title: "Web requests",
      look: "6 requests, of which 3 fail with H12, H10 and H18; the router sends all of them with priority 158, which is info.",
    },
    busy: {
      title: "A busy hour",
      look: "100,000 lines. In the timeline, see the database stall from 12:17 to 12:21 and a bad release from 12:43 to 12:47, UTC.",
    },
    rails: {
      title: "A Rails app",
      look: "Each line printed is a record, but one logger sent 4 lines as one message. Choose the framing Lines, and 3 of them become errors.",
    },
    metrics: {
      title: "Dynos and databases",
      look: "A dyno grows past its memory quota until R14, among 10 records of what dynos, Postgres and Redis use.",
    },
    dropped: {
      title: "Dropped messages",
      look: "The L10 notice ends without LF, so the next frame touches it: 5 records by octet counts, 4 by lines.",
    },
    cut: {
      title: "A line cut in two",
      look: "Logplex cuts lines at 10,000 bytes, here inside a character: 2 records with one timestamp, each with invalid-utf8.",
    },
    windows: {
      title: "Pasted on Windows",
      look: "CRLF where LF was counted: 4 records with the warning crlf. With octet counting, each LF left over is an error, 4 in all.",
    },
    damaged: {
      title: "Damaged",
      look: "Every kind of problem that a frame can have: 7 records, 5 errors, 7 warnings, and no byte is lost.",
    },
    syslog: {
      title: "A syslog drain",
      look: "The host name of all 7 records is the drain’s token, and each message begins with “- ”: structured data that the schema does not know.",
    },
    hosts: {
      title: "Hosts and absent values",
      look: "10 records with addresses, names and punycode as host names; see what becomes an indicator, and what “-” makes absent.",
    },
    hostile: {
      title: "Hostile text",
      look: "Markup, escape sequences, turned-round text and a forged frame in 11 records: all of it stays text, and the forged one no record.",
    },
    cli: {
      title: "Output of heroku logs",
      look: "5 lines as a terminal shows them: there are no frames in it, which 1 error says.",
    },
    json: {
      title: "Wrapped in JSON",
      look: "5 lines as a collector stores them: 1 error for all of it. Take the bodies out of the JSON first.",
    },
  },

  // Sums, progress, failures, the table, search and filters.
  result: {
    title: "Result",
    record: (/** @type {number} */ count) => plural(count, "record"),
    error: (/** @type {number} */ count) => plural(count, "error"),
    warning: (/** @type {number} */ count) => plural(count, "warning"),
    timing: (/** @type {string} */ size, /** @type {string} */ duration) =>
      `${size} in ${duration}`,
    timingNote:
      "The time of one parse; a short one is done again and timed once the parser is warm",
    stages: {
      reading: "Reading",
      parsing: "Parsing",
      indexing: "Sorting out",
      filtering: "Filtering",
      exporting: "Writing",
    },
    working: (/** @type {string} */ stage) => `${stage} …`,
    workingOf: (
      /** @type {string} */ stage,
      /** @type {string} */ done,
      /** @type {string} */ total,
    ) => `${stage}: ${done} of ${total}`,
    cancel: "Cancel",
    failed: "The payload could not be read",
    stopped: "The parser stopped",
    stoppedNote: (/** @type {string} */ reason) =>
      `The parser stopped (${reason}). It is started again for the next payload.`,
    unreadable: {
      gzipTooLarge: (/** @type {string} */ most) =>
        `The gzip file decompresses to more than ${most}, the most that is read.`,
      linkTooLarge: (/** @type {string} */ most) =>
        `What the link holds decompresses to more than ${most}, the most that is read.`,
      gzipDamaged: (/** @type {string} */ size) =>
        `The gzip file is damaged or cut short: ${size} came out of it before that.`,
      linkDamaged: (/** @type {string} */ size) =>
        `The link is damaged or was cut: ${size} came out of it before that.`,
    },
    cancelled: "It was cancelled.",
    retry: "Try again",
    emptyTitle: "No payload yet",
    emptyText:
      "Paste the body of a log-drain request, drop a file anywhere on this page, or start with a sample. Each frame becomes an event; bytes that give none are told of with their place and the reason.",
    allWell: (/** @type {number} */ gap, /** @type {string} */ shown) =>
      gap === 0
        ? "No problems: every byte is part of a record."
        : `No problems: every byte is part of a record, or one of ${shown} blanks and line ends between them.`,
    nothingEmpty: "The payload is empty.",
    nothingMarked: "There is nothing in this payload but a byte order mark and blanks.",
    nothingBlank: "There is nothing in this payload but blanks.",
    problems: "Problems",
    unlisted: (/** @type {string} */ most, /** @type {number} */ more) =>
      `The first ${most} problems are listed. ${counted(more, "more problem")} ${more === 1 ? "is" : "are"} only counted; errors among them have no row.`,
    rows: "Rows",
    rowsOf: (/** @type {string} */ shown, /** @type {string} */ all) => `${shown} of ${all} rows`,
    allRows: (/** @type {number} */ count) => counted(count, "row"),
    noRows: "No row meets all filters.",
    search: "Search in text",
    filters: "Filters",
    removeFilter: (/** @type {string} */ filter) => `Remove the filter ${filter}`,
    clearFilters: "Clear all",
    timeFrom: "from",
    timeTo: "before",
    differsFrom: (/** @type {string} */ framing) => `not so in “${framing}”`,
    sortBy: "Sort by",
    payloadOrder: "the payload’s order",
    descending: "From the greatest down",
    overview: "Overview",
    columns: "Columns",
    columnsTitle: "Columns of the table",
    resetColumns: "As at first",
    table: {
      number: "#",
      event_time: "event time (UTC)",
      local_time: "event time (local)",
      ip_addresses: "IP addresses",
      domain_names: "domain names",
      severity: "severity",
      facility: "facility",
      problem: "problems",
    },
    parseTimeCell: "time of parsing",
    atByte: (/** @type {string} */ offset) => `byte ${offset}`,
    linkProblems: "Not all of the link was understood:",
  },

  // One record or one error.
  details: {
    record: (/** @type {string} */ number) => `Record ${number}`,
    error: "Error",
    noRecord: "produced no record",
    bytesOfPayload: (/** @type {string} */ range) =>
      range.includes("–") ? `bytes ${range}` : `byte ${range}`,
    atByte: (/** @type {string} */ offset) => `at byte ${offset}`,
    placeInView: (/** @type {string} */ place, /** @type {string} */ count) =>
      `row ${place} of ${count}`,
    notInView: "not among the rows shown",
    showInText: "Show in the text",
    jsonTooLong: (/** @type {string} */ size) =>
      `The event has ${size} of JSON; download it to see it.`,
    previous: "Previous",
    next: "Next",
    bytes: "Bytes",
    asText: "Text",
    asHex: "Hex",
    copyText: "Copy text",
    copyHex: "Copy hex",
    downloadRaw: "Download bytes",
    bytesLabel: "Bytes by field: left and right arrow keys select a field",
    linkHint: "Point at a field or its bytes; a click keeps them lit.",
    notUtf8: "This byte is not UTF-8",
    countEndsHere: (/** @type {string} */ count) => `The octet count (${count}) ends here`,
    showMore: (/** @type {number} */ more, /** @type {number} */ left) =>
      `Show ${more < left ? `${counted(more, "more byte")} of ${left.toLocaleString("en")}` : counted(left, "more byte")}`,
    bytesLeftOut: (/** @type {number} */ shown, /** @type {number} */ all) =>
      `These are the first ${shown.toLocaleString("en")} of ${counted(all, "byte")}. Download them to see the rest.`,
    excerpt: "The place in its line",
    moreBytes: (/** @type {string} */ count) => `… ${count} more bytes`,
    pattern: "The schema’s pattern",
    eventAsJson: "Event as JSON",
    copyJson: "Copy JSON",
    downloadJson: "Download JSON",
    filterProblem: (/** @type {string} */ code) => `Show only rows with ${code}`,
    filterField: (/** @type {string} */ name) => `Show only rows with this ${name}`,
    filterChip: "Show only rows with this value",
    table: { title: "Fields", field: "Field", type: "Type", bytes: "Bytes", value: "Value" },
    facts: {
      title: "Decoded",
      parseTime: "no timestamp, so the time of parsing",
      asSent: "as sent",
      facility: "facility",
      severity: "severity",
      noPriority: "not 0 to 191, so no facility and no severity",
      indicators: "Indicators",
      linesExact: "This event: the framing Lines is how its HTTP source reads.",
      lines: {
        one: () => "The same event: the frame is one line.",
        many: (/** @type {number} */ lines) =>
          `Its HTTP source sees ${lines.toLocaleString("en")} lines: an event of the first, and none of the others unless they match by themselves.`,
        open: () =>
          "No line end closes the frame: what follows in the payload becomes part of the message.",
      },
    },
    octets: {
      right: (/** @type {number} */ count) =>
        `The octet count is correct (${counted(count, "byte")}).`,
      tooMany: (/** @type {number} */ difference) =>
        `According to its count, the frame should end ${counted(difference, "byte")} later.`,
      tooFew: (/** @type {number} */ difference) =>
        `According to its count, the frame should end ${counted(difference, "byte")} earlier.`,
      declared: "Declared",
      actual: "Actual",
    },
  },

  // The meaning of each problem and its fix.
  problems,

  // The timeline and the bars.
  overview: {
    timeline: "Records over time",
    stack: "Stack by",
    facet: "Count by",
    names: {
      severity: "Severity",
      facility: "Facility",
      app_name: "Source",
      process_id: "Process",
      host_name: "Host",
      problem: "Problem",
    },
    others: "others",
    utc: "UTC",
    local: "local",
    table: "Table",
    clear: "Clear time",
    from: "From",
    total: "Total",
    chosen: "filtered",
    brush: "Time filter",
    start: "Start of the time filter",
    end: "End of the time filter",
    keys: "Arrow keys move by a column, Page Up and Page Down by ten, Escape clears.",
    handle: (/** @type {string} */ time, /** @type {string} */ records) =>
      `${time}, ${records} in this column`,
    picture: (
      /** @type {string} */ records,
      /** @type {string} */ from,
      /** @type {string} */ to,
    ) => `Columns over time: ${records} from ${from} to ${to}`,
    perColumn: (/** @type {string} */ step) => `${step} a column`,
    untimed: (/** @type {number} */ count) => `${counted(count, "record")} without a time`,
    noTimes: "No record has a time",
    noRecords: "No records",
    nothingHere: (/** @type {string} */ name) => `No values: ${name}`,
    more: (/** @type {number} */ count) => `and ${counted(count, "more value")}`,
  },

  // Copies, downloads, links.
  share: {
    share: "Share",
    shareTitle: "Share this payload",
    holdsLog: "The link holds the log itself: everyone who has the link can read it.",
    notSent:
      "The part behind # is not sent to any server when the link is opened, but chat programs and browser histories keep it.",
    makingLink: "Making the link…",
    linkLength: (/** @type {number} */ count) => `${counted(count, "character")}.`,
    longForSome: (/** @type {number} */ count) =>
      `Some chat programs cut or refuse links of more than ${counted(count, "character")}.`,
    copyLink: "Copy link",
    byHand: "The browser did not allow copying. Copy the link from here:",
    tooLong: (/** @type {number} */ count, /** @type {number} */ most) =>
      `In a link the payload would take ${counted(count, "character")}, even compressed; more than ${most.toLocaleString("en")} do not get through everywhere.`,
    sendFile: "Send it as a file instead:",
    downloadPayload: "Download the payload",

    export: "Export",
    exportTitle: "Export",
    scope: "What",
    theseRows: (/** @type {number} */ count) =>
      count === 1 ? "The row in the table" : `The ${counted(count, "row")} in the table, as sorted`,
    thisRow: (/** @type {number} */ number) =>
      `The selected row (number ${number.toLocaleString("en")})`,
    noRow: "The selected row (none is selected)",
    allRows: (/** @type {number} */ count) =>
      `Everything: ${counted(count, "row")} in the payload’s order`,
    format: "As",
    formats: { ndjson: "NDJSON", json: "JSON", csv: "CSV", raw: "Raw bytes" },
    formatNotes: {
      ndjson: "one record per line, with the values of Panther’s event; without errors",
      json: "one object with records and problems",
      csv: "one record a row; without errors. Import it as text: a spreadsheet may run cells that begin with = + - @",
      raw: "as they came",
    },
    exporting: "Making it…",
    download: "Download",
    downloaded: (/** @type {string} */ name, /** @type {string} */ size) => `${name}, ${size}`,
    changed: "The result has changed meanwhile. Try again.",
    refusals: {
      changed: () => "The result has changed meanwhile. Try again.",
      tooLarge: (/** @type {string} */ most) =>
        `More than ${most}, too much for the clipboard. Download it instead.`,
      notText: () =>
        "These bytes are not all text (UTF-8 without NUL), so a copy would differ. Download them instead.",
    },
    failed: (/** @type {string} */ reason) => `That failed: ${reason}`,
  },

  // How to point a drain somewhere.
  connect: {
    title: "Connect a drain",
    intro:
      "What you type here goes into the commands below. Nothing of it is sent or kept. The commands are for a POSIX shell, such as bash or zsh.",
    app: "App name",
    appInvalid:
      "An app name has 3 to 30 lower-case letters, digits and dashes; it starts with a letter and does not end with a dash.",
    endpoint: "Endpoint URL",
    remarks: {
      invalid: "This is no URL: it starts with `https://` and a host name.",
      scheme: "This kind of drain takes an `https://` URL.",
      plain:
        "Over `http://` the logs, and the drain’s token, can be read on their way. Use `https://`.",
      credentials:
        "A password in the URL shows up in `heroku drains` and in your shell’s history. Private Spaces need it; elsewhere, check the drain’s token instead.",
      local:
        "Heroku does not reach this host: it is only known to your network, or to your computer.",
    },
    copyOf: (/** @type {string} */ what) => `Copy: ${what}`,

    answer: "Answer as Logplex expects it",
    rules: [
      "Logplex sends one `POST` after another over HTTP/1.1, with a `Content-Length`, never compressed. A body has up to about 100 KB; a single message that is larger comes alone.",
      "Answer with any 2xx within 5 seconds, best before the work is done.",
      "After a 4xx (but 429) the batch is dropped for good. So answer 2xx to a body that you cannot read, too, and keep it to look at.",
      "After anything else (5xx, 429, no answer) it is sent again, three times in all, and then dropped. A retry has the same `Logplex-Frame-Id`: leave out what you have already taken.",
      "What was dropped is counted in an L10 notice at the start of a later batch. It often has no line feed behind it, so split the body by octet counts, not by lines.",
    ],
    code: "An endpoint in Node",
    codeNote:
      "Needs `npm install heroku-drain`. It keeps these rules, takes only requests with the drain’s token, and prints events; what `onBatch` fails at is sent again. To keep them on disk instead, each once: `npx heroku-drain serve --help`.",
    test: "Try it before Heroku does",
    testNote:
      "Posts two records in one batch. Expect a 2xx. Until you have a token, choose one for the test and set it for the endpoint too.",
    add: "Add the drain",
    addNote:
      "Fir apps have no such drains: they send telemetry over OTLP (OpenTelemetry), which is another format.",
    token: "Let only your drain in",
    tokenNote:
      "Anyone can find your endpoint and post made-up logs to it. Read the field `token` of your drain, and set it as `LOGPLEX_DRAIN_TOKEN` where the endpoint runs. Until the endpoint knows it, it refuses the drain’s batches, and these are gone.",
    tokenCheck:
      "Every request has it in `Logplex-Drain-Token`. Treat it as a password, and compare it in constant time, as the endpoint above does by itself.",
    privateSpace:
      "Private Space drains send no token, only `Logplex-Msg-Count`. There, put a user name and a password into the URL; they come as `Authorization: Basic`, and the endpoint takes them as `credentials`.",
    watch: "See what arrives",
    watchNote:
      "This shows the same logs, but not in the drain’s format: no octet counts, no priorities. To see what a drain sends, save a request’s body as it is, and open the file on this page.",
    remove: "Remove the drain",

    headers: "What the headers mean",
    header: "Header",
    meaning: "Meaning",
    headerRows: [
      ["Content-Type", "always `application/logplex-1`"],
      [
        "Logplex-Msg-Count",
        "how many frames the body has, an L10 notice among them. Do not refuse a batch because you count others.",
      ],
      [
        "Logplex-Frame-Id",
        "the batch; the same on every retry, even where the retry has another L10 notice",
      ],
      ["Logplex-Drain-Token", "the drain, `d.` and a UUID; not from Private Spaces"],
      ["User-Agent", "`Logplex/` and a version; `excon/` from Private Spaces"],
      ["Authorization", "Basic, where the drain’s URL has a user name and a password"],
    ],
  },
};
