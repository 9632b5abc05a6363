// Numbers, times and sizes as the page writes them.

const grouped = new Intl.NumberFormat("en");

/** @param {number} count */
export function formatCount(count) {
  return grouped.format(count);
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function formatCounted(count, noun) {
  return `${formatCount(count)} ${formatNoun(count, noun)}`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function formatNoun(count, noun) {
  return count === 1 ? noun : `${noun}s`;
}

/** @param {number} bytes */
export function formatSize(bytes) {
  if (bytes < 10_000) return formatCounted(bytes, "byte");
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} KB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {number} milliseconds */
export function formatDuration(milliseconds) {
  const digits = milliseconds < 0.1 ? 3 : milliseconds < 10 ? 2 : 0;
  return `${milliseconds.toFixed(digits)} ms`;
}

/**
 * @param {number} bytes
 * @param {number} milliseconds
 */
export function formatSpeed(bytes, milliseconds) {
  const speed = bytes / 1000 / milliseconds;
  return `${speed < 10 ? speed.toFixed(1) : formatCount(Math.round(speed))} MB/s`;
}

/** @param {number} time milliseconds since 1970-01-01T00:00:00Z */
export function formatUtc(time) {
  return new Date(time).toISOString().replace("T", " ");
}

/**
 * The time in the browser's own zone, with its offset at that time.
 *
 * @param {number} time milliseconds since 1970-01-01T00:00:00Z
 */
export function formatLocal(time) {
  const minutes = -new Date(time).getTimezoneOffset();
  const shifted = formatUtc(time + minutes * 60_000).slice(0, -1);
  const [hours, rest] = [Math.abs(minutes) / 60, Math.abs(minutes) % 60].map((part) =>
    String(Math.trunc(part)).padStart(2, "0"),
  );
  return `${shifted} ${minutes < 0 ? "−" : "+"}${hours}:${rest}`;
}
