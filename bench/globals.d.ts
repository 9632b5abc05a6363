// Functions that the page and the Node runner call on each other.

declare global {
  var benchmark: (
    plan: import("./comparison.js").Plan,
  ) => Promise<import("./comparison.js").Results>;
  var sampleNative: import("./comparison.js").Tools["sampleNative"];
}

export {};
