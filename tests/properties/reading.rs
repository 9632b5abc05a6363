//! The parser agrees with the twin.

use std::collections::HashMap;

use heroku_drain::{Framing, Kind};

use super::choices::Choices;
use super::runs::Runs;
use super::twin::Stretch;
use super::{compare, payloads};

#[test]
fn the_parser_reads_any_payload_as_the_twin_does() {
    Runs::new(20_000).check_payloads(payloads::any, compare::agree);
}

/// A fuzzer generates payloads in the same way, from bytes.
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

/// Without every kind of problem the tests above would prove little.
#[test]
fn random_payloads_have_every_kind_of_problem() {
    let mut counts = HashMap::new();
    for seed in 0..4_000 {
        let payload = payloads::any(&mut Choices::from_seed(seed));
        for kind in Framing::ALL.into_iter().flat_map(|it| kinds(&payload, it)) {
            *counts.entry(kind.code()).or_insert(0) += 1;
        }
    }
    println!("{counts:?}");
    // Only a decoder reports that a frame is longer than its limit.
    let codes = Kind::CODES
        .into_iter()
        .filter(|&code| code != "frame-too-long");
    for code in codes {
        assert!(counts.get(code).is_some_and(|&count| count >= 5), "{code}");
    }
}

/// The kinds of errors and warnings.
fn kinds(payload: &[u8], framing: Framing) -> Vec<Kind> {
    let kinds = |stretch| match stretch {
        Stretch::Gap(_) => vec![],
        Stretch::Error(problem) => vec![problem.kind],
        Stretch::Record(record) => record.warnings.iter().map(|it| it.kind).collect(),
    };
    let stretches = compare::stretches(payload, framing);
    stretches.into_iter().flat_map(kinds).collect()
}
