// The built program: its output, its messages and its exit codes.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { explain, parse } from "heroku-drain";
import { makePayload } from "../../bench/payload.js";
import { readJson } from "../../scripts/tools.js";
import { cannotHaveTerminal, framed, onTerminal, run, started } from "./run.js";

const TIME = "2026-05-17T09:30:00.000Z";
const ESCAPE = "\x1b";
const AT = ["--parse-time", TIME];
const GOOD = framed("<158>1 2026-05-17T09:30:00.025082+00:00 host heroku router - at=info\n");
const BAD = framed("<190>1 noon host app web.1 - late\n");
const CUT = "99 <190>1 - host app web.1 - cut";
const MIXED = `${GOOD}${BAD}${CUT}`;
/** Control, invisible and bidirectional characters, in each field that can contain them. */
const SLY = framed(
  "<190>1 - host a\x1b[2Jpp web\x07.1 - \x1b]0;title\x07\x9b31m\u202egnp\u200b\u3164\u2800\u00a0\u2003\u3000\r\nlast\x7f\x00\n",
);

/** @type {string} */
let folder;
/** @type {string} */
let file;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "heroku-drain-cli-"));
  file = written("mixed.log", MIXED);
});
after(() => rmSync(folder, { recursive: true }));

describe("parse", () => {
  test("writes the NDJSON of the package to a pipe, and problems to standard error", () => {
    const { status, stdout, stderr } = run(["parse", ...AT, file]);
    assert.equal(status, 0);
    assert.equal(stdout, ndjsonOf(MIXED));
    const { problems } = parse(new TextEncoder().encode(MIXED));
    assert.deepEqual(stderr.split("\n"), [
      ...problems.map(({ severity, code, message }) => `${file}: ${severity} ${code}: ${message}`),
      "2 records, 1 error, 1 warning",
      "",
    ]);
  });

  test("reads standard input if there is no file, or if it is -", () => {
    for (const args of [[], ["-"]]) {
      const { stdout, stderr } = run(["parse", ...AT, ...args], { input: MIXED });
      assert.equal(stdout, ndjsonOf(MIXED));
      assert.match(stderr, /^standard input: error invalid-timestamp: /);
    }
  });

  test("reads each of several files as a payload of its own", () => {
    const { stdout } = run(["parse", ...AT, file, written("good.log", GOOD)]);
    assert.equal(stdout, ndjsonOf(MIXED) + ndjsonOf(GOOD));
  });

  test("decompresses gzip in files of any name and in standard input", () => {
    const bytes = gzipSync(MIXED);
    assert.equal(run(["parse", ...AT, written("packed", bytes)]).stdout, ndjsonOf(MIXED));
    assert.equal(run(["parse", ...AT], { input: bytes }).stdout, ndjsonOf(MIXED));
    const twice = Buffer.concat([gzipSync(GOOD), gzipSync(GOOD)]);
    assert.equal(run(["parse", ...AT], { input: twice }).stdout, ndjsonOf(GOOD + GOOD));
  });

  test("writes one JSON array with --format json, even if there are no records", () => {
    const { stdout } = run(["parse", ...AT, "--format", "json", file, file]);
    const records = JSON.parse(
      ndjsonOf(MIXED)
        .trim()
        .replace(/^.*$/s, (lines) => `[${lines.replaceAll("\n", ",")}]`),
    );
    assert.deepEqual(JSON.parse(stdout), [...records, ...records]);
    assert.equal(run(["parse", "--format", "json"]).stdout, "[]\n");
  });

  test("writes a table for people", () => {
    assert.deepEqual(run(["parse", "--format", "table", file]).stdout.split("\n"), [
      "time                      level    source                message",
      "2026-05-17T09:30:00.025Z  info     heroku router         at=info",
      "-                         info     app web.1             cut",
      "",
    ]);
  });

  test("escapes characters in a table that a terminal would obey or hide", () => {
    const { stdout } = run(["parse", "--format", "table"], { input: SLY });
    const [, row, end] = stdout.split("\n");
    assert.equal(end, "");
    assert.match(stdout, /^[\n\x20-\x7e]*$/);
    assert.ok(
      String(row).endsWith(
        String.raw`app web\u{7}.1  \u{1b}]0;title\u{7}\u{9b}31m\u{202e}gnp\u{200b}\u{3164}\u{2800}\u{a0}\u{2003}\u{3000}\r\nlast\u{7f}\u{0}`.replace(
          "app",
          String.raw`a\u{1b}[2Jpp`,
        ),
      ),
    );
  });

  test("uses the framing of --framing", () => {
    const { stdout } = run(["parse", ...AT, "--framing", "lines"], { input: SLY });
    assert.equal(stdout, ndjsonOf(SLY, "lines"));
  });

  test("exits with 1 after errors with --strict, and after warnings only with --strict=warnings", () => {
    for (const command of ["parse", "explain"]) {
      assert.equal(run([command, "--strict", file]).status, 1);
      assert.equal(run([command, "--strict=errors", file]).status, 1);
      assert.equal(run([command, "--strict"], { input: CUT }).status, 0);
      assert.equal(run([command, "--strict=warnings"], { input: CUT }).status, 1);
      assert.equal(run([command, "--strict=warnings"], { input: GOOD }).status, 0);
    }
  });

  test("lists no problems with --no-problems, and still counts them for --strict", () => {
    const { status, stderr } = run(["parse", "--no-problems", "--strict", file]);
    assert.deepEqual([status, stderr], [1, ""]);
  });

  test("writes a record as soon as it is complete, before its input ends", async () => {
    const { child, ended } = started(["parse"]);
    child.stdin.write(GOOD + GOOD);
    const [chunk] = await new Promise((resolve) =>
      child.stdout.once("data", (...args) => resolve(args)),
    );
    assert.match(String(chunk), /"message":"at=info"/);
    child.stdin.end();
    assert.equal(await ended, 0);
  });

  test("lists the first problems of a payload full of them, and counts the rest", () => {
    const { status, stdout, stderr } = run(["parse"], {
      input: `${"<1>\n".repeat(50_000)}${GOOD}`,
    });
    assert.deepEqual([status, stdout.split("\n").length], [0, 2]);
    const lines = stderr.split("\n").slice(0, -1);
    assert.equal(lines.at(-1), "1 record, 50,000 errors, 0 warnings");
    assert.ok(lines.length < 5_000, String(lines.length));
    const listed = lines.filter((line) => line.includes("error missing-octet-count")).length;
    const more = lines.map((line) => / ([\d,]+) more problems not listed$/.exec(line)?.[1] ?? "0");
    const hidden = more.reduce((sum, count) => sum + Number(count.replace(",", "")), 0);
    assert.equal(listed + hidden, 50_000);
  });

  test("takes no more memory for 130 MB than for 26 MB, except for garbage", () => {
    const part = gzipSync(makePayload(50_000).bytes);
    const small = memoryFor("parse", written("small.gz", Buffer.concat([part, part])));
    const large = memoryFor("parse", written("large.gz", Buffer.concat(Array(10).fill(part))));
    assert.ok(small > 10_000 && large < small + 60_000, `${small} KB, ${large} KB`);
  });
});

