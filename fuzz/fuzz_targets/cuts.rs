//! The decoder makes of chunks what is made of all of them at once. The byte FF cuts the input.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/invariants/cuts.rs"]
mod cuts;

fuzz_target!(|input: &[u8]| cuts::check(input));
