// The measuring page: bench/browser.js calls `benchmark` in it.

import { compareAll } from "./comparison.js";

/** @import { Plan, Reader, Results } from "./comparison.js" */

globalThis.benchmark = async (plan) => {
  // Named at run time to stay out of the bundle: it loads its wasm from its own folder.
  const address = "/bench_serde.js";
  const serde = await import(address);
  await serde.default();
  return compareAll(plan, { serde, sampleNative: globalThis.sampleNative, say: console.log });
};
