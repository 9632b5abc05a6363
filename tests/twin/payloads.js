/**
 * Random payloads from a seed: well-formed, damaged, miscounted, in another format, and noise.
 */

/** @typedef {() => number} Random At least 0 and less than 1. */

/**
 * Mulberry32: small, and the same everywhere.
 *
 * @param {number} seed
 * @returns {Random}
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {Random} random
 * @param {number} below
 */
function integer(random, below) {
  return Math.floor(random() * below);
}

/**
 * @template T
 * @param {Random} random
 * @param {readonly T[]} list
 * @returns {T}
 */
function pick(random, list) {
  return list[integer(random, list.length)];
}

/**
 * @template T
 * @param {Random} random
 * @param {number} most
 * @param {() => T} make
 * @returns {T[]}
 */
function some(random, most, make) {
  return Array.from({ length: integer(random, most + 1) }, make);
}

/**
 * A payload of any sort.
 *
 * @param {Random} random
 * @returns {Uint8Array}
 */
export function anyPayload(random) {
  const sort = random();
  if (sort < 0.15) return wellFormed(random);
  if (sort < 0.55) return afterAccidents(random, wellFormed(random));
  if (sort < 0.7) return joined(miscountedLines(random).map(({ frame }) => frame));
  if (sort < 0.8) return inAnotherFormat(random, wellFormed(random));
  return noise(random);
}

// ---- Well-formed ----

/**
 * @param {Random} random
 * @returns {Uint8Array}
 */
export function wellFormed(random) {
  const most = random() < 0.01 ? 500 : 6;
  return joined(some(random, most, () => frame(encode(syslog(random)))));
}

/**
 * Well-formed frames with any messages: ends in digits, line feeds, whole frames
 * and frame starts, on lines of their own and within lines, glued to the next frame.
 *
 * @param {Random} random
 * @returns {{ message: string, frame: Uint8Array }[]} The messages include their line ends.
 */
export function wellFormedFrames(random) {
  return some(random, 6, () => {
    const message = `m${nestedMessage(random, 2)}`;
    return { message, frame: frame(encode(`${HEADER}${message}`)) };
  });
}

const HEADER = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";

/**
 * @param {Random} random
 * @param {number} depth
 * @returns {string}
 */
function nestedMessage(random, depth) {
  const parts = some(random, 3, () => {
    if (depth === 0 || random() < 0.5) return message(random);
    const payload = `${HEADER}${nestedMessage(random, depth - 1)}`;
    return random() < 0.7 ? `${encode(payload).length} ${payload}` : payload;
  });
  return parts.join(pick(random, ["", " ", "\n"])) + pick(random, FRAME_LIKE_ENDS);
}

const FRAME_LIKE_ENDS = [
  "",
  "",
  "\n",
  "\n",
  " ",
  "\r\n",
  "0",
  "\n24",
  " 12345678901",
  " 3 <1",
  " 24 <190>1 ",
  "\n24 <190>1 - ",
  "\n<190>1 - ",
];

/**
 * @param {Uint8Array} payload
 * @param {number} [off] Difference from the correct count.
 */
function frame(payload, off = 0) {
  return joined([encode(`${Math.max(payload.length + off, 1)} `), payload]);
}

/**
 * Frames of one line each, with counts wrong by up to three, all by the same amount or each by its own.
 * Nothing in a message looks like a boundary, so each has one right reading.
 *
 * @param {Random} random
 * @returns {{ message: string, off: number, frame: Uint8Array }[]} The messages without line feeds.
 */
export function miscountedLines(random) {
  const off = () => integer(random, 7) - 3;
  const all = random() < 0.5 ? off() : undefined;
  return some(random, 6, () => {
    const message = ["m", ...some(random, 3, () => pick(random, LINES))].join(" ");
    const wrong = all ?? off();
    return { message, off: wrong, frame: frame(encode(`${HEADER}${message}\n`), wrong) };
  });
}

const LINES = [
  'at=info method=GET path="/a?x=1&y=2" dyno=web.1 service=2ms status=200',
  "State changed from starting to up",
  "grüße",
  "total 1",
  "24",
  "12345678901",
  "3 > 2",
  "a < b",
  "x",
];

/** @param {Random} random */
function syslog(random) {
  const priority = pick(random, [
    "190",
    "158",
    "134",
    "45",
    "172",
    "0",
    "191",
    "192",
    "013",
    "-",
    "",
    "999",
  ]);
  const usual = random() < 0.7 ? "190" : priority;
  const version = random() < 0.95 ? "1" : pick(random, ["2", "", "-", "123", "1234"]);
  const process = pick(random, [
    "web.1",
    "router",
    "scheduler.6388",
    "heroku-postgres",
    "-",
    "",
    "wörker.2",
  ]);
  const id = random() < 0.9 ? "-" : pick(random, ["", "10", "ïd"]);
  const app = pick(random, ["app", "heroku", "-"]);
  return `<${usual}>${version} ${timestamp(random)} ${host(random)} ${app} ${process} ${id} ${message(random)}`;
}

