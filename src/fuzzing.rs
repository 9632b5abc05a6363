//! Entries for fuzzers: ways inside that must agree, of which the public functions show only one.
//!
//! Built for tests and with `--cfg fuzzing` only.

use crate::frame::{Framer, Framing, Part};
use crate::lines::LineWriter;
use crate::payload::other_format;
use crate::record::{Encoding, Record};
use crate::segment::{Reader, Segment, explain};
use crate::timestamp::{Clock, EventTime};
use crate::utf16::{Utf16Cursor, encode};
use crate::values::{FIELDS, Values};
use crate::{Decoded, Decoder, Kind, Problem, Span, parse_framed, write_ndjson};

#[cfg(test)]
#[allow(dead_code, reason = "choices of bytes are for fuzzers")]
#[path = "../tests/support/choices.rs"]
mod choices;
#[cfg(test)]
#[path = "../tests/support/payloads.rs"]
mod payloads;

/// The fast path returns the same results as the general engine.
///
/// # Panics
///
/// If it does not.
pub fn fuzz_engines(payload: &[u8]) {
    for framing in Framing::ALL {
        let fast = explain(payload, framing).map(Outline::of);
        assert!(
            fast.eq(general(payload, framing).map(Outline::of)),
            "in {framing:?}"
        );
    }
}

/// A payload that is a string in JavaScript is read like its bytes, except for octet counts that end
/// inside a character, and its positions are counted in UTF-16 units.
///
/// # Panics
///
/// If it is not.
pub fn fuzz_text(payload: &[u8]) {
    let Ok(text) = str::from_utf8(payload) else {
        return;
    };
    for framing in Framing::ALL {
        check_units(text, segments_of_text(payload, framing));
    }
    for framing in [Framing::Auto, Framing::Lines] {
        let of_text = segments_of_text(payload, framing).map(Outline::of);
        assert!(
            of_text.eq(explain(payload, framing).map(Outline::of)),
            "in {framing:?}"
        );
    }
}

fn segments_of_text(payload: &[u8], framing: Framing) -> impl Iterator<Item = Segment<'_>> {
    let mut reader = Reader::new(framing, Encoding::Utf8);
    std::iter::from_fn(move || reader.next(payload))
}

/// Any UTF-16 is converted to the same UTF-8 as by the standard library.
///
/// # Panics
///
/// If it does not.
pub fn fuzz_utf16(bytes: &[u8]) {
    let (units, _) = bytes.as_chunks();
    let utf16: Vec<_> = units.iter().map(|&unit| u16::from_le_bytes(unit)).collect();
    let mut buffer = vec![0; utf16.len()];
    buffer.extend_from_slice(units.as_flattened());
    let (end, is_repaired) = encode(&mut buffer, 0, utf16.len());
    assert_eq!(buffer[..end], *String::from_utf16_lossy(&utf16).as_bytes());
    assert_eq!(is_repaired, String::from_utf16(&utf16).is_err());
}

/// Lines that share what repeats are those that are written each by itself, and those of the same
/// bytes in chunks.
///
/// # Panics
///
/// If they are not.
pub fn fuzz_lines(payload: &[u8]) {
    for framing in Framing::ALL {
        let mut writer = LineWriter::new(0);
        let (mut in_turn, mut alone) = (Vec::new(), Vec::new());
        for record in parse_framed(payload, framing).flatten() {
            writer.write(&record, &mut in_turn);
            write_ndjson(&record, 0, &mut alone);
        }
        assert_eq!(in_turn, alone, "in {framing:?}");
        assert_eq!(lines_of_chunks(payload, framing), alone, "in {framing:?}");
    }
}

fn lines_of_chunks(payload: &[u8], framing: Framing) -> Vec<u8> {
    let mut writer = LineWriter::new(0);
    let mut lines = Vec::new();
    let mut write = |decoded: Decoded<'_>| {
        decoded.for_each(|segment| {
            if let Segment::Record(record) = segment {
                writer.write(&record, &mut lines);
            }
        });
    };
    let mut decoder = Decoder::new(framing);
    for chunk in payload.chunks(payload.len() / 8 + 1) {
        write(decoder.push(chunk));
    }
    write(decoder.finish());
    lines
}

/// The segments without the fast path, which may know no byte order mark.
fn general(payload: &[u8], framing: Framing) -> impl Iterator<Item = Segment<'_>> {
    let mut framer = Framer::new(framing, false);
    let whole = other_format(payload, framing);
    let parts = std::iter::from_fn(move || match whole {
        Some(_) => None,
        None => framer.next(payload),
    });
    let segments = parts.map(|part| general_segment(payload, part));
    whole.map(Segment::Error).into_iter().chain(segments)
}

fn general_segment(payload: &[u8], part: Part) -> Segment<'_> {
    match part {
        Part::Gap(span) => Segment::Gap(span),
        Part::NoFrame(problem) => Segment::Error(problem),
        Part::Frame(frame) => match Values::read(payload, &frame, &mut Clock::new()) {
            Ok(values) => Segment::Record(Record::new(payload, frame, values, Encoding::Unknown)),
            Err(problem) => Segment::Error(problem),
        },
    }
}

/// The comparable parts of a segment: its kind, position, values and problems, except for
/// a byte order mark.
#[derive(Debug, PartialEq, Eq)]
struct Outline {
    span: Span,
    values: Option<([Field; FIELDS], Option<EventTime>)>,
    problems: Vec<Problem>,
}

type Field = (Span, Option<i32>);

impl Outline {
    fn of(segment: Segment<'_>) -> Self {
        let span = segment.span();
        match segment {
            Segment::Gap(_) => Self {
                span,
                values: None,
                problems: vec![],
            },
            Segment::Error(problem) => Self {
                span,
                values: None,
                problems: vec![problem],
            },
            Segment::Record(record) => {
                let fields = std::array::from_fn(|it| (record.field_span(it), record.integer(it)));
                Self {
                    span,
                    values: Some((fields, record.event_time())),
                    problems: record
                        .warnings()
                        .filter(|it| it.kind != Kind::ByteOrderMark)
                        .collect(),
                }
            }
        }
    }
}

/// Every segment ends between characters, at the unit where its text in UTF-16 ends.
fn check_units<'p>(text: &str, segments: impl Iterator<Item = Segment<'p>>) {
    let mut cursor = Utf16Cursor::new();
    let (mut end, mut units) = (0, 0);
    for segment in segments {
        let Span { start, end: next } = segment.span();
        assert_eq!(start, end, "segments tile the text");
        units += text[start..next].encode_utf16().count();
        assert_eq!(cursor.move_to(text.as_bytes(), next), units);
        end = next;
    }
    assert_eq!(end, text.len(), "segments tile the text");
}

#[cfg(test)]
mod tests {
    use super::choices::Choices;
    use super::*;

    #[test]
    fn all_ways_agree_on_random_payloads() {
        for seed in 0..4000 {
            let payload = payloads::any(&mut Choices::from_seed(seed));
            fuzz_engines(&payload);
            fuzz_text(&payload);
            fuzz_utf16(&payload);
            fuzz_lines(&payload);
        }
    }
}
