//! The parser reads as the twin does.

use super::choices::Choices;
use super::compare;
use super::payloads;
use super::runs::Runs;

#[test]
fn the_parser_reads_any_payload_as_the_twin_does() {
    Runs::new(20_000).check_payloads(payloads::any, compare::agree);
}

/// A fuzzer makes payloads in the same way, of bytes.
#[test]
fn any_bytes_make_a_payload() {
    let noise = |choices: &mut Choices<'_>| {
        let noise: Vec<_> = (0..400).map(|_| choices.below(256)).collect();
        noise
            .iter()
            .map(|&byte| u8::try_from(byte).unwrap())
            .collect()
    };
    Runs::new(5_000).check_payloads(noise, |noise| {
        compare::agree(&payloads::any(&mut Choices::Bytes(noise)))
    });
}