/** @param {Random} random */
function timestamp(random) {
  if (random() < 0.15) return pick(random, ODD_TIMESTAMPS);
  const two = (/** @type {number} */ below) => String(integer(random, below)).padStart(2, "0");
  const fraction = some(random, 9, () => integer(random, 10)).join("");
  const date = `${1900 + integer(random, 200)}-${pick(random, MONTHS)}-${pick(random, DAYS)}`;
  const zone = pick(random, [
    "Z",
    "+00:00",
    "-00:00",
    `+${two(25)}:${two(61)}`,
    `-${two(24)}:${two(60)}`,
  ]);
  return `${date}T${two(24)}:${two(60)}:${two(60)}${fraction && `.${fraction}`}${zone}`;
}

const MONTHS = ["01", "02", "03", "05", "10", "12"];
const DAYS = ["01", "02", "15", "28", "28", "29", "30"];

const ODD_TIMESTAMPS = [
  "-",
  "",
  "0000-01-01T00:00:00+23:59",
  "9999-12-31T23:59:59.9999-23:59",
  "1969-12-31T23:59:59.9999999Z",
  "2016-12-31T23:59:60Z",
  "2024-02-29T00:00:00Z",
  "2023-02-29T00:00:00Z",
  "2024-05-29t07:07:25z",
  "2024-05-29T07:07:25.Z",
  "2024-05-29T07:07:25,1Z",
  "yesterday",
];

/** @param {Random} random */
function host(random) {
  if (random() < 0.6) return "host";
  return pick(random, [
    "d.73ea7440-270a-435a-a0ea-adf50b4e5f5a",
    "1.2.3.4",
    "01.2.3.4",
    "::1",
    "::ffff:1.2.3.4",
    "1:2:3:4:5:6:7::8",
    "fe80::1%eth0",
    "xn--bcher-kva.xn--p1ai",
    "xn--!.example",
    "höst",
    "\t\u00a0host\u3000",
    "\t",
    "\ufeffhost",
    "-",
    "",
  ]);
}

/** @param {Random} random */
function message(random) {
  const text = some(random, 3, () => pick(random, MESSAGES)).join(
    pick(random, ["", " ", "\n", "\r\n"]),
  );
  return text + pick(random, ["\n", "\n", "\n", "\n", "", "\r\n", "\r", "\n\n", "7"]);
}

const MESSAGES = [
  'at=info method=GET path="/a?x=1&y=2" host=x.example request_id=8601b555 fwd="1.2.3.4" dyno=web.1 connect=0ms service=2ms status=200 bytes=50 protocol=http2.0 tls=true',
  'sock=backend at=error code=H18 desc="Server Request Interrupted" method=POST path="/s" status=200',
  "State changed from starting to up",
  "Error R14 (Memory quota exceeded)",
  "Error L10 (output buffer overflow): 1 messages dropped since 2015-05-09T20:19:03+00:00.",
  "source=DATABASE sample#db_size=90755887bytes sample#memory-total=3944484kB",
  "[YELLOW] [12-1]  sql_error_code = 00000 LOG: done",
  '{"level":"info","message":"hello"}',
  "grüße 例え 😁",
  "total 1",
  "24",
  "-",
  "<190>1 - h a p - without a count",
  "\n24 <190>1 - h a p - on a line",
  "83 <40>1 2012-11-30T06:45:29+00:00 host app web.3 - a frame in a text",
  '\u0000\b\u001b[31mred\u001b[0m \u2028 \u007f "quoted" \\ back',
  "",
];

// ---- Accidents ----

/**
 * @param {Random} random
 * @param {Uint8Array} payload
 */
export function afterAccidents(random, payload) {
  let bytes = payload;
  const accidents = 1 + integer(random, 3);
  for (let count = 0; count < accidents; count += 1) bytes = pick(random, ACCIDENTS)(random, bytes);
  return bytes;
}

