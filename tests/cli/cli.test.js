// The program as people run it: what it writes where, and the code that it ends with.

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
import { cannotHaveTerminal, onTerminal, run, started } from "./run.js";

const TIME = "2026-05-17T09:30:00.000Z";
const ESCAPE = "\x1b";
const AT = ["--parse-time", TIME];
const GOOD = framed("<158>1 2026-05-17T09:30:00.025082+00:00 host heroku router - at=info\n");
const BAD = framed("<190>1 noon host app web.1 - late\n");
const CUT = "99 <190>1 - host app web.1 - cut";
const MIXED = `${GOOD}${BAD}${CUT}`;
/** What a terminal obeys, hides or turns round, in each field that may hold it. */
const SLY = framed(
  "<190>1 - host a\x1b[2Jpp web\x07.1 - \x1b]0;title\x07\x9b31m\u202egnp\u200b\r\nlast\x7f\x00\n",
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
  test("writes NDJSON where it is piped, as the package makes it, and problems to standard error", () => {
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

  test("reads standard input where there is no file, or where it is -", () => {
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

  test("decompresses gzip, whatever the file is called, and standard input", () => {
    const bytes = gzipSync(MIXED);
    assert.equal(run(["parse", ...AT, written("packed", bytes)]).stdout, ndjsonOf(MIXED));
    assert.equal(run(["parse", ...AT], { input: bytes }).stdout, ndjsonOf(MIXED));
    const twice = Buffer.concat([gzipSync(GOOD), gzipSync(GOOD)]);
    assert.equal(run(["parse", ...AT], { input: twice }).stdout, ndjsonOf(GOOD + GOOD));
  });

  test("writes one JSON array with --format json, also of nothing", () => {
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

  test("shows in a table what a terminal would obey or hide", () => {
    const { stdout } = run(["parse", "--format", "table"], { input: SLY });
    const [, row, end] = stdout.split("\n");
    assert.equal(end, "");
    assert.match(stdout, /^[\n\x20-\x7e]*$/);
    assert.ok(
      String(row).endsWith(
        String.raw`app web\u{7}.1  \u{1b}]0;title\u{7}\u{9b}31m\u{202e}gnp\u{200b}\r\nlast\u{7f}\u{0}`.replace(
          "app",
          String.raw`a\u{1b}[2Jpp`,
        ),
      ),
    );
  });

  test("cuts as --framing says", () => {
    const { stdout } = run(["parse", ...AT, "--framing", "lines"], { input: SLY });
    assert.equal(stdout, ndjsonOf(SLY, "lines"));
  });

  test("ends with 1 with --strict where bytes gave no record, and with 0 where something is only odd", () => {
    assert.equal(run(["parse", "--strict", file]).status, 1);
    assert.equal(run(["parse", "--strict"], { input: CUT }).status, 0);
  });

  test("says nothing of problems with --no-problems", () => {
    const { status, stderr } = run(["parse", "--no-problems", "--strict", file]);
    assert.deepEqual([status, stderr], [1, ""]);
  });

  test("writes a record as soon as it is settled, not when its input ends", async () => {
    const { child, ended } = started(["parse"]);
    child.stdin.write(GOOD + GOOD);
    const [chunk] = await new Promise((resolve) =>
      child.stdout.once("data", (...args) => resolve(args)),
    );
    assert.match(String(chunk), /"message":"at=info"/);
    child.stdin.end();
    assert.equal(await ended, 0);
  });

  test("ends quietly where nobody reads on", async () => {
    const { child, ended } = started(["parse", written("long.log", GOOD.repeat(100_000))]);
    child.stdout.once("data", () => child.stdout.destroy());
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    assert.deepEqual([await ended, stderr], [0, ""]);
  });

  test("takes no more memory for 130 MB than for 26 MB, but for some that is not collected yet", () => {
    const part = gzipSync(makePayload(50_000).bytes);
    const small = memoryFor(written("small.gz", Buffer.concat([part, part])));
    const large = memoryFor(written("large.gz", Buffer.concat(Array(10).fill(part))));
    assert.ok(small > 10_000 && large < small + 60_000, `${small} KB, ${large} KB`);
  });
});

describe("explain", () => {
  test("tells of each byte what became of it", () => {
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

  test("puts the caret below the place although what is in front of it is shown by numbers", () => {
    const { stdout } = run(["explain"], {
      input: framed("<190>1 - \x1b[2J app web.1 - x\n").replace("<190>", "<\x1b>"),
    });
    const [excerpt, caret] = stdout.split("\n").slice(2, 4);
    assert.equal(excerpt?.indexOf(String.raw`\u{1b}`), caret?.indexOf("^"));
  });

  test("shows nothing raw that a terminal would obey or hide", () => {
    const { stdout } = run(["explain"], { input: `\u202e\x1b[31m${SLY}\x9b${CUT}` });
    assert.match(stdout, /^[\n\x20-\x7e\ufffd]*$/);
  });

  test("accounts for all bytes of a long payload", () => {
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

  test("ends with 1 with --strict where bytes gave no record", () => {
    assert.equal(run(["explain", "--strict", file]).status, 1);
    assert.equal(run(["explain", "--strict"], { input: CUT }).status, 0);
  });
});

describe("on a terminal", { skip: cannotHaveTerminal() }, () => {
  test("parse shows a table, in colour", () => {
    const shown = onTerminal(`parse '${file}'`);
    const head = "time                      level    source                message";
    assert.ok(shown.startsWith(`${ESCAPE}[1m${head}${ESCAPE}[22m\n`));
    assert.ok(shown.includes(`${ESCAPE}[31merror${ESCAPE}[39m invalid-timestamp`));
  });

  test("there is no colour with NO_COLOR", () => {
    for (const command of ["parse", "explain"]) {
      const shown = onTerminal(`${command} '${file}'`, { NO_COLOR: "1" });
      assert.ok(shown.includes("at=info") && !shown.includes(ESCAPE));
    }
  });

  test("no byte of a payload reaches it that it would obey or hide, in any format", () => {
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

  test("JSON has the same meaning as in a pipe", () => {
    const path = written("sly.log", SLY);
    const args = `parse --format ndjson --no-problems --parse-time ${TIME} '${path}'`;
    assert.deepEqual(JSON.parse(onTerminal(args)), JSON.parse(ndjsonOf(SLY)));
  });

  test("a long file shows how far it is read, and takes that away", () => {
    const path = written("long.log", GOOD.repeat(300_000));
    const target = join(folder, "out");
    const shown = onTerminal(`parse '${path}' > '${target}'`);
    const parts = ["", "16 of 21 MiB, 77 %", "20 of 21 MiB, 97 %", ""];
    assert.deepEqual(shown.split(`\r${ESCAPE}[K`), parts);
    assert.equal(readFileSync(target, "utf8").split("\n").length, 300_001);
  });

  test("a short one does not", () => {
    assert.equal(onTerminal(`parse '${written("good.log", GOOD)}' > /dev/null`), "");
  });
});

describe("the command line", () => {
  test("--version says the package's", () => {
    assert.equal(run(["--version"]).stdout, `${readJson("pkg/package.json").version}\n`);
  });

  test("--help names each command, and each command's its options and the exit codes", () => {
    const { stdout } = run(["--help"]);
    for (const [command, option] of [
      ["parse", "--format"],
      ["explain", "--framing"],
      ["serve", "--token-file"],
    ]) {
      assert.ok(stdout.includes(`  ${command}`));
      const { status, stdout: help } = run([String(command), "--help"]);
      assert.equal(status, 0);
      assert.ok(help.includes(`  ${option}`) && help.includes("Exit codes:"), help);
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
      "a time that is none",
      ["parse", "--parse-time", "noon"],
      "expected --parse-time to be a time such as 2026-05-17T09:30:00Z",
    ],
    ["two payloads to explain", ["explain", "a", "b"], "expected one payload, found more"],
    [
      "a port that is none",
      ["serve", "--port", "70000"],
      "expected --port to be a whole number up to 65535",
    ],
    ["an argument to serve", ["serve", "x"], "expected options only, found an argument"],
  ])) {
    test(`${name} ends with 2 and one line`, () => {
      const { status, stdout, stderr } = run([...args]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.equal(stderr, `heroku-drain: ${message}; heroku-drain --help tells more\n`);
    });
  }

  test("what cannot be read ends with 3 and one line", () => {
    const damaged = written("damaged.gz", gzipSync(MIXED).subarray(0, 40));
    for (const [path, reason] of [
      [join(folder, "none"), "no such file or directory"],
      [folder, "illegal operation on a directory"],
      [damaged, "unexpected end of file"],
    ]) {
      for (const command of ["parse", "explain"]) {
        const { status, stderr } = run([command, String(path)]);
        assert.deepEqual([status, stderr], [3, `heroku-drain: cannot read ${path}: ${reason}\n`]);
      }
    }
  });
});

/**
 * The most memory that parsing a file takes, in KB.
 *
 * @param {string} path
 */
function memoryFor(path) {
  const tell = `process.on("exit", () => console.error(process.resourceUsage().maxRSS));`;
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(written("tell.mjs", tell))}` };
  const { stderr, status } = run(["parse", "--no-problems", path], { env, discards: true });
  assert.equal(status, 0, stderr);
  return Number(stderr);
}

/** @param {string} text */
function framed(text) {
  return `${Buffer.byteLength(text)} ${text}`;
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
