// How long is measured: in full, or quickly.

/** @import { Plan } from "./comparison.js" */

/** @type {Plan} */
export const FULL = {
  settings: { rounds: 40, warmUp: 8, sample: 8, slowEvery: 4 },
  flatSettings: { rounds: 24, warmUp: 4, sample: 8, slowEvery: 3 },
  flatCounts: [400, 5000, 50_000, 500_000],
};

/** @type {Plan} */
export const QUICK = {
  settings: { rounds: 9, warmUp: 2, sample: 3, slowEvery: 3 },
  flatSettings: { rounds: 12, warmUp: 2, sample: 3, slowEvery: 2 },
  flatCounts: [400, 5000, 50_000],
};
