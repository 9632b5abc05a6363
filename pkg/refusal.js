// Explains why a runtime does not run the wasm.

/**
 * The error to throw instead of the runtime's error; the same error if there is no better one.
 *
 * @param {unknown} cause
 */
export function refusal(cause) {
  // Memory or the stack has run out, so the checks below may fail too and prove nothing.
  if (cause instanceof RangeError) return cause;
  const reason = reasonHere();
  return reason ? new Error(`heroku-drain needs WebAssembly${reason}`, { cause }) : cause;
}

function reasonHere() {
  if (typeof WebAssembly !== "object") return ", which this runtime does not have";
  if (!runsAnything()) {
    return ", which is forbidden here; a content security policy allows it with script-src 'wasm-unsafe-eval'";
  }
  if (!knowsVectors()) {
    return " SIMD, which this runtime or its processor lacks; it requires Chrome 91, Firefox 89, Safari 16.4 or Node 16.4";
  }
  return undefined;
}

// A module's magic number and version. Alone they are the smallest module there is.
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** A type, a function of it, and its code: `(drop (i8x16.splat (i32.const 0)))`. */
const SPLAT = [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 0x41, 0, 0xfd, 15, 0x1a, 11];

/** Some engines forbid compiling, others instantiating. */
function runsAnything() {
  try {
    const module = new WebAssembly.Module(Uint8Array.from(HEADER));
    return Boolean(new WebAssembly.Instance(module));
  } catch {
    return false;
  }
}

function knowsVectors() {
  return WebAssembly.validate(Uint8Array.from([...HEADER, ...SPLAT]));
}
