//! A stream's segments do not depend on how it is cut into chunks.

use heroku_drain::schema::HEROKU_RUNTIME as SCHEMA;
use heroku_drain::{
    Decoded, Decoder, EventTime, Framing, Problem, Segment, Span, explain, write_ndjson,
};

/// The byte at which the stream is cut, and which is removed. It does not occur in UTF-8.
const CUT: u8 = 0xFF;

/// The decoder scans its buffer again for each chunk, so a fuzzer needs a small number.
const MOST_CHUNKS: usize = 50;

/// Limits that make frames too long, and streams longer than the buffer.
const LARGEST_FRAMES: [usize; 3] = [0, 40, 200];

/// Panics if the decoder's result for the chunks differs from that for the whole stream.
pub(crate) fn check(input: &[u8]) {
    let chunks = || input.split(|&byte| byte == CUT);
    let payload = chunks().collect::<Vec<_>>().concat();
    for framing in Framing::ALL {
        let at_once: Vec<_> = explain(&payload, framing)
            .map(|segment| Told::of(&segment, |problem| problem.message(&payload)))
            .collect();
        let decoder = || Decoder::new(framing);
        assert_eq!(told(decoder(), chunks()), at_once, "{framing:?}");
        assert_eq!(told(decoder(), even(&payload)), at_once, "{framing:?}");
        for largest in LARGEST_FRAMES {
            check_small(&payload, chunks(), largest, framing);
        }
    }
}

/// Oversized frames change the segments, but identically for any chunks.
fn check_small<'c>(
    payload: &[u8],
    chunks: impl Iterator<Item = &'c [u8]>,
    largest: usize,
    framing: Framing,
) {
    let decoder = || Decoder::new(framing).largest_frame(largest);
    let at_once = told(decoder(), [payload]);
    let what = format!("{framing:?}, at most {largest}");
    assert_eq!(told(decoder(), chunks), at_once, "{what}");
    assert_eq!(told(decoder(), even(payload)), at_once, "{what}");
    let mut end = 0;
    for it in at_once {
        assert_eq!(it.span.start, end, "segments tile the stream: {what}");
        assert!(!it.span.is_empty(), "no segment is empty: {what}");
        assert!(it.fields.is_empty() || it.span.len() <= largest, "{what}");
        end = it.span.end;
    }
    assert_eq!(end, payload.len(), "segments tile the stream: {what}");
}

/// Chunks of equal length: one byte for a short payload.
fn even(payload: &[u8]) -> impl Iterator<Item = &[u8]> {
    payload.chunks(payload.len() / MOST_CHUNKS + 1)
}

/// The decoder's results for a stream in chunks.
fn told<'c>(mut decoder: Decoder, chunks: impl IntoIterator<Item = &'c [u8]>) -> Vec<Told> {
    let mut all = vec![];
    for chunk in chunks {
        take(decoder.push(chunk), &mut all);
    }
    take(decoder.finish(), &mut all);
    all
}

fn take(mut decoded: Decoded<'_>, all: &mut Vec<Told>) {
    while let Some(segment) = decoded.next() {
        all.push(Told::of(&segment, |problem| decoded.message(problem)));
    }
}

/// All values of a segment; only records have fields, and only gaps have neither them nor problems.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    span: Span,
    fields: Vec<(Span, Option<String>, Option<i32>)>,
    event_time: Option<EventTime>,
    line: Vec<u8>,
    problems: Vec<(Problem, String)>,
}

impl Told {
    fn of(segment: &Segment<'_>, message: impl Fn(&Problem) -> String) -> Self {
        let with_message = |problem: Problem| (problem, message(&problem));
        let mut told = Self {
            span: segment.span(),
            fields: vec![],
            event_time: None,
            line: vec![],
            problems: vec![],
        };
        match segment {
            Segment::Gap(_) => {}
            Segment::Error(problem) => told.problems = vec![with_message(*problem)],
            Segment::Record(record) => {
                let field = |it| {
                    let text = record.text(it).map(String::from);
                    (record.field_span(it), text, record.integer(it))
                };
                told.fields = (0..SCHEMA.fields.len()).map(field).collect();
                told.event_time = record.event_time();
                write_ndjson(record, 0, &mut told.line);
                told.problems = record.warnings().map(with_message).collect();
            }
        }
        told
    }
}
