//! NDJSON lines match JavaScript's output for the records of any payload.

#![no_main]

use heroku_drain::fuzzing::fuzz_lines;
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/invariants/ndjson.rs"]
mod ndjson;

fuzz_target!(|payload: &[u8]| {
    ndjson::check(payload);
    fuzz_lines(payload);
});
