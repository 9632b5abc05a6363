// A Heroku router line with all nine fields, for payloads of tests.

import { frame } from "../../www/src/encode.js";

export const LINE = {
  priority: 158,
  timestamp: "2026-03-14T09:26:53.589793+02:00",
  host_name: "203.0.113.9",
  app_name: "heroku",
  process_id: "router",
  message_id: "ID47",
  message: "at=info method=GET",
};

/** The line as a frame. */
export const TEXT = new TextDecoder().decode(frame(LINE));