describe("parse, of a file of rejected bytes", () => {
  const [first, second] = [entryOf(BAD), entryOf(GOOD)];

  test("parses the bytes of each line as a separate payload", () => {
    // Two halves of a frame must not be joined.
    const halves = [entryOf(GOOD.slice(0, 30)), entryOf(GOOD.slice(30))];
    const path = written("heroku.rejected.ndjson", [first, second, ...halves].join(""));
    const { status, stdout, stderr } = run(["parse", ...AT, path]);
    assert.equal(status, 0);
    assert.equal(stdout, ndjsonOf(GOOD));
    assert.match(stderr, /rejected\.ndjson: line 1: error invalid-timestamp: /);
    assert.match(stderr, /rejected\.ndjson: line 3: error delimiter-missing: /);
    assert.match(stderr, /rejected\.ndjson: line 4: error /);
  });

  test("skips the blank lines that the log leaves after a crash", () => {
    for (const count of [70_000, 2_000_000]) {
      const path = written("blank.ndjson", `${"\n".repeat(count)}${first}\n\n${second}\n`);
      const { status, stdout, stderr } = run(["parse", "--no-problems", ...AT, path]);
      assert.deepEqual([status, stdout, stderr], [0, ndjsonOf(GOOD), ""]);
    }
  });

  test("keeps the positions of another file that begins with blank lines", () => {
    for (const count of [1, 2_000_000]) {
      const { stdout, stderr } = run(["parse", ...AT], {
        input: `${"\n".repeat(count)}${GOOD}x\n`,
      });
      assert.equal(stdout, ndjsonOf(GOOD));
      assert.match(stderr, new RegExp(`error not-a-frame: .* at byte ${count + GOOD.length}\n`));
    }
  });

  test("reads it from standard input and from gzip", () => {
    const bytes = gzipSync(first + second);
    assert.equal(run(["parse", ...AT], { input: bytes }).stdout, ndjsonOf(GOOD));
  });

  test("reports a line that is not an entry, reads the next ones and exits with 3", () => {
    const path = written("damaged.ndjson", `${first}{"frame_id":"a\n{"frame_id":null}\n${second}`);
    const { status, stdout, stderr } = run(["parse", "--no-problems", ...AT, path]);
    assert.deepEqual([status, stdout], [3, ndjsonOf(GOOD)]);
    const lines = [2, 3].map(
      (line) => `heroku-drain: cannot read ${path}: line ${line} is not an entry\n`,
    );
    assert.equal(stderr, lines.join(""));
  });
});

