// An app at work: what it prints, and what it and its database use.

import { frames } from "../encode.js";
import { addOn, dyno, printed, used } from "./lines.js";

const REQUEST = "[c27e9b1f-9f6b-47f4-a9d2-3e51f0c6d802]";
const FAILED_AT = "09:30:12.604118";

/** A line printed is a record, an empty one too; a logger of its own may send several in one. */
export function rails() {
  const says = (/** @type {string} */ time, /** @type {string} */ text) =>
    printed("web.1", time, text && `${REQUEST} ${text}`);
  return frames([
    says(
      "09:30:12.551907",
      'Started GET "/orders/77" for 203.0.113.24 at 2026-03-14 09:30:12 +0000',
    ),
    says("09:30:12.553021", "Processing by OrdersController#show as HTML"),
    says("09:30:12.553021", '  Parameters: {"id"=>"77"}'),
    says("09:30:12.603877", "Completed 404 Not Found in 50ms (ActiveRecord: 4.1ms | GC: 0.2ms)"),
    printed("web.1", FAILED_AT, ""),
    says(FAILED_AT, "ActiveRecord::RecordNotFound (Couldn't find Order with 'id'=77):"),
    printed("web.1", FAILED_AT, ""),
    says(FAILED_AT, "app/controllers/orders_controller.rb:12:in 'OrdersController#show'"),
    printed("worker.2", "09:30:13.000471", STACK_TRACE),
    printed("worker.2", "09:30:13.27", "Grüße an Zoë: Rechnung № 77 wird neu versucht ☕"),
  ]);
}

const STACK_TRACE = `InvoiceJob failed: Errno::ENOSPC (No space left on device @ rb_sysopen - /tmp/invoice-77.pdf)
  app/services/pdf.rb:41:in 'Pdf#write'
  app/jobs/invoice_job.rb:7:in 'InvoiceJob#perform'
  config/initializers/jobs.rb:3:in 'block in <main>'`;

export function metrics() {
  return frames([
    dyno("web.1", "11:02:08.271828", "State changed from starting to up"),
    used(
      "web.1",
      "11:02:10.141421",
      "sample#load_avg_1m=0.62 sample#load_avg_5m=0.41 sample#load_avg_15m=0.22",
    ),
    used("web.1", "11:02:10.141421", memory("498.21MB", "0.00MB")),
    used("web.1", "11:02:30.141421", memory("541.87MB", "29.87MB")),
    dyno("web.1", "11:02:30.173205", "Process running mem=541M(105.8%)"),
    dyno("web.1", "11:02:30.173205", "Error R14 (Memory quota exceeded)"),
    addOn(
      "heroku-postgres",
      "11:02:31",
      "source=DATABASE addon=postgresql-curved-00042 sample#current_transaction=90210 sample#db_size=90755887bytes sample#tables=31 sample#active-connections=14 sample#waiting-connections=2 sample#index-cache-hit-rate=0.99871 sample#table-cache-hit-rate=0.97214 sample#load-avg-1m=0.35 sample#read-iops=1.8 sample#write-iops=22.4 sample#memory-total=3944484kB sample#memory-free=161208kB",
    ),
    printed("postgres.1729", "11:02:31.5", POSTGRES_ERROR),
    printed(
      "postgres.1729",
      "11:02:31.5",
      "[DATABASE] [7-2] \tDETAIL:  Key (id)=(77) already exists.",
    ),
    addOn(
      "heroku-redis",
      "11:02:44",
      "source=REDIS addon=redis-round-00017 sample#active-connections=9 sample#load-avg-1m=0.045 sample#memory-total=15662788kB sample#memory-redis=1735632bytes sample#hit-rate=0.93442 sample#evicted-keys=0",
    ),
  ]);
}

/**
 * @param {string} total
 * @param {string} swap
 */
function memory(total, swap) {
  return `sample#memory_total=${total} sample#memory_rss=490.02MB sample#memory_cache=8.19MB sample#memory_swap=${swap} sample#memory_pgpgin=348836pages sample#memory_pgpgout=223104pages sample#memory_quota=512.00MB`;
}

const POSTGRES_ERROR =
  '[DATABASE] [7-1]  sql_error_code = 23505 time_ms = "2026-03-14 11:02:31.498 UTC" pid="1729" proc_start_time="2026-03-14 10:40:02 UTC" session_id="67d40ad2.6c1" vtid="12/8841" tid="90210" log_line="7" database="shop" connection_source="198.51.100.80(45120)" user="shop" application_name="bin/rails" ERROR:  duplicate key value violates unique constraint "orders_pkey"';
