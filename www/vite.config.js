// Builds the page to dist/, for any folder of any static server, and previews it with its real headers.

import { defineConfig } from "vite";
import { headers, metaPolicy } from "./csp.js";

export default defineConfig({
  base: "./",
  build: {
    // The first versions with light-dark(), which the colours are made of, and Promise.withResolvers.
    target: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  preview: { headers },
  plugins: [
    {
      name: "content-security-policy",
      // Not while developing: Vite's own client needs more than the page does.
      apply: "build",
      transformIndexHtml: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: metaPolicy },
          injectTo: "head-prepend",
        },
      ],
    },
  ],
});