describe("frame", () => {
  test("prefixes each line with its octet count, in bytes and including its LF", () => {
    const { status, stdout } = run(["frame"], { input: "Grüße 👋\n\n<1>1 -\r\nlast" });
    assert.deepEqual([status, stdout], [0, "13 Grüße 👋\n1 \n8 <1>1 -\r\n4 last"]);
  });

  test("produces a payload that parse reads, however long the text is", () => {
    const line = "<190>1 - host app web.1 - a message\n";
    const text = line.repeat(60_000) + line.replace("a message", "x".repeat(300_000));
    const { stdout } = run(["frame", written("lines.txt", text)]);
    const { status, stderr } = run(["parse", "--strict=warnings"], { input: stdout });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.equal(stdout.length, 60_000 * (line.length + 3) + 300_000 + line.length - 9 + 7);
  });

  test("frames the lines of each of several files, and skips an empty file", () => {
    const [one, none] = [written("one.txt", "a\nb"), written("none.txt", "")];
    assert.equal(run(["frame", one, none, one]).stdout, "2 a\n1 b2 a\n1 b");
  });
});

describe("explain", () => {
  test("shows every part of a payload", () => {
    assert.deepEqual(run(["explain"], { input: `\n${GOOD}${BAD}` }).stdout.split("\n"), [
      String.raw`gap at 0, 1 byte: \n`,
      "record 0 at 1, 72 bytes, local3.info",
      "  message_len           1+2  69",
      "  priority              5+3  158",
      "  version               9+1  1",
      "  timestamp           11+32  2026-05-17T09:30:00.025082+00:00",
      "  host_name            44+4  host",
      "  app_name             49+6  heroku",
      "  process_id           56+6  router",
      "  message_id           63+1  absent",
      "  message              65+7  at=info",
      "error at 73, 37 bytes",
      '  error invalid-timestamp: expected timestamp to be an RFC 3339 timestamp such as 2024-05-29T07:07:25.193493Z, found "noon" at byte 83',
      String.raw`    34 <190>1 noon host app web.1 - late\n`,
      "              ^",
      "1 record of 72 bytes, 1 error of 37 bytes, 1 gap of 1 byte",
      "",
    ]);
  });

  test("puts the caret below the position of the problem after escaped characters", () => {
    const { stdout } = run(["explain"], {
      input: framed("<190>1 - \x1b[2J app web.1 - x\n").replace("<190>", "<\x1b>"),
    });
    const [excerpt, caret] = stdout.split("\n").slice(2, 4);
    assert.equal(excerpt?.indexOf(String.raw`\u{1b}`), caret?.indexOf("^"));
  });

  test("escapes characters that a terminal would obey or hide", () => {
    const { stdout } = run(["explain"], { input: `\u202e\x1b[31m${SLY}\x9b${CUT}` });
    assert.match(stdout, /^[\n\x20-\x7e\ufffd]*$/);
  });

  test("covers all bytes of a long payload", () => {
    const { bytes } = makePayload(3_000);
    const { stdout } = run(["explain"], { input: bytes });
    const { length } = explain(bytes).segments;
    assert.equal(stdout.match(/^record \d+ at/gm)?.length, length);
    assert.match(
      stdout,
      new RegExp(
        `\\n3,000 records of ${bytes.length.toLocaleString("en")} bytes, 0 errors of 0 bytes, 0 gaps`,
      ),
    );
  });

  test("writes one JSON object per segment and line with --format json", () => {
    const payload = new TextEncoder().encode(`\n${GOOD}${BAD}${CUT}`);
    const { stdout } = run(["explain", "--format", "json"], { input: payload });
    const { segments } = explain(payload);
    assert.equal(stdout, segments.map((segment) => `${JSON.stringify(segment)}\n`).join(""));
  });

  test("takes no more memory for 52 MB than for 13 MB, except for garbage", () => {
    const part = gzipSync(makePayload(50_000).bytes);
    const small = memoryFor("explain", written("small.gz", part));
    const large = memoryFor("explain", written("large.gz", Buffer.concat(Array(4).fill(part))));
    assert.ok(small > 10_000 && large < small + 60_000, `${small} KB, ${large} KB`);
  });
});

