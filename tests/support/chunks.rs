//! The decoder's results for a stream in chunks, and the parser's for the whole stream.

use heroku_drain::schema::HEROKU_RUNTIME;
use heroku_drain::{Decoded, Decoder, Framing, Problem, Segment, Span, explain, write_ndjson};

/// A segment and all its values, as text for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// The parser's segments.
pub(crate) fn at_once(payload: &[u8], framing: Framing) -> Vec<Told> {
    explain(payload, framing)
        .map(|segment| told(&segment, |problem| problem.message(payload)))
        .collect()
}

/// The decoder's segments.
pub(crate) fn of_chunks<'c>(
    mut decoder: Decoder,
    chunks: impl IntoIterator<Item = &'c [u8]>,
) -> Vec<Told> {
    let mut all = Vec::new();
    for chunk in chunks {
        take(decoder.push(chunk), &mut all);
    }
    take(decoder.finish(), &mut all);
    all
}

fn take(mut decoded: Decoded<'_>, all: &mut Vec<Told>) {
    while let Some(segment) = decoded.next() {
        all.push(told(&segment, |problem| decoded.message(problem)));
    }
}

fn told(segment: &Segment<'_>, message: impl Fn(&Problem) -> String) -> Told {
    let text = match segment {
        Segment::Gap(_) => "gap".to_owned(),
        Segment::Error(problem) => format!("{problem:?} {}", message(problem)),
        Segment::Record(record) => {
            let fields: Vec<_> = (0..HEROKU_RUNTIME.fields.len())
                .map(|index| (record.field_span(index), record.text(index)))
                .collect();
            let warnings: Vec<_> = record
                .warnings()
                .map(|warning| format!("{warning:?} {}", message(&warning)))
                .collect();
            let mut line = Vec::new();
            write_ndjson(record, 0, &mut line);
            let time = record.event_time();
            format!(
                "record {fields:?} {time:?} {warnings:?} {}",
                line.escape_ascii()
            )
        }
    };
    Told {
        span: segment.span(),
        text,
    }
}
