// How the program ends, as its exit code says.

/** All went well. */
export const WELL = 0;
/** With --strict: some bytes gave no record. */
export const ERRORS = 1;
/** The command line is wrong. */
export const USAGE = 2;
/** Something cannot be read, or opened. */
export const UNREADABLE = 3;

/** A failure that one line explains. */
export class Failure extends Error {
  /**
   * @param {number} code the exit code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @param {string} message */
export function wrongUsage(message) {
  return new Failure(USAGE, message);
}

/**
 * @param {string} name of what cannot be read
 * @param {unknown} error
 */
export function unreadable(name, error) {
  return new Failure(UNREADABLE, `cannot read ${name}: ${reasonOf(error)}`);
}

/**
 * What a system error says, without its code and its call.
 *
 * @param {unknown} error
 */
export function reasonOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^[A-Z][A-Z0-9_]+: /, "").replace(/, [a-z]+(?: '.*')?$/s, "");
}
