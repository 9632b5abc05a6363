// Requests to a shop, as the router logs them.

import { frames } from "../encode.js";
import { routed } from "./lines.js";

const HOST = "host=shop.example.com";
const TLS = "protocol=http1.1 tls=true tls_version=tls1.3";

export const SERVED = routed(
  "09:26:53.589793",
  `at=info method=GET path="/" ${HOST} request_id=6f1c2a90-7d3e-4b58-9c0f-2f4f6f0d8a11 fwd="203.0.113.24" dyno=web.1 connect=0ms service=18ms status=200 bytes=5316 ${TLS}`,
);

export const CACHED = routed(
  "09:26:53.912004",
  `at=info method=GET path="/assets/app.css" ${HOST} request_id=0b9d7c44-52aa-4d0e-8d1c-a9f2be77c3e5 fwd="203.0.113.24" dyno=web.2 connect=1ms service=3ms status=304 bytes=0 ${TLS}`,
);

export const POSTED = routed(
  "09:26:54.120377",
  `at=info method=POST path="/cart?id=7&from=/search?q=tea" ${HOST} request_id=c27e9b1f-9f6b-47f4-a9d2-3e51f0c6d802 fwd="2001:db8::51, 198.51.100.7" dyno=web.1 connect=0ms service=64ms status=302 bytes=118 ${TLS}`,
);

export const TIMED_OUT = routed(
  "09:26:59.004416",
  `at=error code=H12 desc="Request timeout" method=GET path="/reports/annual" ${HOST} request_id=41d8cd98-f00b-4204-a980-0998ecf8427e fwd="198.51.100.7" dyno=web.2 connect=1ms service=30001ms status=503 bytes=0 ${TLS}`,
);

const CRASHED = routed(
  "09:27:02.70055",
  `at=error code=H10 desc="App crashed" method=GET path="/" ${HOST} request_id=8a0e2c6d-1b7f-4f3a-b0c9-5d64e7a19f20 fwd="203.0.113.24" dyno= connect= service= status=503 bytes= ${TLS}`,
);

const INTERRUPTED = routed(
  "09:27:04.018229",
  `sock=backend at=error code=H18 desc="Server Request Interrupted" method=POST path="/upload" ${HOST} request_id=e5b1d0f7-36c8-4c0e-93ad-72f8a4be6d13 fwd="198.51.100.7" dyno=web.1 connect=0ms service=211ms status=503 bytes=0 ${TLS}`,
);

export function requests() {
  return frames([SERVED, CACHED, POSTED, TIMED_OUT, CRASHED, INTERRUPTED]);
}
