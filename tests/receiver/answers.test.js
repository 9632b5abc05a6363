// A receiver's answer to one request, its batches, and its events.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { parse, toNDJSON } from "heroku-drain";
import { receiverWith } from "../../pkg/receiver/receive.js";
import { framed } from "./logplex.js";
import { BODY, bodyOf, drainRequest, observedReceiver, TOKEN } from "./requests.js";

/** @import { Asked } from "./requests.js" */

test("a batch is answered 204, empty, after it is stored", async () => {
  const order = /** @type {string[]} */ ([]);
  const { ask } = observedReceiver({
    onBatch: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("stored");
    },
  });
  const { status, text } = await ask();
  order.push("answered");
  assert.deepEqual([status, text, order], [204, "", ["stored", "answered"]]);
});

test("a batch has what the parser makes of the body, and what the request tells", async () => {
  const time = Date.UTC(2026, 4, 17);
  const { ask, batches } = observedReceiver({ now: () => time });
  await ask({ url: "drain/a?app=shop&stage=1&stage=2", headers: { "logplex-frame-id": "F1" } });
  const [batch] = batches;
  assert.ok(batch);
  const options = { parseTime: new Date(time) };
  assert.deepEqual(batch.records, parse(BODY, options).records);
  assert.deepEqual(batch.ndjson(), toNDJSON(BODY, options).ndjson);
  assert.equal(batch.ndjson(), batch.ndjson());
  assert.equal(batch.records, batch.records);
  assert.deepEqual(Buffer.from(batch.bytes), BODY);
  const { count, problems, warnings, frameId, drainToken, declaredCount, receivedAt } = batch;
  assert.deepEqual(
    { count, problems, warnings, frameId, drainToken, declaredCount, receivedAt },
    {
      ...{ count: 2, problems: [], warnings: [], frameId: "F1", drainToken: TOKEN },
      ...{ declaredCount: 2, receivedAt: new Date(time) },
    },
  );
  const query = { app: "shop", stage: "2" };
  assert.deepEqual(batch.appHints, { path: "/drain/a", query, username: undefined });
  assert.equal(batch.signal.aborted, false);
});

test("a batch puts lines where it is told to, and then does not remember them", async () => {
  const { ask, batches } = observedReceiver({ observe: undefined });
  await ask({});
  const [batch] = batches;
  assert.ok(batch);
  const into = new Uint8Array(10_000);
  const lines = batch.ndjson(into);
  assert.equal(lines.buffer, into.buffer);
  assert.deepEqual([batch.count, batch.problems], [2, []]);
  const expected = lines.slice();
  into.fill(0);
  assert.deepEqual(batch.ndjson(), expected);
  assert.equal(batch.ndjson(into), batch.ndjson());
  assert.deepEqual(into, new Uint8Array(10_000));
});

test("a batch stays as it came, whoever changes what was given or sent", async () => {
  const { ask, batches } = observedReceiver({ observe: undefined });
  const memory = new Uint8Array(50);
  let at = 0;
  const refilled = new ReadableStream(
    {
      pull(controller) {
        if (at >= BODY.length) return controller.close();
        const part = BODY.subarray(at, at + memory.length);
        memory.fill(0);
        memory.set(part);
        at += part.length;
        controller.enqueue(memory.subarray(0, part.length));
      },
    },
    { highWaterMark: 0 },
  );
  await ask({ body: refilled });
  const [batch] = batches;
  assert.ok(batch);
  batch.bytes.fill(120);
  assert.equal(batch.count, 2);
  structuredClone(batch.bytes, { transfer: [batch.bytes.buffer] });
  assert.deepEqual(
    batch.records.map(({ message }) => message),
    ["one", "two"],
  );
});

test("a body of what are not bytes is 503", async () => {
  const { receiver, events } = observedReceiver();
  for (const chunk of ["text", new ArrayBuffer(9), new Uint16Array(9), [1]]) {
    const { method, url, headers } = drainRequest();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(chunk);
        controller.close();
      },
    });
    const request = /** @type {any} */ ({ method, url, headers, body });
    assert.equal((await receiver(request)).status, 503);
    const { type, reason } = /** @type {any} */ (events.at(-1));
    assert.deepEqual([type, reason], ["rejected", "body-incomplete"]);
  }
});

