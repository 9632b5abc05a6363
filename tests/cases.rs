//! The shared cases, natively.

#![cfg(not(target_arch = "wasm32"))]

#[allow(dead_code, reason = "other tests want the payloads alone")]
mod support;

#[test]
fn every_case_in_every_framing() {
    let files: Vec<_> = support::files().collect();
    let count = support::check_all(files.iter().map(String::as_str));
    println!("shared cases: {count} (rust)");
}
