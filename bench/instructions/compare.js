// Compares instruction counts with the baseline and describes failures in sentences.

/** The largest allowed rise of a count, or of the cost per byte of a longer payload, as a fraction. */
const MOST = 0.05;

export const ACCEPT = "npm run instructions -- --accept";

/**
 * @typedef {object} Count
 * @property {string} unit the unit of the count: "record", "problem" or "byte"
 * @property {number} instructions per unit
 * @property {number} [shorter] per unit, for a shorter payload of this kind
 *
 * @typedef {object} Counts
 * @property {Record<string, string>} takenWith versions of everything that influences the counts
 * @property {Record<string, Count>} inputs by name
 *
 * @typedef {object} Verdict
 * @property {string[]} table its lines
 * @property {string[]} failures sentences; empty on success
 * @property {string[]} notes sentences that are not failures
 */

/**
 * @param {Counts} baseline
 * @param {Counts} now
 * @returns {Verdict}
 */
export function compare(baseline, now) {
  const names = Object.keys({ ...now.inputs, ...baseline.inputs });
  const pairs = names.map((name) => ({
    name,
    before: baseline.inputs[name],
    after: now.inputs[name],
  }));
  return {
    table: [row("input", "baseline", "now", "change"), ...pairs.map(tableRow)],
    failures: pairs.flatMap(failure),
    notes: pairs.flatMap(note),
  };
}

/**
 * A sentence for each input that costs more per unit when it is longer.
 *
 * @param {Counts} counts
 */
export function notLinear({ inputs }) {
  return Object.entries(inputs).flatMap(([name, { unit, instructions, shorter }]) =>
    shorter !== undefined && instructions > shorter * (1 + MOST)
      ? `"${name}" takes ${(instructions / shorter).toFixed(2)} times as many instructions a ${unit} when it is longer: that is not linear time.`
      : [],
  );
}

/**
 * A sentence listing the differences from the baseline's environment, or nothing.
 *
 * @param {Counts} baseline
 * @param {Counts} now
 */
export function possibleCause(baseline, now) {
  const changed = Object.entries(now.takenWith)
    .filter(([name, here]) => baseline.takenWith[name] !== here)
    .map(([name, here]) => `${name} ${baseline.takenWith[name] ?? "unknown"} there, ${here} here`);
  return changed.length > 0
    ? `The baseline was taken elsewhere, which may be the cause: ${changed.join("; ")}.`
    : undefined;
}

/** @typedef {{ name: string, before: Count | undefined, after: Count | undefined }} Pair */

/** @param {Pair} pair */
function failure({ name, before, after }) {
  if (!after) return [`"${name}" is in the baseline, but no input has this name.`];
  if (!before) return [`"${name}" is an input, but not in the baseline.`];
  const change = changeOf(before, after);
  if (change <= MOST) return [];
  return [
    `"${name}" takes ${percent(change)} % more instructions than its baseline: ${after.instructions} a ${after.unit}, before ${before.instructions}.`,
  ];
}

/** @param {Pair} pair */
function note({ name, before, after }) {
  const change = before && after ? changeOf(before, after) : 0;
  if (change >= -MOST) return [];
  return [
    `"${name}" takes ${percent(-change)} % fewer instructions than its baseline, which may be lowered: ${ACCEPT}`,
  ];
}

/** @param {Pair} pair */
function tableRow({ name, before, after }) {
  const change = before && after ? changeOf(before, after) : undefined;
  return row(
    `${name}, a ${(after ?? before)?.unit}`,
    `${before?.instructions ?? "none"}`,
    `${after?.instructions ?? "none"}`,
    change === undefined ? "" : `${change > 0 ? "+" : ""}${percent(change)} %`,
  );
}

/**
 * @param {string} name
 * @param {...string} numbers
 */
function row(name, ...numbers) {
  return [name.padEnd(32), ...numbers.map((number) => number.padStart(10))].join(" ").trimEnd();
}

/**
 * @param {Count} before
 * @param {Count} after
 */
function changeOf(before, after) {
  return (after.instructions - before.instructions) / before.instructions;
}

/** @param {number} share */
function percent(share) {
  return (share * 100).toFixed(1);
}
