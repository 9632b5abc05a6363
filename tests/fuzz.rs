//! The properties of the fuzz targets, over their initial payloads.

#![cfg(not(target_arch = "wasm32"))]

mod invariants {
    pub(crate) mod cuts;
    pub(crate) mod linear;
    pub(crate) mod ndjson;
    pub(crate) mod payload;
}
#[path = "twin/compare.rs"]
mod compare;
#[allow(dead_code, reason = "only the payloads are wanted here")]
mod support;
#[path = "twin/twin.rs"]
mod twin;

use invariants::{cuts, linear, ndjson, payload};

/// The payloads of the shared cases, except long ones, which are slow to fuzz.
fn payloads() -> impl Iterator<Item = Vec<u8>> {
    let all = support::payloads().into_iter();
    all.filter(|payload| payload.len() < 2000)
}

#[test]
fn segments_fields_and_problems_are_as_promised() {
    for payload in payloads() {
        payload::check(&payload);
    }
}

#[test]
fn lines_are_what_javascript_writes() {
    for payload in payloads() {
        ndjson::check(&payload);
    }
}

#[test]
fn the_twin_reads_alike() {
    for payload in payloads() {
        compare::agree(&payload).unwrap();
    }
}

#[test]
fn chunks_are_read_as_one_payload() {
    for payload in payloads() {
        cuts::check(&payload.chunks(5).collect::<Vec<_>>().join(&0xFF));
    }
}

#[test]
fn time_grows_with_the_length() {
    // Many counts that end far ahead, among bytes that may be scanned repeatedly.
    let frame = "60000 <1>1 x";
    for byte in [" ", "9", "x", "\n"] {
        let payload = [frame, &byte.repeat(frame.len())].concat();
        linear::check(payload.as_bytes(), 1 << 17);
    }
}
