// Number, time and size formatting in the page's language.

import { language, words } from "./strings/index.js";

/** @param {number} count */
export function formatCount(count) {
  return count.toLocaleString(language());
}

/**
 * Formats small sizes in bytes.
 *
 * @param {number} bytes
 */
export function formatSize(bytes) {
  if (bytes < 10_000) return words().common.bytes(bytes);
  if (bytes < 999_950) return `${decimal(bytes / 1e3, 1)} KB`;
  if (bytes < 999_950_000) return `${decimal(bytes / 1e6, 1)} MB`;
  return `${decimal(bytes / 1e9, 2)} GB`;
}

/** @param {number} milliseconds */
export function formatDuration(milliseconds) {
  if (milliseconds >= 10_000) return `${decimal(milliseconds / 1000, 1)} s`;
  return `${decimal(milliseconds, milliseconds < 0.1 ? 3 : milliseconds < 10 ? 2 : 0)} ms`;
}

/**
 * @param {number} bytes
 * @param {number} milliseconds
 */
export function formatSpeed(bytes, milliseconds) {
  const speed = bytes / 1000 / milliseconds;
  return `${decimal(speed, speed < 10 ? 1 : 0)} MB/s`;
}

/**
 * Formats a time in UTC, with microseconds if present.
 *
 * @param {number} time milliseconds since 1970-01-01T00:00:00Z, microseconds as a fraction
 */
export function formatUtc(time) {
  const text = new Date(Math.floor(time)).toISOString().replace("T", " ").slice(0, -1);
  return `${text}${microseconds(time)}Z`;
}

/**
 * Formats a time in the browser's zone, with its offset at that time.
 *
 * @param {number} time milliseconds since 1970-01-01T00:00:00Z, microseconds as a fraction
 */
export function formatLocal(time) {
  const minutes = -new Date(time).getTimezoneOffset();
  const shifted = formatUtc(time + minutes * 60_000).slice(0, -1);
  const [hours, rest] = [Math.abs(minutes) / 60, Math.abs(minutes) % 60].map((part) =>
    String(Math.trunc(part)).padStart(2, "0"),
  );
  return `${shifted} ${minutes < 0 ? "−" : "+"}${hours}:${rest}`;
}

/**
 * @param {number} value
 * @param {number} digits decimal places
 */
function decimal(value, digits) {
  return value.toLocaleString(language(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Milliseconds beyond which a number cannot represent microseconds: the year 2248. */
const MOST_EXACT = 2 ** 43;

/** @param {number} time */
function microseconds(time) {
  if (Math.abs(time) > MOST_EXACT) return "";
  const count = Math.round((time - Math.floor(time)) * 1000);
  return count === 0 ? "" : String(Math.min(count, 999)).padStart(3, "0");
}
