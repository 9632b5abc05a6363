// Failures and exit codes.

/** With --strict: some bytes produced no record. */
export const ERRORS = 1;
/** The command line is wrong. */
export const USAGE = 2;
/** Something cannot be read, written or opened, or failed otherwise. */
export const FAILED = 3;

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

/** An input that cannot be read, after which other inputs still can. */
export class Unreadable extends Failure {
  /**
   * @param {string} name of the input
   * @param {unknown} error
   */
  constructor(name, error) {
    super(FAILED, `cannot read ${name}: ${reasonOf(error)}`);
  }
}

/**
 * Sets the exit code, unless a higher one is set.
 *
 * @param {number} code
 */
export function endWith(code) {
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
}

/** @param {string} message */
export function wrongUsage(message) {
  return new Failure(USAGE, message);
}

/**
 * The sentence of a system error, without its code and its call.
 *
 * @param {unknown} error
 */
export function reasonOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(?:[a-z]+ )?[A-Z][A-Z0-9_]+: /, "").replace(/, [a-z]+(?: '.*')?$/s, "");
}
