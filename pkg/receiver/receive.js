// Turns a request into a batch that is stored once, and answers it.

import { ReceivedBatch } from "./batch.js";
import { checkedHeaders, decompressed } from "./body.js";
import { arrivalOf, keyOf, nameOf } from "./headers.js";
import { ANSWER, inquiryOf, responseOf } from "./inquiry.js";
import { checkedSettings } from "./options.js";
import { Refusal } from "./refusal.js";
import { Gate } from "./secrets.js";
import { Slots } from "./slots.js";
import { textBody, textWarnings } from "./text-body.js";
import { LATE, pause, within } from "./within.js";

/**
 * @import { ReceiverEvent } from "../receiver.js"
 * @import { Parser } from "./batch.js"
 * @import { Answer, Inquiry } from "./inquiry.js"
 *
 * @typedef {"accepted" | "duplicate" | Refusal} Outcome the result of a batch
 *
 * @typedef {object} Visit one request
 * @property {Inquiry} inquiry
 * @property {number} since when it came, as `performance.now()` counts
 * @property {number} bytes of its body, as far as they are known
 * @property {AbortController} controller aborted where the answer no longer waits for the batch
 */

/**
 * @param {Parser} parser
 * @param {unknown} options
 * @returns {import("../receiver.js").Receiver}
 */
export function receiverWith(parser, options) {
  const receiving = new Receiving(parser, checkedSettings(options));
  const answer = (/** @type {Inquiry} */ inquiry) => receiving.answer(inquiry);
  const receiver = async (/** @type {Request} */ request) =>
    responseOf(await answer(inquiryOf(request)));
  return Object.assign(receiver, { idle: () => receiving.idle(), [ANSWER]: answer });
}

/** @type {Answer} */
const ACCEPTED = { status: 204, headers: {}, text: "" };

class Receiving {
  #parser;
  #settings;
  #gate;
  #slots;
  /** The batches being stored, by frame. An entry stays until its result is known, however late. */
  #inFlight = /** @type {Map<string, Promise<Outcome>>} */ (new Map());
  #deliveries = /** @type {Set<Promise<Outcome>>} */ (new Set());
  /** How many answers are held back. */
  #held = 0;

  /**
   * @param {Parser} parser
   * @param {import("./options.js").Settings} settings
   */
  constructor(parser, settings) {
    this.#parser = parser;
    this.#settings = settings;
    this.#gate = new Gate(settings);
    this.#slots = new Slots(settings.maxInFlight);
  }

  /**
   * @param {Inquiry} inquiry
   * @returns {Promise<Answer>}
   */
  async answer(inquiry) {
    /** @type {Visit} */
    const visit = {
      inquiry,
      since: performance.now(),
      bytes: 0,
      controller: new AbortController(),
    };
    const outcome = await this.#received(visit).catch(refusalOf);
    if (!(outcome instanceof Refusal)) return ACCEPTED;
    if (outcome.isRetried) await this.#hold(visit);
    return outcome.answer(this.#gate.asksForCredentials);
  }

  async idle() {
    while (this.#deliveries.size > 0) await Promise.all(this.#deliveries);
  }

  /**
   * Logplex sends again at once, and gives up after three attempts: a quick 503 would use them up while
   * the trouble lasts.
   *
   * @param {Visit} visit
   */
  async #hold(visit) {
    const rest = this.#settings.retryDelay - elapsed(visit);
    if (rest <= 0 || this.#held >= this.#settings.maxInFlight) return;
    this.#held++;
    await pause(rest);
    this.#held--;
  }

  /**
   * @param {Visit} visit
   * @returns {Promise<Outcome>}
   */
  async #received(visit) {
    const { maxBytes, retryDelay } = this.#settings;
    try {
      const { method, headers } = visit.inquiry;
      if (method !== "POST") throw new Refusal("method-not-allowed");
      const { passes, username } = this.#gate.check(headers);
      if (!passes) throw new Refusal("unauthorized");
      const body = checkedHeaders(headers, maxBytes);
      const hasPlace = await this.#slots.take(retryDelay - elapsed(visit));
      if (!hasPlace) throw new Refusal("too-many-in-flight");
      return await this.#withPlace(visit, body, username);
    } catch (error) {
      const refusal = refusalOf(error);
      const { remoteAddress } = visit.inquiry;
      const sender = remoteAddress === undefined ? {} : { remoteAddress };
      this.#tell({ type: "rejected", ...told(refusal), ...sender, ...this.#measured(visit) });
      return refusal;
    }
  }

  /**
   * Reads the body and hands the batch over, which then holds the place; otherwise it is given back here.
   *
   * @param {Visit} visit
   * @param {ReturnType<typeof checkedHeaders>} body
   * @param {string | undefined} username
   * @returns {Promise<Outcome>}
   */
  async #withPlace(visit, body, username) {
    let isPlaceMine = true;
    try {
      const { batch, key } = await this.#batchOf(visit, body, username);
      const before = key === undefined ? undefined : this.#inFlight.get(key);
      if (before) return await this.#joined(before, visit);
      isPlaceMine = false;
      return await this.#awaited(this.#deliver(batch, key, visit), batch, visit);
    } finally {
      if (isPlaceMine) this.#slots.release();
    }
  }

