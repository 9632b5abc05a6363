// Names and distinguishable colours of values.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatShare, sharesOf } from "../../../www/src/overview/shares.js";
import { coloursOf, plainName, seriesColour } from "../../../www/src/overview/values.js";

const STYLES = new URL("../../../www/src/styles/", import.meta.url);
const overview = readFileSync(new URL("overview.css", STYLES), "utf8");
const page = readFileSync(new URL("page.css", STYLES), "utf8");
const THEMES = /** @type {const} */ (["light", "dark"]);

/**
 * @param {string} css
 * @param {string} name
 * @param {"light" | "dark"} theme
 */
function colourOf(css, name, theme) {
  const [, light, dark] = css.match(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`) ?? [];
  const colour = { light, dark }[theme];
  assert.ok(colour, `${name} has a colour in ${theme}`);
  return colour;
}

/** @param {string} colour */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * @param {string} one
 * @param {string} other
 */
function contrast(one, other) {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

for (const theme of THEMES) {
  for (const kind of ["severity", "name"]) {
    test(`each colour of a ${kind} stands out from every ground when it is ${theme}`, () => {
      for (let index = 0; index < 8; index++) {
        const colour = colourOf(overview, `${kind}-${index}`, theme);
        for (const ground of ["ground", "surface", "raised"]) {
          const found = contrast(colour, colourOf(page, ground, theme));
          assert.ok(found >= 3, `${kind} ${index} ${colour} on ${ground}: ${found}`);
        }
      }
    });
  }
}

test("a name keeps its colour whatever its place, and no two have the same", () => {
  const first = coloursOf(new Map(), ["router", "web.1", "web.2"]);
  const second = coloursOf(first, ["web.2", "worker.1", "router"]);
  assert.equal(second.get("web.2"), first.get("web.2"));
  assert.equal(second.get("router"), first.get("router"));
  assert.equal(new Set(second.values()).size, 3);
  assert.ok(![...first.values()].includes(Number(second.get("worker.1"))));
});

test("eight names have eight colours, after eight others too", () => {
  const names = Array.from({ length: 8 }, (_, index) => `web.${index}`);
  const others = names.map((name) => `${name}.other`);
  const colours = coloursOf(coloursOf(new Map(), names), others);
  assert.deepEqual(new Set(colours.values()), new Set([0, 1, 2, 3, 4, 5, 6, 7]));
});

test("an absent name has a colour too; what stands for others has none of its own", () => {
  const colours = coloursOf(new Map(), ["app", undefined]);
  const counts = new Uint32Array(1);
  const absent = seriesColour("app_name", { value: undefined, isOthers: false, counts }, colours);
  const others = seriesColour("app_name", { value: undefined, isOthers: true, counts }, colours);
  assert.equal(absent, "colour-name-1");
  assert.equal(others, "colour-none");
});

test("severities and facilities go by their keywords, absent and empty values by a word", () => {
  const names = [
    plainName("severity", 6),
    plainName("facility", 23),
    plainName("process_id", "web.1"),
    plainName("severity", undefined),
    plainName("app_name", undefined),
    plainName("app_name", ""),
  ];
  assert.deepEqual(names, ["info", "local7", "web.1", "none", "absent", "empty"]);
});

test("bars are beside the largest; shares are of all, where all is known", () => {
  const values = [30, 10].map((count) => ({ value: count, count, isChosen: false }));
  assert.deepEqual(sharesOf({ name: "severity", values, others: 0 }), [
    { length: 1, share: 0.75 },
    { length: 1 / 3, share: 0.25 },
  ]);
  const shares = [
    ...sharesOf({ name: "process_id", values, others: 2 }),
    ...sharesOf({ name: "problem", values, others: 0 }),
  ];
  assert.ok(shares.every(({ share }) => share === undefined));
});

test("a tiny share is not 0 %", () => {
  assert.deepEqual([0, 0.00001, 0.456, 1].map(formatShare), ["0%", "<0.1%", "45.6%", "100%"]);
});
