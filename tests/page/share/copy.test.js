// A text is reported as copied only after it is, in browsers with different clipboards.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { copyText } from "../../../www/src/copy.js";

class Item {
  /** @param {Record<string, Promise<Blob>>} types */
  constructor(types) {
    this.types = types;
  }
}

const before = Object.getOwnPropertyDescriptors(globalThis);

afterEach(() => {
  for (const name of ["navigator", "ClipboardItem"]) {
    Reflect.deleteProperty(globalThis, name);
    const descriptor = Reflect.get(before, name);
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
});

test("copies a text", async () => {
  const clipboard = browser();
  assert.equal(await copyText("a"), true);
  assert.deepEqual(clipboard.held, ["a"]);
});

test("copies a text that is made later, asking while the click is handled", async () => {
  const clipboard = browser();
  const later = withResolvers();
  const copied = copyText(later.promise);
  assert.equal(clipboard.asked, 1);
  later.resolve("late");
  assert.equal(await copied, true);
  assert.deepEqual(clipboard.held, ["late"]);
});

test("copies later where the browser takes no promises", async () => {
  for (const options of [{ hasItems: false }, { takesPromises: false }]) {
    const clipboard = browser(options);
    assert.equal(await copyText(Promise.resolve("late")), true);
    assert.deepEqual(clipboard.held, ["late"]);
  }
});

test("says so where the browser refuses", async () => {
  const clipboard = browser({ isAllowed: false });
  assert.equal(await copyText("a"), false);
  assert.equal(await copyText(Promise.resolve("a")), false);
  assert.deepEqual(clipboard.held, []);
});

test("says so where there is no clipboard, or no text", async () => {
  const clipboard = browser();
  assert.equal(await copyText(Promise.reject(new Error("not made"))), false);
  assert.deepEqual(clipboard.held, []);
  define("navigator", {});
  assert.equal(await copyText("a"), false);
  assert.equal(await copyText(Promise.resolve("a")), false);
});

/** A browser's clipboard, the only part of a browser in use here. */
function browser({ hasItems = true, takesPromises = true, isAllowed = true } = {}) {
  const clipboard = {
    held: /** @type {string[]} */ ([]),
    asked: 0,
    /** @param {string} text */
    async writeText(text) {
      if (!isAllowed) throw new Error("not allowed");
      this.held = [text];
    },
    /** @param {Item[]} items */
    async write([item]) {
      this.asked++;
      if (!isAllowed || !takesPromises) throw new Error("not allowed");
      const blob = await item?.types["text/plain"];
      this.held = [String(await blob?.text())];
    },
  };
  define("navigator", { clipboard });
  define("ClipboardItem", hasItems ? Item : undefined);
  return clipboard;
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

/** For Node 20, which has no Promise.withResolvers. */
function withResolvers() {
  /** @type {(text: string) => void} */
  let resolve = () => {};
  /** @type {Promise<string>} */
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
