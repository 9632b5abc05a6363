// Unreadable inputs and unwritable outputs of the program.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { which } from "../../scripts/tools.js";
import { cannotHaveTerminal, environment, framed, PROGRAM, run, started } from "./run.js";

const GOOD = framed("<190>1 - host app web.1 - a good one\n");
const BAD = framed("<190>1 noon host app web.1 - late\n");
const NO_DEV_FULL = process.platform !== "linux" && "there is no /dev/full";

/** @type {string} */
let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "heroku-drain-output-"));
});
after(() => rmSync(folder, { recursive: true }));

describe("standard output", () => {
  test("on a full disk exits with 3 and one line", { skip: NO_DEV_FULL }, () => {
    const file = written("good.log", GOOD);
    for (const args of [["parse"], ["parse", "--format", "table"], ["explain"], ["frame"]]) {
      const { status, stderr } = runInto("/dev/full", [...args, file]);
      const message = "cannot write standard output: no space left on device";
      assert.deepEqual([status, stderr], [3, `heroku-drain: ${message}\n`], String(args));
    }
  });

  test("that accepts only part of the last write exits with 3", {
    skip: !which("prlimit") && "there is no prlimit",
  }, () => {
    const file = written("good.log", GOOD.repeat(10));
    const target = join(folder, "target");
    const limited = ["--fsize=1000", process.execPath, PROGRAM, "parse", file];
    const out = openSync(target, "w");
    const { status, stderr } = spawnSync("prlimit", limited, { stdio: ["ignore", out, "pipe"] });
    closeSync(out);
    assert.equal(String(stderr), "heroku-drain: cannot write standard output: file too large\n");
    assert.equal(status, 3);
    assert.equal(readFileSync(target).length, 1000);
  });

  for (const [name, args, text, code] of /** @type {const} */ ([
    ["without problems ends with 0", ["--strict"], GOOD, 0],
    ["after errors ends with 0", [], BAD + GOOD, 0],
    ["after errors, with --strict, ends with 1", ["--strict"], BAD + GOOD, 1],
    ["after a missing file ends with 3", [join(tmpdir(), "missing"), "-"], GOOD, 3],
  ])) {
    test(`whose reader has gone, ${name}, without a message`, async () => {
      const { child, ended } = started(["parse", ...args]);
      child.stdin.on("error", () => {});
      child.stdin.end(text.repeat(100_000));
      child.stdout.once("data", () => child.stdout.destroy());
      let stderr = "";
      child.stderr.on("data", (chunk) => {
        stderr += chunk;
      });
      assert.equal(await ended, code);
      assert.doesNotMatch(stderr, /EPIPE|pipe|write/);
    });
  }
});

describe("standard error", () => {
  test("that cannot be written does not stop parse from writing records", {
    skip: NO_DEV_FULL,
  }, () => {
    const full = openSync("/dev/full", "w");
    const file = written("mixed.log", BAD + GOOD);
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, "parse", file], {
      stdio: ["ignore", "pipe", full],
    });
    closeSync(full);
    assert.equal(status, 0);
    assert.equal(String(stdout).split("\n").length, 2);
  });
});

describe("several inputs", () => {
  test("are all read although one is missing, and parse exits with 3", () => {
    const [first, last] = [written("first.log", GOOD), written("last.log", GOOD)];
    const missing = join(folder, "missing");
    for (const command of ["parse", "frame"]) {
      const { status, stdout, stderr } = run([command, first, missing, last]);
      const reason = "no such file or directory";
      assert.deepEqual([status, stdout.split("\n").length], [3, 3]);
      assert.equal(stderr, `heroku-drain: cannot read ${missing}: ${reason}\n`);
    }
  });

  test("share one p_parse_time", () => {
    const text = GOOD.repeat(20_000);
    const { stdout } = run(["parse", written("a.log", text), written("b.log", text)]);
    const times = stdout.match(/"p_parse_time":"[^"]*"/g);
    assert.equal(times?.length, 40_000);
    assert.equal(new Set(times).size, 1);
  });
});

describe("gzip that is", () => {
  const packed = gzipSync(GOOD.repeat(50_000));
  for (const [name, bytes, reason] of /** @type {const} */ ([
    [
      "cut off",
      packed.subarray(0, -9),
      `expected more gzip data, found the end at compressed offset ${packed.length - 9}`,
    ],
    [
      "followed by text",
      Buffer.concat([packed, Buffer.from("text")]),
      `expected a gzip member or zeros, found byte 0x74 at compressed offset ${packed.length}`,
    ],
    [
      "damaged in its checksum",
      Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]),
      /^the gzip data is damaged at compressed offset \d+: incorrect data check$/,
    ],
  ])) {
    test(`${name} is reported after the records before the damage, and parse exits with 3`, () => {
      const path = written("damaged.gz", bytes);
      const { status, stdout, stderr } = run(["parse", "--no-problems", path]);
      assert.equal(status, 3);
      assert.ok(stdout.split("\n").length >= 49_900, String(stdout.length));
      const start = `heroku-drain: cannot read ${path}: `;
      assert.equal(stderr.slice(0, start.length), start);
      const end = stderr.slice(start.length, -1);
      if (typeof reason === "string") assert.equal(end, reason);
      else assert.match(end, reason);
    });
  }

  test("followed by zeros and another member is read completely", () => {
    const path = written("padded.gz", Buffer.concat([packed, Buffer.alloc(9), gzipSync(GOOD)]));
    const { status, stdout, stderr } = run(["parse", "--strict=warnings", path]);
    assert.deepEqual([status, stdout.split("\n").length, stderr], [0, 50_002, ""]);
  });
});

describe("Ctrl-C", { skip: cannotHaveTerminal() }, () => {
  test("removes the progress line and exits with 130", async () => {
    const pipe = join(folder, "pipe");
    assert.equal(spawnSync("mkfifo", [pipe]).status, 0);
    const target = join(folder, "records");
    const line = `exec '${process.execPath}' '${PROGRAM}' parse '${pipe}' > '${target}'`;
    const child = spawn("script", ["-qec", line, "/dev/null"], {
      env: { ...environment(), TERM: "xterm", SHELL: "/bin/sh" },
    });
    let shown = "";
    const progress = new Promise((resolve) => {
      child.stdout.on("data", (chunk) => {
        shown += chunk;
        if (shown.includes("MiB")) resolve(true);
      });
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const feeder = spawn("sh", [
      "-c",
      `cat '${written("long.log", GOOD.repeat(500_000))}' - > '${pipe}'`,
    ]);
    await progress;
    child.stdin.write("\x03");
    assert.equal(await ended, 130);
    feeder.kill();
    assert.ok(existsSync(target));
    assert.ok(shown.replaceAll("^C", "").endsWith("\r\x1b[K"), JSON.stringify(shown.slice(-60)));
  });
});

/**
 * @param {string} path that becomes standard output
 * @param {string[]} args
 */
function runInto(path, args) {
  const out = openSync(path, "w");
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    stdio: ["ignore", out, "pipe"],
  });
  closeSync(out);
  return { status, stderr: String(stderr) };
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
