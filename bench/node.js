// The comparison in Node.

import { measureColdStart } from "./cold.js";
import { compareAll } from "./comparison.js";
import { circumstances } from "./machine.js";
import { nativeSampler } from "./native.js";
import { writeSection } from "./results.js";
import { buildSerde, loadSerde } from "./serde.js";
import { resultTables } from "./tables.js";

/**
 * @param {string} command
 * @param {import("./comparison.js").Plan} plan
 */
export async function measureInNode(command, plan) {
  await buildSerde();
  const tools = { serde: await loadSerde(), sampleNative: await nativeSampler(), say: console.log };
  const results = await compareAll(plan, tools);
  const where = circumstances(command, `Node ${process.versions.node}`);
  writeSection("In Node", `${where}\n\n${resultTables(results)}`);
  measureColdStart(command);
}
