// What the page and the runner in Node call of each other.

declare global {
  var benchmark: (
    plan: import("./comparison.js").Plan,
  ) => Promise<import("./comparison.js").Results>;
  var sampleNative: import("./comparison.js").Tools["sampleNative"];
}

export {};
