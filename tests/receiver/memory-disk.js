// An in-memory disk that loses unsynced data with its power, and fails on demand.

import { dirname } from "node:path";

/** @import { Files, OpenFile } from "../../pkg/node/files.js" */
/**
 * @typedef {object} Inode
 * @property {string} identity
 * @property {Buffer} now content that a program reads
 * @property {Buffer} durable content guaranteed after a loss of power
 *
 * @typedef {"works" | "fails" | "power"} Fate the result of an operation
 */

/** The unit in which unsynced bytes reach the disk; small, so that a line has several. */
const BLOCK = 16;

/** The probability that a write reaches the disk, in part, before it is synced. */
const WRITTEN_BACK = 0.3;

let inodes = 0;

export class PowerLoss extends Error {}

/** @implements {Files} */
export class MemoryDisk {
  /** @type {Map<string, Inode>} */
  names = new Map();
  /** @type {Map<string, Inode>} */
  durableNames = new Map();
  /** Changes of names since the last sync, which may be lost with the power. @type {((names: Map<string, Inode>) => void)[]} */
  unsynced = [];
  operations = 0;
  /** The size at which a file is full. */
  largestFile = Number.POSITIVE_INFINITY;
  /** @type {(operation: number) => Fate} */
  fate = () => "works";

  /** @param {() => number} random */
  constructor(random) {
    this.random = random;
  }

  /** @param {string} path */
  open = async (path) => {
    this.step();
    const inode = this.names.get(path) ?? inodeOf(Buffer.alloc(0));
    if (!this.names.has(path)) this.changeName((names) => names.set(path, inode));
    return this.openFile(inode);
  };

  /** @param {string} path */
  read = async (path) => this.names.get(path)?.now;

  /** @param {string} path */
  stat = (path) => {
    const inode = this.names.get(path);
    return inode && { identity: inode.identity, size: inode.now.length };
  };

  /**
   * @param {string} from
   * @param {string} to
   */
  rename = async (from, to) => {
    this.step();
    if (!this.names.has(from)) throw Object.assign(new Error(`no ${from}`), { code: "ENOENT" });
    this.changeName((names) => {
      const inode = names.get(from);
      names.delete(from);
      if (inode) names.set(to, inode);
    });
  };

  /**
   * Changes a name, not yet durably.
   *
   * @param {(names: Map<string, Inode>) => void} change
   */
  changeName(change) {
    change(this.names);
    this.unsynced.push(change);
  }

  /** @param {string} folder */
  list = async (folder) =>
    [...this.names.keys()]
      .filter((path) => dirname(path) === folder)
      .map((path) => path.slice(folder.length + 1));

  makeFolder = async () => {};

  syncFolder = async () => {
    this.step();
    this.settled();
  };

  /**
   * @param {Inode} inode
   * @returns {OpenFile}
   */
  openFile(inode) {
    return {
      identity: inode.identity,
      size: () => inode.now.length,
      peek: (length, position) => inode.now.subarray(position, position + length),
      write: async (parts, position) => {
        const bytes = Buffer.concat(parts);
        // A failed write has written some bytes, as on a full disk.
        const fails = this.isFailing() || position + bytes.length > this.largestFile;
        const taken = fails ? bytes.subarray(0, Math.floor(this.random() * bytes.length)) : bytes;
        inode.now = overwritten(inode.now, taken, position);
        this.writeBack(inode);
        if (fails) throw this.failure();
      },
      truncate: async (size) => {
        this.step();
        inode.now = resized(inode.now, size);
        this.writeBack(inode);
      },
      sync: async () => {
        this.step();
        inode.durable = Buffer.from(inode.now);
      },
      close: async () => {},
    };
  }

  step() {
    if (this.isFailing()) throw this.failure();
  }

  isFailing() {
    this.operations += 1;
    return this.fate(this.operations) !== "works";
  }

  failure() {
    if (this.fate(this.operations) === "power") return new PowerLoss("the power is gone");
    return Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  }

  /** The disk after a loss of power: unsynced data may be present, in part, or missing. */
  afterPowerLoss() {
    const disk = new MemoryDisk(this.random);
    const names = new Map(this.durableNames);
    for (const change of this.unsynced) if (this.random() < 0.5) change(names);
    for (const [path, inode] of names) disk.names.set(path, inodeOf(this.left(inode)));
    return disk.settled();
  }

  /** The disk after the process is killed: everything is present. */
  afterKill() {
    const disk = new MemoryDisk(this.random);
    for (const [path, { now }] of this.names) disk.names.set(path, inodeOf(now));
    return disk.settled();
  }

  settled() {
    this.durableNames = new Map(this.names);
    this.unsynced = [];
    return this;
  }

  /**
   * The system may write bytes to the disk before they are synced.
   *
   * @param {Inode} inode
   */
  writeBack(inode) {
    if (this.random() < WRITTEN_BACK) inode.durable = this.left(inode);
  }

  /** @param {Inode} inode */
  left({ now, durable }) {
    const length = this.random() < 0.5 ? now.length : durable.length;
    const left = resized(durable, length);
    for (let start = 0; start < length; start += BLOCK) {
      const end = Math.min(start + BLOCK, now.length);
      if (start < end && this.random() < 0.5) now.copy(left, start, start, end);
    }
    return left;
  }
}

/**
 * @param {Buffer} bytes
 * @returns {Inode}
 */
function inodeOf(bytes) {
  inodes += 1;
  return { identity: String(inodes), now: bytes, durable: bytes };
}

/**
 * @param {Buffer} bytes
 * @param {number} size
 */
function resized(bytes, size) {
  const copy = Buffer.alloc(size);
  bytes.copy(copy);
  return copy;
}

/**
 * @param {Buffer} bytes
 * @param {Buffer} added
 * @param {number} position
 */
function overwritten(bytes, added, position) {
  const copy = resized(bytes, Math.max(bytes.length, position + added.length));
  added.copy(copy, position);
  return copy;
}
