//! Traps in the middle of a payload, for a build that only tests use.

use std::hint::black_box;

use crate::record::Record;
use crate::segment::Segment;

/// Ends the call where a record's message says how.
pub(super) fn spring(segment: Option<&Segment<'_>>) {
    let Some(Segment::Record(record)) = segment else {
        return;
    };
    match message(record) {
        b"trap: panic" => panic!("a record that panics"),
        b"trap: unreachable" => std::process::abort(),
        b"trap: stack" => _ = black_box(descend(0)),
        b"trap: memory" => exhaust(),
        b"trap: capacity" => _ = black_box(Vec::<u8>::with_capacity(usize::MAX)),
        _ => {}
    }
}

fn message<'p>(record: &Record<'p>) -> &'p [u8] {
    let span = record.field_span(crate::record::MESSAGE);
    &record.payload()[span.start..span.end]
}

/// Fills the stack.
#[allow(unconditional_recursion, reason = "that is what it is for")]
fn descend(depth: usize) -> usize {
    let frame = black_box([depth; 64]);
    frame[depth % 64] + black_box(descend(depth + 1))
}

/// Takes memory, 16 MiB at a time, until there is none. Nothing is written there, so it costs nothing.
fn exhaust() {
    let mut all = Vec::new();
    loop {
        all.push(black_box(Vec::<u8>::with_capacity(16 << 20)));
    }
}
