// The security policy's limits on injected scripts and text, and traces left by the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useBrowser } from "./browser.js";

useBrowser();

test(
  "never turns text into markup or code",
  onPage(async ({ page, complaints }) => {
    const refused = await page.evaluate(async () => {
      // The test's own code may evaluate text until it first awaits.
      await new Promise((resolve) => setTimeout(resolve));
      const { body } = document;
      /** @type {Record<string, () => unknown>} */
      const attempts = {
        innerHTML: () => {
          body.innerHTML = "<b>x</b>";
        },
        insertAdjacentHTML: () => body.insertAdjacentHTML("beforeend", "<b>x</b>"),
        "document.write": () => document.write("<b>x</b>"),
        eval: () => Reflect.get(globalThis, "eval")("1"),
        Function: () => Reflect.construct(Function, ["return 1"]),
        "a script of another origin": () => new Worker("https://example.com/x.js"),
        "another policy": () => /** @type {any} */ (globalThis).trustedTypes.createPolicy("x", {}),
      };
      return Object.keys(attempts).filter((name) => {
        try {
          attempts[name]?.();
          return false;
        } catch {
          return true;
        }
      });
    });
    assert.deepEqual(refused, [
      "innerHTML",
      "insertAdjacentHTML",
      "document.write",
      "eval",
      "Function",
      "a script of another origin",
      "another policy",
    ]);
    assert.ok(complaints.splice(0).every((text) => /Security Policy|Trusted|violates/.test(text)));
  }),
);

test(
  "runs no inline script, and sends nothing",
  onPage(async ({ page, complaints, requests, origin }) => {
    const before = requests.length;
    const ran = await page.evaluate(async () => {
      const script = document.createElement("script");
      try {
        script.text = "globalThis.ran = true";
      } catch {
        // Trusted Types already reject it.
        script.append("globalThis.ran = true");
      }
      document.body.append(script);
      const image = new Image();
      image.src = "https://example.com/x.png?payload";
      const form = document.createElement("form");
      form.action = "/sent";
      document.body.append(form);
      form.submit();
      const isBeaconSent = navigator.sendBeacon("/sent", "payload");
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [/** @type {any} */ (globalThis).ran, isBeaconSent && "sent"].filter(Boolean);
    });
    // A beacon is accepted and then blocked; whether it was sent is checked below.
    assert.ok(!ran.includes(true));
    assert.equal(new URL(page.url()).pathname, "/");
    const sent = requests.splice(before).filter((url) => url.startsWith(`${origin}/sent`));
    assert.deepEqual(sent, []);
    complaints.splice(0);
  }),
);

test(
  "keeps nothing of a payload once it is closed",
  onPage(async (visitor) => {
    await visitor.pickSample("Web requests");
    await visitor.summary();
    const kept = await visitor.page.evaluate(async () => ({
      caches: await caches.keys(),
      cookies: document.cookie,
      databases: await indexedDB.databases(),
      local: localStorage.length,
      session: sessionStorage.length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    const nothing = { caches: [], cookies: "", databases: [], local: 0, session: 0, workers: 0 };
    assert.deepEqual(kept, nothing);
  }),
);