test("however a batch is read first, its count and its problems are the same", async () => {
  const body = Buffer.concat([BODY, framed("<190>1 noon host app web.1 - late\n")]);
  const { ask, batches } = observedReceiver({ observe: undefined });
  for (let time = 0; time < 3; time++) await ask({ body });
  batches[0]?.ndjson();
  batches[1]?.records;
  for (const { count, problems } of batches) {
    assert.equal(count, 2);
    assert.deepEqual(problems, parse(body).problems);
  }
});

test("what is no log payload is answered 204, with its problems", async () => {
  const { ask, batches } = observedReceiver();
  for (const [body, code] of /** @type {const} */ ([
    ['{"a":1}', "json-payload"],
    ["12 junk", "delimiter-missing"],
    [new Uint8Array([0x1f, 0x8b, 0]), "gzip-payload"],
  ])) {
    assert.equal((await ask({ body })).status, 204);
    assert.equal(batches.at(-1)?.problems[0]?.code, code);
  }
});

test("an empty body is a batch without records, if no messages are declared", async () => {
  const { ask, batches } = observedReceiver();
  assert.equal((await ask({ body: "", headers: { "logplex-msg-count": "0" } })).status, 204);
  assert.equal((await ask({ body: null, headers: { "logplex-msg-count": "0" } })).status, 204);
  assert.deepEqual(
    batches.map(({ count, warnings }) => [count, warnings]),
    [
      [0, []],
      [0, []],
    ],
  );
});

describe("the declared count", () => {
  const bad = framed("<190>1 noon host app web.1 - late\n");

  test("counts frames that produced no record", async () => {
    const { ask, batches } = observedReceiver();
    await ask({ body: Buffer.concat([BODY, bad]), headers: { "logplex-msg-count": "3" } });
    assert.deepEqual(batches[0]?.warnings, []);
  });

  test("is a warning where it differs, to the observer too, and the answer is 204", async () => {
    const { ask, batches, events } = observedReceiver();
    assert.equal((await ask({ headers: { "logplex-msg-count": "5" } })).status, 204);
    const message = "logplex-msg-count must be the number of frames, 2, not 5";
    const warnings = [{ code: "count-mismatch", message }];
    assert.deepEqual(batches[0]?.warnings, warnings);
    assert.deepEqual(events[0]?.type === "accepted" && events[0].warnings, warnings);
  });

  test("may be missing, and is ignored with a warning where it is no number", async () => {
    const { ask, batches } = observedReceiver();
    await ask({ headers: { "logplex-msg-count": undefined } });
    assert.deepEqual(batches[0]?.warnings, []);
    for (const count of ["two", "-1", "1e3", "9".repeat(30), "2, 2"]) {
      assert.equal((await ask({ headers: { "logplex-msg-count": count } })).status, 204);
      assert.equal(batches.at(-1)?.declaredCount, undefined);
      const warnings = batches.at(-1)?.warnings.map(({ code }) => code);
      assert.deepEqual(warnings, ["header-ignored"], count);
    }
  });
});

const DEFLATE = { "content-encoding": "deflate" };

