// The receiver with its log against a hand-written endpoint, under load: each on one core, in turns.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, root, which } from "../../scripts/tools.js";
import { circumstances } from "../machine.js";
import { writeSection } from "../results.js";
import { table } from "../tables.js";

const TOKEN = "d.00000000-0000-4000-8000-000000000000";
const LOAD = join(root, "bench/receiver/load.js");
const SERVERS = {
  "heroku-drain": join(root, "examples/node-server/main.js"),
  Express: join(root, "bench/receiver/express-server.js"),
};
const TARGETS = { throughput: 3, answer: 100 };
/** Linux's unit of process time. */
const TICKS_A_SECOND = 100;

/**
 * @typedef {keyof typeof SERVERS} Name
 *
 * @typedef {object} Run
 * @property {number} records
 * @property {number} bytes
 * @property {number} seconds
 * @property {number} failures
 * @property {number} p50
 * @property {number} p99
 * @property {number} most
 * @property {number} cpu the server's CPU seconds under load; NaN if unknown
 */

const NAMES = /** @type {Name[]} */ (Object.keys(SERVERS));

/**
 * @param {string} command
 * @param {{ rounds: number, seconds: number, warmUp: number }} plan
 */
export async function measureReceiver(command, plan) {
  /** @type {Record<Name, Run[]>} */
  const full = { "heroku-drain": [], Express: [] };
  /** @type {Record<Name, Run[]>} */
  const half = { "heroku-drain": [], Express: [] };
  for (let round = 0; round < plan.rounds; round++) {
    // The order alternates too.
    for (const name of round % 2 ? NAMES.toReversed() : NAMES) {
      full[name].push(await measured(name, plan));
    }
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const name of NAMES) {
      const rate = Math.max(1, batchesPerSecond(full[name]) / 2);
      half[name].push(await measured(name, plan, rate));
    }
  }
  writeSection("The receiver under load", report(command, full, half));
}

/**
 * Runs a server on the first core and the load on the last one.
 *
 * @param {Name} name
 * @param {{ seconds: number, warmUp: number }} plan
 * @param {number} [rate] batches per second
 * @returns {Promise<Run>}
 */
async function measured(name, { seconds, warmUp }, rate) {
  const directory = mkdtempSync(join(tmpdir(), "heroku-drain-bench-"));
  const port = await freePort();
  const server = await serverOf(name, directory, port);
  try {
    await load(port, warmUp, rate);
    const before = cpuOf(server.pid);
    const run = await load(port, seconds, rate);
    if (run.failures > 0) throw new Failure(`${name} did not store ${run.failures} batches.`);
    return { ...run, cpu: cpuOf(server.pid) - before };
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

/**
 * @param {Name} name
 * @param {string} directory
 * @param {number} port
 */
async function serverOf(name, directory, port) {
  const env = {
    ...process.env,
    DRAIN_DIRECTORY: directory,
    LOGPLEX_DRAIN_TOKEN: TOKEN,
    NODE_ENV: "production",
    PORT: String(port),
  };
  const [program, ...args] = pinned(0, process.execPath, SERVERS[name]);
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), ended]);
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { pid: Number(child.pid), stop };
}

/**
 * @param {number} port
 * @param {number} seconds
 * @param {number} [rate]
 * @returns {Promise<Omit<Run, "cpu">>}
 */
function load(port, seconds, rate) {
  const url = `http://127.0.0.1:${port}/`;
  const options = ["--url", url, "--token", TOKEN, "--seconds", String(seconds)];
  if (rate !== undefined) options.push("--rate", rate.toFixed(1));
  const [program, ...args] = pinned(cpus().length - 1, process.execPath, LOAD, ...options);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Failure("The load did not end well."));
    });
  });
}

/**
 * Pins a command to one core, if the system supports it.
 *
 * @param {number} core
 * @param {...string} command
 */