describe("on a terminal", { skip: cannotHaveTerminal() }, () => {
  test("parse shows a table in colour", () => {
    const shown = onTerminal(`parse '${file}'`);
    const head = "time                      level    source                message";
    assert.ok(shown.startsWith(`${ESCAPE}[1m${head}${ESCAPE}[22m\n`));
    assert.ok(shown.includes(`${ESCAPE}[31merror${ESCAPE}[39m invalid-timestamp`));
  });

  test("no colour is used with NO_COLOR", () => {
    for (const command of ["parse", "explain"]) {
      const shown = onTerminal(`${command} '${file}'`, { NO_COLOR: "1" });
      assert.ok(shown.includes("at=info") && !shown.includes(ESCAPE));
    }
  });

  test("no format writes characters of a payload that a terminal would obey or hide", () => {
    const path = written("sly.log", SLY);
    for (const command of [
      "parse --format table",
      "parse --format ndjson",
      "parse --format json",
      "explain",
    ]) {
      assert.match(
        onTerminal(`${command} '${path}'`, { NO_COLOR: "1" }),
        /^[\n\x20-\x7e]*$/,
        command,
      );
    }
  });

  test("JSON means the same as in a pipe", () => {
    const path = written("sly.log", SLY);
    const args = `parse --format ndjson --no-problems --parse-time ${TIME} '${path}'`;
    assert.deepEqual(JSON.parse(onTerminal(args)), JSON.parse(ndjsonOf(SLY)));
  });

  test("the progress of a long file is shown, and removed at the end", () => {
    const path = written("long.log", GOOD.repeat(300_000));
    const target = join(folder, "out");
    const shown = onTerminal(`parse '${path}' > '${target}'`);
    const parts = ["", "16 of 21 MiB, 77 %", "20 of 21 MiB, 97 %", ""];
    assert.deepEqual(shown.split(`\r${ESCAPE}[K`), parts);
    assert.equal(readFileSync(target, "utf8").split("\n").length, 300_001);
  });

  test("a short file shows no progress", () => {
    assert.equal(onTerminal(`parse '${written("good.log", GOOD)}' > /dev/null`), "");
  });
});