/** @type {[string, Asked, number, string][]} */
const REFUSED = [
  ["GET", { method: "GET" }, 405, "method-not-allowed"],
  ["HEAD", { method: "HEAD" }, 405, "method-not-allowed"],
  ["PUT", { method: "PUT" }, 405, "method-not-allowed"],
  ["another token", { headers: { "logplex-drain-token": "d.other" } }, 401, "unauthorized"],
  ["no token", { headers: { "logplex-drain-token": undefined } }, 401, "unauthorized"],
  ["an empty token", { headers: { "logplex-drain-token": "" } }, 401, "unauthorized"],
  [
    "the token's beginning",
    { headers: { "logplex-drain-token": TOKEN.slice(0, -1) } },
    401,
    "unauthorized",
  ],
  ["the token and more", { headers: { "logplex-drain-token": `${TOKEN}0` } }, 401, "unauthorized"],
  [
    "the token and more than is compared",
    { headers: { "logplex-drain-token": `${TOKEN}${"0".repeat(2_000)}` } },
    401,
    "unauthorized",
  ],
  [
    "the token twice",
    { headers: { "logplex-drain-token": `${TOKEN}, ${TOKEN}` } },
    401,
    "unauthorized",
  ],
  [
    "a token in capitals",
    { headers: { "logplex-drain-token": TOKEN.toUpperCase() } },
    401,
    "unauthorized",
  ],
  ["JSON", { headers: { "content-type": "application/json" } }, 415, "unsupported-media-type"],
  [
    "a type that begins alike",
    { headers: { "content-type": "application/logplex-10" } },
    415,
    "unsupported-media-type",
  ],
  [
    "no type",
    { headers: { "content-type": undefined }, body: new Uint8Array(BODY) },
    415,
    "unsupported-media-type",
  ],
  ["Brotli", { headers: { "content-encoding": "br" } }, 415, "unsupported-encoding"],
  ["two encodings", { headers: { "content-encoding": "gzip, gzip" } }, 415, "unsupported-encoding"],
  ["what says that it is too large", { headers: { "content-length": "2000" } }, 413, "too-large"],
  ["what is too large", { body: new Uint8Array(1001) }, 413, "too-large"],
  [
    "what becomes too large",
    { body: gzipSync(new Uint8Array(1001)), headers: { "content-encoding": "gzip" } },
    413,
    "too-large",
  ],
  ["less than declared", { headers: { "content-length": "200" } }, 503, "body-incomplete"],
  ["more than declared", { headers: { "content-length": "2" } }, 503, "body-incomplete"],
  ["what is no gzip", { headers: { "content-encoding": "gzip" } }, 503, "body-not-decodable"],
  [
    "half a gzip",
    { body: gzipSync(BODY).subarray(0, -9), headers: { "content-encoding": "gzip" } },
    503,
    "body-not-decodable",
  ],
  ["what is no deflate", { headers: { "content-encoding": "deflate" } }, 503, "body-not-decodable"],
  [
    "gzip and then text",
    {
      body: Buffer.concat([gzipSync(BODY), Buffer.from("text")]),
      headers: { "content-encoding": "gzip" },
    },
    503,
    "body-not-decodable",
  ],
  [
    "deflate and then a byte",
    { body: Buffer.concat([deflateSync(BODY), Buffer.alloc(1)]), headers: DEFLATE },
    503,
    "body-not-decodable",
  ],
  ["raw deflate", { body: deflateRawSync(BODY), headers: DEFLATE }, 503, "body-not-decodable"],
  ["an empty body that declares two messages", { body: "" }, 503, "body-incomplete"],
  ["no body that declares two messages", { body: null }, 503, "body-incomplete"],
  [
    "nothing in gzip that declares two messages",
    { body: gzipSync(""), headers: { "content-encoding": "gzip" } },
    503,
    "body-incomplete",
  ],
  [
    "a length of 16 digits",
    { headers: { "content-length": "1000000000000000" } },
    413,
    "too-large",
  ],
  ["a length of 400 digits", { headers: { "content-length": "9".repeat(400) } }, 413, "too-large"],
  [
    "gzip as a transfer encoding",
    { headers: { "transfer-encoding": "gzip, chunked" } },
    415,
    "unsupported-encoding",
  ],
];

describe("refused, in one line without secrets or logs, and told once:", () => {
  for (const [name, asked, status, reason] of REFUSED) {
    test(`${name}, with ${status}`, async () => {
      const { ask, batches, events } = observedReceiver({ maxBytes: 1000 });
      const answer = await ask(asked);
      assert.equal(answer.status, status);
      assert.match(answer.text, /^[a-z][a-zPOST0-9 ,/-]+\n$/);
      assert.doesNotMatch(answer.text, /d\.|web\.1|one/);
      assert.equal(answer.headers.get("allow"), status === 405 ? "POST" : null);
      assert.equal(answer.headers.get("retry-after"), status === 503 ? "1" : null);
      assert.deepEqual(batches, []);
      const told = events.map((event) => event.type === "rejected" && [event.reason, event.status]);
      assert.deepEqual(told, [[reason, status]]);
    });
  }
});

test("checks come in an order that tells strangers nothing", async () => {
  const { ask } = observedReceiver({ maxBytes: 10 });
  const everything = {
    "logplex-drain-token": "d.other",
    "content-type": "text/plain",
    "content-length": "100",
  };
  const statuses = [];
  statuses.push((await ask({ method: "PUT", headers: everything })).status);
  statuses.push((await ask({ headers: everything })).status);
  statuses.push((await ask({ headers: { ...everything, "logplex-drain-token": TOKEN } })).status);
  const typed = { "content-length": "100" };
  statuses.push((await ask({ headers: typed })).status);
  assert.deepEqual(statuses, [405, 401, 415, 413]);
});

