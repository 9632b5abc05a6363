//! Streams: however a payload is cut into chunks, its segments are those of all of it at once.

#![cfg(not(target_arch = "wasm32"))]

#[allow(dead_code, reason = "the checks of the cases are for other tests")]
mod support;

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{Decoded, Decoder, Framing, Problem, Segment, explain};

/// All that a segment tells, as text that two of them can be compared by.
fn told(segment: &Segment<'_>, message: impl Fn(&Problem) -> String) -> String {
    match segment {
        Segment::Gap(span) => format!("gap {span:?}"),
        Segment::Error(problem) => format!("{problem:?} {}", message(problem)),
        Segment::Record(record) => {
            let fields: Vec<_> = (0..HEROKU_RUNTIME.fields.len())
                .map(|index| (record.field_span(index), record.text(index)))
                .collect();
            let warnings: Vec<_> = record
                .warnings()
                .map(|warning| format!("{warning:?} {}", message(&warning)))
                .collect();
            let time = record.event_time();
            format!(
                "record {:?} {fields:?} {time:?} {warnings:?}",
                record.span()
            )
        }
    }
}

fn told_at_once(payload: &[u8], framing: Framing) -> Vec<String> {
    explain(payload, framing)
        .map(|segment| told(&segment, |problem| problem.message(payload)))
        .collect()
}

fn take(mut decoded: Decoded<'_>, all: &mut Vec<String>) {
    while let Some(segment) = decoded.next() {
        all.push(told(&segment, |problem| decoded.message(problem)));
    }
}

fn told_of_chunks<'c>(
    mut decoder: Decoder,
    chunks: impl IntoIterator<Item = &'c [u8]>,
) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in chunks {
        take(decoder.push(chunk), &mut all);
    }
    take(decoder.finish(), &mut all);
    all
}

fn check(payload: &[u8], framing: Framing, at_once: &[String], chunks: Vec<&[u8]>) {
    let lengths: Vec<_> = chunks.iter().map(|chunk| chunk.len()).collect();
    let of_chunks = told_of_chunks(Decoder::new(framing), chunks);
    assert_eq!(
        of_chunks,
        at_once,
        "{} in {framing:?}, in chunks of {lengths:?}",
        payload.escape_ascii()
    );
}

/// Every place, but of a large payload about so many.
const MOST_CUTS: usize = 1000;

#[test]
fn every_cut_of_every_case() {
    let mut cuts = 0;
    for payload in support::payloads() {
        for framing in Framing::ALL {
            let at_once = told_at_once(&payload, framing);
            for cut in (0..=payload.len()).step_by(1 + payload.len() / MOST_CUTS) {
                let (head, tail) = payload.split_at(cut);
                check(&payload, framing, &at_once, vec![head, tail]);
                cuts += 1;
            }
            check(&payload, framing, &at_once, payload.chunks(1).collect());
            check(&payload, framing, &at_once, payload.chunks(7).collect());
        }
    }
    println!("cuts: {cuts}");
    assert!(cuts > 10_000);
}
