// Measuring times: in full, or quickly.

/** @import { Plan } from "./comparison.js" */

/** @type {Plan} */
export const FULL = {
  settings: { warm: 150, rounds: 40, warmUp: 4, sample: 8, slowEvery: 4 },
  flatSettings: { warm: 150, rounds: 24, warmUp: 3, sample: 8, slowEvery: 3 },
  flatCounts: [400, 5000, 50_000, 500_000],
};

/** @type {Plan} */
export const QUICK = {
  settings: { warm: 60, rounds: 9, warmUp: 1, sample: 3, slowEvery: 3 },
  flatSettings: { warm: 60, rounds: 12, warmUp: 1, sample: 3, slowEvery: 2 },
  flatCounts: [400, 5000, 50_000],
};

/** For the receiver under load: seconds of each server in each round. */
export const RECEIVER_FULL = { rounds: 7, seconds: 5, warmUp: 2 };
export const RECEIVER_QUICK = { rounds: 3, seconds: 2, warmUp: 1 };

/** For the program: the size of the file, and the number of reads by each contender. */
export const PROGRAM_FULL = { megabytes: 1_000, rounds: 3 };
export const PROGRAM_QUICK = { megabytes: 100, rounds: 1 };