test("nothing of a body is read that is refused for its headers", async () => {
  const { receiver } = observedReceiver({ maxBytes: 10 });
  for (const headers of [
    { "logplex-drain-token": "d.other" },
    { "content-type": "text/plain" },
    { "content-encoding": "br" },
    { "content-length": "11" },
  ]) {
    let isRead = false;
    const pull = () => {
      isRead = true;
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    await receiver(drainRequest({ headers, body }));
    assert.equal(isRead, false);
  }
});

describe("taken:", () => {
  /** @type {[string, Asked][]} */
  const TAKEN = [
    [
      "a type with parameters, in capitals",
      { headers: { "content-type": "Application/Logplex-1 ; charset=utf-8" } },
    ],
    ["gzip", { body: gzipSync(BODY), headers: { "content-encoding": "GZIP" } }],
    [
      "gzip in two members, with zeros after each",
      {
        body: Buffer.concat([
          ...[gzipSync(BODY.subarray(0, 20)), Buffer.alloc(3)],
          ...[gzipSync(BODY.subarray(20)), Buffer.alloc(512)],
        ]),
        headers: { "content-encoding": "gzip" },
      },
    ],
    ["x-gzip", { body: gzipSync(BODY), headers: { "content-encoding": "x-gzip" } }],
    ["deflate", { body: deflateSync(BODY), headers: DEFLATE }],
    ["a transfer encoding of chunked", { headers: { "transfer-encoding": "Chunked" } }],
    ["identity", { headers: { "content-encoding": "identity" } }],
    ["as much as is allowed", { headers: { "content-length": String(BODY.length) } }],
    [
      "a length with zeros before it",
      { headers: { "content-length": `${"0".repeat(20)}${BODY.length}` } },
    ],
    ["chunks", { body: bodyOf(...Array.from(BODY, (byte) => new Uint8Array([byte]))).stream }],
  ];
  for (const [name, asked] of TAKEN) {
    test(name, async () => {
      const { ask, batches } = observedReceiver({ maxBytes: 1_000 });
      assert.equal((await ask(asked)).status, 204);
      assert.deepEqual(Buffer.from(batches[0]?.bytes ?? []), BODY);
    });
  }
});

describe("a body that does not come", () => {
  for (const [name, chunk, limits, reason] of /** @type {const} */ ([
    ["pauses too long", "stall", { idleTimeout: 5 }, "body-timeout"],
    ["takes too long", "stall", { bodyTimeout: 5 }, "body-timeout"],
    ["breaks", "break", {}, "body-incomplete"],
  ])) {
    test(`${name}: 503, so that it is sent again`, async () => {
      const { ask, batches, events } = observedReceiver(limits);
      const { stream, state } = bodyOf(BODY.subarray(0, 20), chunk);
      assert.equal((await ask({ body: stream })).status, 503);
      assert.deepEqual(batches, []);
      assert.equal(events[0]?.type === "rejected" && events[0].reason, reason);
      assert.equal(state.cancelled, chunk === "stall");
    });
  }

  test("is let go of when it becomes too large", async () => {
    const { ask } = observedReceiver({ maxBytes: 30 });
    const { stream, state } = bodyOf(new Uint8Array(20), new Uint8Array(20), "stall");
    assert.equal((await ask({ body: stream })).status, 413);
    assert.ok(state.cancelled);
  });
});

test("a gzip bomb is stopped at the limit", async () => {
  const bomb = gzipSync(new Uint8Array(64 * 2 ** 20), { level: 9 });
  const before = process.memoryUsage().arrayBuffers;
  const { ask, batches } = observedReceiver();
  const { status } = await ask({ body: bomb, headers: { "content-encoding": "gzip" } });
  assert.equal(status, 413);
  assert.deepEqual(batches, []);
  assert.ok(process.memoryUsage().arrayBuffers - before < 32 * 2 ** 20);
});

describe("who may send", () => {
  const credentials = { username: "shop", password: "pa:ss" };
  const basic = (/** @type {string} */ text) => `Basic ${Buffer.from(text).toString("base64")}`;
  const noToken = { "logplex-drain-token": undefined };

  test("any of several tokens", async () => {
    const { ask } = observedReceiver({ tokens: ["d.old", TOKEN, "d.new"] });
    for (const token of ["d.old", TOKEN, "d.new"]) {
      assert.equal((await ask({ headers: { "logplex-drain-token": token } })).status, 204);
    }
    assert.equal((await ask({ headers: { "logplex-drain-token": "d." } })).status, 401);
  });

  test("who has credentials, as Private Spaces send them: without a token and a frame id", async () => {
    const { ask, batches } = observedReceiver({ credentials });
    const headers = { ...noToken, authorization: basic("shop:pa:ss") };
    assert.equal((await ask({ headers })).status, 204);
    assert.equal((await ask({ headers })).status, 204);
    assert.equal(batches.length, 2, "without a frame id, nothing tells them apart");
    assert.equal(batches[0]?.appHints.username, "shop");
    assert.equal(batches[0]?.drainToken, undefined);
  });

  describe("credentials, written as the drain URL shows them:", () => {
    for (const [name, given, accepted, refused] of /** @type {const} */ ([
      [
        "an empty user name",
        { username: "", password: "pass" },
        [":pass"],
        ["pass", ":", "x:pass", ""],
      ],
      [
        "an empty password, with and without the colon",
        { username: "name", password: "" },
        ["name:", "name"],
        [":name", ":", "", "name:name"],
      ],
      [
        "percent-encoded, as they stand and decoded",
        { username: "sh%40p", password: "p%C3%A9%20%3A%25" },
        ["sh%40p:p%C3%A9%20%3A%25", "sh@p:pé :%"],
        ["sh@p:p%C3%A9%20%3A%25", "sh%40p:pé :%", "sh%40p:p%c3%a9%20%3a%25"],
      ],
      [
        "encoded twice, which is decoded once",
        { username: "u", password: "a%2541" },
        ["u:a%2541", "u:a%41"],
        ["u:aA"],
      ],
      [
        "with a percent sign that encodes nothing, unchanged",
        { username: "u", password: "100%" },
        ["u:100%"],
        ["u:100"],
      ],
    ])) {
      test(name, async () => {
        const { ask, batches } = observedReceiver({ credentials: given });
        for (const text of accepted) {
          const headers = { ...noToken, authorization: basic(text) };
          assert.equal((await ask({ headers })).status, 204, text);
          assert.equal(batches.at(-1)?.appHints.username, given.username);
        }
        for (const text of refused) {
          const headers = { ...noToken, authorization: basic(text) };
          assert.equal((await ask({ headers })).status, 401, text);
        }
      });
    }
  });

  test("nobody else, who is asked for credentials where there are any", async () => {
    const { ask } = observedReceiver({ credentials: [credentials] });
    for (const authorization of [
      undefined,
      "",
      basic("shop:pass"),
      basic("shop:"),
      basic("shop"),
      basic(":pa:ss"),
      basic("shop:pa:ss\0"),
      "Basic ****",
      "Basic",
      `Bearer ${Buffer.from("shop:pa:ss").toString("base64")}`,
    ]) {
      const { status, headers } = await ask({ headers: { ...noToken, authorization } });
      assert.equal(status, 401);
      assert.match(String(headers.get("www-authenticate")), /^Basic realm=/);
    }
    const { ask: askForToken } = observedReceiver();
    const { headers } = await askForToken({ headers: noToken });
    assert.equal(headers.get("www-authenticate"), null);
  });

  test("a token or credentials, where there are both", async () => {
    const { ask } = observedReceiver({ tokens: [TOKEN], credentials });
    const right = basic("shop:pa:ss");
    const wrong = { "logplex-drain-token": "d.other" };
    assert.equal((await ask()).status, 204);
    assert.equal((await ask({ headers: { ...wrong, authorization: right } })).status, 204);
    assert.equal((await ask({ headers: { authorization: basic("shop:") } })).status, 204);
    assert.equal((await ask({ headers: { ...wrong, authorization: "" } })).status, 401);
  });

  test("anyone, where that is said aloud", async () => {
    const { ask } = observedReceiver({ allowAnyone: true });
    assert.equal((await ask({ headers: noToken })).status, 204);
  });
});

describe("the bound on problems", () => {
  /** An attack with 1,120 bytes of gzip: a quarter of a million problems and one valid frame. */
  const HOSTILE = Buffer.concat([Buffer.from("<1>\n".repeat(262_100)), BODY]);

  test("is passed to the parser by every property of a batch", async () => {
    /** @type {unknown[]} */
    const bounds = [];
    const parser = /** @type {any} */ (
      Object.fromEntries(
        ["parse", "toNDJSON", "columns"].map((name) => [
          name,
          (/** @type {unknown} */ _, /** @type {{ maxProblems: number }} */ options) => {
            bounds.push(options.maxProblems);
            const counts = { errorCount: 5, warningCount: 6, problems: [] };
            return { records: [], count: 0, length: 0, ...counts };
          },
        ]),
      )
    );
    for (const read of ["count", "records", "errorCount", "warningCount"]) {
      const onBatch = (/** @type {any} */ batch) => {
        void batch[read];
        batch.ndjson();
        assert.deepEqual([batch.errorCount, batch.warningCount], [5, 6]);
      };
      const receiver = receiverWith(parser, { token: TOKEN, maxProblems: 7, onBatch });
      assert.equal((await receiver(drainRequest())).status, 204);
    }
    assert.deepEqual(new Set(bounds), new Set([7]));
  });

  test("limits the objects of 64 bodies full of problems, and counts the rest", async () => {
    const { ask, batches, events } = observedReceiver({ maxInFlight: 65 });
    const body = gzipSync(HOSTILE);
    const headers = { "content-encoding": "gzip", "logplex-msg-count": undefined };
    const hostile = Array.from({ length: 64 }, () => ask({ body, headers }));
    const honest = ask();
    assert.equal((await honest).status, 204);
    for (const answer of hostile) assert.equal((await answer).status, 204);
    const problems = batches.reduce((sum, batch) => sum + batch.problems.length, 0);
    assert.equal(problems, 64 * 100);
    assert.equal(batches.length, 65);
    for (const { count, problems, errorCount } of batches) {
      assert.equal(count, 2);
      assert.equal(errorCount, problems.length > 0 ? 262_100 : 0);
    }
    const told = new Set(events.map((event) => event.type === "accepted" && event.problems));
    assert.deepEqual(told, new Set([0, 262_100]));
  });

  test("is 100 by default, and may be 0", async () => {
    const body = Buffer.concat([Buffer.from("<1>\n".repeat(500)), BODY]);
    for (const [maxProblems, expected] of [
      [undefined, 100],
      [0, 0],
      [1_000, 500],
    ]) {
      const { ask, batches } = observedReceiver({ maxProblems });
      await ask({ body, headers: { "logplex-msg-count": "502" } });
      const [batch] = batches;
      assert.deepEqual([batch?.problems.length, batch?.errorCount], [expected, 500]);
      assert.deepEqual([batch?.warningCount, batch?.warnings], [0, []]);
    }
  });
});

test("an observer that throws, or rejects, changes nothing", async () => {
  for (const observe of [
    () => {
      throw new Error("observer");
    },
    () => Promise.reject(new Error("observer")),
  ]) {
    const { ask } = observedReceiver({ observe });
    assert.equal((await ask()).status, 204);
    assert.equal((await ask({ method: "GET" })).status, 405);
  }
  // An unhandled rejection would now end the process.
  await new Promise((resolve) => setImmediate(resolve));
});

test("an observer is told what a batch came to", async () => {
  const { ask, events } = observedReceiver();
  await ask({ body: Buffer.concat([BODY, Buffer.from("junk")]) });
  const [event] = events;
  assert.ok(event?.type === "accepted");
  const { type, records, problems, bytes } = event;
  assert.deepEqual(
    { type, records, problems, bytes },
    { ...{ type: "accepted", records: 2 }, problems: event.problems, bytes: BODY.length + 4 },
  );
  assert.ok(problems > 0 && event.seconds >= 0);
});

test("onBatch that throws is 503, whatever it throws, and the observer has it", async () => {
  for (const thrown of [new Error(`disk full: ${TOKEN}`), undefined, "text"]) {
    const { ask, events } = observedReceiver({
      onBatch: () => {
        throw thrown;
      },
    });
    const { status, text } = await ask();
    assert.deepEqual([status, text], [503, "the batch could not be stored\n"]);
    assert.deepEqual(
      events.map((event) => event.type === "failed" && [event.reason, event.error]),
      [["batch-failed", thrown]],
    );
  }
});
