// What tests/node/compare.js uses of node:assert/strict, for runtimes that have none.

import { assert, config } from "chai";

// Enough of both sides to see what differs.
config.truncateThreshold = 1000;

export default {
  deepEqual: assert.deepEqual,
  equal: assert.strictEqual,
  match: assert.match,
  ok: assert.isOk,
};
