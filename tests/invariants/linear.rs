//! Time grows with a payload's length, not with its square.

use std::time::{Duration, Instant};

use heroku_drain::{Framing, explain};

/// Many times as long as it takes: only another order of growth goes beyond that.
const LONGEST: Duration = Duration::from_secs(1);

/// Panics where a payload of so many bytes, made of two pieces, each over and over, takes far too
/// long in any framing.
///
/// The pieces are the two halves of `payload`; behind them is a byte that ends any run. A machine
/// that is busy may be slow once, but not every time.
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