/** @type {((random: Random, bytes: Uint8Array) => Uint8Array)[]} */
const ACCIDENTS = [
  function drop(random, bytes) {
    const at = place(random, bytes);
    return replaced(bytes, at, at + integer(random, 8), []);
  },
  function add(random, bytes) {
    return inserted(random, bytes, noise(random).subarray(0, 1 + integer(random, 5)));
  },
  function flip(random, bytes) {
    const at = place(random, bytes);
    return replaced(bytes, at, at + 1, [(bytes[at] ?? 0) ^ (1 << integer(random, 8))]);
  },
  function cut(random, bytes) {
    return bytes.subarray(0, place(random, bytes));
  },
  function cutAtTheStart(random, bytes) {
    return bytes.subarray(place(random, bytes));
  },
  function glue(random, bytes) {
    return mapped(bytes, (byte) => (byte === LF && random() < 0.5 ? [] : [byte]));
  },
  function windows(random, bytes) {
    const all = random() < 0.5;
    return mapped(bytes, (byte) => (byte === LF && (all || random() < 0.5) ? [CR, LF] : [byte]));
  },
  function betweenFrames(random, bytes) {
    const ends = [...bytes].flatMap((byte, at) => (byte === LF ? [at + 1] : []));
    const at = pick(random, [...ends, bytes.length]);
    return replaced(bytes, at, at, encode(pick(random, BETWEEN)));
  },
  function prefixed(_random, bytes) {
    return eachLine(bytes, (line) => `drain_1  | ${line}`);
  },
  function withoutCounts(random, bytes) {
    return eachLine(bytes, (line) => (random() < 0.5 ? line.replace(/^[0-9]+ (?=<)/, "") : line));
  },
  function countsOff(random, bytes) {
    const off = pick(random, [-3, -2, -1, 1, 2, 3]);
    return eachLine(bytes, (line) =>
      line.replace(/^[0-9]{1,10}(?= <)/, (count) => String(Math.max(Number(count) + off, 0))),
    );
  },
  function withoutCarriageReturns(_random, bytes) {
    return bytes.filter((byte) => byte !== CR);
  },
  function savedAsLatin1(_random, bytes) {
    return Uint8Array.from(Buffer.from(Buffer.from(bytes).toString("utf8"), "latin1"));
  },
  function trimmed(_random, bytes) {
    return eachLine(bytes, (line) => line.replace(/[ \t\r]+$/, ""));
  },
  function withoutLastByte(_random, bytes) {
    return bytes.subarray(0, Math.max(bytes.length - 1, 0));
  },
  function windowsOutsideTheCount(random, bytes) {
    return mapped(bytes, (byte) => (byte === LF && random() < 0.7 ? [CR] : [byte]));
  },
  function spaces(random, bytes) {
    return mapped(bytes, (byte) => (byte === LF && random() < 0.5 ? [SPACE] : [byte]));
  },
  function wrongCount(random, bytes) {
    const counts = [...text(bytes).matchAll(/[0-9]+(?= <)/g)];
    if (counts.length === 0) return bytes;
    const { index, 0: digits } = pick(random, counts);
    const off = pick(random, [-20, -3, -1, 1, 2, 6, 100, 1e6, 5e9, 1e15]);
    return replaced(bytes, index, index + digits.length, encode(String(Number(digits) + off)));
  },
  function swap(random, bytes) {
    const [first, second] = [place(random, bytes), place(random, bytes)].sort((a, b) => a - b);
    return joined([
      bytes.subarray(second),
      bytes.subarray(first, second),
      bytes.subarray(0, first),
    ]);
  },
  function mark(random, bytes) {
    return random() < 0.7
      ? joined([encode("\ufeff"), bytes])
      : inserted(random, bytes, encode("\ufeff"));
  },
  function frameLike(random, bytes) {
    return inserted(random, bytes, encode(pick(random, FRAME_LIKE)));
  },
  function indent(_random, bytes) {
    return joined([
      encode("  "),
      mapped(bytes, (byte) => (byte === LF ? [LF, SPACE, TAB] : [byte])),
    ]);
  },
];

/** Text between bodies in a capture. */
const BETWEEN = [
  "POST /logs HTTP/1.1\r\nHost: drain.example\r\nContent-Length: 50\r\n\r\n",
  "\r\n--------------------------d74496d66958873e\r\n",
  "<190>1 - h a p - without a count\n",
  "<13>May 29 07:07:25 host app[1]: an old line\n",
  "-- the end --\n",
  "12345\n",
  "\0\0\0\0",
];

/**
 * @param {Uint8Array} bytes
 * @param {(line: string) => string} change Receives a line without its line feed, one character per byte.
 */
function eachLine(bytes, change) {
  const lines = text(bytes).split("\n");
  return Uint8Array.from(Buffer.from(lines.map(change).join("\n"), "latin1"));
}

const FRAME_LIKE = [
  "83 <40>1 ",
  "\n83 <40>1 ",
  "\n \t5 <1>1 ",
  "\r83 <40>1 x",
  "<190>1 ",
  "\n<190>1 2024-05-29T07:07:25Z host app web.1 - x\n",
  "12345678901 <1>1 ",
  "0 <1>1 ",
  "00 ",
  "-5 <1>1 ",
  "1 <->1 ",
  "7 <1",
  " ",
  "\n\n",
];

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];

