//! Time grows with a payload's length, not with its square.

use std::time::{Duration, Instant};

use heroku_drain::{Framing, explain};

/// Long enough for work that grows with the square to take seconds, even 16 bytes at a time.
const LENGTH: usize = 1 << 18;

/// A hundred times as long as it takes: only another order of growth goes beyond that.
const LONGEST: Duration = Duration::from_millis(500);

/// Panics where a payload made of two pieces, each over and over, takes far too long in any framing.
///
/// The pieces are the two halves of `payload`. A machine that is busy may be slow once, but not
/// every time.
pub(crate) fn check(payload: &[u8]) {
    let (front, back) = payload.split_at(payload.len() / 2);
    let long = [filled_with(front), filled_with(back)].concat();
    for framing in Framing::ALL {
        let fastest = (0..5)
            .map(|_| time_to_read(&long, framing))
            .find(|time| *time < LONGEST);
        assert!(fastest.is_some(), "over {LONGEST:?} in {framing:?}");
    }
}

fn filled_with(piece: &[u8]) -> Vec<u8> {
    piece.iter().copied().cycle().take(LENGTH / 2).collect()
}

fn time_to_read(payload: &[u8], framing: Framing) -> Duration {
    let since = Instant::now();
    let bytes: usize = explain(payload, framing)
        .map(|segment| segment.span().len())
        .sum();
    assert_eq!(bytes, payload.len());
    since.elapsed()
}