function pinned(core, ...command) {
  return which("taskset") ? ["taskset", "--cpu-list", String(core), ...command] : command;
}

/**
 * The processor time of a process, in seconds. taskset replaces itself with the program, so the id is the same.
 *
 * @param {number} pid
 */
function cpuOf(pid) {
  if (process.platform !== "linux") return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {string} command
 * @param {Record<Name, Run[]>} full
 * @param {Record<Name, Run[]>} half
 */
function report(command, full, half) {
  const rows = NAMES.map((name) => [
    name,
    whole(median(full[name].map(recordsPerSecond))),
    median(full[name].map(({ bytes, seconds }) => bytes / seconds / 1e6)).toFixed(1),
    whole(median(full[name].map(({ records, cpu }) => records / cpu))),
    `${Math.round(100 * median(full[name].map(({ cpu, seconds }) => cpu / seconds)))} %`,
    milliseconds(full[name], "p50"),
    milliseconds(full[name], "p99"),
    milliseconds(half[name], "p50"),
    milliseconds(half[name], "p99"),
  ]);
  const head = [
    "",
    "records/s",
    "MB/s",
    "records/s of processor time",
    "of its core",
    "p50 ms",
    "p99 ms",
    "p50 ms at half of it",
    "p99 ms at half of it",
  ];
  return [
    circumstances(command, `Node ${process.versions.node}`),
    method(full),
    table(head, rows),
    verdicts(full, half),
  ].join("\n\n");
}

/** @param {Record<Name, Run[]>} full */
function method(full) {
  return [
    "Batches of some 100 KB, 385 records, over 32 connections as 32 drains have them; the server on one core and the load, a process of its own, on another.",
    "Both write NDJSON to disk and sync it before they answer. `heroku-drain` is examples/node-server: each batch once, a journal,",
    "groups of batches with one sync. `Express` is bench/receiver/express-server.js: a regular expression for each line,",
    "JSON.stringify, one write and one sync for each request, and no protection from batches that come twice.",
    `Medians of ${full.Express.length} rounds in turns; load average of the machine at the end ${loadavg()[0]?.toFixed(1)}.`,
  ].join("\n");
}

/**
 * @param {Record<Name, Run[]>} full
 * @param {Record<Name, Run[]>} half
 */
function verdicts(full, half) {
  const ours = full["heroku-drain"];
  const ratios = (/** @type {(run: Run) => number} */ of) =>
    median(ours.map((run, round) => of(run) / of(full.Express[round])));
  const wall = ratios(recordsPerSecond);
  const cpu = ratios(({ records, cpu }) => records / cpu);
  const answer = median(half["heroku-drain"].map(({ p99 }) => p99));
  const isMet = (/** @type {boolean} */ met) => (met ? "met" : "not met");
  return table(
    ["", "wanted", "measured", ""],
    [
      [
        "records/s, times Express",
        `at least ${TARGETS.throughput}`,
        wall.toFixed(2),
        isMet(wall >= TARGETS.throughput),
      ],
      ["records/s of processor time, times Express", "", cpu.toFixed(2), ""],
      [
        "p99 of the answer at half the highest load, ms",
        `under ${TARGETS.answer}`,
        answer.toFixed(1),
        isMet(answer < TARGETS.answer),
      ],
    ],
  );
}

/** @param {Run[]} runs */
function batchesPerSecond(runs) {
  return median(runs.map(({ bytes, seconds }) => bytes / seconds)) / 1e5;
}

/** @param {Run} run */
function recordsPerSecond({ records, seconds }) {
  return records / seconds;
}

/**
 * @param {Run[]} runs
 * @param {"p50" | "p99"} key
 */
function milliseconds(runs, key) {
  return median(runs.map((run) => run[key])).toFixed(1);
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return Number(sorted[sorted.length >> 1]);
}

/** @param {number} value */
function whole(value) {
  return Math.round(value).toLocaleString("en");
}
