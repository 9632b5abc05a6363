//! Attacks by the writer of a stream; SECURITY.md names each test.

#![cfg(not(target_arch = "wasm32"))]

use heroku_drain::{Decoder, Framing, Segment};

const HEADER: &str = "<190>1 2024-05-29T07:07:25.193493+00:00 host app web.1 - ";

fn framed(message: &str) -> String {
    let payload = format!("{HEADER}{message}\n");
    format!("{} {payload}", payload.len())
}

/// The messages of a stream's records, read in chunks of this size.
fn messages(stream: &str, chunk: usize, framing: Framing) -> Vec<String> {
    let mut decoder = Decoder::new(framing).largest_frame(1000);
    let mut messages = Vec::new();
    for chunk in stream.as_bytes().chunks(chunk) {
        messages.extend(decoder.push(chunk).filter_map(message));
    }
    messages.extend(decoder.finish().filter_map(message));
    messages
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "that is what an iterator hands over"
)]
fn message(segment: Segment<'_>) -> Option<String> {
    match segment {
        Segment::Record(record) => record.message().map(String::from),
        _ => None,
    }
}

#[test]
fn no_chunks_forge_a_record() {
    let forged = framed("forged");
    let sly = [
        format!("x\n{forged}"),
        forged.repeat(3),
        format!("\n\n {forged}9 <1>1 "),
    ];
    let stream: String = sly.iter().map(|message| framed(message)).collect();
    for framing in [Framing::Auto, Framing::OctetCounting] {
        for chunk in 1..=stream.len() {
            let read = messages(&stream, chunk, framing);
            assert_eq!(
                read,
                sly.each_ref().map(String::as_str),
                "{framing:?}, chunks of {chunk}"
            );
        }
    }
}

#[test]
fn no_record_is_read_out_of_a_frame_that_is_too_long() {
    let forged = framed("forged").repeat(30);
    let long = [
        framed(&forged),
        framed(&format!("{}\n{forged}", "x".repeat(2000))),
    ]
    .concat();
    let stream = [&framed("first"), &*long, &framed("last")].concat();
    for framing in [Framing::Auto, Framing::OctetCounting] {
        for chunk in [1, 7, 100, 999, 1000, 1001, 5000, stream.len()] {
            let read = messages(&stream, chunk, framing);
            assert_eq!(read, ["first", "last"], "{framing:?}, chunks of {chunk}");
        }
    }
}
