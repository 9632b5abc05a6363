// The part of node:assert/strict used by tests/node/compare.js, for runtimes without it.

import { assert, config } from "chai";

// Enough of both sides to see the difference.
config.truncateThreshold = 1000;

export default {
  deepEqual: assert.deepEqual,
  equal: assert.strictEqual,
  match: assert.match,
  ok: assert.isOk,
};
