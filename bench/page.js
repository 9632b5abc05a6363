// The page that measures: bench/browser.js calls `benchmark` in it.

import { compareAll } from "./comparison.js";

/** @import { Plan, Reader, Results } from "./comparison.js" */

globalThis.benchmark = async (plan) => {
  // Named at run time, so that it is not bundled: it finds its wasm beside itself.
  const address = "/bench_serde.js";
  const serde = await import(address);
  await serde.default();
  return compareAll(plan, { serde, sampleNative: globalThis.sampleNative, say: console.log });
};
