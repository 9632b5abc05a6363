//! Parsing time is linear in a payload's length.

use std::time::{Duration, Instant};

use heroku_drain::{Framing, explain};

/// Far above the expected time: only superlinear growth exceeds it.
const LONGEST: Duration = Duration::from_secs(1);

/// Panics if a payload of `length` bytes, made of two repeated pieces, takes far too long in any
/// framing.
///
/// The pieces are the two halves of `payload`, followed by a byte that ends any run. A busy machine
/// may be slow once, but not every time.
pub(crate) fn check(payload: &[u8], length: usize) {
    let (front, back) = payload.split_at(payload.len() / 2);
    let long = [
        filled(front, length / 2),
        filled(back, length / 2),
        b".".to_vec(),
    ]
    .concat();
    for framing in Framing::ALL {
        let fastest = (0..4)
            .map(|_| time_to_read(&long, framing))
            .find(|time| *time < LONGEST);
        assert!(fastest.is_some(), "over {LONGEST:?} in {framing:?}");
    }
}

fn filled(piece: &[u8], length: usize) -> Vec<u8> {
    piece.iter().copied().cycle().take(length).collect()
}

fn time_to_read(payload: &[u8], framing: Framing) -> Duration {
    let since = Instant::now();
    let bytes: usize = explain(payload, framing)
        .map(|segment| segment.span().len())
        .sum();
    assert_eq!(bytes, payload.len());
    since.elapsed()
}