describe("the command line", () => {
  test("--version shows the version of the package", () => {
    assert.equal(run(["--version"]).stdout, `${readJson("pkg/package.json").version}\n`);
  });

  test("--help lists the commands, and the options and exit codes of each", () => {
    const { stdout } = run(["--help"]);
    for (const [command, option] of [
      ["parse", "--format"],
      ["explain", "--format"],
      ["frame", "[FILE...]"],
      ["serve", "--token-file"],
    ]) {
      assert.ok(stdout.includes(`  ${command}`));
      const { status, stdout: help } = run([String(command), "--help"]);
      assert.equal(status, 0);
      assert.ok(help.includes(option) && help.includes("Exit codes:"), help);
      assert.ok(help.split("\n").every((line) => line.length <= 100));
    }
  });

  for (const [name, args, message] of /** @type {const} */ ([
    ["no command", [], "expected a command, found nothing"],
    ["another command", ["pa\x1brse"], "expected a command, found pa\\u{1b}rse"],
    ["an unknown option", ["parse", "--nope"], "unknown option '--nope'"],
    [
      "an unknown format",
      ["parse", "--format", "xml"],
      "expected --format to be ndjson, json or table",
    ],
    [
      "an unknown framing",
      ["explain", "--framing", "x"],
      "expected --framing to be auto, octet-counting, lines",
    ],
    [
      "a wrong time",
      ["parse", "--parse-time", "noon"],
      "expected --parse-time to be a time such as 2026-05-17T09:30:00Z",
    ],
    [
      "an unknown level of --strict",
      ["parse", "--strict=all"],
      "expected --strict to be errors or warnings",
    ],
    [
      "an unknown format of explain",
      ["explain", "--format", "table"],
      "expected --format to be text or json",
    ],
    ["an option of another command", ["frame", "--strict"], "unknown option '--strict'"],
    ["two payloads to explain", ["explain", "a", "b"], "expected one payload, found more"],
    [
      "a wrong port",
      ["serve", "--port", "70000"],
      "expected --port to be a whole number up to 65535",
    ],
    ["an argument to serve", ["serve", "x"], "expected options only, found an argument"],
  ])) {
    test(`${name} ends with 2 and one line`, () => {
      const { status, stdout, stderr } = run([...args]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.equal(stderr, `heroku-drain: ${message}; see heroku-drain --help\n`);
    });
  }

  test("an engine without WebAssembly exits with 3, not with the code of --strict", () => {
    const { status, stderr } = run(["parse", file], { env: { NODE_OPTIONS: "--jitless" } });
    assert.equal(status, 3);
    assert.match(stderr, /WebAssembly/);
  });

  test("an input that cannot be read exits with 3 and one line", () => {
    const damaged = written("damaged.gz", gzipSync(MIXED).subarray(0, 40));
    for (const [path, reason] of [
      [join(folder, "none"), "no such file or directory"],
      [folder, "illegal operation on a directory"],
      [damaged, "expected more gzip data, found the end at compressed offset 40"],
    ]) {
      for (const command of ["parse", "explain"]) {
        const { status, stderr } = run([command, String(path)]);
        assert.deepEqual([status, stderr], [3, `heroku-drain: cannot read ${path}: ${reason}\n`]);
      }
    }
  });
});

/**
 * The peak memory of parsing a file, in KiB.
 *
 * @param {"parse" | "explain"} command
 * @param {string} path
 */
function memoryFor(command, path) {
  const tell = `process.on("exit", () => console.error(process.resourceUsage().maxRSS));`;
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(written("tell.mjs", tell))}` };
  const { stderr, status } = run([command, path], { env, discards: true });
  assert.equal(status, 0, stderr);
  return Number(stderr);
}

/**
 * An entry of a file of rejected bytes, as the log writes it.
 *
 * @param {string} text
 */
function entryOf(text) {
  const entry = {
    frame_id: "4f1c9a52",
    received_at: TIME,
    offset: 0,
    code: "invalid-timestamp",
    bytes_base64: Buffer.from(text).toString("base64"),
  };
  return `${JSON.stringify(entry)}\n`;
}

/**
 * @param {string} payload
 * @param {import("heroku-drain").Framing} [framing]
 */
function ndjsonOf(payload, framing = "auto") {
  const bytes = new TextEncoder().encode(payload);
  const { records } = parse(bytes, { framing, parseTime: new Date(TIME) });
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 */
function written(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
