//! The shared cases, natively.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::fs;
use std::path::Path;

#[test]
fn every_case_in_every_framing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<_> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let count = support::check_all(files.iter().map(String::as_str));
    println!("shared cases: {count} (rust)");
}
