// The receiver's public types, used as a TypeScript user would: this file compiles only while they hold.

import type { Batch, FrameStore, ReceiverEvent } from "heroku-drain/receiver";
import { createReceiver, memoryStore, toNodeListener } from "heroku-drain/receiver";

const onBatch = async (batch: Batch) => {
  const { records, problems, count, frameId, warnings, appHints } = batch;
  void [records[0]?.message, problems[0]?.code, count.toFixed(), frameId?.length];
  void [
    warnings[0]?.message,
    appHints.query.app,
    batch.ndjson().length,
    batch.ndjson(new Uint8Array(9)),
    batch.signal,
  ];
};

createReceiver({ token: "d.1", onBatch });
createReceiver({ tokens: ["d.1"], onBatch, dedupe: false });
createReceiver({ credentials: { username: "a", password: "b" }, onBatch: () => 1 });
createReceiver({ allowAnyone: true, onBatch, dedupe: { maxEntries: 1 } });
const store: FrameStore = memoryStore({ maxAge: 1 });
const receiver = createReceiver({ token: "d.1", onBatch, dedupe: store });
toNodeListener(receiver);
void receiver.idle();

// @ts-expect-error Without onBatch nothing is stored.
createReceiver({ token: "d.1" });
// @ts-expect-error Unknown option.
createReceiver({ token: "d.1", onBatch, maxbytes: 1 });

export function count(event: ReceiverEvent): number {
  switch (event.type) {
    case "accepted":
      return event.records;
    case "duplicate":
    case "late":
      return event.seconds;
    case "rejected":
    case "failed":
      return event.status;
    case "store-failed":
      return 0;
    default:
      // Every type is handled above.
      return event satisfies never;
  }
}
