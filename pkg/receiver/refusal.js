// The reasons for refusing a request, and their answers.

/** @typedef {import("../receiver.js").RejectionReason} RejectionReason */

/**
 * The statuses. Logplex drops a batch for good on any 4xx except 429 and sends it again otherwise, so 4xx is
 * for what no further attempt can fix.
 *
 * @type {Record<RejectionReason, { status: number, text: string }>}
 */
const ANSWERS = {
  "method-not-allowed": { status: 405, text: "the method must be POST" },
  unauthorized: { status: 401, text: "the drain token or the credentials are missing or wrong" },
  "unsupported-media-type": { status: 415, text: "the content type must be application/logplex-1" },
  "unsupported-encoding": {
    status: 415,
    text: "the content encoding must be gzip, deflate or identity, the transfer encoding chunked",
  },
  "too-large": { status: 413, text: "the body is larger than this receiver takes" },
  "too-many-in-flight": { status: 503, text: "too many batches are in flight" },
  "body-timeout": { status: 503, text: "the body did not arrive in time" },
  "body-incomplete": { status: 503, text: "the body ended early" },
  // It may have been damaged on its way. An attempt more costs little, a batch cannot be had again.
  "body-not-decodable": { status: 503, text: "the body is not in the encoding that it declares" },
  "in-flight-elsewhere": { status: 503, text: "an attempt at the same batch is still in flight" },
  "batch-failed": { status: 503, text: "the batch could not be stored" },
  "batch-timeout": { status: 503, text: "the batch was not stored in time" },
  "store-failed": { status: 503, text: "the store of frame ids failed" },
  internal: { status: 503, text: "the receiver failed" },
};

export class Refusal {
  /**
   * @param {RejectionReason} reason
   * @param {unknown} [error] what caused it, for the observer alone
   */
  constructor(reason, error) {
    this.reason = reason;
    this.error = error;
    this.status = ANSWERS[reason].status;
  }

  /**
   * Whether Logplex sends again.
   */
  get isRetried() {
    return this.status >= 500;
  }

  /**
   * @param {boolean} asksForCredentials
   * @returns {import("./inquiry.js").Answer}
   */
  answer(asksForCredentials) {
    /** @type {Record<string, string>} */
    const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
    if (this.status === 405) headers.allow = "POST";
    if (this.status === 503) headers["retry-after"] = "1";
    if (this.status === 401 && asksForCredentials) {
      headers["www-authenticate"] = 'Basic realm="log drain", charset="UTF-8"';
    }
    return { status: this.status, headers, text: `${ANSWERS[this.reason].text}\n` };
  }
}