  /**
   * @param {Visit} visit
   * @param {ReturnType<typeof checkedHeaders>} body
   * @param {string | undefined} username
   */
  async #batchOf(visit, { format, declared }, username) {
    const { inquiry, controller } = visit;
    const { maxBytes, now } = this.#settings;
    const receivedAt = new Date(now());
    const { text } = inquiry;
    const isText = text !== undefined;
    const sent = isText ? textBody(text, maxBytes) : await inquiry.body(declared, this.#settings);
    visit.bytes = sent.length;
    // A framework that has read text has decompressed it before.
    const isCompressed = format && !isText;
    const body = isCompressed ? await decompressed(sent.whole(), format, maxBytes) : sent;
    const arrival = arrivalOf(inquiry.headers, inquiry.url, username);
    if (body.length === 0 && arrival.declaredCount) throw new Refusal("body-incomplete");
    if (isText) {
      arrival.warnings.push(...textWarnings(text, sent.length, format ? undefined : declared));
    }
    const { signal } = controller;
    const batch = new ReceivedBatch(this.#parser, this.#settings, {
      body,
      receivedAt,
      signal,
      ...arrival,
    });
    const name = nameOf(arrival);
    return { batch, key: name === undefined ? undefined : await this.#keyOf(name) };
  }

  /**
   * By what a frame is known. In memory of our own a name is as safe as a digest, and nothing waits for it.
   *
   * @param {string} name
   */
  #keyOf(name) {
    const { store, isStoreOurs } = this.#settings;
    if (!store) return undefined;
    return isStoreOurs ? name : keyOf(name);
  }

  /**
   * A retry of a batch that is being stored: both get the same answer.
   *
   * @param {Promise<Outcome>} before
   * @param {Visit} visit
   */
  async #joined(before, visit) {
    const outcome = await within(before, this.#settings.batchTimeout);
    return this.#told(outcome === "accepted" ? "duplicate" : outcome, visit);
  }

  /**
   * @param {Promise<Outcome>} delivery
   * @param {ReceivedBatch} batch
   * @param {Visit} visit
   */
  async #awaited(delivery, batch, visit) {
    const outcome = await within(delivery, this.#settings.batchTimeout);
    if (outcome === LATE) {
      visit.controller.abort(new Error("the batch was not stored in time"));
      delivery.then((late) => this.#tellLate(late, visit));
    }
    return this.#told(outcome, visit, batch);
  }

  /**
   * @param {Outcome | typeof LATE} outcome
   * @param {Visit} visit
   * @param {ReceivedBatch} [batch]
   * @returns {Outcome}
   */
  #told(outcome, visit, batch) {
    const measured = this.#measured(visit);
    if (outcome === LATE) return this.#told(new Refusal("batch-timeout"), visit);
    if (outcome instanceof Refusal) this.#tell({ type: "failed", ...told(outcome), ...measured });
    else if (outcome === "duplicate") this.#tell({ type: "duplicate", ...measured });
    else this.#tellAccepted(/** @type {ReceivedBatch} */ (batch), measured);
    return outcome;
  }

  /**
   * Registers a batch before anything is awaited, so that no other attempt gets in between.
   *
   * @param {ReceivedBatch} batch
   * @param {string | undefined} key
   * @param {Visit} visit
   */
  #deliver(batch, key, visit) {
    const delivery = this.#delivered(batch, key, visit)
      .catch((error) => new Refusal("internal", error))
      .finally(() => {
        if (key !== undefined) this.#inFlight.delete(key);
        this.#deliveries.delete(delivery);
        this.#slots.release();
      });
    if (key !== undefined) this.#inFlight.set(key, delivery);
    this.#deliveries.add(delivery);
    return delivery;
  }

  /**
   * @param {ReceivedBatch} batch
   * @param {string | undefined} key
   * @param {Visit} visit
   * @returns {Promise<Outcome>}
   */
  async #delivered(batch, key, { controller: { signal } }) {
    const { store, onBatch } = this.#settings;
    if (!store || key === undefined) return attempt("batch-failed", () => onBatch(batch));
    let claimed;
    try {
      claimed = await store.claim(key);
    } catch (error) {
      return new Refusal("store-failed", error);
    }
    if (claimed === "accepted") return "duplicate";
    if (claimed === "busy") return new Refusal("in-flight-elsewhere");
    // The request was answered long ago, and the sender retries.
    const outcome = signal.aborted
      ? new Refusal("batch-timeout")
      : await attempt("batch-failed", () => onBatch(batch));
    await this.#settle(key, outcome);
    return outcome;
  }

  /**
   * Updates the store. If that fails after the batch was stored, the answer must still be 204: a 503
   * would certainly have it sent and stored again.
   *
   * @param {string} key
   * @param {Outcome} outcome
   */
  async #settle(key, outcome) {
    const { store } = this.#settings;
    try {
      if (outcome === "accepted") await store?.accept(key);
      else await store?.release(key);
    } catch (error) {
      this.#tell({ type: "store-failed", error });
    }
  }

  /** @param {Visit} visit */
  #measured(visit) {
    return { bytes: visit.bytes, seconds: elapsed(visit) / 1_000 };
  }

  /**
   * @param {ReceivedBatch} batch
   * @param {{ bytes: number, seconds: number }} measured
   */
  #tellAccepted(batch, measured) {
    // Counting costs where onBatch has not read the batch.
    if (!this.#settings.observe) return;
    try {
      const { count, errorCount, warningCount, warnings } = batch;
      const counts = { records: count, problems: errorCount + warningCount, warnings };
      this.#tell({ type: "accepted", ...counts, ...measured });
    } catch (error) {
      // The batch is stored, whatever keeps it from being counted.
      this.#tell({ type: "accepted", records: 0, problems: 0, warnings: [], error, ...measured });
    }
  }

  /**
   * @param {Outcome} outcome
   * @param {Visit} visit
   */
  #tellLate(outcome, visit) {
    const refused = outcome instanceof Refusal ? { error: outcome.error } : {};
    const isAccepted = !(outcome instanceof Refusal);
    this.#tell({ type: "late", accepted: isAccepted, ...refused, ...this.#measured(visit) });
  }

  /** @param {ReceiverEvent} event */
  #tell(event) {
    try {
      // An asynchronous observer may reject; no other code handles that.
      Promise.resolve(this.#settings.observe?.(event)).catch(() => {});
    } catch {}
  }
}

/**
 * @param {import("../receiver.js").RejectionReason} reason
 * @param {() => unknown} work
 * @returns {Promise<Outcome>}
 */
async function attempt(reason, work) {
  try {
    await work();
    return "accepted";
  } catch (error) {
    return new Refusal(reason, error);
  }
}

/** @param {unknown} error */
function refusalOf(error) {
  return error instanceof Refusal ? error : new Refusal("internal", error);
}

/** @param {Refusal} refusal */
function told({ reason, status, error }) {
  return { reason, status, ...(error === undefined ? {} : { error }) };
}

/** @param {Visit} visit */
function elapsed({ since }) {
  return performance.now() - since;
}
