// Trusted Types policy: allows only scripts of this page's own origin.

/** @typedef {{ createPolicy: (name: string, rules: object) => unknown }} Policies */

const { trustedTypes } = /** @type {{ trustedTypes?: Policies } & typeof globalThis} */ (
  globalThis
);

trustedTypes?.createPolicy("default", {
  /** @param {string} url */
  createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
});
