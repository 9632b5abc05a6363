//! Runs of a property over random payloads.

use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

use super::choices::Choices;

/// Whether a property holds, or why it does not.
pub(crate) type Verdict = Result<(), String>;

/// Runs with one seed each, so that each can be repeated alone.
pub(crate) struct Runs {
    seed: u64,
    count: u64,
}

impl Runs {
    /// `usual` runs or `HEROKU_DRAIN_RUNS`, starting at `HEROKU_DRAIN_SEED` or a new seed.
    pub(crate) fn new(usual: u64) -> Self {
        let new_seed = || u64::from(now().subsec_nanos());
        let seed = variable("HEROKU_DRAIN_SEED").unwrap_or_else(new_seed);
        let count = variable("HEROKU_DRAIN_RUNS").unwrap_or(usual);
        println!("HEROKU_DRAIN_SEED={seed} HEROKU_DRAIN_RUNS={count}");
        Self { seed, count }
    }

    /// Checks a property of the values returned by `make`.
    pub(crate) fn check<T>(
        &self,
        make: impl Fn(&mut Choices<'_>) -> T,
        property: impl Fn(&T) -> Verdict,
    ) {
        for seed in self.seed..self.seed + self.count {
            let verdict = property(&make(&mut Choices::from_seed(seed)));
            verdict.unwrap_or_else(|why| fail(seed, &why));
        }
    }

    /// Like `check`, for payloads. One that fails is shrunk.
    pub(crate) fn check_payloads(
        &self,
        make: impl Fn(&mut Choices<'_>) -> Vec<u8>,
        property: impl Fn(&[u8]) -> Verdict,
    ) {
        for seed in self.seed..self.seed + self.count {
            let payload = make(&mut Choices::from_seed(seed));
            if property(&payload).is_err() {
                let small = shrunk(payload, |payload| property(payload).is_err());
                let why = property(&small).unwrap_err();
                fail(seed, &format!("b\"{}\"\n{why}", small.escape_ascii()));
            }
        }
    }
}

fn fail(seed: u64, why: &str) -> ! {
    panic!("HEROKU_DRAIN_SEED={seed} HEROKU_DRAIN_RUNS=1: {why}");
}

fn variable(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().expect("a number in the environment"))
}

fn now() -> std::time::Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a date after 1970")
}

/// A payload that still fails and cannot be reduced further.
fn shrunk(mut payload: Vec<u8>, fails: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut length = payload.len();
    while length > 0 {
        let mut at = 0;
        while at < payload.len() {
            let end = payload.len().min(at + length);
            let without = [&payload[..at], &payload[end..]].concat();
            if fails(&without) {
                payload = without;
            } else {
                at = end;
            }
        }
        length /= 2;
    }
    payload
}

/// Checks that two values are equal.
pub(crate) fn same<T: PartialEq + Debug + ?Sized>(what: &str, found: &T, expected: &T) -> Verdict {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: found {found:#?}, expected {expected:#?}"))
    }
}

#[test]
fn a_payload_shrinks_to_what_fails() {
    let payload = b"12 <1>1 \n  34 <1>1 x".to_vec();
    let fails = |payload: &[u8]| payload.contains(&b'4') && payload.contains(&b'\n');
    assert_eq!(shrunk(payload, fails), b"\n4");
}