/**
 * @param {Random} random
 * @param {Uint8Array} bytes
 */
function place(random, bytes) {
  return integer(random, bytes.length + 1);
}

/**
 * @param {Random} random
 * @param {Uint8Array} bytes
 * @param {ArrayLike<number>} more
 */
function inserted(random, bytes, more) {
  const at = place(random, bytes);
  return replaced(bytes, at, at, more);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 * @param {ArrayLike<number>} more
 */
function replaced(bytes, start, end, more) {
  return joined([bytes.subarray(0, start), Uint8Array.from(more), bytes.subarray(end)]);
}

/**
 * @param {Uint8Array} bytes
 * @param {(byte: number) => number[]} change
 */
function mapped(bytes, change) {
  return Uint8Array.from([...bytes].flatMap(change));
}

// ---- Other formats ----

/**
 * The payload, converted and sometimes damaged.
 *
 * @param {Random} random
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function inAnotherFormat(random, bytes) {
  const converted = pick(random, FORMATS)(random, Buffer.from(bytes));
  const payload = typeof converted === "string" ? encode(converted) : Uint8Array.from(converted);
  const marked = random() < 0.1 ? joined([encode("\ufeff \n"), payload]) : payload;
  return random() < 0.2 ? afterAccidents(random, marked) : marked;
}

/** @type {((random: Random, bytes: Buffer) => string | Buffer)[]} */
const FORMATS = [
  function base64(random, bytes) {
    const text = bytes.toString(pick(random, /** @type {const} */ (["base64", "base64url"])));
    const lines = new RegExp(`.{${pick(random, [4, 64, 76])}}`, "g");
    return random() < 0.5 ? text : text.replace(lines, pick(random, ["$&\n", "$&\r\n"]));
  },
  function utf16(random, bytes) {
    const text = pick(random, ["", "\ufeff"]) + bytes.toString("utf8");
    const little = Buffer.from(text, "utf16le");
    const encoded = random() < 0.5 ? little : little.swap16();
    return random() < 0.3 ? encoded.toString("utf8") : encoded;
  },
  function htmlEscaped(random, bytes) {
    const less = pick(random, ["&lt;", "&#60;", "&#x3c;", "&LT;", "&#X3C;"]);
    const greater = pick(random, ["&gt;", "&#62;", "&#x3e;", "&Gt;", "&#x3E;"]);
    const text = bytes.toString("utf8").replaceAll("&", "&amp;");
    return text.replaceAll("<", less).replaceAll(">", greater);
  },
  function cliOutput(random, bytes) {
    const lines = random() < 0.5 ? bytes.toString("utf8") : "Listening on 3000\nState changed\n";
    return lines.replaceAll(/^(?=.)/gm, "2024-05-29T07:07:25.193493+00:00 app[web.1]: ");
  },
  function json(_random, bytes) {
    return JSON.stringify(bytes.toString("utf8"));
  },
  function form(_random, bytes) {
    return String(new URLSearchParams({ payload: bytes.toString("utf8") }));
  },
];

// ---- Noise ----

const HOSTILE = [
  ..."0011199<<>>  \n\n\r-:TZ+\t",
  "<1>1 ",
  "5 <1>1 ",
  "20 <1>1 - - - - - ",
  "<13>1 - h a p - m",
  "2024-05-29T07:07:25Z",
  "é",
  "😁",
  "\ufeff",
  "&lt;",
  "MjQgPDE5",
  "2\0",
  [0xff, 0xfe],
  [0xff],
  [0xc3],
  [0xf0, 0x9f],
  [0x80],
];

/**
 * @param {Random} random
 * @returns {Uint8Array}
 */
export function noise(random) {
  const most = random() < 0.5 ? 8 : 60;
  return joined(
    some(random, most, () => pick(random, HOSTILE)).map((piece) =>
      typeof piece === "string" ? encode(piece) : Uint8Array.from(piece),
    ),
  );
}

// ---- Bytes ----

/** @param {string} text */
function encode(text) {
  return new TextEncoder().encode(text);
}

/**
 * One character per byte.
 *
 * @param {Uint8Array} bytes
 */
function text(bytes) {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The bytes as a string that a caller might pass: ill-formed bytes are U+FFFD, and sometimes it contains
 * half a surrogate pair.
 *
 * @param {Random} random
 * @param {Uint8Array} bytes
 */
export function asString(random, bytes) {
  const string = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (random() < 0.9) return string;
  const at = integer(random, string.length + 1);
  return (
    string.slice(0, at) + pick(random, ["\ud83d", "\ude01", "\ude01\ud83d"]) + string.slice(at)
  );
}
