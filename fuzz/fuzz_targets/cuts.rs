//! Decoding in chunks yields the same segments as the whole stream. The byte FF marks a cut.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/invariants/cuts.rs"]
mod cuts;

fuzz_target!(|input: &[u8]| cuts::check(input));
