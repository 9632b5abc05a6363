// Browsers and drivers for the tests, and the launch options of Chromium.

import { join } from "node:path";
import { isProgram, which, windows } from "./tools.js";

const MAC = "/Applications";
const WINDOWS = process.env.PROGRAMFILES ?? "C:\\Program Files";

/**
 * Path of Chromium or Chrome: the environment's `CHROME` if set, else the common names and paths.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  if (process.env.CHROME) return process.env.CHROME;
  return (
    which("chromium", "chromium-browser", "google-chrome", "google-chrome-stable") ??
    [
      join(MAC, "Google Chrome.app/Contents/MacOS/Google Chrome"),
      join(MAC, "Chromium.app/Contents/MacOS/Chromium"),
      join(WINDOWS, "Google/Chrome/Application/chrome.exe"),
    ].find(isProgram)
  );
}

/** @returns {string | undefined} */
export function findFirefox() {
  return (
    which("firefox", "firefox-esr") ??
    [
      join(MAC, "Firefox.app/Contents/MacOS/firefox"),
      join(WINDOWS, "Mozilla Firefox/firefox.exe"),
    ].find(isProgram)
  );
}

/**
 * The minimal WebKit browser that ships with Debian's driver; it is not on PATH.
 *
 * @returns {string | undefined}
 */
export function findMiniBrowser() {
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  return ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"]
    .map((version) => `/usr/lib/${machine}-linux-gnu/${version}/MiniBrowser`)
    .find(isProgram);
}

/** Options for headless Chromium: its sandbox refuses to run as root. */
export function chromiumArgs() {
  const isRoot = !windows && process.getuid?.() === 0;
  return isRoot ? ["--no-sandbox"] : [];
}
