//! The parser and the twin agree on the input itself and on a payload generated from its bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;

use choices::Choices;

#[allow(dead_code, reason = "choices of a seed are for tests")]
#[path = "../../tests/support/choices.rs"]
mod choices;
#[path = "../../tests/twin/compare.rs"]
mod compare;
#[path = "../../tests/support/payloads.rs"]
mod payloads;
#[path = "../../tests/twin/twin.rs"]
mod twin;

fuzz_target!(|bytes: &[u8]| {
    check(bytes);
    check(&payloads::any(&mut Choices::Bytes(bytes)));
});

fn check(payload: &[u8]) {
    if let Err(difference) = compare::agree(payload) {
        panic!("b\"{}\"\n{difference}", payload.escape_ascii());
    }
}
