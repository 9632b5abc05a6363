// The content security policy: the page loads and runs its own files and wasm only.

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  // Lit makes templates with the one; the other lets the page start its worker.
  "trusted-types lit-html default",
];

/** For a `<meta>`, where a server sends no header. */
export const metaPolicy = DIRECTIVES.join("; ");

/** The headers to serve the page with. Framing can only be forbidden here. */
export const headers = {
  "Content-Security-Policy": `${metaPolicy}; frame-ancestors 'none'`,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
