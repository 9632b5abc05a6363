//! Invariants of segments, fields and problems for any payload, in each framing and parser path,
//! and linear time.

#![no_main]

use heroku_drain::fuzzing::{fuzz_engines, fuzz_text, fuzz_utf16};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/invariants/linear.rs"]
mod linear;
#[path = "../../tests/invariants/payload.rs"]
mod payload;

/// Long enough for quadratic work to take seconds, even 16 bytes at a time.
const LONG: usize = 1 << 18;

/// A long payload takes longer than thousands of short ones.
const ONE_IN: u32 = 4096;

fuzz_target!(|payload: &[u8]| {
    payload::check(payload);
    fuzz_engines(payload);
    fuzz_text(payload);
    fuzz_utf16(payload);
    let sum = payload.iter().fold(0_u32, |sum, &byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    if sum % ONE_IN == 0 {
        linear::check(payload, LONG);
    }
});
